/** What a landscape is asked about, and how its places become those of a picture. */
import { scaleLinear, type ScaleLinear } from "d3-scale";

import { numbers } from "../arrays";
import { placeOf } from "../names";
import type { AskLandscape, LandscapeScene, SetParameter, StageScene } from "../schema";

export type Over = AskLandscape["over"];
export type Window = readonly [number, number, number, number];

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
export function within([low, high, bottom, top]: Window, { a, b }: { a: number; b: number }): boolean {
  return low <= a && a <= high && bottom <= b && b <= top;
}

/** The window around a place, so many times as large. */
export function zoomed(
  [low, high, bottom, top]: Window,
  at: { a: number; b: number },
  times: number,
): Window {
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

export type Scale = ScaleLinear<number, number>;

/** The px of a picture of these sides for places of its axes; upward is more. */
export function scalesOf(scene: LandscapeScene, width: number, height: number): { x: Scale; y: Scale } {
  const [low, high, bottom, top] = windowOf(scene);
  return { x: scaleLinear([low, high], [0, width]), y: scaleLinear([bottom, top], [height, 0]) };
}

/** Losses from least to greatest as a curve shows them: what runs away must not press the rest flat. */
export function heightsOf(scene: LandscapeScene): [number, number] {
  const finite = Array.from(numbers(scene.losses)).filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const marks = [scene.here.loss, scene.here.shadow, scene.next.shadow].filter(Number.isFinite);
  const low = Math.min(...finite, ...marks);
  let high = Math.max(...finite, ...marks);
  const known = Math.max(...marks, low);
  if (known > low && high > low + 6 * (known - low)) high = low + 6 * (known - low);
  if (high === low) high = low + Math.max(1e-9, Math.abs(low) * 0.1);
  return [low - 0.04 * (high - low), high];
}

/** Whether there is a place to draw something at: what has diverged has none. */
export const isPlace = (...coordinates: readonly number[]): boolean => coordinates.every(Number.isFinite);
