/** How the ticks of an axis are written, and how many of them there is room for. */
import { ticks } from "d3-array";

import type { Formatter } from "./format";

const LEAST = 1e-9; // of a power of ten, for what rounding leaves
const MOST = 12;
const [SMALL, LARGE] = [1e-3, 1e5]; // beyond these, powers of ten
const ALIKE = 1e3; // times apart, up to which numbers of one axis are written alike
const DIGIT = 6.7; // px
const APART = 58; // px from number to number
const GAP = 12; // px that stay free between two

/** As many decimals as tell each tick from the next: 2 for 0.05, 0.1, 0.15. */
export function decimalsOf(ticks: readonly number[]): number {
  const steps = ticks.slice(1).map((tick, k) => Math.abs(tick - ticks[k]!));
  const least = Math.min(...steps.filter((step) => step > 0));
  if (!Number.isFinite(least)) return 2;
  return Math.max(0, Math.min(MOST, -Math.floor(Math.log10(least) + LEAST)));
}

/** Writes the numbers along an axis as short as they can be said; on one that goes far, as powers of ten. */
export function tickWriter(
  ticks: readonly number[],
  { short, scientific }: Formatter,
): (value: number) => string {
  const sizes = ticks.map(Math.abs).filter((size) => size > 0);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return (value) => {
    const size = Math.abs(value);
    const far = (most >= LARGE && size * ALIKE > most) || (least < SMALL && size < least * ALIKE);
    return size > 0 && Number.isFinite(size) && far ? scientific(value) : short(value);
  };
}

/** px that a text takes along an axis. */
export const lengthOf = (text: string): number => text.length * DIGIT;

/** Round numbers from `low` to `high` along `length` px, as many as stand clear of each other. */
export function ticksAlong(low: number, high: number, length: number, write: Formatter): number[] {
  for (let wanted = Math.floor(length / APART); wanted >= 1; wanted--) {
    const values = ticks(low, high, wanted);
    const [first = 0, second = Infinity] = values;
    const widest = Math.max(0, ...values.map(tickWriter(values, write)).map(lengthOf));
    if (widest + GAP <= (length * (second - first)) / (high - low)) return values;
  }
  return ticks(low, high, 1);
}
