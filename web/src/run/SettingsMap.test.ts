// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";

import { fakeSitting } from "./asking.fake";
import { BATCH, RATE, runOf, sceneOf } from "./run.fake";
import { shade, pieces } from "./settingsMap";
import SettingsMap from "./SettingsMap.svelte";

let sitting = fakeSitting();
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => sitting }));
beforeEach(() => (sitting = fakeSitting()));

function shown() {
  const pick = vi.fn();
  const settings = [
    { ...RATE, value: 0.15 },
    { ...BATCH, high: 350, value: 9 },
  ];
  render(SettingsMap, { props: { scene: sceneOf(runOf()), settings, steps: 300, pick } });
  return pick;
}
const cell = (place: string): HTMLElement => document.querySelector(`[data-cell="${place}"]`)!;

it("asks for every pair of values and shows each loss", async () => {
  shown();
  await fireEvent.click(screen.getByText("Fill"));
  await screen.findByText("Fill anew");
  const asked = sitting.asked.flatMap((one) =>
    one.type === "map_row" ? one.x.map((x) => `${x} ${one.y}`) : [],
  );
  expect(asked).toHaveLength(144);
  expect(new Set(asked).size).toBe(144);
  expect(cell("0.0")).toHaveAttribute("data-value", "0.001");
  expect(cell("3.6")).toHaveAccessibleName("learning rate 0.152, batch size 5: train loss 0.760");
});

it("marks what is no number, and the cell of the present settings", async () => {
  shown();
  await fireEvent.click(screen.getByText("Fill"));
  await screen.findByText("Fill anew");
  expect(cell("2.11")).toHaveClass("none");
  expect(cell("2.11")).toHaveAccessibleName("learning rate 10, batch size 3: train loss no finite number");
  expect([...document.querySelectorAll(".here")]).toEqual([cell("4.6")]);
});

it("stops where it is told to", async () => {
  sitting = fakeSitting({ held: true });
  shown();
  await fireEvent.click(screen.getByText("Fill"));
  sitting.release();
  await waitFor(() => expect(sitting.asked).toHaveLength(2));
  await fireEvent.click(screen.getByText("Stop"));
  sitting.release();
  await screen.findByText("Fill anew");
  expect(sitting.asked).toHaveLength(2);
  expect(document.querySelectorAll("[data-value]").length).toBeLessThan(5);
});

it("is walked with the arrows, and asks what a chosen cell would be", async () => {
  const pick = shown();
  await fireEvent.click(screen.getByText("Fill"));
  await screen.findByText("Fill anew");
  cell("0.0").focus();
  await fireEvent.keyDown(cell("0.0"), { key: "ArrowUp" });
  expect(cell("1.0")).toHaveFocus();
  await fireEvent.keyDown(cell("1.0"), { key: "ArrowRight" });
  expect(cell("1.1")).toHaveFocus();
  await fireEvent.click(cell("1.1"));
  expect(pick).toHaveBeenCalledWith({
    name: "learning_rate",
    value: 0.00231,
    y_name: "batch_size",
    y: 2,
    steps: 300,
  });
});

it("gives lower losses a stronger shade, by their order", () => {
  const known = [1, 2, 3, 1e9, NaN];
  expect(shade(1, known)).toBeGreaterThan(shade(2, known));
  expect(shade(3, known) - shade(1e9, known)).toBeCloseTo(shade(1, known) - shade(2, known));
  expect(shade(undefined, known)).toBe(0);
  expect(shade(NaN, known)).toBe(0);
});

it("asks for as many cells at once as are quickly answered", () => {
  expect(pieces(1, 400)).toBe(1);
  expect(pieces(1, 10)).toBe(2);
  expect(pieces(4, 80)).toBe(8);
  expect(pieces(12, 60)).toBe(12);
});
