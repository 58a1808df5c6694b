/** Where neurons stand and how large they are: a pure function of shape, stage and zoom, never of values. */
import type { Box, Point } from "./labels";

export interface Place extends Point {
  readonly layer: number;
  readonly index: number;
}

/**
 * How a layer is drawn: with all its texts and its function inside; as circles with their value inside and, where there
 * is room, their bias below; as circles close together; or, where even these would stand too close, as a grid of cells.
 */
export type Manner = "full" | "brief" | "compact" | "grid";

export interface Column {
  readonly manner: Manner;
  readonly x: number;
  /** Of its circles; half a cell in a grid. */
  readonly radius: number;
  readonly places: readonly Place[];
  /** Half the width of what is drawn. */
  readonly reach: number;
  /** Between neighbours, from centre to centre. */
  readonly pitch: number;
  /** Neurons side by side: 1 but in a grid. */
  readonly across: number;
  /** Whether there is room for preactivation and slope below the bias. */
  readonly near: boolean;
  /** To the next column, from middle to middle. */
  readonly gap: number;
  /** Whether it is that of the outputs, with texts beside it. */
  readonly last: boolean;
  /** Whether there is room for gradients of biases beside the biases or, where neurons are brief, beside δ. */
  readonly wide: boolean;
}

export const HEAD = 52; // px above the first neuron's texts: layer titles
export const FOOT = 30; // px below the last: remarks, and the buttons of the stage
export const FRAME = HEAD + FOOT;

const ABOVE = 31; // px above a neuron for δ and activation
const BELOW = 18; // px below it for bias and its gradient
const AIR = 3; // px between the texts of two neurons, at the least
const PARTED = 10; // px between them where there is room, so that each text is seen to belong to its neuron
const LEAST = 12; // px, radius with all texts around
const LARGEST = 27; // px, radius
const NEAR_LARGEST = 62; // px, radius when zoomed in
const ROOMY = 21; // px, radius that holds a number of five characters
export const FOR_NUMBER = 16; // px, radius that holds a number of four
const CLOSEST = 28; // px between neurons that are still drawn one by one
const FULL_ROW = 2 * LEAST + ABOVE + BELOW + AIR;
const NEAR = 40; // px below the bias for preactivation, slope and formula
const NEAR_RADIUS = 34;
const WIDE_GAP = { full: 170, brief: 150, compact: 0, grid: 0 } as const; // px, for gradients of biases
const WIDE_PITCH = { full: 120, brief: 56, compact: 0, grid: 0 } as const; // px between neurons; where they are nearer
const ROOMY_GAP = 330; // and columns too, labels of weights need the room
const LEAST_GAP = { full: 104, brief: 78 } as const; // px, for the texts of neurons without them
const GROWTH = 0.6; // circles grow less than distances, so that zooming makes room for texts

/** How a column of `count` neurons fits into `room` px; `tightest` is the pitch of the tightest full column. */
interface Size {
  readonly manner: Manner;
  readonly radius: number;
  readonly reach: number;
  readonly across: number;
  readonly pitch: number;
}

/** What stands left of the inputs (names, values in their own units) and right of the outputs, in px. */
export interface Margins {
  readonly names: number;
  readonly probability: number;
  readonly target: number;
  readonly error: number;
  readonly results: number;
}
const WIDE: Margins = { names: 156, probability: 22, target: 124, error: 198, results: 276 };
const NARROW: Margins = { names: 108, probability: 34, target: 106, error: 154, results: 220 };
const TIGHT: Margins = { names: 96, probability: 32, target: 102, error: 142, results: 202 };
const NARROW_BELOW = 1000;
const TIGHT_BELOW = 700;

export const marginsOf = (width: number): Margins =>
  width < TIGHT_BELOW ? TIGHT : width < NARROW_BELOW ? NARROW : WIDE;

