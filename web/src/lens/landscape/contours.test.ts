import { expect, test } from "vitest";

import { bandOf, lineOf, valueAt, type Grid } from "./contours";

const grid = (rows: number, columns: number, at: (x: number, y: number) => number): Grid => ({
  rows,
  columns,
  values: Float64Array.from({ length: rows * columns }, (_, k) => at(k % columns, Math.floor(k / columns))),
});

test("a line of equal loss lies where the loss is that", () => {
  const bowl = grid(21, 21, (x, y) => (x - 10) ** 2 + (y - 10) ** 2);
  const pieces = lineOf(bowl, 36);
  expect(pieces.length).toBeGreaterThan(20);
  for (const [x0, y0, x1, y1] of pieces) {
    expect(Math.hypot(x0 - 10, y0 - 10)).toBeCloseTo(6, 1);
    expect(Math.hypot(x1 - 10, y1 - 10)).toBeCloseTo(6, 1);
  }
});

test("a slope has straight lines, right to the last bit", () => {
  expect(
    lineOf(
      grid(2, 3, (x) => x),
      0.5,
    ),
  ).toEqual([[0.5, 0, 0.5, 1]]);
});

test("where a corner is no finite number there is no line", () => {
  expect(
    lineOf(
      grid(2, 2, (x) => (x ? NaN : 0)),
      0.5,
    ),
  ).toEqual([]);
  expect(
    lineOf(
      grid(2, 2, (x) => (x ? Infinity : 0)),
      0.5,
    ),
  ).toEqual([]);
});

test("between points the loss is that of the four around", () => {
  const plane = grid(3, 3, (x, y) => 2 * x - y);
  expect(valueAt(plane, 0.5, 1.25)).toBeCloseTo(-0.25, 12);
  expect(valueAt(plane, 2, 2)).toBe(2);
  const cliff = grid(2, 2, (x) => (x ? Infinity : 3));
  expect([valueAt(cliff, 0, 0.5), valueAt(cliff, 0.5, 0), valueAt(cliff, 1, 1)]).toEqual([
    3,
    Infinity,
    Infinity,
  ]);
});

test("a band is counted by the levels below", () => {
  expect([0, 1, 1.5, 9].map((loss) => bandOf([1, 2, 4], loss))).toEqual([0, 1, 1, 3]);
});
