import { expect, it } from "vitest";

import { kept } from "./kept";

const scene = () => ({
  moment: { step: 1 },
  names: ["a", "b"],
  layers: [
    { title: "input", value: new Uint8Array([1, 2]) },
    { title: "output", value: null },
  ],
});

it("is the old value where nothing changed", () => {
  const before = scene();
  expect(kept(before, scene())).toBe(before);
});

it("says what the new one says, and keeps the parts that did not change", () => {
  const before = scene();
  const next = { ...scene(), moment: { step: 2 } };
  next.layers[0]!.value = new Uint8Array([1, 3]);
  const found = kept(before, next);
  expect(found).toEqual({ ...scene(), moment: { step: 2 }, layers: next.layers });
  expect(found.names).toBe(before.names);
  expect(found.layers[1]).toBe(before.layers[1]);
  expect(found.layers[0]).not.toBe(before.layers[0]);
});

it.each([
  [undefined, { a: 1 }],
  [{ a: 1 }, null],
  [[1], { 0: 1 }],
  [{ a: undefined }, {}],
  [{}, { a: undefined }],
  [[1, 2], [1]],
  [new Uint8Array([1]), new Uint8Array([1, 2])],
  [{ a: 0 }, { a: -0 }],
  [{ a: NaN }, { a: 1 }],
])("never takes one for the other: %j and %j", (before, next) => {
  const found = kept(before, next);
  expect(found).toStrictEqual(next);
  expect(found).not.toBe(before);
});
