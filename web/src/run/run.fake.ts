/** Runs made up for tests: as much of a scene as the strip looks at. */
import { wire } from "../arrays";
import type { NumberSetting, Scene, Series, SeriesKind } from "../schema";
import type { DrawnFuture, DrawnRun } from "./curves";

/** A series that holds one number a bin, or the given least and greatest ones. */
export function series(
  name: string,
  steps: readonly number[],
  mean: readonly number[],
  {
    kind = "loss",
    low = mean,
    high = mean,
  }: { kind?: SeriesKind; low?: readonly number[]; high?: readonly number[] } = {},
): Series {
  return { name, kind, steps: wire(steps), low: wire(low), mean: wire(mean), high: wire(high) };
}

export function future(name: string, changes: Partial<DrawnFuture> = {}): DrawnFuture {
  return {
    name,
    title: name === "1" ? "main" : `future ${name}`,
    colour: Number(name) - 1,
    parent: name === "1" ? "" : "1",
    departure: 0,
    steps: 100,
    racing: false,
    epochs: wire([0, 0, 7, 1], [2, 2]),
    series: [],
    outcome: [],
    stopped: "",
    ...changes,
  };
}

export function runOf(changes: Partial<DrawnRun> = {}): DrawnRun {
  const futures = changes.futures ?? [future("1")];
  const head = futures[0]?.steps ?? 0;
  return {
    futures,
    shown: "1",
    head,
    playing: false,
    pace: 0,
    rate: 0,
    stopped: "",
    marks: [],
    breakpoints: [],
    overfitting: null,
    epoch_steps: 7,
    file: "",
    trouble: "",
    ...changes,
  };
}

/** A scene around a run, at a step, with its curves. */
export function sceneOf(run: DrawnRun, step = run.head, revision = 0): Scene {
  return {
    type: "scene",
    moment: { run: "a", step, revision, phase: 3, sample: 0 },
    experiment: { groups: [] },
    stage: {
      layers: [],
      links: [],
      timeline: ["read", "forward", "loss", "backward", "update"].map((name) => ({
        name,
        layer: 1,
        sentence: name,
        short: name,
      })),
      change: { step, batch_loss_before: 0.5, batch_loss_after: 0.4 },
    },
    outcome: { before: [], after: [] },
    run,
    opened: [
      {
        type: "strip",
        first: 0,
        last: run.head,
        futures: run.futures.map(({ name, series }) => ({ future: name, series })),
      },
    ],
    openable: ["strip"],
  } as unknown as Scene;
}

/** A setting that is a number, as Python would describe it. */
export function settingOf(name: string, changes: Partial<NumberSetting> = {}): NumberSetting {
  return {
    type: "number",
    name,
    title: name.replace("_", " "),
    note: "",
    anew: false,
    value: 0,
    low: 0,
    high: 1,
    scale: "linear",
    whole: false,
    unit: "",
    optional: false,
    asked: true,
    ...changes,
  };
}

export const RATE = settingOf("learning_rate", { value: 0.1, low: 0.001, high: 10, scale: "log" });
export const BATCH = settingOf("batch_size", { value: 10, low: 1, high: 105, scale: "log", whole: true });
