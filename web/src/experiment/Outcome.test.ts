// @vitest-environment jsdom
import { render, screen, within } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import { wire } from "../arrays";
import type { MeasureScene } from "../schema";
import { sceneOfShape } from "../state/scene.fake";
import Outcome from "./Outcome.svelte";

vi.mock("../state/sitting.svelte", () => ({
  useSitting: () => ({ timeline: { phases: [] }, player: { position: 0 } }),
}));

const LONG = "a flower with a name that is too long for any column";
const counts = { part: "train", count: 22, loss: 0.5, accuracy: 0.8, r2: null } as const;

function show(
  measure: Pick<MeasureScene, "confusion" | "unpredicted">,
  names = ["moss", LONG, "reed"],
): void {
  const scene = sceneOfShape([2, 3]);
  const layers = scene.stage.layers.map((layer, k) => (k === 1 ? { ...layer, names } : layer));
  const outcome = { before: [{ ...counts, ...measure }], after: [] };
  render(Outcome, { props: { scene: { ...scene, stage: { ...scene.stage, layers }, outcome } } });
}

it("names classes whole, and shades and names one that is never predicted", () => {
  show({ confusion: wire([8, 0, 1, 2, 0, 0, 0, 0, 11], [3, 3]), unpredicted: [1] });
  const table = screen.getByRole("table", { name: /rows: true class/, hidden: true });
  const heads = within(table).getAllByRole("columnheader", { hidden: true });

  expect(heads.map((head) => head.textContent)).toEqual(["moss", LONG, "reed"]);
  expect(within(table).getByRole("rowheader", { name: LONG, hidden: true })).toHaveTextContent(LONG);
  expect(heads.map((head) => head.classList.contains("never"))).toEqual([false, true, false]);
  expect(table.querySelectorAll("td.never")).toHaveLength(3);
  expect(screen.getByText(`Never predicted: ${LONG}`)).toBeInTheDocument();
});

it("says it where there are too many classes for a table", () => {
  show({ confusion: null, unpredicted: [0, 2] });
  expect(screen.getByText("Never predicted: moss, reed")).toBeInTheDocument();
});

it("says nothing where every class is predicted", () => {
  show({ confusion: wire([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]), unpredicted: [] });
  expect(screen.queryByText(/Never predicted/)).toBeNull();
});
