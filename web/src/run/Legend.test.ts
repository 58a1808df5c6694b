// @vitest-environment jsdom
/** What accuracies are to be seen against stands beside them, and beside nothing else. */
import { render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import type { MeasureScene, SeriesKind } from "../schema";
import { Memory } from "../state/memory";
import { pageContext } from "../state/page.svelte";
import Legend from "./Legend.svelte";
import { future, runOf, sceneOf, series } from "./run.fake";
import { StripView } from "./strip.svelte";

vi.mock("../state/sitting.svelte", () => ({ useSitting: () => ({ seek: vi.fn() }) }));

/** The legend of the curves of a kind, where the parts have these baselines. */
function shown(kind: SeriesKind, baselines: Partial<Record<MeasureScene["part"], number | null>>): void {
  const run = runOf({
    futures: [future("1", { series: [series("train accuracy", [0, 9], [0.3, 0.9], { kind: "accuracy" })] })],
  });
  const measures = Object.entries(baselines).map(([part, baseline]) => ({
    part: part as MeasureScene["part"],
    count: 10,
    loss: 0.5,
    accuracy: 0.9,
    r2: null,
    confusion: null,
    unpredicted: [],
    baseline,
  }));
  const scene = { ...sceneOf(run), outcome: { before: measures, after: measures } };
  const strip = new StripView(new Memory());
  strip.kind = kind;
  render(Legend, { props: { scene, curves: [], strip, now: run.head }, context: pageContext() });
}

it("tells the baseline of all parts beside accuracies, with its word", () => {
  shown("accuracy", { train: 1 / 3, validation: 0.348 });
  const line = screen.getByText("33.3–34.8 %").closest("p");

  expect(line).toHaveAttribute("data-word", "baseline");
  expect(line).toHaveAttribute("tabindex", "0");
  expect(line?.title).toBe("Always saying the most frequent class: train 33.3 %, validation 34.8 %");
});

it("tells one number where all parts have the same", () => {
  shown("accuracy", { train: 0.5, validation: 0.5 });

  expect(screen.getByText("50.0 %")).toHaveAttribute("data-value", "0.5");
});

it.each([
  ["loss", { train: 0.5 }],
  ["accuracy", { train: null }],
] as const)("tells none beside %s of %o", (kind, baselines) => {
  shown(kind, baselines);

  expect(screen.queryByText("baseline")).toBeNull();
});
