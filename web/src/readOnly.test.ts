// @vitest-environment jsdom
/** A page whose model is read-only: everything that only looks works, and nothing else is sent, whatever is pressed. */
import { render } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import App from "./App.svelte";
import { standInForBrowser } from "./host/browser.fake";
import { noting } from "./host/model.fake";
import { openStill } from "./host/still";
import { future, RATE, runOf } from "./run/run.fake";
import { type AnyIntent, KINDS } from "./schema";
import { sceneOfShape } from "./state/scene.fake";

const WHY = "This is a recording: look at it and ask it, nothing in it changes.";

beforeEach(standInForBrowser);

/** A recording of a moment of a run, what is asked of it, and its page. */
async function opened() {
  const futures = [future("1", { steps: 100 }), future("2", { parent: "1", departure: 5, steps: 100 })];
  const scene = sceneOfShape([4, 5, 3]);
  const groups = [{ name: "basics" as const, title: "", settings: [RATE] }];
  const experiment = { ...scene.experiment, groups };
  const still = openStill({ ...scene, experiment, run: runOf({ futures }) }, { readOnly: WHY });
  const { open, sent } = noting(still);
  const { container } = render(App, { open });
  await vi.waitFor(() => expect(container.querySelector("main.waiting")).toBeNull());
  return { sent, page: container.querySelector<HTMLElement>(".learnscope")! };
}
const changing = (sent: readonly AnyIntent[]) =>
  sent.map(({ type }) => type).filter((type) => !KINDS[type].only_looks);

it("says so once, and offers neither undo nor building", async () => {
  const { page } = await opened();

  expect(page.textContent.split(WHY)).toHaveLength(2);
  for (const name of ["Undo", "Redo", "build", "Fork here"]) {
    expect([...page.querySelectorAll("button")].map(({ textContent }) => textContent.trim())).not.toContain(
      name,
    );
  }
});

it("sends nothing that changes a number, whatever is pressed", async () => {
  const { sent, page } = await opened();
  const user = userEvent.setup({ pointerEventsCheck: 0 });
  const pressed = new Set<Element>();
  for (;;) {
    const next = [
      ...page.querySelectorAll("button:not(:disabled), select:not(:disabled), input:not(:disabled)"),
    ].find((one) => !pressed.has(one));
    if (next === undefined || pressed.size > 400) break;
    pressed.add(next);
    if (next instanceof HTMLSelectElement) {
      for (const { value } of next.options) await user.selectOptions(next, value);
    } else await user.click(next);
    if (next instanceof HTMLInputElement && next.type === "text" && next.isConnected) {
      await user.type(next, "7{Enter}{ArrowUp}");
    }
  }
  page.focus();
  for (const key of "fbusnNp ,.e[]{}") {
    await user.keyboard(key === "[" || key === "{" ? key + key : key);
  }
  await user.keyboard("{Control>}z{/Control}{Insert}{Delete}");

  expect(pressed.size).toBeGreaterThan(60);
  expect(changing(sent)).toEqual([]);
});

it("selects, asks why, walks and compares", async () => {
  const { sent, page } = await opened();
  await userEvent.click(page.querySelector('aside input[data-key="input.0"]')!);
  await vi.waitFor(() => expect(sent.map(({ type }) => type)).toContain("ask_why"), 8000);
  page.focus();
  await userEvent.keyboard("]");

  const types = sent.map(({ type }) => type);
  expect(types).toContain("select");
  expect(types).toContain("seek");
  expect(page.querySelector<HTMLInputElement>('aside input[data-key="input.0"]')!.readOnly).toBe(true);
});
