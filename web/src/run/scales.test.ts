import { describe, expect, it } from "vitest";

import { Formatter } from "../ui/format";
import { tickWriter } from "../ui/ticks";
import { emptyExtent, valueScale, widen } from "./scales";

function extentOf(values: readonly number[]) {
  const extent = emptyExtent();
  widen(extent, values);
  return extent;
}

describe("a linear scale", () => {
  it("stands on zero and holds the greatest number", () => {
    const scale = valueScale("linear", extentOf([0.4, 1.3]), 100);
    expect(scale.y(0)).toBe(100);
    expect(scale.y(1.3)).toBeGreaterThanOrEqual(0);
    expect(scale.place(-1)).toBe("inside");
  });

  it("goes below zero where numbers do", () => {
    const scale = valueScale("linear", extentOf([-2, 1]), 100);
    expect(scale.y(-2)).toBeLessThanOrEqual(100);
    expect(scale.y(1)).toBeLessThan(scale.y(0));
  });

  it("says of what is no number that it has no place, and marks it at the top", () => {
    const scale = valueScale("linear", extentOf([NaN, 1, Infinity]), 100);
    expect([NaN, Infinity, -Infinity].map((value) => scale.place(value))).toEqual(Array(3).fill("nowhere"));
    expect(scale.y(NaN)).toBe(0);
    expect(scale.domain).toEqual([0, 1.04]);
  });

  it("ends at the ceiling of shares", () => {
    expect(valueScale("linear", extentOf([0.2, 0.97]), 100, 1).domain).toEqual([0, 1]);
  });
});

describe("a logarithmic scale", () => {
  it("gives a decade the same height wherever it is", () => {
    const scale = valueScale("log", extentOf([0.001, 1]), 90);
    expect(scale.y(0.001) - scale.y(0.01)).toBeCloseTo(scale.y(0.1) - scale.y(1));
    expect(scale.ticks.map(tickWriter(scale.ticks, new Formatter()))).toContain("0.1");
  });

  it("says of zero and what is below that they are below it, and marks them at the foot", () => {
    const scale = valueScale("log", extentOf([0, -1, 0.01, 1]), 90);
    expect([0, -1, 0.01].map((value) => scale.place(value))).toEqual(["below", "below", "inside"]);
    expect(scale.y(0)).toBe(90);
    expect(scale.y(-5)).toBe(90);
  });

  it("has a scale even where no number has a place on it", () => {
    for (const values of [[], [0, -1], [NaN]]) {
      const scale = valueScale("log", extentOf(values), 90);
      expect(scale.domain.every((end) => end > 0 && Number.isFinite(end))).toBe(true);
    }
  });
});

describe("a scale of numbers at the end of what a number can be", () => {
  it.each([
    [1.1e308, 1.7e308],
    [5e-324, 5e-324],
    [1e-320, 2e-320],
    [0, 1e-322],
    [5e-324, 1.7e308],
  ])("from %d to %d has heights, and no tick twice", (low, high) => {
    const extent = { low, high, leastPositive: low > 0 ? low : high };

    for (const kind of ["linear", "log"] as const) {
      const { y, ticks } = valueScale(kind, extent, 100);
      expect(Number.isFinite(y(high))).toBe(true);
      expect(new Set(ticks).size).toBe(ticks.length);
    }
  });
});
