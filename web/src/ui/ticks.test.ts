import { describe, expect, it } from "vitest";

import { decimalsOf } from "./ticks";

describe("the decimals of ticks", () => {
  it.each([
    [[0.05, 0.1, 0.15], 2],
    [[0.4412, 0.4414, 0.4416], 4],
    [[-1, 0, 1], 0],
    [[10, 20], 0],
    [[0.1 + 0.2, 0.4], 1],
    [[0.5], 2],
    [[], 2],
  ])("of %j are %i, so that no two are written alike", (ticks, decimals) => {
    expect(decimalsOf(ticks)).toBe(decimals);
    expect(new Set(ticks.map((tick) => tick.toFixed(decimals))).size).toBe(ticks.length);
  });
});
