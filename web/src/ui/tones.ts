/** Tones as colours: a byte of the wire format to the colour it is drawn in. */
import type { Array as Wire, Tones } from "../schema";
import { numbers } from "../arrays";

export type Rgb = readonly [number, number, number];

/** The colours pictures are made of, as the present theme has them. */
export interface Palette {
  readonly paper: Rgb;
  readonly ink: Rgb;
  /** What is not a number. */
  readonly unknown: Rgb;
  /** High ground of a landscape; low ground is paper. */
  readonly sand: Rgb;
  readonly positive: Rgb;
  readonly negative: Rgb;
  /** Of regions and points, by the number of their class. */
  readonly classes: readonly Rgb[];
}

const ZERO = 128;
const STEPS = 127;
/** How much of the full colour the end of a scale has. */
const FULLEST = 0.92;
/** How much of its colour a class has where it hardly leads, and how much more where it leads by all there is. */
const LEAST_LEAD = 0.14;
const LEAD = 0.5;

/** The number a tone stands for, NaN where it stands for none; within half a step of the true one. */
export function toneValue(tone: number, scale: number): number {
  return tone === 0 ? NaN : ((tone - ZERO) / STEPS) * scale;
}

export function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const one = (k: 0 | 1 | 2): number => Math.round(from[k] + (to[k] - from[k]) * share);
  return [one(0), one(1), one(2)];
}

/** The colour of a tone: paper at zero, towards the sign's colour at either end. */
export function toneColour(tone: number, { paper, unknown, positive, negative }: Palette): Rgb {
  if (tone === 0) return unknown;
  return mixed(paper, tone < ZERO ? negative : positive, (FULLEST * Math.abs(tone - ZERO)) / STEPS);
}

/** The colour of a region where class `winner` leads by the share that `tone` says. */
export function leadColour(winner: number, tone: number, palette: Palette): Rgb {
  if (tone === 0 || Number.isNaN(winner)) return palette.unknown;
  return mixed(
    palette.paper,
    classColour(winner, palette),
    LEAST_LEAD + (LEAD * Math.max(0, tone - ZERO)) / STEPS,
  );
}

export function classColour(number: number, { classes, ink }: Palette): Rgb {
  return classes[number % Math.max(1, classes.length)] ?? ink;
}

export const css = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`;

/** The cells of one picture of `tones` (pictures, height, width[, 3]), as pixels. */
export function tonePixels(tones: Tones, index: number, palette: Palette): Uint8ClampedArray<ArrayBuffer> {
  const { width, height, channels } = sizeOf(tones);
  const cells = width * height;
  const data = tones.data.subarray(index * cells * channels, (index + 1) * cells * channels);
  const pixels = new Uint32Array(cells);
  const colours = coloursOf(palette);
  for (let cell = 0; cell < cells; cell++) {
    // three channels show as the light they ask for: middle grey asks for none
    pixels[cell] =
      channels === 1
        ? (colours[data[cell] ?? 0] ?? 0)
        : pixel([data[3 * cell] ?? 0, data[3 * cell + 1] ?? 0, data[3 * cell + 2] ?? 0]);
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** The cells of the regions of classes, as pixels. */
export function leadPixels(winner: Wire, value: Tones, palette: Palette): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(winner.data.byteLength / 8);
  numbers(winner).forEach((number, cell) => {
    pixels[cell] = leadColours(number, palette)[value.data[cell] ?? 0] ?? 0;
  });
  return new Uint8ClampedArray(pixels.buffer);
}

/** The pixel of every tone where class `winner` leads. */
function leadColours(winner: number, palette: Palette): Uint32Array {
  let all = leads.get(palette);
  if (all === undefined) leads.set(palette, (all = new Map()));
  let colours = all.get(winner);
  if (colours === undefined) {
    colours = Uint32Array.from({ length: 256 }, (_, tone) => pixel(leadColour(winner, tone, palette)));
    all.set(winner, colours);
  }
  return colours;
}
const leads = new WeakMap<Palette, Map<number, Uint32Array>>();

/** The pixel of every tone under a palette, which stays one object until the theme changes. */
function coloursOf(palette: Palette): Uint32Array {
  let colours = known.get(palette);
  if (colours === undefined) {
    colours = Uint32Array.from({ length: 256 }, (_, tone) => pixel(toneColour(tone, palette)));
    known.set(palette, colours);
  }
  return colours;
}
const known = new WeakMap<Palette, Uint32Array>();

/** Red, green, blue and no transparency in the order in which a canvas holds them. */
const pixel = ([red, green, blue]: Rgb): number => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** The size of each picture of `tones`. */
export function sizeOf({ shape }: Tones): { width: number; height: number; channels: number } {
  const [, height = 0, width = 0, channels = 1] = shape;
  return { width, height, channels };
}
