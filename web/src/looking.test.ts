// @vitest-environment jsdom
/** The page of a student at which their teacher looks: all of it is there, and nothing in it can be used. */
import { render } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import App from "./App.svelte";
import { SEAT } from "./class/seat.fake";
import { standInForBrowser } from "./host/browser.fake";
import { openLooking } from "./host/looking";
import { noting } from "./host/model.fake";
import { openStill } from "./host/still";
import { future, RATE, runOf } from "./run/run.fake";
import type { ClassSeat } from "./schema";
import { KINDS } from "./schema";
import { Memory } from "./state/memory";
import { sceneOfShape } from "./state/scene.fake";

const ADA: ClassSeat = { ...SEAT, name: "<b>Ada", lesson: "", link: "lesson/blame/1" };

beforeEach(standInForBrowser);

/** The page, what it sends, and what it would keep. */
async function opened() {
  const scene = sceneOfShape([4, 5, 3]);
  const groups = [{ name: "basics" as const, title: "", settings: [RATE] }];
  const experiment = { ...scene.experiment, groups };
  const still = openStill(
    { ...scene, experiment, classroom: ADA, run: runOf({ futures: [future("1", { steps: 100 })] }) },
    { readOnly: "" },
  );
  const { open, sent } = noting(still);
  const { container, unmount } = render(App, {
    open: openLooking(open),
    address: { place: "/s/ada/", recipe: "data=circle" },
    link: "state=1.x",
    lesson: { lesson: "blame", page: 2, seed: 0 },
    memory: new Memory(),
  });
  await vi.waitFor(() => expect(container.querySelector("main.waiting")).toBeNull());
  return { sent, page: container.querySelector<HTMLElement>(".page")!, unmount };
}

it("says whose it is, and does not wait for what is to be opened", async () => {
  const { page, unmount } = await opened();
  const told = await vi.waitFor(() => page.querySelector("header .told")!.textContent);
  expect(told.replaceAll(/\s+/g, " ").trim()).toBe(
    "You are looking at <b>Ada's page; nothing can be changed here. What they answered is not shown here: it stands behind their name on the class page.",
  );
  expect(page.querySelector(".stage")).not.toBeNull();
  unmount();
});

it("has no control that can be used, and sends nothing but questions, whatever is pressed", async () => {
  const { sent, page, unmount } = await opened();
  const user = userEvent.setup({ pointerEventsCheck: 0 });
  const controls = [...page.querySelectorAll("button, select, input, textarea")];

  expect(controls.length).toBeGreaterThan(20);
  for (const control of controls) expect(control.matches(":disabled")).toBe(true);
  const unfolded = (): number => page.querySelectorAll("[aria-expanded=true], details[open]").length;
  const before = unfolded();
  for (const one of page.querySelectorAll("button, summary, a, [tabindex], svg g")) await user.click(one);
  document.body.focus();
  for (const key of "fbusnNp ,.e[]{}?g") await user.keyboard(key === "[" || key === "{" ? key + key : key);
  await user.keyboard("{Control>}z{/Control}{Insert}{Delete}");

  expect(sent.map(({ type }) => type).filter((type) => KINDS[type].about !== "question")).toEqual([]);
  expect(document.querySelector("dialog[open]")).toBeNull();
  expect(unfolded()).toBe(before);
  unmount();
});

it("hears keys again where it is gone", async () => {
  const { unmount } = await opened();
  unmount();
  const heard = vi.fn();
  document.body.addEventListener("keydown", heard);
  await userEvent.keyboard("x");
  expect(heard).toHaveBeenCalled();
});
