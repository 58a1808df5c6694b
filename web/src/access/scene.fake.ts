/** A 2-2-1 network for tests: as much of its scene as is spoken or tabled. */
import { wire } from "../arrays";
import type { LayerScene, LinkScene, Scene } from "../schema";

const layer = (one: Partial<LayerScene>): LayerScene => ({
  role: "hidden",
  title: "hidden 1",
  note: "tanh",
  names: ["hidden 1", "hidden 2"],
  units: ["", ""],
  activation: "tanh",
  image_shape: [],
  symbol: "tanh",
  formula: "a = tanh(z)",
  curve: null,
  raw: null,
  value: wire([0.38, -0.1]),
  preactivation: wire([0.4, -0.1]),
  bias_kind: "learned",
  bias: wire([-0.02, 0]),
  bias_gradient: wire([0.01, 0.02]),
  bias_update: wire([0.01, -0.5]),
  bias_after: wire([-0.03, 0.5]),
  slope: wire([0.85, 0.99]),
  delta: wire([0.1, -0.2]),
  mask: null,
  arriving: null,
  ...one,
});

const link = (weights: number[], shape: [number, number]): LinkScene => ({
  count: weights.length,
  chosen: null,
  rule: "",
  weight: wire(weights, shape),
  gradient: wire(
    weights.map((one) => one / 10),
    shape,
  ),
  update: wire(
    weights.map(() => -1),
    shape,
  ),
  after: wire(
    weights.map((one) => one + 1),
    shape,
  ),
  forward: wire(
    weights.map((one) => one / 2),
    shape,
  ),
  backward: wire(weights, shape),
});

const short = ["read", "forward 1", "forward 2", "loss", "backward 2", "backward 1", "update"];

/** The scene, at rest at `phase`. */
export function tinyScene(phase = 6): Scene {
  return {
    type: "scene",
    said: "",
    moment: { run: "1", step: 0, revision: 0, phase, sample: 0 },
    experiment: { batch: { size: 15, numbers: [4], place: 0 }, shape: [2, 2, 1] },
    stage: {
      layers: [
        layer({
          role: "input",
          title: "inputs",
          note: "standardised",
          names: ["length", "width"],
          units: ["cm", ""],
          activation: "",
          formula: "",
          raw: wire([6.4, 2]),
          value: wire([0.75, -0.76]),
          preactivation: null,
          bias_kind: "none",
          bias: null,
          bias_update: null,
          bias_after: null,
          bias_gradient: null,
          slope: null,
          delta: null,
        }),
        layer({}),
        layer({
          role: "output",
          title: "outputs",
          names: ["iris"],
          activation: "sigmoid",
          formula: "a = σ(z)",
          value: wire([0.6]),
          preactivation: wire([0.4]),
          bias: wire([0.1]),
          bias_update: wire([0]),
          bias_after: wire([0.1]),
          bias_gradient: wire([0.3]),
          delta: wire([-0.4]),
          slope: wire([0.24]),
        }),
      ],
      links: [link([0.16, -0.5, 0.25, 1], [2, 2]), link([0.5, -1], [2, 1])],
      output: { probability: wire([0.6]), target: wire([1]), error: wire([-0.4]) },
      timeline: short.map((one) => ({
        name: one.split(" ")[0],
        layer: Number(one.split(" ")[1] ?? 0),
        short: one,
        sentence: `${one} is done.`,
      })),
    },
  } as unknown as Scene;
}
