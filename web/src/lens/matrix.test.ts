/** A cell and its name lead to each other, whichever way a matrix is turned. */
import { expect, it } from "vitest";

import { wire } from "../arrays";
import type { MatrixScene } from "../schema";
import { cellName, cellOf, cellShown } from "./matrix";

function matrix(name: string, rows: number[], columns: number[]): MatrixScene {
  const titles = (places: number[]): string[] => places.map(String);
  return {
    symbol: "W₁",
    title: "weights of hidden 1",
    shape: `${rows.length}×${columns.length}`,
    cells: wire(
      [...rows.keys()].flatMap(() => [...columns.keys()]),
      [rows.length, columns.length],
    ),
    name,
    rows,
    columns,
    row_titles: titles(rows),
    column_titles: titles(columns),
    scale: 1,
    role: "parameter",
  };
}

it.each([
  ["weight.0.{row}.{column}", "weight.0.11.1"],
  ["weight.0.{column}.{row}", "weight.0.1.11"],
  ["value.1.{column}@{row}", "value.1.1@11"],
  ["value.1.{row}@{column}", "value.1.11@1"],
])("finds a cell of %s by its name", (pattern, name) => {
  const found = matrix(pattern, [1, 11, 111], [0, 1, 2]);
  expect(cellName(found, { row: 1, column: 1 })).toBe(name);
  expect(cellOf(found, name)).toEqual({ row: 1, column: 1 });
});

it("finds nothing in a matrix whose cells have no names, or of another kind", () => {
  expect(cellOf(matrix("", [0], [0]), "weight.0.0.0")).toBeUndefined();
  expect(cellOf(matrix("bias.0.{column}", [0], [0]), "weight.0.0.0")).toBeUndefined();
});

it("finds a number of the sample shown by the name that it has on the stage", () => {
  const values = matrix("value.1.{column}@{row}", [86, 7], [0, 1, 2]);
  expect(cellShown(values, "value.1.2", 7)).toEqual({ row: 1, column: 2 });
  expect(cellShown(values, "value.1.2", 8)).toBeUndefined();
  expect(cellShown(matrix("weight.0.{row}.{column}", [0, 1], [0]), "weight.0.1.0", 7)).toEqual({
    row: 1,
    column: 0,
  });
});
