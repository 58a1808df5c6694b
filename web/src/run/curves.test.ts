import { describe, expect, it } from "vitest";

import { binAt, curvesOf, dashOf, nearest, readAt, seriesOf } from "./curves";
import { future, runOf, series } from "./run.fake";

const MAIN = future("1", {
  series: [
    series("batch loss", [0, 10, 20], [3, 2, 1], { low: [2, 1, 0.5], high: [4, 3, 2] }),
    series("train loss", [0, 10, 20], [3, 2, 1]),
    series("validation loss", [0, 10, 20], [3.2, 2.4, 1.9]),
    series("train accuracy", [0, 20], [0.3, 0.9], { kind: "accuracy" }),
  ],
});
const FORK = future("2", {
  departure: 10,
  series: [series("batch loss", [10, 20], [2, 5]), series("train loss", [10, 20], [2, 4])],
});
const RUN = runOf({ futures: [MAIN, FORK] });
const NONE = new Set<string>();

describe("curvesOf", () => {
  it("draws the shown future above the others", () => {
    const order = curvesOf(RUN, "loss", NONE, 1).map(({ future: name }) => name);
    expect(order).toEqual(["2", "1", "1", "1"]);
    expect(curvesOf({ ...RUN, shown: "2" }, "loss", NONE, 1).at(-1)?.future).toBe("2");
  });

  it("draws every step of other futures only where there is nothing else of theirs", () => {
    const names = (hidden: Set<string>): string[] =>
      curvesOf(RUN, "loss", hidden, 1)
        .filter(({ shown }) => !shown)
        .map(({ name }) => name);
    expect(names(NONE)).toEqual(["train loss"]);
    expect(names(new Set(["train loss", "validation loss"]))).toEqual(["batch loss"]);
  });

  it("draws the band of the first curve that has a number for every step, and no other", () => {
    const norms = ["gradient norm", "gradient norm, hidden 1"].map((name) =>
      series(name, [0, 9], [2, 1], { kind: "norm" }),
    );
    const curves = curvesOf(runOf({ futures: [future("1", { series: norms })] }), "norm", NONE, 1);
    expect(curves.map(({ banded }) => banded)).toEqual([true, false]);
  });

  it("leaves out what is hidden and what is of another kind", () => {
    const names = curvesOf(RUN, "loss", new Set(["validation loss"]), 1).map(({ name }) => name);
    expect(names).not.toContain("validation loss");
    expect(names).not.toContain("train accuracy");
    expect(seriesOf(RUN, "accuracy")).toEqual(["train accuracy"]);
  });

  it("smooths what has a number for every step, says so, and keeps least and greatest as they are", () => {
    const [batch, train] = curvesOf(runOf({ futures: [MAIN] }), "loss", NONE, 30);
    expect(batch?.over).toBe(30);
    expect([...(batch?.mean ?? [])]).toEqual([2.5, 2, 1.5]);
    expect([...(batch?.high ?? [])]).toEqual([4, 3, 2]);
    expect(train?.over).toBe(1);
  });

  it("tells parts of the data apart by dashes, not by colour", () => {
    const dashes = ["train loss", "validation loss", "test loss"].map((name) => dashOf(name, 0).join());
    expect(new Set(dashes).size).toBe(3);
    expect(dashOf("gradient norm, hidden 1", 1)).not.toEqual(dashOf("gradient norm, hidden 2", 2));
  });
});

describe("reading a curve", () => {
  it("finds the bin that holds a step", () => {
    const steps = Float64Array.from([0, 10, 20]);
    expect([-1, 0, 9, 10, 99].map((step) => binAt(steps, step))).toEqual([-1, 0, 0, 1, 2]);
  });

  it("gives the least and the greatest of the bin", () => {
    const [batch] = curvesOf(runOf({ futures: [MAIN] }), "loss", NONE, 1);
    expect(readAt(batch!, 14)).toEqual({ step: 10, low: 1, mean: 2, high: 3 });
    expect(readAt({ ...batch!, steps: new Float64Array() }, 14)).toBeUndefined();
  });
});

describe("nearest", () => {
  const curves = curvesOf(RUN, "loss", NONE, 1);
  const height = (value: number): number => 100 - 20 * value;
  const find = (step: number, value: number): string | undefined => {
    const found = nearest(curves, step, height(value), (x) => x, height);
    return found && `${found.future} ${found.name}`;
  };

  it("finds the curve under the pointer, between its points too", () => {
    expect(find(15, 3.05)).toBe("2 train loss");
    expect(find(15, 2.2)).toBe("1 validation loss");
  });

  it("finds none far away, nor before a future has begun", () => {
    expect(find(15, 4.5)).toBeUndefined();
    expect(find(5, 1)).toBeUndefined();
  });
});
