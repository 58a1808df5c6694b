/** Words above a number line. */
import { expect, it } from "vitest";

import { numberIn, partsOf } from "./drafts";
import { placed } from "./placed";

const said = (...words: [number, string][]) =>
  placed(
    words.map(([at, text]) => ({ at, text })),
    400,
  ).map(({ text, anchor, raised }) => [text, anchor, raised]);

it("puts words in the middle above their places, and keeps them within the line", () => {
  expect(said([200, "now"], [100, "you"])).toEqual([
    ["you", "middle", false],
    ["now", "middle", false],
  ]);
  expect(said([2, "result"], [399, "now"])).toEqual([
    ["result", "start", false],
    ["now", "end", false],
  ]);
});

it("turns words that are near away from each other, and lifts a third between them", () => {
  expect(said([200, "now"], [190, "you"])).toEqual([
    ["you", "end", false],
    ["now", "start", false],
  ]);
  expect(said([200, "now"], [190, "result"], [170, "you"])).toEqual([
    ["you", "end", false],
    ["result", "middle", true],
    ["now", "start", false],
  ]);
});

it("reads the parts of an answer, with a decimal comma or a point", () => {
  expect(partsOf("4; 3", 2)).toEqual(["4", "3"]);
  expect(partsOf("", 2)).toEqual(["", ""]);
  expect([numberIn("−0,25"), numberIn("1e-3"), numberIn(""), numberIn("up")]).toEqual([
    -0.25,
    0.001,
    undefined,
    undefined,
  ]);
});
