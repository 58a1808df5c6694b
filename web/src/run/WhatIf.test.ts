// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";

import type { Scene } from "../schema";
import { fakeSitting } from "./asking.fake";
import { BATCH, future, RATE, runOf, sceneOf, series } from "./run.fake";
import WhatIf from "./WhatIf.svelte";

let sitting = fakeSitting();
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => sitting }));
beforeEach(() => (sitting = fakeSitting()));
beforeAll(() => {
  HTMLElement.prototype.setPointerCapture = () => undefined; // what jsdom does not have
});

const run = runOf({
  futures: [future("1", { series: [series("train loss", [0, 50, 100], [1, 0.8, 0.7])] })],
});
const base = sceneOf(run);
const scene = {
  ...base,
  experiment: { ...base.experiment, groups: [{ name: "basics", title: "", settings: [RATE, BATCH] }] },
  outcome: { before: [{ part: "train", count: 10, loss: 0.7, accuracy: 0.8 }], after: [] },
} as unknown as Scene;

function slider(): HTMLInputElement {
  render(WhatIf, { props: { scene } });
  return screen.getByRole("slider");
}
const under = (): Element | null => document.querySelector("[data-curve='train']");

it("draws the whole training while the slider is dragged, and keeps it when let go", async () => {
  const input = slider();
  expect(input).toHaveAttribute("aria-valuetext", "learning rate 0.1");
  await fireEvent.pointerDown(input);
  await fireEvent.input(input, { target: { value: "300" } });
  await screen.findByText(/With learning_rate 1, the train loss is 1/);
  expect(under()).toHaveAttribute("stroke-dasharray", "");
  expect(document.querySelector("[data-field='what_if.then.train']")).toHaveAttribute("data-value", "1");
  await fireEvent.change(input);
  expect(sitting.intents).toEqual([{ type: "keep_what_if", name: "learning_rate", value: 1, steps: 1000 }]);
});

it("drops it with Escape, and letting go keeps nothing then", async () => {
  const input = slider();
  await fireEvent.pointerDown(input);
  await fireEvent.input(input, { target: { value: "300" } });
  await screen.findByText(/With learning_rate/);
  await fireEvent.keyDown(input, { key: "Escape" });
  await fireEvent.change(input);
  expect(sitting.intents).toEqual([]);
  expect(under()).toBeNull();
  expect(input).toHaveAttribute("aria-valuetext", "learning rate 0.1");
});

it("is done by keys: arrows change it, Enter keeps it", async () => {
  const input = slider();
  await fireEvent.input(input, { target: { value: "201" } });
  await fireEvent.change(input);
  expect(sitting.intents).toEqual([]);
  await fireEvent.keyDown(input, { key: "Enter" });
  expect(sitting.intents).toHaveLength(1);
});

it("says what the rule is where a value breaks it", async () => {
  const input = slider();
  await fireEvent.input(input, { target: { value: "400" } });
  expect(await screen.findByText("learning_rate must be below 9, got 10")).toBeInTheDocument();
});
