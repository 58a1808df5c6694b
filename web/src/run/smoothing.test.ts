import { describe, expect, it } from "vitest";

import { binWidth, smoothed } from "./smoothing";

const steps = (count: number, width = 1): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => k * width);

describe("smoothed", () => {
  it("is the mean of as many bins on either side", () => {
    const values = Float64Array.from([0, 3, 6, 0, 0, 9]);
    expect([...smoothed(steps(6), values, 3).mean]).toEqual([1.5, 3, 3, 2, 3, 4.5]);
  });

  it("says over how many steps it went, in steps and not in bins", () => {
    const { over } = smoothed(steps(100, 8), new Float64Array(100), 20);
    expect(over).toBe(24);
  });

  it("says that nothing was smoothed where bins are wider than what was asked for", () => {
    const values = Float64Array.from([1, 2, 3]);
    const result = smoothed(steps(3, 50), values, 20);
    expect(result.over).toBe(1);
    expect(result.mean).toBe(values);
    expect(smoothed(steps(3), values, 1).over).toBe(1);
  });

  it("keeps what is no number, and leaves it out of the means beside it", () => {
    const values = Float64Array.from([1, NaN, 3, Infinity, 5]);
    expect([...smoothed(steps(5), values, 3).mean]).toEqual([1, NaN, 3, Infinity, 5]);
  });

  it("does not change a constant", () => {
    expect(new Set(smoothed(steps(50), new Float64Array(50).fill(0.25), 10).mean)).toEqual(new Set([0.25]));
  });
});

describe("binWidth", () => {
  it("is one step where there are too few bins to tell", () => {
    expect([binWidth(steps(0)), binWidth(steps(1)), binWidth(steps(9, 12))]).toEqual([1, 1, 12]);
  });
});
