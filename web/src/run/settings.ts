/** The settings a what-if may ask of: what each is called, where its slider ends, how it stands. */
import type { Scene, Setting } from "../schema";

export interface Asked {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly low: number;
  readonly high: number;
  readonly scale: "linear" | "log";
  readonly whole: boolean;
  /** As it stands; where it is off, the lower end of its slider. */
  readonly value: number;
}

const MOST_NEURONS = 32;
const SEEDS = 100;

/** All of them, those that are asked of most first. */
export function settingsOf(scene: Scene): Asked[] {
  const { experiment } = scene;
  const numbers = experiment.groups
    .filter(({ name }) => name !== "stopping")
    .flatMap(({ settings }) => settings.flatMap(ofSetting));
  const several = experiment.batch_size_max > 1; // of one sample there are no two batch sizes
  return [
    {
      name: "learning_rate",
      title: "learning rate",
      note: "How far a step goes.",
      low: 0.001,
      high: 10,
      scale: "log",
      whole: false,
      value: experiment.learning_rate,
    },
    ...(several ? [batchSizeOf(experiment)] : []),
    {
      name: "seed",
      title: "seed",
      note: "What all that is random follows from: starting weights, split, order.",
      low: 0,
      high: Math.max(SEEDS, experiment.seed),
      scale: "linear",
      whole: true,
      value: experiment.seed,
    },
    ...numbers,
  ];
}

function batchSizeOf({ batch_size, batch_size_max }: Scene["experiment"]): Asked {
  return {
    name: "batch_size",
    title: "batch size",
    note: "Samples a step learns from.",
    low: 1,
    high: batch_size_max,
    scale: "log",
    whole: true,
    value: batch_size,
  };
}

function ofSetting(setting: Setting): Asked[] {
  if (setting.type === "number") {
    const { name, title, note, low, high, scale, whole, value } = setting;
    return [{ name, title, note, low, high, scale, whole, value: value ?? low }];
  }
  if (setting.type !== "layers") return [];
  const layers = setting.layers.map(({ size }, k) => ({
    name: `hidden.${k + 1}`,
    title: `neurons in hidden ${k + 1}`,
    note: "They start anew, as all weights do.",
    low: 1,
    high: Math.max(MOST_NEURONS, size),
    scale: "linear" as const,
    whole: true,
    value: size,
  }));
  const dropped = setting.layers[0]?.dropout ?? 0;
  const note = "Share of hidden activations dropped while learning, of all layers alike.";
  const dropout = { low: 0, high: 0.9, scale: "linear" as const, whole: false, value: dropped, note };
  return layers.length ? [...layers, { name: "dropout", title: "dropout", ...dropout }] : [];
}

/** A value of a slider at a share of its way: two digits are enough while it is dragged. */
export function valueAt(asked: Asked, share: number): number {
  const { low, high, scale, whole } = asked;
  const exact = scale === "log" ? low * (high / low) ** share : low + (high - low) * share;
  const value = whole ? Math.round(exact) : Number(exact.toPrecision(share === 0 || share === 1 ? 12 : 3));
  return Math.min(high, Math.max(low, value));
}

/** Where on its way a slider stands for a value. */
export function shareOf({ low, high, scale }: Asked, value: number): number {
  const share = scale === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0));
}

/** At most `count` values of a setting, evenly along its slider. */
export function spread(asked: Asked, count: number): number[] {
  const values = Array.from({ length: count }, (_, k) => valueAt(asked, k / (count - 1)));
  return values.filter((value, k) => k === 0 || value !== values[k - 1]);
}

/** Which of `values` a value is nearest to, along the slider. */
export function nearestOf(asked: Asked, values: readonly number[], value: number): number {
  const here = shareOf(asked, value);
  const far = values.map((one) => Math.abs(shareOf(asked, one) - here));
  return far.indexOf(Math.min(...far));
}
