/** What a landscape is asked about, and how its places become those of a picture. */
import { numbers } from "../../arrays";
import { placeOf } from "../../names";
import type {
  AskLandscape,
  LandscapeAxis,
  LandscapePath,
  LandscapeScene,
  SetParameter,
  StageScene,
} from "../../schema";

export type Over = AskLandscape["over"];
export type Window = readonly [number, number, number, number];

/** A place of the picture; b is 0 on a line. */
export interface Place {
  readonly a: number;
  readonly b: number;
}

/** A weight or bias that can be an axis. */
export interface Parameter {
  readonly name: string;
  readonly title: string;
}

const MOST = 400; // that are listed

/** The weights and biases of a network, in their order. */
export function parametersOf({ layers, links }: Pick<StageScene, "layers" | "links">): Parameter[] {
  const found: Parameter[] = [];
  for (const link of links.keys()) {
    const [below, above] = [layers[link], layers[link + 1]];
    if (!below || !above) continue;
    for (const [from, start] of below.names.entries()) {
      for (const [to, end] of above.names.entries()) {
        if (found.length >= MOST) return found;
        found.push({ name: `weight.${link}.${from}.${to}`, title: `${start} → ${end}` });
      }
    }
    if (above.bias_kind === "none") continue;
    for (const [to, end] of above.names.entries()) {
      found.push({ name: `bias.${link}.${to}`, title: `bias of ${end}` });
    }
  }
  return found;
}

/** The weight or bias that a selected number belongs to; "" where it belongs to none. */
export function parameterOf(selected: string, { layers }: Pick<StageScene, "layers">): string {
  const place = placeOf(selected, layers.length - 1);
  if (place?.kind === "wire") return `weight.${place.link}.${place.from}.${place.to}`;
  if (place?.kind !== "neuron" || place.layer === 0 || layers[place.layer]?.bias_kind === "none") return "";
  return `bias.${place.layer - 1}.${place.index}`;
}

/** The intent's part that says which parameter: of the name "weight.0.1.2" or "bias.0.1". */
export function addressOf(name: string): Pick<SetParameter, "link" | "role" | "index"> {
  const [role, link, ...index] = name.split(".");
  return { role: role === "bias" ? "bias" : "weight", link: Number(link), index: index.map(Number) };
}

/** Where the picture ends, as the next question wants it. */
export function windowOf({ axes: [first, second] }: Pick<LandscapeScene, "axes">): Window {
  return [first!.low, first!.high, second?.low ?? -1, second?.high ?? 1];
}

/** Whether a place lies within the window, as far as it has axes. */
export function within([low, high, bottom, top]: Window, { a, b }: Place): boolean {
  return low <= a && a <= high && bottom <= b && b <= top;
}

/** The window around a place, so many times as large. */
export function zoomed([low, high, bottom, top]: Window, at: Place, times: number): Window {
  const around = (from: number, to: number, middle: number): [number, number] => {
    const held = from <= middle && middle <= to ? middle : (from + to) / 2;
    return [held - (held - from) * times, held + (to - held) * times];
  };
  return [...around(low, high, at.a), ...around(bottom, top, at.b)];
}

/** A value as it is set by hand: as many digits as the picture has room for. */
export function rounded(value: number, span: number): number {
  const digits = Math.min(12, Math.max(0, 3 - Math.floor(Math.log10(span))));
  return Number(value.toFixed(digits));
}

/**
 * Losses from least to greatest as heights show them: what runs away must not press the rest flat. They follow the greatest
 * loss of the run so far, so that they stand still while it goes down.
 */
export function heightsOf(scene: LandscapeScene): [number, number] {
  const finite = Array.from(numbers(scene.losses)).filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const was = scene.paths[0] ? Array.from(numbers(scene.paths[0].losses)) : [];
  // on a curve the next step stands at its true loss
  const next = scene.axes.length === 1 ? [scene.next.shadow, scene.next.loss] : [scene.next.shadow];
  const marks = [scene.here.loss, scene.here.shadow, ...next, ...was].filter(Number.isFinite);
  const low = finite.concat(marks).reduce((least, loss) => Math.min(least, loss));
  let high = finite.reduce((most, loss) => Math.max(most, loss));
  const known = Math.max(...marks, low);
  if (known > low && high > low + CUT * (known - low)) high = low + CUT * (known - low);
  if (high === low) high = low + Math.max(1e-9, Math.abs(low) * 0.1);
  return [low, high];
}
const CUT = 6; // times as high as the run has been, where heights end

/** Where a run was, step by step, and how far its loss lay from the slice's. */
export interface Was extends Place {
  readonly step: number;
  readonly loss: number;
  readonly shadow: number;
}

export function walkedOf(path: LandscapePath | undefined): Was[] {
  if (path === undefined) return [];
  const [points, real, shadows] = [numbers(path.points), numbers(path.losses), numbers(path.shadows)];
  return path.steps.map((step, k) => ({
    step,
    a: points[2 * k]!,
    b: points[2 * k + 1]!,
    loss: real[k] ?? NaN,
    shadow: shadows[k] ?? NaN,
  }));
}

/** A value of an axis with as many digits as its length wants. */
export const along =
  ({ low, high }: Pick<LandscapeAxis, "low" | "high">) =>
  (value: number): number =>
    rounded(value, high - low);

/** The colour of a future's path. */
export const markOf = ({ colour }: Pick<LandscapePath, "colour">): string =>
  colour === 0 ? "var(--ink)" : `var(--fork-${1 + ((colour - 1) % 8)})`;

/** Whether there is a place to draw something at: what has diverged has none. */
export const isPlace = (...coordinates: readonly number[]): boolean => coordinates.every(Number.isFinite);
