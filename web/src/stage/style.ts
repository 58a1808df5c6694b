/**
 * How numbers look on the stage: one style for what is drawn as elements and what a canvas draws.
 *
 * Scales are fixed, so that nothing changes its meaning while it moves. Colours are the names of tokens.
 */
import { scaleLinear, scaleSqrt } from "d3-scale";

import { at, numbers } from "../arrays";
import type { LayerScene } from "../schema";
import { reaches, touches, type Focus } from "../state/focus";

export type Sign = "positive" | "negative" | "zero" | "unknown";
/** A token of the stylesheet. */
export type Token = "paper" | "ink" | "muted" | "hairline" | "positive" | "negative" | "forward" | "backward";

/** How the reader wants the stage drawn. */
export interface Look {
  /** At high contrast nothing fades, and lines are thicker. */
  readonly high: boolean;
  /** Whether negative wires are dashed. */
  readonly patterns: boolean;
}

/** What is pointed at, and the keys of the wires of the strongest paths, while they are asked for. */
export interface Lit {
  readonly focus: Focus | undefined;
  readonly paths: ReadonlySet<string> | undefined;
}

interface Wire {
  readonly link: number;
  readonly from: number;
  readonly to: number;
  readonly key: string;
}

export interface WireStyle {
  readonly sign: Sign;
  readonly colour: Token;
  /** In px, before the zoom; and px that are added to it at every zoom. */
  readonly width: number;
  readonly wider: number;
  readonly opacity: number;
  /** Lengths in px of dashes and of the gaps between them. */
  readonly dash: readonly number[];
}

const NO_DASH: readonly number[] = [];
const NEGATIVE: readonly number[] = [7, 4];
const UNKNOWN: readonly number[] = [3, 4];
const AWAY = 0.1; // opacity of wires that do not belong to what is focused

export function signOf(value: number): Sign {
  if (Number.isNaN(value)) return "unknown";
  return value > 0 ? "positive" : value < 0 ? "negative" : "zero";
}

const colourOf = (sign: Sign, otherwise: Token): Token =>
  sign === "positive" || sign === "negative" ? sign : otherwise;

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
const opacity = scaleLinear([0, 1.5], [0.28, 0.75]).clamp(true);

/** How a wire with this weight is drawn. */
export function styleOfWire(weight: number, wire: Wire, { focus, paths }: Lit, look: Look): WireStyle {
  const sign = signOf(weight);
  const size = sign === "unknown" ? 0 : Math.abs(weight);
  const near = focus !== undefined && touches(focus, wire);
  const path = paths?.has(wire.key) ?? false;
  const away = !near && (focus?.kind === "neuron" || (paths !== undefined && !path));
  return {
    sign,
    colour: colourOf(sign, "muted"),
    width: width(size) + (look.high ? STRONGER : 0),
    wider: near && focus.kind === "wire" ? 1 : 0,
    opacity: away ? AWAY : near || path || look.high ? 1 : sign === "unknown" ? 0.5 : opacity(size),
    dash: sign === "unknown" ? UNKNOWN : sign === "negative" && look.patterns ? NEGATIVE : NO_DASH,
  };
}

export interface PulseStyle {
  readonly colour: Token;
  readonly radius: number;
  /** Whether it is a ring, as for negative numbers, rather than a disc. */
  readonly ring: boolean;
}

/** Radius in px of a pulse: its area grows with the size of the number it carries. */
const radius = scaleSqrt([0, 4], [1.2, 8]).clamp(true);
export const PULSE_EDGE = 1.6; // px, around disc and ring

export function styleOfPulse(carried: number, colour: "forward" | "backward"): PulseStyle {
  return { colour, radius: Number.isNaN(carried) ? 3 : radius(Math.abs(carried)), ring: carried < 0 };
}

/** How much of a colour lies on the paper, from 0 to 1. */
export interface Fill {
  readonly colour: Token;
  readonly share: number;
}

/** The size of a value from which on it fills a neuron with most of its sign's colour. */
export const FULL = 2.5;
const fill = scaleLinear([0, FULL], [0, 0.7]).clamp(true);

/** A fill that tells a value's sign and size; zero, and what is no number, is the paper. */
export function fillOf(value: number): Fill {
  const colour = colourOf(signOf(value), "paper");
  return { colour, share: colour === "paper" ? 0 : fill(Math.abs(value)) };
}

export interface CellStyle {
  readonly fill: Fill;
  readonly stroke: Token;
  readonly width: number;
  /** Of fill and stroke. */
  readonly opacity: number;
  readonly dash: readonly number[];
}

const DROPPED: readonly number[] = [2, 2];
const PAPER: Fill = { colour: "paper", share: 0 };

/** How each cell of a layer is drawn: the pixels of a grey picture as ink on paper, others by value, once that is known. */
export function cellsOf(
  scene: LayerScene,
  layer: number,
  known: boolean,
  focus: Focus | undefined,
): CellStyle[] {
  const ink = inkOf(scene);
  return Array.from(numbers(scene.value), (value, index) => {
    const dropped = scene.mask !== null && at(scene.mask, index) === 0;
    const lit = reaches(focus, layer, index);
    return {
      fill: ink ? { colour: "ink", share: ink(index) } : known ? fillOf(value) : PAPER,
      stroke: lit ? "ink" : "hairline",
      width: lit ? 1.6 : 0.6,
      opacity: dropped ? 0.35 : 1,
      dash: dropped ? DROPPED : NO_DASH,
    };
  });
}

/** How much ink a pixel of a grey picture gets, from 0 to 1; undefined where the layer is none. */
function inkOf(scene: LayerScene): ((index: number) => number) | undefined {
  const raw = scene.raw;
  if (raw === null || scene.image_shape.length !== 2) return undefined;
  const values = numbers(raw);
  const darkest = values.reduce((most, value) => Math.max(most, value), 1e-12);
  return (index) => Math.max(0, values[index] ?? 0) / darkest;
}

/** A token as a style has it. */
export const inked = (token: Token): string => `var(--${token})`;

/** A fill as a style has it. */
export function filled({ colour, share }: Fill): string {
  return share === 0
    ? inked("paper")
    : `color-mix(in srgb, ${inked(colour)} ${Math.round(100 * share)}%, var(--paper))`;
}
