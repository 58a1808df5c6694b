/** What a student is told who was led somewhere. */
import { expect, it } from "vitest";

import type { ClassSeat } from "../schema";
import { Led } from "./led";
import { SEAT } from "./seat.fake";

const LINK = "lesson/blame/3";

/** What was said after the last of these: what became of the class, where they were, whether it failed. */
function told(...heard: readonly [next: Partial<ClassSeat>, at: string, failed?: number][]): string {
  const led = new Led();
  let words = "";
  for (const [next, at, failed = -1] of heard) words = led.hear({ ...SEAT, ...next }, at, failed);
  return words;
}

it("says who opened a page, as long as one is there", () => {
  expect(told([{}, "blame/1"])).toBe("");
  expect(told([{}, "blame/1"], [{ link: LINK }, "blame/1"])).toBe("");
  expect(told([{}, "blame/1"], [{ link: LINK }, "blame/1"], [{}, "blame/3"])).toBe(
    "Your teacher has opened this for all.",
  );
  expect(told([{}, "1"], [{ link: LINK }, "1"], [{}, "3"], [{ paused: true }, "3"])).not.toBe("");
  expect(told([{}, "1"], [{ link: LINK }, "1"], [{}, "3"], [{}, "4"], [{}, "3"])).toBe("");
});

it("says nothing to those who have only come, nor of what could not be opened", () => {
  expect(told([{ link: LINK }, ""], [{}, "blame/3"])).toBe("");
  expect(told([{ link: LINK }, ""], [{}, "3"], [{ link: LINK }, "3"], [{}, "3"])).not.toBe("");
  expect(told([{}, "1"], [{ link: LINK, call: 2 }, "1"], [{ call: 2 }, "1", 2])).toBe("");
  expect(told([{}, "1"], [{ link: LINK, call: 3 }, "1", 2], [{ call: 3 }, "3", 2])).not.toBe("");
});

it("says that one begins anew once that is so, and not of what was before one came", () => {
  const words = "Your teacher has let you begin anew.";
  expect(told([{ resets: 2 }, "1"])).toBe("");
  expect(told([{}, "2"], [{ resets: 1 }, ""])).toBe(words);
  expect(told([{}, "2"], [{ resets: 1, link: LINK }, ""])).toBe("");
  expect(told([{}, "2"], [{ resets: 1, link: LINK }, ""], [{ resets: 1 }, "3"])).toBe(words);
});
