/**
 * The loss as a surface, drawn by us: two triangles for each cell of the grid into a buffer of depths, in parallel projection.
 *
 * The ground is the square −1 … 1 in x and y; heights go from 0 to `HEIGHT`, the least to the greatest loss that is drawn.
 * With a turn ψ about the upright axis and a tilt θ above the horizon,
 *
 *     X = x cos ψ − y sin ψ            to the right
 *     Y = x sin ψ + y cos ψ            away
 *     up = Y sin θ + z cos θ
 *     depth = Y cos θ − z sin θ        nearer is less
 *
 * Between corners everything is linear, so the loss of a pixel is that of the triangle, and bands and lines are the map's.
 */
import type { Rgb } from "../../ui/tones";
import { oddColour, type Bands } from "./bands";
import { bandOf } from "./contours";

export interface Camera {
  /** Radians about the upright axis. */
  readonly turn: number;
  /** Radians above the horizon. */
  readonly tilt: number;
  /** Times as near as when all is in view. */
  readonly zoom: number;
}

/** Losses on a square grid, row by row from below. */
export interface Ground {
  readonly cells: number;
  readonly losses: ArrayLike<number>;
  readonly levels: readonly number[];
  /** The losses at the foot and at the top; above it nothing is drawn. */
  readonly low: number;
  readonly high: number;
}

/** Where a point lies in the picture, px from its upper left corner, and how far away. */
export interface Seen {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}
export type Project = (x: number, y: number, z: number) => Seen;

export const HEIGHT = 1.15;
const FILLED = 0.32; // px of a unit, for each px of the picture's shorter side
const LIGHT: readonly [number, number, number] = [-0.45, -0.35, 0.82]; // from the left, from before, from above
const DARKEST = 0.84;
const NOWHERE = 0; // in `bands`: no surface; else one more than the band
const HATCHED = 250;
const CROSSED = 251;
const HIDDEN = 0.02; // behind the surface by which a point counts as hidden

export function projection({ turn, tilt, zoom }: Camera, width: number, height: number): Project {
  const size = FILLED * Math.min(width, height * 1.12) * zoom;
  const [c, s, up, away] = [Math.cos(turn), Math.sin(turn), Math.cos(tilt), Math.sin(tilt)];
  return (x, y, z) => {
    const [across, depth] = [x * c - y * s, x * s + y * c];
    return {
      x: width / 2 + size * across,
      y: height / 2 - size * (depth * away + (z - HEIGHT / 2) * up),
      depth: depth * up - (z - HEIGHT / 2) * away,
    };
  };
}

/** A drawn surface: pixels, and how far away each is. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly depths: Float32Array;
}

/** Every `every`th place of a grid, its last included where that divides it. */
function thinned(
  { cells, losses }: Ground,
  every: number,
): { cells: number; at: (i: number, j: number) => number } {
  if (every === 1 || (cells - 1) % every !== 0)
    return { cells, at: (i, j) => losses[j * cells + i] as number };
  return { cells: (cells - 1) / every + 1, at: (i, j) => losses[j * every * cells + i * every] as number };
}

