import { expect, it } from "vitest";

import { merged } from "./merged";

const scene = () => ({
  moment: { step: 1, phase: 0 },
  layers: [
    { title: "inputs", value: new Uint8Array([1, 2, 3]) },
    { title: "outputs", value: null as Uint8Array | null },
  ],
  setting: { type: "number", value: 1 } as unknown,
  said: "",
});

it("changes what the frame says, and keeps everything else the same object", () => {
  const before = scene();
  const after = merged(before, {
    moment: { step: 2 },
    layers: { 0: { value: { keep: 2, tail: new Uint8Array([9]) } } },
  });

  expect(after.moment).toEqual({ step: 2, phase: 0 });
  expect(after.layers[0]).toEqual({ title: "inputs", value: new Uint8Array([1, 2, 9]) });
  expect(after.layers[1]).toBe(before.layers[1]);
  expect(after.setting).toBe(before.setting);
  expect(before).toEqual(scene());
});

it("is the old scene where nothing has changed", () => {
  const before = scene();
  expect(merged(before, {})).toBe(before);
});

it("takes whole what comes whole: a list of another length, a record of another kind, something for nothing", () => {
  const value = new Uint8Array([4]);
  const setting = { type: "choice", words: [] };
  const after = merged(scene(), { layers: [{ title: "all", value }], setting, said: "x" });
  expect(after).toEqual({ ...scene(), layers: [{ title: "all", value }], setting, said: "x" });
  expect(merged(scene(), { layers: { 1: { value } } }).layers[1]).toEqual({ title: "outputs", value });
});

it("rewrites the numbers that differ", () => {
  const bytes = (numbers: number[]): Uint8Array => new Uint8Array(new Float64Array(numbers).buffer);
  const before = { data: bytes([1, 2, 3]) };
  const places = new Uint8Array(new Uint32Array([0, 2]).buffer);

  expect(merged(before, { data: { places, words: bytes([NaN, 5]) } }).data).toEqual(bytes([NaN, 2, 5]));
  expect(before.data).toEqual(bytes([1, 2, 3]));
});
