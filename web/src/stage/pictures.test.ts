import { describe, expect, it } from "vitest";

import { facesOf, layerFaces, planeOf } from "./pictures";
import { picturesOf, planeOfTwo, tonesOf } from "./planes.fake";

const before = planeOfTwo({ neurons: [tonesOf([2, 4, 4], 100), null] });
const after = planeOfTwo({ neurons: [tonesOf([2, 4, 4], 101), null] });
const weights = { layer: 1, weights: tonesOf([3, 2, 2], 130), rule: "" };

describe("pictures", () => {
  it("are those of the parameters on screen", () => {
    const pictures = picturesOf({ plane: before, plane_after: after });
    expect(planeOf(pictures, false)).toBe(before);
    expect(planeOf(pictures, true)).toBe(after);
    expect(planeOf(null, true)).toBeNull();
  });

  it("stay what they were where there is no plane after the update", () => {
    expect(planeOf(picturesOf({ plane: before }), true)).toBe(before);
    expect(facesOf(picturesOf({ weights }), true)).toBe(weights);
  });

  it("stand inside the neurons only where the reader chose them", () => {
    const pictures = picturesOf({ plane: before });
    expect(layerFaces(pictures, 0, false)).toBeUndefined();
    expect(layerFaces({ ...pictures, face: "picture" }, 0, false)).toEqual({
      tones: before.neurons[0],
      sharp: false,
      dead: [],
      meaning: "what the network sees of this input over the plane of the inputs",
    });
    expect(layerFaces({ ...pictures, face: "picture" }, 1, false)).toBeUndefined();
  });

  it("are weights as images in the layer that has them", () => {
    const pictures = picturesOf({ face: "picture", plane: null, weights: { ...weights, rule: "a rule" } });
    expect(layerFaces(pictures, 1, false)).toEqual({
      tones: weights.weights,
      sharp: true,
      dead: [],
      meaning: "incoming weights: a rule",
    });
    expect(layerFaces(pictures, 2, false)).toBeUndefined();
  });
});
