/**
 * From a number to a height in the strip, linear or logarithmic.
 *
 * A logarithm has no place for zero and what is below it, and no scale has one for what is no number. Both are
 * drawn all the same, at the lower and the upper edge, as marks of their own: a curve never ends in silence.
 */
import { scaleLinear, scaleLog } from "d3-scale";

/** The share of its height that stays free above the highest curve. */
const HEADROOM = 0.04;

/** No scale reaches farther: beyond, differences and powers are no numbers any more. */
const LEAST = 1e-300;
const LARGEST = Number.MAX_VALUE;

export type ScaleKind = "linear" | "log";

/** Where a number stands: at a height, or at an edge because the scale has no place for it. */
export type Place = "inside" | "below" | "nowhere";

export interface ValueScale {
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  /** Height in px, from the top; where a number has no place, that of the edge it is marked at. */
  y(value: number): number;
  place(value: number): Place;
  readonly ticks: readonly number[];
}

/** The least and the greatest of many numbers, of the finite ones, and the least above zero. */
export interface Extent {
  low: number;
  high: number;
  leastPositive: number;
}

export function emptyExtent(): Extent {
  return { low: Infinity, high: -Infinity, leastPositive: Infinity };
}

/** Widen an extent, in place, by numbers of which none need be finite. */
export function widen(extent: Extent, values: ArrayLike<number>): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    if (!Number.isFinite(value)) continue;
    if (value < extent.low) extent.low = value;
    if (value > extent.high) extent.high = value;
    if (value > 0 && value < extent.leastPositive) extent.leastPositive = value;
  }
}

/** A scale on which all of `extent` has a place, `height` px high; `ceiling` where the numbers have one, as shares do. */
export function valueScale(kind: ScaleKind, extent: Extent, height: number, ceiling?: number): ValueScale {
  const some = extent.high >= extent.low;
  if (kind === "log") {
    const least = some && Number.isFinite(extent.leastPositive) ? extent.leastPositive : 0.1;
    const low = Math.min(Math.max(least, LEAST), LARGEST / 1.5);
    const high = Math.max(ceiling ?? (some ? extent.high : 1), low * 1.5);
    const scale = scaleLog().domain([low, high]).range([height, 0]);
    const decades = Math.log10(high / low);
    const all = scale.ticks(3);
    const powers = all.filter((tick) => isPowerOfTen(tick));
    const ticks = decades >= 1.5 && powers.length > 1 ? thinned(powers, 3) : thinned(all, 3);
    return {
      kind,
      domain: scale.domain() as [number, number],
      y: (value) => (Number.isFinite(value) ? (value > 0 ? scale(value) : height) : 0),
      place: (value) => (!Number.isFinite(value) ? "nowhere" : value > 0 ? "inside" : "below"),
      ticks,
    };
  }
  const low = some ? Math.min(0, extent.low) : 0;
  const high = ceiling ?? (some && extent.high - low > LEAST ? extent.high : low + 1);
  const room = ceiling === undefined ? HEADROOM * (high - low) : 0;
  const slope = height / (high + room - low);
  const scale = scaleLinear()
    .domain([low, Math.min(high + room, LARGEST)])
    .range([height, 0]);
  return {
    kind,
    domain: scale.domain() as [number, number],
    y: (value) => (Number.isFinite(value) ? height - (value - low) * slope : 0),
    place: (value) => (Number.isFinite(value) ? "inside" : "nowhere"),
    ticks: scale.ticks(3),
  };
}

/** At most about `most` of them, evenly. */
function thinned(values: readonly number[], most: number): number[] {
  const each = Math.ceil(values.length / most);
  return values.filter((_, k) => k % each === 0);
}

function isPowerOfTen(value: number): boolean {
  return Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
}