/** Draw it, of every `every`th place. Pixels without surface are transparent. */
export function drawn(
  ground: Ground,
  camera: Camera,
  colours: Bands,
  { width, height, every = 1 }: { width: number; height: number; every?: number },
): Drawn {
  const { low, high, levels } = ground;
  const { cells, at } = thinned(ground, every);
  const project = projection(camera, width, height);
  const count = cells * cells;
  const [px, py, deep, loss, lit] = Array.from({ length: 5 }, () => new Float32Array(count)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const step = 2 / (cells - 1);
  const rise = HEIGHT / (high - low);
  for (let j = 0; j < cells; j++) {
    for (let i = 0; i < cells; i++) {
      const k = j * cells + i;
      const value = at(i, j);
      const finite = Number.isFinite(value);
      // what stands far above the top is cut away; how far above it stands is of no account
      const shown = finite ? Math.min(value, high + 4 * (high - low)) : low;
      const seen = project(-1 + i * step, -1 + j * step, (shown - low) * rise);
      [px[k], py[k], deep[k]] = [seen.x, seen.y, seen.depth];
      loss[k] = finite ? shown : value;
      lit[k] = 1;
    }
  }
  shade(loss, lit, cells, rise / step);

  const depths = new Float32Array(width * height).fill(Infinity);
  const bands = new Uint8Array(width * height);
  const shades = new Uint8Array(width * height);
  const triangle = (a: number, b: number, c: number): void => {
    const [ax, ay] = [px[a]!, py[a]!];
    const [abx, aby, acx, acy] = [px[b]! - ax, py[b]! - ay, px[c]! - ax, py[c]! - ay];
    const area = abx * acy - acx * aby;
    if (area === 0) return;
    const [la, lb, lc] = [loss[a]!, loss[b]!, loss[c]!];
    const sum = la + lb + lc;
    const odd = Number.isNaN(sum) ? CROSSED : Number.isFinite(sum) ? 0 : HATCHED;
    if (!odd && la > high && lb > high && lc > high) return;
    const cut = !odd && (la > high || lb > high || lc > high);
    const [first, last] = odd
      ? [0, 0]
      : [bandOf(levels, Math.min(la, lb, lc)), bandOf(levels, Math.max(la, lb, lc))];
    const top = Math.max(0, Math.ceil(Math.min(ay, py[b]!, py[c]!) - 0.5));
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, py[b]!, py[c]!) - 0.5));
    const left = Math.max(0, Math.ceil(Math.min(ax, px[b]!, px[c]!) - 0.5));
    const right = Math.min(width - 1, Math.floor(Math.max(ax, px[b]!, px[c]!) - 0.5));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const [dx, dy] = [x + 0.5 - ax, y + 0.5 - ay];
        const v = (dx * acy - acx * dy) / area;
        const w = (abx * dy - dx * aby) / area;
        const u = 1 - v - w;
        if (u < -1e-6 || v < -1e-6 || w < -1e-6) continue;
        const depth = u * deep[a]! + v * deep[b]! + w * deep[c]!;
        const pixel = y * width + x;
        if (depth >= depths[pixel]!) continue;
        if (odd) {
          bands[pixel] = odd;
        } else {
          const here = cut || first !== last ? u * la + v * lb + w * lc : la;
          if (here > high) continue;
          bands[pixel] = 1 + (first === last ? first : bandOf(levels, here));
          shades[pixel] = 255 * (u * lit[a]! + v * lit[b]! + w * lit[c]!);
        }
        depths[pixel] = depth;
      }
    }
  };
  for (let j = 0; j + 1 < cells; j++) {
    for (let i = 0; i + 1 < cells; i++) {
      const k = j * cells + i;
      triangle(k, k + 1, k + cells);
      triangle(k + 1, k + cells + 1, k + cells);
    }
  }
  return { width, height, pixels: painted(bands, shades, colours, width, height), depths };
}

/** How much light each place has, from its slopes. */
function shade(loss: Float32Array, lit: Float32Array, cells: number, rise: number): void {
  const slope = (before: number, after: number, places: number): number =>
    ((loss[after]! - loss[before]!) * rise) / Math.max(1, places);
  const length = Math.hypot(...LIGHT);
  for (let j = 0; j < cells; j++) {
    for (let i = 0; i < cells; i++) {
      const [west, east] = [Math.max(0, i - 1), Math.min(cells - 1, i + 1)];
      const [south, north] = [Math.max(0, j - 1), Math.min(cells - 1, j + 1)];
      const dx = slope(j * cells + west, j * cells + east, east - west);
      const dy = slope(south * cells + i, north * cells + i, north - south);
      const light = (-dx * LIGHT[0] - dy * LIGHT[1] + LIGHT[2]) / (Math.hypot(dx, dy, 1) * length);
      lit[j * cells + i] = Number.isFinite(light) ? DARKEST + (1 - DARKEST) * Math.max(0, light) : 1;
    }
  }
}

function painted(
  bands: Uint8Array,
  shades: Uint8Array,
  colours: Bands,
  width: number,
  height: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const k = y * width + x;
      const band = bands[k]!;
      if (band === NOWHERE) continue;
      let colour: Rgb;
      let light = 1;
      if (band >= HATCHED) colour = oddColour(colours, band === CROSSED ? NaN : Infinity, x, y);
      else {
        const before = x > 0 ? bands[k - 1]! : band;
        const above = y > 0 ? bands[k - width]! : band;
        const edge = (before !== band && before !== NOWHERE) || (above !== band && above !== NOWHERE);
        colour = edge ? colours.line : colours.colours[band - 1]!;
        light = edge ? 1 : shades[k]! / 255;
      }
      pixels[4 * k] = colour[0] * light;
      pixels[4 * k + 1] = colour[1] * light;
      pixels[4 * k + 2] = colour[2] * light;
      pixels[4 * k + 3] = 255;
    }
  }
  return pixels;
}

/** Whether a point is in view, and not behind the surface. */
export function isInView({ x, y, depth }: Seen, { width, height, depths }: Drawn, scale: number): boolean {
  const [column, row] = [Math.floor(x * scale), Math.floor(y * scale)];
  if (column < 0 || row < 0 || column >= width || row >= height) return true;
  return depth <= depths[row * width + column]! + HIDDEN;
}
