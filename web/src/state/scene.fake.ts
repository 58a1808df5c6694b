/** Scenes of any shape for tests: made-up numbers that hang together as a step's do. */
import { wire } from "../arrays";
import type { Array as Wire, LayerScene, LinkScene, PhaseScene, Scene } from "../schema";

/** Numbers between −1 and 1, the same each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const MOST_WIRES = 1500; // of a link that carries all of them
const CHOSEN_WIRES = 300;
const CURVE = Array.from({ length: 61 }, (_, k) => -4 + (8 * k) / 60);
const many = (count: number, one: (k: number) => number): number[] =>
  Array.from({ length: count }, (_, k) => one(k));
const vector = (count: number, one: (k: number) => number): Wire => wire(many(count, one));

function layerOf(
  count: number,
  layer: number,
  last: number,
  value: readonly number[],
  z: readonly number[],
  next: () => number,
): LayerScene {
  const input = layer === 0;
  const bias = many(count, next);
  const gradient = many(count, () => next() / 20);
  const title = input ? "inputs" : layer === last ? "outputs" : `hidden ${layer}`;
  const own = <T>(made: T): T | null => (input ? null : made);
  return {
    role: input ? "input" : layer === last ? "output" : "hidden",
    title,
    note: input ? "standardised" : "tanh",
    names: many(count, (k) => k + 1).map((k) =>
      layer === 0 ? `input ${k}` : layer === last ? `class ${k}` : `hidden ${layer}.${k}`,
    ),
    units: many(count, () => 0).map(() => (input ? "cm" : "")),
    activation: input ? "" : "tanh",
    image_shape: [],
    symbol: input ? "" : "tanh",
    formula: input ? "" : "tanh z",
    curve: own({ z: wire(CURVE), a: wire(CURVE.map(Math.tanh)) }),
    raw: input ? wire(value.map((one) => 5 + one)) : null,
    value: wire(value),
    preactivation: own(wire(z)),
    bias_kind: input ? "none" : "learned",
    bias: own(wire(bias)),
    bias_gradient: own(wire(gradient)),
    bias_update: own(wire(gradient.map((one) => one / 10))),
    bias_after: own(wire(bias.map((one, k) => one - gradient[k]! / 10))),
    slope: own(wire(value.map((a) => 1 - a * a))),
    delta: own(vector(count, () => next() / 5)),
    mask: null,
    arriving: own(vector(count, () => next() / 5)),
  };
}

/** A link; of very many wires it carries every so manyth. */
function linkOf(
  below: readonly number[],
  above: number,
  next: () => number,
): { link: LinkScene; flows: number[] } {
  const weight = many(below.length * above, () => 2 * next());
  const flows = weight.map((one, k) => one * below[Math.floor(k / above)]!);
  const each = weight.length > MOST_WIRES ? Math.ceil(weight.length / CHOSEN_WIRES) : 1;
  const places = many(Math.floor(weight.length / each), (k) => each * k);
  const shape = each === 1 ? [below.length, above] : [places.length];
  const some = (all: readonly number[]): Wire =>
    wire(
      places.map((place) => all[place]!),
      shape,
    );
  const gradient = weight.map(() => next() / 10);
  const link = {
    count: weight.length,
    chosen:
      each === 1
        ? null
        : wire(
            places.flatMap((k) => [Math.floor(k / above), k % above]),
            [places.length, 2],
          ),
    rule: each === 1 ? "" : "some",
    weight: some(weight),
    gradient: some(gradient),
    update: some(gradient.map((one) => one / 10)),
    after: some(weight.map((one, k) => one - gradient[k]! / 10)),
    forward: some(flows),
    backward: some(weight.map((one) => one * next() * 0.2)),
  };
  return { link, flows };
}

function timelineOf(last: number): PhaseScene[] {
  const layers = many(last, (k) => k + 1);
  const phase = (name: PhaseScene["name"], layer = 0): PhaseScene => {
    const short = layer ? `${name} ${layer}` : name;
    return { name, layer, short, sentence: `${short} is done.` };
  };
  return [
    phase("read"),
    ...layers.map((layer) => phase("forward", layer)),
    phase("loss"),
    ...layers.toReversed().map((layer) => phase("backward", layer)),
    phase("update"),
  ];
}

/** The scene of a network of this shape, at rest at `phase`. */
export function sceneOfShape(shape: readonly number[], phase = 0, seed = 1): Scene {
  const next = random(seed);
  const last = shape.length - 1;
  const links: LinkScene[] = [];
  const layers: LayerScene[] = [];
  let value = many(shape[0]!, next);
  let z: number[] = [];
  for (const [layer, count] of shape.entries()) {
    if (layer > 0) {
      const { link, flows } = linkOf(value, count, next);
      z = many(count, (to) => value.reduce((sum, _, from) => sum + flows[from * count + to]!, 0));
      value = z.map(Math.tanh);
      links.push(link);
    }
    layers.push(layerOf(count, layer, last, value, z, next));
  }
  const outputs = shape[last]!;
  const verdict = { predicted: "class 1", right: true };
  return {
    type: "scene",
    protocol: 2,
    moment: { run: "1", step: 0, revision: 0, phase, sample: 0 },
    experiment: {
      starting_point: "iris",
      starting_points: [{ name: "iris", title: "Iris 4-5-3", note: "" }],
      data_title: "Iris",
      task: "Which iris is it?",
      reads_text: false,
      noun: "flower",
      data_note: "",
      groups: [],
      address: "",
      shape,
      description: "tanh",
      counts: "105 train",
      sample: { number: 4, label: "class 1", edited: false, picture: false, previous: 3, next: 5 },
      batch: { size: 15, numbers: many(15, (k) => k + 1), place: 3, epoch: 1, index: 1, count: 7 },
    },
    stage: {
      layers,
      links,
      output: {
        loss: "softmax_cross_entropy",
        loss_title: "cross-entropy",
        loss_formula: "−Σ y · log p",
        probability: vector(outputs, () => 1 / outputs),
        winner: 0,
        target: vector(outputs, (k) => Number(k === 0)),
        error: vector(outputs, (k) => 1 / outputs - Number(k === 0)),
        error_label: "p − y",
        own_value: null,
        own_target: null,
        own_range: null,
        units: many(outputs, () => 0).map(() => ""),
        sample_loss: 1.0986,
        penalty: 0,
        penalty_after: 0,
        lowest_loss: null,
        lowest_reason: "",
      },
      strongest: {
        rule: "the strongest",
        paths: [links.map((_, k): [number, number, number] => [last - 1 - k, 0, 0])],
      },
      timeline: timelineOf(last),
      update: { rule: "old → new = old − 0.1 × gradient", factors: [0.1], step: "" },
      change: { step: 0, batch_loss_before: 1.1, batch_loss_after: 1.05, before: verdict, after: verdict },
      previous: null,
    },
    selection: null,
    outcome: { before: [], after: [] },
    check: null,
    training: null,
    diagnoses: [],
    run: null,
    opened: [],
    openable: [],
    undo: "",
    redo: "",
    said: "",
    welcome: null,
    lesson: null,
  };
}
