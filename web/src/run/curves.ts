/** From the run to the curves that are drawn: which, in what colour, with what dashes, over what a band. */
import { bisectRight } from "d3-array";

import { numbers } from "../arrays";
import { openedOf } from "../opened";
import type { FutureScene, RunScene, Scene, Series, SeriesKind } from "../schema";
import { smoothed } from "./smoothing";

export interface Curve {
  /** Name of its future. */
  readonly future: string;
  readonly title: string;
  /** The future's colour: 0 is ink, the others are those of forks. */
  readonly colour: number;
  /** What is drawn: "train loss". */
  readonly name: string;
  readonly dash: readonly number[];
  /** Whether it is of the future on the stage, and drawn above the others. */
  readonly shown: boolean;
  /** Whether there is a number for every step, so that bins have a least and a greatest one. */
  readonly everyStep: boolean;
  /** Whether least and greatest are drawn, as a band; of several such curves only those of the first can be seen. */
  readonly banded: boolean;
  readonly steps: Float64Array;
  readonly low: Float64Array;
  readonly mean: Float64Array;
  readonly high: Float64Array;
  /** How many steps each point is the mean of; 1 where it was not smoothed. */
  readonly over: number;
}

const DASHES: Record<string, readonly number[]> = {
  train: [],
  validation: [6, 3],
  test: [1.5, 2.5],
  penalty: [9, 3, 2, 3],
  update: [1.5, 2.5],
};
const LAYERS: readonly (readonly number[])[] = [[], [7, 3], [3, 2], [9, 3, 2, 3], [1.5, 2.5]];
const EVERY_STEP = /^(batch|penalty|gradient|update)/;

/** Dashes of a series; those of layers follow their order. */
export function dashOf(name: string, place: number): readonly number[] {
  const [first = ""] = name.split(" ");
  return DASHES[first] ?? (name.startsWith("gradient norm,") ? (LAYERS[place % LAYERS.length] ?? []) : []);
}

/** Whether a series has a number for every step, rather than for each measuring of the data. */
export function isEveryStep(name: string): boolean {
  return EVERY_STEP.test(name);
}

/** A future with its curves. */
export interface DrawnFuture extends FutureScene {
  readonly series: readonly Series[];
}
/** A run with the curves of its futures. */
export interface DrawnRun extends RunScene {
  readonly futures: readonly DrawnFuture[];
}

/** The run of a scene with the curves of the strip; none where that is not open. */
export function drawnRun({ run, opened }: Pick<Scene, "run" | "opened">): DrawnRun {
  const curves = openedOf({ opened }, "strip")?.futures ?? [];
  const seriesIn = (name: string) => curves.find(({ future }) => future === name)?.series ?? [];
  return { ...run!, futures: run!.futures.map((one) => ({ ...one, series: seriesIn(one.name) })) };
}

/** Names of the series of a kind, in the order in which Python sends them. */
export function seriesOf(run: DrawnRun, kind: SeriesKind): string[] {
  const names: string[] = [];
  for (const { series } of run.futures) {
    for (const one of series) if (one.kind === kind && !names.includes(one.name)) names.push(one.name);
  }
  return names;
}

/**
 * The curves of a kind, those of the shown future last, so that they lie above.
 *
 * Other futures show what is measured on the data. Of what they have a number for at every step, the first is
 * drawn, and only where there is nothing else of theirs to see: eight bands over each other show nothing.
 */
export function curvesOf(
  run: DrawnRun,
  kind: SeriesKind,
  hidden: ReadonlySet<string>,
  smoothing: number,
): Curve[] {
  const names = seriesOf(run, kind).filter((name) => !hidden.has(name));
  const measured = names.filter((name) => !isEveryStep(name));
  const fewest = measured.length > 0 ? measured : names.slice(0, 1);
  const order = [...run.futures].sort((a, b) => Number(a.name === run.shown) - Number(b.name === run.shown));
  return order.flatMap((future) => {
    const shown = future.name === run.shown;
    const wanted = shown ? names : fewest;
    return future.series
      .filter((one) => one.kind === kind && wanted.includes(one.name))
      .map((one) => {
        const banded = one.name === names.find(isEveryStep);
        return { ...curve(future, one, names.indexOf(one.name), shown, smoothing), banded };
      });
  });
}

function curve(
  future: FutureScene,
  series: Series,
  place: number,
  shown: boolean,
  smoothing: number,
): Omit<Curve, "banded"> {
  const everyStep = isEveryStep(series.name);
  const steps = numbers(series.steps);
  const means = numbers(series.mean);
  const smooth = everyStep ? smoothed(steps, means, smoothing) : { mean: means, over: 1 };
  return {
    future: future.name,
    title: future.title,
    colour: future.colour,
    name: series.name,
    dash: dashOf(series.name, place),
    shown,
    everyStep,
    steps,
    low: numbers(series.low),
    mean: smooth.mean,
    high: numbers(series.high),
    over: smooth.over,
  };
}

/** Place of the last bin that begins at or before a step, −1 where there is none. */
export const binAt = (steps: Float64Array, step: number): number => bisectRight(steps, step) - 1;

/** What a curve says at a step: one number, or the least and the greatest of a bin. */
export function readAt(
  curve: Curve,
  step: number,
): { step: number; low: number; mean: number; high: number } | undefined {
  const bin = binAt(curve.steps, step);
  const from = curve.steps[bin];
  if (from === undefined) return undefined;
  return {
    step: from,
    low: curve.low[bin] as number,
    mean: curve.mean[bin] as number,
    high: curve.high[bin] as number,
  };
}

/** The curve that passes nearest to a point of the strip, no further than `reach` px. */
export function nearest(
  curves: readonly Curve[],
  x: number,
  y: number,
  stepAtX: (x: number) => number,
  height: (value: number) => number,
  reach = 7,
): Curve | undefined {
  let best: Curve | undefined;
  let least = reach;
  const step = stepAtX(x);
  for (const curve of curves) {
    const bin = binAt(curve.steps, step);
    if (bin < 0) continue;
    const from = curve.mean[bin] as number;
    const next = curve.steps[bin + 1];
    let value = from;
    if (next !== undefined) {
      const start = curve.steps[bin] as number;
      value += (((curve.mean[bin + 1] as number) - from) * (step - start)) / Math.max(1e-12, next - start);
    } else if (step > (curve.steps[bin] as number) + 1 + Math.abs(stepAtX(x + reach) - step)) {
      continue; // beyond its end
    }
    const away = Math.abs(height(value) - y);
    if (away < least) {
      least = away;
      best = curve;
    }
  }
  return best;
}
