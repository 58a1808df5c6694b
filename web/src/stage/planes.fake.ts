/** Planes made up for tests. */
import { wire } from "../arrays";
import type { PicturesScene, PlaneScene, Tones } from "../schema";

export function tonesOf(
  shape: readonly number[],
  tone: number | ((cell: number) => number),
  scale = 1,
): Tones {
  const count = shape.reduce((product, length) => product * length, 1);
  const data = Uint8Array.from({ length: count }, (_, cell) =>
    typeof tone === "number" ? tone : tone(cell),
  );
  return { shape, data, scale };
}

/** From (−2, −1) to (2, 3): class 0 on the left, class 1 on the right; a sample of each part, the last one wrong. */
export function planeOfTwo(changes: Partial<PlaneScene> = {}): PlaneScene {
  return {
    x: [-2, 2],
    y: [-1, 3],
    names: ["width", "height"],
    units: ["cm", ""],
    size: 4,
    dead: [],
    neurons: [],
    winner: wire(
      Array.from({ length: 16 }, (_, cell) => (cell % 4 < 2 ? 0 : 1)),
      [4, 4],
    ),
    value: tonesOf([1, 4, 4], 200),
    low: [-1],
    high: [1],
    points: wire([-1, 0, 1, 2, -1.5, 2.5], [3, 2]),
    truth: wire([0, 1, 1]),
    part: wire([0, 1, 2]),
    wrong: wire([0, 0, 1]),
    rule: "",
    sentence: "Of the plane, left has 50 % and right has 50 %.",
    ...changes,
  };
}

export function picturesOf(changes: Partial<PicturesScene> = {}): PicturesScene {
  return {
    faces: ["function", "picture"],
    face: "function",
    plane: planeOfTwo(),
    plane_after: null,
    weights: null,
    weights_after: null,
    ...changes,
  };
}
