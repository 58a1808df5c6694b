import { describe, expect, it } from "vitest";

import { Formatter } from "./format";
import { decimalsOf, lengthOf, ticksAlong, tickWriter } from "./ticks";

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

describe("the numbers along an axis", () => {
  it.each([
    [
      [0, 0.5, 1],
      ["0", "0.5", "1"],
    ],
    [
      [-20000, 0, 20000],
      ["−20000", "0", "20000"],
    ],
    [
      [0, 50_000, 100_000],
      ["0", "5e4", "1e5"],
    ],
    [
      [-2e176, 0, 2e176],
      ["−2e176", "0", "2e176"],
    ],
    [
      [0, 0.0005, 0.001],
      ["0", "5e−4", "1e−3"],
    ],
    [
      [1, 1000, 1_000_000],
      ["1", "1000", "1e6"],
    ],
  ])("%j are written alike: %j", (ticks, texts) => {
    expect(ticks.map(tickWriter(ticks, new Formatter()))).toEqual(texts);
  });

  it.each([1, 40, 3e4, 7e8, 1e-7, 2e176])("up to %s, they stand clear of each other at any width", (high) => {
    for (const width of [120, 200, 350, 900]) {
      const ticks = ticksAlong(-high, high, width, new Formatter());
      const [first = 0, second = Infinity] = ticks;
      const widest = Math.max(...ticks.map(tickWriter(ticks, new Formatter())).map(lengthOf));
      expect(widest).toBeLessThan((width * (second - first)) / (2 * high));
    }
  });
});
