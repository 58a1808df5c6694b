import { expect, test } from "vitest";

import { wire } from "../../arrays";
import type { LandscapeScene } from "../../schema";
import { tableOf } from "./table";

const axis = (title: string, low: number, high: number) => ({ title, low, high });

test("a file has a row for each place, in the order in which the picture is read", () => {
  const scene = {
    axes: [axis("w₁", 0, 1), axis("w₂", -1, 1)],
    cells: 2,
    losses: wire([1, 2, 3, NaN], [2, 2]),
  } as unknown as LandscapeScene;

  expect(tableOf(scene).split("\n")).toEqual(['"w₁","w₂","loss"', "0,-1,1", "1,-1,2", "0,1,3", "1,1,NaN"]);
});

test("of a curve it has two columns", () => {
  const scene = { axes: [axis("w", 0, 4)], cells: 3, losses: wire([5, 6, 7]) } as unknown as LandscapeScene;

  expect(tableOf(scene)).toBe('"w","loss"\n0,5\n2,6\n4,7');
});
