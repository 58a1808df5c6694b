import { describe, expect, it } from "vitest";

import { wire } from "../arrays";
import type { RemovalMapScene } from "../schema";
import { entriesOf, largest, matrixOfPairs, Removals, scaleOf } from "./removals.svelte";

const MAPS = [
  { key: "layer.0", title: "inputs", count: 2, left_out: "" },
  { key: "link.0", title: "inputs → outputs", count: 4, left_out: "" },
  { key: "link.1", title: "wires", count: 20000, left_out: "too many" },
];
function part(key: string, first: number, change: number[]): RemovalMapScene {
  const link = key.startsWith("link");
  return {
    type: "removal_map",
    maps: MAPS,
    key,
    row_titles: link ? ["x", "y"] : [],
    column_titles: link ? ["p", "q"] : ["x", "y"],
    row_names: [],
    names: link ? "weight.0.{row}.{column}" : "value.0.{column}",
    first,
    change: wire(change),
    accuracy: wire(change.map(() => NaN)),
    loss: 1,
    judged: null,
    samples: 3,
    about: "all 3 samples",
    emergence: null,
    serial: 0,
  };
}

describe("maps of removals", () => {
  it("are asked for part by part, each entry once, but for those left out", async () => {
    const asked: string[] = [];
    const removals = new Removals((key, first) => {
      asked.push(`${key}@${first}`);
      return Promise.resolve(part(key, first, key === "link.0" ? [first, first + 1] : [5, -6]));
    });
    await removals.ask("all");
    expect(asked).toEqual(["layer.0@0", "link.0@0", "link.0@2"]);
    expect(removals.complete).toBe(true);
    expect(entriesOf(removals.maps[1]!).map(({ name, change }) => [name, change])).toEqual([
      ["weight.0.0.0", 0],
      ["weight.0.0.1", 1],
      ["weight.0.1.0", 2],
      ["weight.0.1.1", 3],
    ]);
    expect(entriesOf(removals.maps[1]!)[2]!.title).toBe("y → p");
  });

  it("take no answer to what was asked before", async () => {
    const answers: ((part: RemovalMapScene) => void)[] = [];
    const removals = new Removals(() => new Promise((resolve) => answers.push(resolve)));
    const first = removals.ask("all");
    removals.stop();
    answers[0]!(part("layer.0", 0, [1, 2]));
    await first;
    expect(removals.maps).toEqual([]);
  });
});

it("ranks by size, what is no number first", () => {
  const entries = [1, -3, NaN].map((change) => ({ name: `${change}`, title: "", change, accuracy: NaN }));
  expect(largest(entries, 2).map(({ name }) => name)).toEqual(["NaN", "-3"]);
});

it("lays pairs on both sides of a matrix", () => {
  expect(matrixOfPairs([1, 2, 3], 3)).toEqual([undefined, 1, 2, 1, undefined, 3, 2, 3, undefined]);
});

it("has a scale that hardly ever changes", () => {
  expect([scaleOf([0.3, -0.4]), scaleOf([]), scaleOf([NaN, 3])]).toEqual([0.5, 1, 4]);
});
