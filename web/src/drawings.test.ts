// @vitest-environment jsdom
/**
 * Drawings of the stage, as files in stage/snapshots/: shapes, phases and looks.
 *
 * A drawing that has changed is written beside the kept one, as *.changed; `npx vitest run src/drawings.test.ts -u` keeps
 * it. Colours are names of tokens, which `styles/tokens.test.ts` looks after, so light and dark are one drawing.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { render } from "@testing-library/svelte";
import { tick } from "svelte";
import { beforeEach, expect, it, vi } from "vitest";

import App from "./App.svelte";
import { standInForBrowser } from "./host/browser.fake";
import { FakeModel } from "./host/model.fake";
import { drawingOf, Recorder } from "./stage/drawing.fake";
import { Memory } from "./state/memory";
import { sceneOfShape } from "./state/scene.fake";

const FOLDER = join(import.meta.dirname, "stage", "snapshots");
const SIZE = { clientWidth: 1100, clientHeight: 560 };
const TOKENS = ["paper", "ink", "muted", "hairline", "positive", "negative", "forward", "backward"];

let recorder: Recorder;
beforeEach(() => {
  standInForBrowser();
  for (const [name, size] of Object.entries(SIZE)) {
    vi.spyOn(HTMLElement.prototype, name as keyof typeof SIZE, "get").mockReturnValue(size);
  }
  recorder = new Recorder();
  HTMLCanvasElement.prototype.getContext = (() => recorder) as never;
});

/** The stage of the page, with the network at rest at `phase`. */
async function stageOf(shape: readonly number[], phase: number, choices: Record<string, string> = {}) {
  const model = new FakeModel();
  const root = document.createElement("div");
  for (const token of TOKENS) root.style.setProperty(`--${token}`, token);
  document.body.append(root);
  const memory = new Memory(() => ({
    getItem: (name) => choices[name.replace("learnscope.", "")] ?? null,
    setItem: () => undefined,
  }));
  render(App, { target: root, props: { open: model.open, memory, root } });
  model.listener.connection("open");
  model.listener.scene(sceneOfShape(shape, phase));
  await tick();
  await tick();
  return root.querySelector(".stage")!;
}

/** Compare with what is kept; what has changed is written beside it. */
async function expectKept(name: string, drawing: string): Promise<void> {
  const file = join(FOLDER, `${name}.txt`);
  const changed = `${file}.changed`;
  const differs = existsSync(file) && readFileSync(file, "utf-8") !== drawing;
  if (differs) writeFileSync(changed, drawing);
  await expect(
    drawing,
    differs ? `the drawing has changed; the new one is ${changed}` : "",
  ).toMatchFileSnapshot(file);
  rmSync(changed, { force: true });
}

it.each([[[4, 5, 3]], [[3, 2, 3]], [[2, 8, 8, 2]], [[8, 8, 8, 8]], [[1, 1]]])(
  "draws %j once errors have flowed back",
  async (shape) => {
    const stage = await stageOf(shape, 2 * shape.length - 1 + 0.999);

    await expectKept(shape.join("-"), drawingOf(stage));
  },
);

it.each([
  ["reading", 0.6],
  ["forward", 1.4],
  ["values", 2],
  ["loss", 3.8],
  ["backward", 4.6],
  ["update", 6.3],
  ["over", 7],
])("draws 4-5-3 while it is at %s", async (name, phase) => {
  const stage = await stageOf([4, 5, 3], phase);

  await expectKept(`4-5-3 ${name}`, drawingOf(stage, { geometry: false }));
});

it.each([
  ["high contrast", { contrast: "high" }],
  ["patterns", { patterns: "on" }],
  ["comma", { comma: "on", decimals: "2" }],
])("draws 4-5-3 with %s", async (name, choices) => {
  const stage = await stageOf([4, 5, 3], 2, choices);

  await expectKept(`4-5-3 ${name}`, drawingOf(stage, { geometry: false }));
});

it.each([
  [[64, 32, 10], 7],
  [[24, 20, 2], 2.4],
])("draws %j on a canvas at %d", async (shape, phase) => {
  const stage = await stageOf(shape, phase, { patterns: "on" });

  expect(stage.querySelector(".wires")).toBeNull();
  await expectKept(`${shape.join("-")} canvas`, recorder.text());
});
