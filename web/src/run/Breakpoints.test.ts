// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";

import type { BreakpointScene } from "../schema";
import { fakeSitting } from "./asking.fake";
import Breakpoints from "./Breakpoints.svelte";
import { runOf, sceneOf } from "./run.fake";

let sitting = fakeSitting();
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => sitting }));
beforeEach(() => (sitting = fakeSitting()));

const RISES: BreakpointScene = {
  name: "loss_rises",
  title: "the loss rises",
  note: "Looked at after each epoch.",
  on: false,
  number: 3,
  low: 1,
  high: 1000,
  whole: true,
  unit: "times in a row",
  hits: [21, 42, 63, 84, 105, 126, 147, 168],
};
const FLIPS = {
  ...RISES,
  name: "weight_flips",
  title: "a weight changes sign",
  on: true,
  number: null,
  hits: [],
};

function shown(): void {
  render(Breakpoints, { props: { scene: sceneOf(runOf({ breakpoints: [RISES, FLIPS] })) } });
}

it("switches a breakpoint on and leaves its threshold as it is", async () => {
  shown();
  expect(screen.getByLabelText("a weight changes sign")).toBeChecked();
  await fireEvent.click(screen.getByLabelText("the loss rises"));
  expect(sitting.intents).toEqual([{ type: "set_breakpoint", name: "loss_rises", on: true, number: null }]);
});

it("changes a threshold in place", async () => {
  shown();
  const field = screen.getByRole("spinbutton", { name: "threshold of “the loss rises”" });
  field.focus();
  await fireEvent.keyDown(field, { key: "ArrowUp" });
  expect(sitting.intents).toEqual([{ type: "set_breakpoint", name: "loss_rises", on: false, number: 4 }]);
});

it("goes to where one would have stopped, and shows the rest when asked", async () => {
  shown();
  expect(screen.queryByText("147")).toBeNull();
  await fireEvent.click(screen.getByText("2 more"));
  await fireEvent.click(screen.getByText("147"));
  expect(sitting.intents).toEqual([{ type: "seek", step: 147, future: "" }]);
});
