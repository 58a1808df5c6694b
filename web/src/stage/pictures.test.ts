import { describe, expect, it } from "vitest";

import { facesOf, layerFaces, responsesOf } from "./pictures";
import { picturesOf, responsesOfTwo, tonesOf } from "./planes.fake";

const before = responsesOfTwo([tonesOf([2, 4, 4], 100)]);
const after = responsesOfTwo([tonesOf([2, 4, 4], 101)]);
const weights = { layer: 1, weights: tonesOf([3, 2, 2], 130), rule: "" };

describe("pictures", () => {
  it("are those of the parameters on screen", () => {
    const pictures = picturesOf({ responses: before, responses_after: after });
    expect(responsesOf(pictures, false)).toBe(before);
    expect(responsesOf(pictures, true)).toBe(after);
    expect(responsesOf(undefined, true)).toBeNull();
  });

  it("stay what they were where there is none after the update", () => {
    expect(responsesOf(picturesOf({ responses: before }), true)).toBe(before);
    expect(facesOf(picturesOf({ weights }), true)).toBe(weights);
  });

  it("stand inside the neurons only where somebody has them open", () => {
    expect(layerFaces(undefined, 0, false)).toBeUndefined();
    expect(layerFaces(picturesOf({ responses: before }), 0, false)).toEqual({
      tones: before.neurons[0],
      sharp: false,
      dead: [],
      meaning: "what the network sees of this input over the plane of the inputs",
    });
    expect(layerFaces(picturesOf({ responses: before }), 1, false)).toBeUndefined();
  });

  it("are weights as images in the layer that has them", () => {
    const pictures = picturesOf({ weights: { ...weights, rule: "a rule" } });
    expect(layerFaces(pictures, 1, false)).toEqual({
      tones: weights.weights,
      sharp: true,
      dead: [],
      meaning: "incoming weights: a rule",
    });
    expect(layerFaces(pictures, 2, false)).toBeUndefined();
  });
});
