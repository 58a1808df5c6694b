// @vitest-environment jsdom
/** What a student's page does with what the class says. */
import { render } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import type { ClassSeat } from "../schema";
import { SEAT } from "./seat.fake";
import Seat from "./Seat.svelte";

const sitting = vi.hoisted(() => ({
  connection: "open",
  looks: false,
  end: vi.fn(),
  dismiss: vi.fn(),
  problems: [] as { message: string }[],
}));
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => sitting }));
vi.mock("../state/page.svelte", () => ({ usePage: () => ({ lessons: { failed: -1 } }) }));

const ENDED =
  "The class is over. Of what you did here only your answers to questions are kept, in a file of your teacher's.";

function seated(seat: Partial<ClassSeat>) {
  vi.clearAllMocks();
  const { container, rerender } = render(Seat, { props: { seat: { ...SEAT, ...seat } } });
  const become = (next: Partial<ClassSeat>): Promise<void> => rerender({ seat: { ...SEAT, ...next } });
  return { become, said: () => container.textContent.replaceAll(/\s+/g, " ").trim() };
}

it("says what the class says, and nothing else", async () => {
  const { said, become } = seated({});
  expect(said()).toBe("");
  await become({ paused: true });
  expect(said()).toBe("Your teacher has paused the class. It goes on when they say so.");
  expect(sitting.end).not.toHaveBeenCalled();
});

it.each([
  [{ ended: true }, ENDED],
  [{ removed: true }, "Your teacher has removed you from the class. Load this page again to join anew."],
])("tries to reach nothing that is not there any more", (seat, words) => {
  const { said } = seated(seat);
  expect(said()).toBe(words);
  expect(sitting.end).toHaveBeenCalledOnce();
});

it.each([
  [{}, "You are looking at Ada's page; nothing can be changed here."],
  [{ paused: true }, "You are looking at Ada's page; nothing can be changed here."],
  [{ removed: true }, "Ada is no longer in the class; this is where they left their page."],
  [{ ended: true }, "The class is over; this is where Ada left their page."],
])("speaks to a teacher who looks of their student", (seat, words) => {
  sitting.looks = true;
  expect(seated(seat).said()).toContain(words);
  sitting.looks = false;
});

it("says that the class is over where only the connection did", () => {
  sitting.connection = "over";
  sitting.problems = [{ message: "This is over, so nothing was changed." }];
  expect(seated({ paused: true }).said()).toBe(ENDED);
  expect(sitting.dismiss).toHaveBeenCalledOnce(); // it is said once
  sitting.connection = "open";
  sitting.problems = [];
});

it("forgets what could not be done in a pause when it goes on", async () => {
  const { become } = seated({ paused: true });
  await become({ paused: true, link: "lesson/blame/2" });
  expect(sitting.dismiss).not.toHaveBeenCalled();
  await become({});
  expect(sitting.dismiss).toHaveBeenCalledOnce();
});

it("forgets what was refused at one pace, or on one page, at the next", async () => {
  const { become } = seated({ furthest: 2 });
  await become({ furthest: 2 });
  expect(sitting.dismiss).not.toHaveBeenCalled();
  await become({ furthest: 3 });
  expect(sitting.dismiss).toHaveBeenCalledOnce();
  await become({ furthest: 3, link: "lesson/blame/1" });
  expect(sitting.dismiss).toHaveBeenCalledTimes(2);
  await become({ furthest: 3 }); // it was opened, or could not be, which is said
  expect(sitting.dismiss).toHaveBeenCalledTimes(2);
});

it("says once that the class waits", () => {
  sitting.problems = [{ message: "Your teacher has paused the class; try again when they let you go on" }];
  seated({ paused: true });
  expect(sitting.dismiss).toHaveBeenCalledOnce();
  expect(document.querySelector(".told.again")).not.toBeNull(); // which lights up as the reason
  document.body.replaceChildren();
  sitting.problems = [{ message: "the file is too large" }];
  seated({ paused: true });
  expect(document.querySelector(".told.again")).toBeNull();
  expect(sitting.dismiss).not.toHaveBeenCalled();
  sitting.problems = [];
});
