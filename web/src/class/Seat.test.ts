// @vitest-environment jsdom
/** What a student's page does with what the class says. */
import { render } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import type { ClassSeat } from "../schema";
import Seat from "./Seat.svelte";

const sitting = vi.hoisted(() => ({ close: vi.fn(), dismiss: vi.fn() }));
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => sitting }));

const CALM: ClassSeat = {
  type: "seat",
  name: "Ada",
  paused: false,
  furthest: 0,
  link: "",
  ended: false,
  removed: false,
};

function seated(seat: Partial<ClassSeat>) {
  vi.clearAllMocks();
  const { container, rerender } = render(Seat, { props: { seat: { ...CALM, ...seat } } });
  const become = (next: Partial<ClassSeat>): Promise<void> => rerender({ seat: { ...CALM, ...next } });
  return { become, said: () => container.textContent.replaceAll(/\s+/g, " ").trim() };
}

it("says what the class says, and nothing else", async () => {
  const { said, become } = seated({});
  expect(said()).toBe("");
  await become({ paused: true });
  expect(said()).toBe("Your teacher has paused the class. It goes on when they say so.");
  expect(sitting.close).not.toHaveBeenCalled();
});

it.each([
  [{ ended: true }, "The class is over. What you did here is not kept."],
  [{ removed: true }, "Your teacher has removed you from the class. Load this page again to join anew."],
])("tries to reach nothing that is not there any more", (seat, words) => {
  const { said } = seated(seat);
  expect(said()).toBe(words);
  expect(sitting.close).toHaveBeenCalledOnce();
});

it("forgets what could not be done in a pause when it goes on", async () => {
  const { become } = seated({ paused: true });
  await become({ paused: true, link: "lesson/blame/2" });
  expect(sitting.dismiss).not.toHaveBeenCalled();
  await become({});
  expect(sitting.dismiss).toHaveBeenCalledOnce();
});
