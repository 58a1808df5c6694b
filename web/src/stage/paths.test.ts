import { describe, expect, it } from "vitest";

import { wire } from "../arrays";
import type { StageScene } from "../schema";
import { strongestPaths, winnerOf } from "./paths";

/** As much of a stage as paths look at: what flows forward, link by link. */
function stage(flows: number[][][], output: number[], chosen: (number[][] | null)[] = []): StageScene {
  return {
    layers: [{}, { value: wire(output) }],
    output: { probability: null },
    links: flows.map((rows, k) => {
      const pairs = chosen[k];
      return pairs
        ? { forward: wire(rows.flat()), chosen: wire(pairs.flat(), [pairs.length, 2]) }
        : { forward: wire(rows.flat(), [rows.length, rows[0]!.length]), chosen: null };
    }),
  } as unknown as StageScene;
}

describe("strongestPaths", () => {
  it("lead from the three largest contributions to the winning output back along the largest each", () => {
    const scene = stage(
      [
        [[1, -5, 0.1, 2], [3, 4, 0.2, -1]], // prettier-ignore
        [[0, 1], [0, -3], [0, 2], [9, 0.5]], // prettier-ignore
      ],
      [0.1, 0.9],
    );

    expect([...strongestPaths(scene)]).toEqual(["1.1.1", "0.0.1", "1.2.1", "0.1.2", "1.0.1", "0.1.0"]);
  });

  it("go along the wires that are carried, and end where none leads on", () => {
    const scene = stage([[[4], [7]], [[2], [3]]], [1], [[[5, 1], [6, 1]], null]); // prettier-ignore

    expect([...strongestPaths(scene)]).toEqual(["1.1.0", "0.6.1", "1.0.0"]);
  });

  it("leave out what brings nothing, and what is no number", () => {
    expect([...strongestPaths(stage([[[0], [NaN], [1]]], [1]))]).toEqual(["0.2.0"]);
    expect(winnerOf(stage([[[1]]], [NaN]))).toBeUndefined();
  });
});