/** Columns of the whole network; `pictures[k]` is the [height, width] of layer k where its neurons are pixels. */
export function columnsOf(
  shape: readonly number[],
  width: number,
  height: number,
  pictures: readonly (readonly number[])[] = [],
): Column[] {
  const margin = marginsOf(width);
  const room = height - FRAME;
  const full = shape.map((count) => room / count).filter((pitch) => pitch >= FULL_ROW);
  const tightest = Math.min(room, ...full); // so that layers of different size stay one picture
  const about = (width - margin.names - margin.results) / Math.max(1, shape.length - 1);
  const sizes = shape.map((count, layer) =>
    sizeOf(count, room, tightest, pictures[layer] ?? [], layer, about),
  );
  const left = margin.names + (sizes[0]?.reach ?? 0);
  const right = width - margin.results - (sizes.at(-1)?.reach ?? 0);
  const gap = (right - left) / Math.max(1, shape.length - 1);
  return sizes.map((size, layer) => {
    const x = left + gap * layer;
    const last = layer === shape.length - 1;
    const wide = isWide(size.manner, gap, size.pitch, last);
    return {
      ...size,
      x,
      near: false,
      gap,
      last,
      wide,
      places: placesOf(size, shape[layer] ?? 0, layer, x, room),
    };
  });
}

function sizeOf(
  count: number,
  room: number,
  tightest: number,
  picture: readonly number[],
  layer: number,
  gap: number,
): Size {
  const pitch = room / count;
  const inputs = layer === 0;
  const whole = pitch >= FULL_ROW && gap >= LEAST_GAP.full;
  if (picture.length === 0 && (whole || (inputs && pitch >= 2 * ROOMY + 12))) {
    const common = between(LEAST, (tightest - ABOVE - BELOW - PARTED) / 2, LARGEST);
    // inputs have their number inside and no texts around: they may be larger than the others
    const radius = inputs
      ? Math.max(Math.min(common, pitch / 2 - 6), Math.min(ROOMY, pitch / 2 - 6))
      : common;
    const gap = Math.min(pitch, Math.max(tightest, 2 * common + ABOVE + BELOW + 36));
    return { manner: "full", radius, reach: radius, across: 1, pitch: gap };
  }
  if (picture.length === 0 && pitch >= CLOSEST) {
    const roomy = (pitch - BELOW - AIR) / 2;
    const radius = roomy >= FOR_NUMBER ? Math.min(19, roomy) : Math.min(19, pitch / 2 - 3);
    const manner = roomy >= FOR_NUMBER && gap >= LEAST_GAP.brief ? "brief" : "compact";
    return { manner, radius, reach: radius, across: 1, pitch: Math.min(pitch, 2 * radius + 34) };
  }
  const across = picture[1] ?? Math.max(1, Math.ceil(Math.sqrt(count / 3)));
  const down = Math.ceil(count / across);
  const cell = between(3, Math.min((0.8 * room) / down, 190 / across), 22);
  return { manner: "grid", radius: cell / 2, reach: (cell * across) / 2, across, pitch: cell };
}

function placesOf(size: Size, count: number, layer: number, x: number, room: number): Place[] {
  const { manner, across, pitch } = size;
  const down = Math.ceil(count / across);
  const texts =
    layer === 0 ? 0 : manner === "full" ? (ABOVE - BELOW) / 2 : manner === "brief" ? -BELOW / 2 : 0;
  const top = HEAD + texts + room / 2 - (pitch * (down - 1)) / 2;
  return Array.from({ length: count }, (_, index) => ({
    layer,
    index,
    x: x + pitch * ((index % across) - (across - 1) / 2),
    y: top + pitch * Math.floor(index / across),
  }));
}

