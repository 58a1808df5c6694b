import { describe, expect, it } from "vitest";

import { curvesOf, type Curve } from "./curves";
import { future, runOf, series } from "./run.fake";
import { paint } from "./paint";
import { emptyExtent, valueScale, widen } from "./scales";

const COLOURS = { futures: ["ink", "one", "two"], hairline: "hair", fault: "fault" };

/** What is painted, call by call. */
function painted(curves: readonly Curve[], scale: "linear" | "log" = "linear") {
  const calls: [string, ...unknown[]][] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (kept, name: string) =>
      kept[name] ??
      ((...args: unknown[]) => calls.push([name, ...args, kept["fillStyle"], kept["strokeStyle"]])),
    set: (kept, name: string, value) => {
      kept[name] = value;
      return true;
    },
  });
  const extent = emptyExtent();
  for (const { low, high } of curves) {
    widen(extent, low);
    widen(extent, high);
  }
  paint(context as unknown as CanvasRenderingContext2D, curves, {
    width: 100,
    height: 50,
    x: (step) => step,
    scale: valueScale(scale, extent, 50),
    colours: COLOURS,
    lit: "",
  });
  return { calls, of: (name: string) => calls.filter(([one]) => one === name) };
}
const drawn = (...all: ReturnType<typeof series>[]): Curve[] =>
  curvesOf(runOf({ futures: [future("1", { series: all })] }), "loss", new Set(), 1);

describe("paint", () => {
  it("paints each bin from its least to its greatest number, a single wild one too", () => {
    const high = [2, 40, 2];
    const { of } = painted(drawn(series("batch loss", [0, 10, 20], [1, 3, 1], { low: [0, 1, 0], high })));
    const bands = of("fillRect");
    expect(bands).toHaveLength(3);
    const tops = bands.map(([, , top]) => top as number);
    expect(tops[1]).toBe(Math.min(...tops));
    expect(tops[1]).toBeLessThan(3);
  });

  it("breaks the line where there is no number, and crosses the place", () => {
    const { of } = painted(drawn(series("train loss", [0, 10, 20, 30, 40], [1, 2, NaN, 2, 1])));
    const starts = of("moveTo").filter(([, x]) => x === 0 || x === 30);
    expect(starts.length).toBeGreaterThanOrEqual(2);
    expect(of("lineTo").some(([, x]) => x === 20)).toBe(false);
    expect(of("moveTo").some(([, x, y]) => x === 17.5 && y === 1)).toBe(true);
  });

  it("marks zero at the foot of a logarithmic scale", () => {
    const { of } = painted(drawn(series("train loss", [0, 10, 20], [1, 0, 1])), "log");
    expect(of("lineTo").some(([, x, y]) => x === 10 && y === 50)).toBe(true);
  });

  it("makes a lone number a dot", () => {
    expect(painted(drawn(series("train loss", [5], [1]))).of("arc")).toHaveLength(1);
  });

  it("gives each future its colour, again after the last", () => {
    const colour = (place: number): unknown => {
      const futures = [future("1", { colour: place, series: [series("train loss", [0, 9], [1, 2])] })];
      return painted(curvesOf(runOf({ futures }), "loss", new Set(), 1))
        .of("stroke")
        .at(-1)
        ?.at(-1);
    };
    expect([0, 1, 2, 3].map(colour)).toEqual(["ink", "one", "two", "one"]);
  });
});
