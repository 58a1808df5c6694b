// @vitest-environment jsdom
/** Everybody by name, while the class goes on. */
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { standInForBrowser } from "../host/browser.fake";
import type { ClassScene, ClassStudent } from "../schema";
import Students from "./Students.svelte";

const ADA: ClassStudent = {
  number: 1,
  name: "Ada",
  lesson: "",
  page: 0,
  here: true,
  seen: 0,
  answered: 1,
  since: 0,
  done: false,
  sitting: "s1",
};
const room = (...students: ClassStudent[]): ClassScene => ({
  type: "class",
  address: "",
  code: null,
  students,
  questions: [],
  paused: false,
  furthest: 0,
  lesson: "",
  title: "",
  pages: [],
  ended: "",
});

beforeEach(standInForBrowser);

it("keeps what a student answered in view while news of the class come, and asks anew when it is theirs", async () => {
  let given: (lines: readonly string[]) => void = () => undefined;
  const answers = vi.fn(() => new Promise<readonly string[]>((resolve) => (given = resolve)));
  const props = { room: room(ADA), now: 0, teach: vi.fn(), answers };
  const { rerender } = render(Students, { props });
  await userEvent.click(screen.getByRole("button", { name: "Ada" }));
  given(["page 1, question 1: 0.5"]);
  await screen.findByText("page 1, question 1: 0.5");

  await rerender({ ...props, room: room({ ...ADA }, { ...ADA, number: 2, name: "Bo" }) });
  expect(answers).toHaveBeenCalledTimes(1);
  await rerender({ ...props, room: room({ ...ADA, answered: 2 }) });
  expect(answers).toHaveBeenCalledTimes(2);
  expect(screen.getByText("page 1, question 1: 0.5")).toBeInTheDocument();
  given(["page 1, question 1: 0.5", "page 1, question 2: 3"]);
  await screen.findByText("page 1, question 2: 3");
});
