import { expect, it } from "vitest";

import { named, placeOf } from "./names";

it("writes a name as Python reads it", () => {
  expect([named("weight", 1, 2, 0), named("delta.mean", 1, 2), named("loss.batch")]).toEqual([
    "weight.1.2.0",
    "delta.mean.1.2",
    "loss.batch",
  ]);
});

it("finds the neuron or wire that a number belongs to", () => {
  const wire = { kind: "wire", link: 1, from: 2, to: 0 };
  expect([placeOf("weight.1.2.0", 2), placeOf("gradient.1.2.0@7", 2)]).toEqual([wire, wire]);
  expect(placeOf("gradient.bias.0.3", 2)).toEqual({ kind: "neuron", layer: 1, index: 3 });
  expect(placeOf("delta.1.2", 2)).toEqual({ kind: "neuron", layer: 1, index: 2 });
  expect(placeOf("input.3", 2)).toEqual({ kind: "neuron", layer: 0, index: 3 });
  expect(placeOf("error.1", 2)).toEqual({ kind: "neuron", layer: 2, index: 1 });
  expect([placeOf("loss.batch", 2), placeOf("", 2), placeOf("nonsense.1", 2)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