/** The same columns from nearer: places move apart by `zoom`, circles grow less, and texts keep their size. */
export function zoomedColumn(column: Column, zoom: number): Column {
  if (zoom === 1) return column;
  const { x, pitch, reach, manner, places, gap, last } = column;
  const seen = {
    ...column,
    x: x * zoom,
    gap: gap * zoom,
    pitch: pitch * zoom,
    places: places.map((place) => scaled(place, zoom)),
  };
  if (manner === "grid") return { ...seen, radius: column.radius * zoom, reach: reach * zoom };
  const radius = radiusAt(column, zoom);
  const first = places[0]?.layer === 0;
  // from afar by tenths, as labels are: what has texts at the start of one has them in all of it
  const judged = zoom < 1 ? Math.floor(10 * zoom + 1e-9) / 10 : zoom;
  const room = pitch * judged - 2 * radiusAt(column, judged);
  const across = gap * judged;
  const whole = first
    ? manner === "full" || room > 8
    : (room >= ABOVE + BELOW + AIR && across >= LEAST_GAP.full) || (zoom > 1 && manner === "full");
  const near = whole && radius >= NEAR_RADIUS && room >= ABOVE + BELOW + AIR + NEAR;
  const brief = room >= BELOW + AIR && across >= LEAST_GAP.brief && radiusAt(column, judged) >= FOR_NUMBER;
  const now: Manner = whole && judged >= 0.7 ? "full" : brief ? "brief" : "compact";
  // from afar nothing stands beside the last column, so there is no room for it
  const wide = judged >= 0.7 && isWide(now, across, pitch * judged, last);
  return { ...seen, radius, reach: radius, near, wide, manner: now };
}

const isWide = (manner: Manner, gap: number, pitch: number, last: boolean): boolean =>
  gap >= WIDE_GAP[manner] &&
  (pitch >= WIDE_PITCH[manner] || (manner === "full" && gap >= ROOMY_GAP)) &&
  !(manner === "brief" && last);

function radiusAt({ radius }: Column, zoom: number): number {
  return zoom < 1
    ? Math.max(4, radius * zoom)
    : Math.min(Math.max(radius, NEAR_LARGEST), radius * zoom ** GROWTH);
}

function scaled({ layer, index, x, y }: Place, zoom: number): Place {
  return { layer, index, x: x * zoom, y: y * zoom };
}

/**
 * Where a neuron and its texts stand: δ and activation above, old and new bias below, its gradient to the right; where it
 * is brief, below it the bias or, while errors flow back, δ and the gradient of the bias. Gradients only where it is wide.
 */
export function around({ layer, x, y }: Place, { manner, radius, near, wide }: Column): Box[] {
  const air = manner === "grid" ? 0 : 4;
  const body = { x: x - radius - air, y: y - radius - 3, width: 2 * (radius + air), height: 2 * radius + 6 };
  if (layer === 0 || manner === "grid" || manner === "compact") return [body];
  const half = wide ? 68 : 34;
  if (manner === "brief") return [body, { x: x - half, y: y + radius, width: 2 * half, height: BELOW }];
  const above = { x: x - 43, y: y - radius - ABOVE, width: 86, height: ABOVE };
  const below = wide
    ? { x: x - 54, y: y + radius, width: 160, height: BELOW }
    : { x: x - 40, y: y + radius, width: 80, height: BELOW };
  const more = { x: x - 90, y: y + radius + BELOW, width: 180, height: NEAR };
  return near ? [body, above, below, more] : [body, above, below];
}

/** The zooms at which a column changes its manner, up to `most`: the room its texts take grows there at once. */
export function turningPoints(column: Column, most: number): number[] {
  const points: number[] = [];
  let before = column;
  for (let zoom = 1; zoom <= most; zoom *= COARSE) {
    const now = zoomedColumn(column, zoom);
    if (now.manner !== before.manner || now.near !== before.near || now.wide !== before.wide)
      points.push(turned(column, zoom));
    before = now;
  }
  return points;
}

const COARSE = 1.04;

/** The least zoom at which a column is as at `zoom`, not as a coarse step before. */
function turned(column: Column, zoom: number): number {
  const { manner, near, wide } = zoomedColumn(column, zoom);
  let [low, high] = [zoom / COARSE, zoom];
  for (let k = 0; k < 12; k++) {
    const middle = (low + high) / 2;
    const there = zoomedColumn(column, middle);
    if (there.manner === manner && there.near === near && there.wide === wide) high = middle;
    else low = middle;
  }
  return high;
}

const between = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, high));
