// @vitest-environment jsdom
/** The page of a student, as their class goes on, waits, and ends. */
import { render } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import App from "./App.svelte";
import { SEAT } from "./class/seat.fake";
import { standInForBrowser } from "./host/browser.fake";
import { FakeModel } from "./host/model.fake";
import type { AskScene, ClassSeat, LessonPage, Scene } from "./schema";
import { Memory } from "./state/memory";
import { sceneOfShape } from "./state/scene.fake";

const PAUSED = "Your teacher has paused the class; try again when they let you go on";
const LED: ClassSeat = { ...SEAT, furthest: 1 };
const ASK: AskScene = {
  type: "ask",
  number: 0,
  kind: "choice",
  texts: [{ spans: [{ text: "Which?" }], item: false }],
  choices: [{ spans: [{ text: "this one" }], item: false }],
  words: [],
  hints: [],
  on: "",
  line: null,
  double: false,
  axes: [],
};
const PAGE: LessonPage = {
  lesson: "blame",
  title: "Blame",
  place: 1,
  lessons: 1,
  page: 1,
  pages: ["One", "Two"],
  blocks: [ASK],
  hidden: [],
  touch: [],
  selection: "",
  lens: "",
  stage: "network",
  over: [],
  curves: false,
  decimals: null,
  decimal_mark: "",
  hide: [],
  anew: false,
  seed: 0,
  next: "",
  next_title: "",
  own: false,
  stamp: 0,
};

beforeEach(standInForBrowser);

/** The page, what it sends, and what becomes of the class. */
async function seated(seat: Partial<ClassSeat> = {}, blocks: LessonPage["blocks"] = [ASK]) {
  const model = new FakeModel();
  const { container } = render(App, { open: model.open, memory: new Memory() });
  const become = (next: Partial<ClassSeat>): void => {
    const lesson = { page: { ...PAGE, blocks }, reached: [] };
    const scene: Scene = { ...sceneOfShape([2, 1]), lesson, classroom: { ...LED, ...next } };
    model.listener.scene(scene);
  };
  model.listener.connection("open");
  become(seat);
  await vi.waitFor(() => expect(container.querySelector("article")).not.toBeNull());
  return { model, become, page: container.querySelector<HTMLElement>(".page")! };
}

it("says why an answer was not taken as long as that is true", async () => {
  const { model, become, page } = await seated({ paused: true });
  const user = userEvent.setup();
  await user.click(page.querySelector(".ask input")!);
  await user.click(page.querySelector("article > nav button:last-of-type")!);
  await vi.waitFor(() => expect(model.sent.map(({ type }) => type)).toContain("check_answer"));
  const { serial = 0 } = model.sent.find(({ type }) => type === "check_answer")!;
  model.listener.problem({ type: "problem", kind: "refused", field: "", message: PAUSED, serial });
  await vi.waitFor(() => expect(page.querySelector(".ask .reason")?.textContent).toBe(PAUSED));
  become({ paused: false });
  await vi.waitFor(() => expect(page.querySelector(".ask .reason")).toBeNull());
});

it("tells who is done to wait for the next page, and nobody any more when the class is over", async () => {
  const { become, page } = await seated({}, []);
  await vi.waitFor(() => expect(page.textContent).toContain("Your teacher opens the next one."));
  expect(page.querySelectorAll("button:not(:disabled)").length).toBeGreaterThan(2);
  become({ ended: true });
  await vi.waitFor(() => expect(page.textContent).toContain("The class is over."));
  expect(page.textContent).not.toContain("Your teacher opens the next one.");
});

it("has no control that can be used when the class is over", async () => {
  const { become, page } = await seated();
  const stands = page.querySelector("article");
  become({ ended: true });
  await vi.waitFor(() => expect(page.textContent).toContain("The class is over."));
  for (const control of page.querySelectorAll("button, select, input, textarea"))
    expect(control.matches(":disabled")).toBe(true);
  expect(page.querySelector("article")).toBe(stands); // and all stays as it stood
});
