/** Planes made up for tests. */
import { wire } from "../arrays";
import type {
  DecisionScene,
  NeuronPicturesScene,
  Plane,
  PlaneScene,
  ResponsesScene,
  Scene,
  Tones,
} from "../schema";

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

/** From (−2, −1) to (2, 3), with a sample of each part, the last one wrong. */
const PLANE: Plane = {
  x: [-2, 2],
  y: [-1, 3],
  names: ["width", "height"],
  units: ["cm", ""],
  kind: "classes",
  low: [-1],
  high: [1],
  points: wire([-1, 0, 1, 2, -1.5, 2.5], [3, 2]),
  truth: wire([0, 1, 1]),
  part: wire([0, 1, 2]),
  wrong: wire([0, 0, 1]),
  rule: "",
};

/** Class 0 on the left, class 1 on the right. */
export function planeOfTwo(changes: Partial<PlaneScene> = {}): PlaneScene {
  return {
    ...PLANE,
    size: 4,
    winner: wire(
      Array.from({ length: 16 }, (_, cell) => (cell % 4 < 2 ? 0 : 1)),
      [4, 4],
    ),
    value: tonesOf([1, 4, 4], 200),
    sentence: "Of the plane, left has 50 % and right has 50 %.",
    ...changes,
  };
}

/** What neurons say over that plane. */
export function responsesOfTwo(neurons: readonly Tones[], dead: ResponsesScene["dead"] = []): ResponsesScene {
  return { ...PLANE, neurons, dead };
}

export function decisionOf(changes: Partial<DecisionScene> = {}): DecisionScene {
  return { type: "decision_picture", plane: planeOfTwo(), after: null, best: null, best_step: 0, ...changes };
}

export function picturesOf(changes: Partial<NeuronPicturesScene> = {}): NeuronPicturesScene {
  return {
    type: "neuron_pictures",
    responses: null,
    responses_after: null,
    weights: null,
    weights_after: null,
    ...changes,
  };
}

/** As much of a scene as says what is open and what could be. */
export function openScene(
  opened: Scene["opened"],
  openable: Scene["openable"] = ["decision_picture", "neuron_pictures"],
): Scene {
  return { opened, openable } as unknown as Scene;
}
