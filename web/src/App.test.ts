// @vitest-environment jsdom
/** Two pages in one document: each has its own sitting, view and keys. */
import { render } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { tick } from "svelte";
import { beforeEach, expect, it, vi } from "vitest";

import App from "./App.svelte";
import { standInForBrowser } from "./host/browser.fake";
import { FakeModel } from "./host/model.fake";
import type { AnyIntent } from "./schema";
import { Memory } from "./state/memory";
import { sceneOfShape } from "./state/scene.fake";

interface Opened {
  root: HTMLElement;
  sent: AnyIntent[];
  box: HTMLElement;
}

/** A page in a box of its own, that shows a scene and notes what it sends. */
async function opened(choices: Record<string, string> = {}): Promise<Opened> {
  const model = new FakeModel();
  const store = { getItem: (name: string) => choices[name] ?? null, setItem: () => undefined };
  const { container: box } = render(App, { open: model.open, memory: new Memory(() => store) });
  model.listener.connection("open");
  model.listener.scene(sceneOfShape([4, 5, 3]));
  await tick();
  return { root: box.querySelector<HTMLElement>(".learnscope")!, sent: model.sent, box };
}

beforeEach(standInForBrowser);

/** What was sent that is no question about which lessons there are. */
const changes = ({ sent }: Opened): string[] =>
  sent.map(({ type }) => type).filter((type) => type !== "list_lessons");

it("hears keys inside itself alone", async () => {
  const [one, other] = [await opened(), await opened()];
  one.root.focus();
  await userEvent.keyboard("{Control>}z{/Control}");
  await userEvent.keyboard("t");
  await tick();

  expect(changes(one)).toEqual(["undo"]);
  expect(other.sent).toEqual([]);
  await vi.waitFor(() => expect(one.box.querySelector(".tables")).not.toBeNull(), 30_000); // it is fetched
  expect(other.box.querySelector(".tables")).toBeNull();
});

it("takes the keys where it is pressed, and leaves them to nobody elsewhere", async () => {
  const [one, other] = [await opened(), await opened()];
  await userEvent.click(other.root.querySelector(".crumb")!);
  await userEvent.keyboard("{Control>}z{/Control}");
  await userEvent.click(document.body);
  await userEvent.keyboard("{Control>}z{/Control}");

  expect(changes(one)).toEqual([]);
  expect(changes(other)).toEqual(["undo"]);
});

it("has colours, contrast and size of its own, on its own element", async () => {
  const [one, other] = [
    await opened({ "learnscope.theme": "dark", "learnscope.projector": "on" }),
    await opened({ "learnscope.contrast": "high" }),
  ];
  const look = ({ root }: Opened) => [
    root.dataset.theme,
    root.dataset.contrast,
    root.style.getPropertyValue("--scale"),
  ];

  expect([look(one), look(other)]).toEqual([
    ["dark", "normal", String(window.innerHeight / 560)], // as large as leaves a step and its bar in view
    ["light", "more", "1"],
  ]);
  expect({ ...document.documentElement.dataset }).toEqual({});
});

it("points at neurons of its own alone", async () => {
  const [one, other] = [await opened(), await opened()];
  const lit = ({ root }: Opened) => root.querySelectorAll(".lit").length;
  await userEvent.hover(one.root.querySelector("aside [data-key^='input.']")!);

  expect([lit(one) > 0, lit(other)]).toEqual([true, 0]);
});

it("names no element as another page does", async () => {
  await opened();
  await opened();
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);

  expect(ids.length).toBeGreaterThan(2);
  expect(new Set(ids).size).toBe(ids.length);
});

it("leaves the keys to the page where a verb is clicked", async () => {
  const { root } = await opened();
  const forward = [...root.querySelectorAll<HTMLElement>(".bar button")].find(
    (one) => one.textContent === "Forward",
  )!;
  root.querySelector("select")!.focus();
  await userEvent.click(forward);
  expect(document.activeElement).toBe(root);
  forward.focus(); // as by Tab, after which Enter presses it
  expect(document.activeElement).toBe(forward);
});
