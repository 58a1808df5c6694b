/** Colours and sizes that stand for numbers. Scales are fixed, so that nothing changes its meaning while it moves. */
import { scaleLinear, scaleSqrt } from "d3-scale";

import { theme } from "../state/theme.svelte";

export type Sign = "positive" | "negative" | "zero" | "unknown";

export function signOf(value: number): Sign {
  if (Number.isNaN(value)) return "unknown";
  return value > 0 ? "positive" : value < 0 ? "negative" : "zero";
}

const FINENESS = 20; // weights of a wire that look different, within 1

/** A weight that looks like this one on a wire, within 0.03 px: few, so that little is drawn anew while weights change. */
export function likeness(weight: number): number {
  const size = Math.abs(weight);
  return weight === 0 || !(size < 4)
    ? weight
    : Math.sign(weight) * ((Math.floor(size * FINENESS) + 0.5) / FINENESS);
}

/** Width in px of a wire with this weight: grows up to |w| = 3. */
const width = scaleLinear([0, 3], [0.6, 4.2]).clamp(true);
const STRONGER = 0.9; // px added at high contrast
export const wireWidth = (weight: number): number =>
  (Number.isNaN(weight) ? 0.6 : width(Math.abs(weight))) + (theme.high ? STRONGER : 0);

/** Opacity of a wire with this weight; at high contrast nothing fades. */
const opacity = scaleLinear([0, 1.5], [0.28, 0.75]).clamp(true);
export const wireOpacity = (weight: number): number =>
  theme.high ? 1 : Number.isNaN(weight) ? 0.5 : opacity(Math.abs(weight));

/** Radius in px of a pulse that carries this number: its area grows with the size of the number. */
const radius = scaleSqrt([0, 4], [1.2, 8]).clamp(true);
export const pulseRadius = (carried: number): number =>
  Number.isNaN(carried) ? 3 : radius(Math.abs(carried));

/** How much of the sign's colour fills a neuron, in percent: all of it from |value| = 2.5. */
const fill = scaleLinear([0, 2.5], [0, 70]).clamp(true);

/** The same as a share of 1. */
export const valueShare = (value: number): number => fill(Math.abs(value)) / 100;

/** A fill that tells a value's sign and size; zero is the paper. */
export function valueFill(value: number): string {
  const sign = signOf(value);
  if (sign === "zero" || sign === "unknown") return "var(--paper)";
  const mark = sign === "positive" ? "var(--positive)" : "var(--negative)";
  return `color-mix(in srgb, ${mark} ${Math.round(fill(Math.abs(value)))}%, var(--paper))`;
}
