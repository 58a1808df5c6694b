/** Where things stand on the stage: a pure function of the network's shape and the stage's size, never of values. */
import type { LinkScene } from "../schema";
import { numbers } from "../host/arrays";
import { placeLabels, type Box, type Point } from "./labels";

export interface Place extends Point {
  readonly layer: number;
  readonly index: number;
}

/**
 * How a layer is drawn: with all its texts, as circles close together with their value inside, or, where even circles
 * would stand too close, as a grid of cells.
 */
export type Manner = "full" | "compact" | "grid";

export interface Column {
  readonly manner: Manner;
  readonly x: number;
  /** Of its circles; half a cell in a grid. */
  readonly radius: number;
  readonly places: readonly Place[];
  /** Half the width of what is drawn. */
  readonly reach: number;
}

export interface Wire {
  readonly link: number;
  readonly from: number;
  readonly to: number;
  readonly start: Point;
  readonly end: Point;
  readonly path: string;
  /** Point its label is centred on; undefined where there was no free place. */
  readonly label: Point | undefined;
  /** Its place in the arrays of a link that carries only some of its wires. */
  readonly place?: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
  readonly wires: readonly Wire[];
  /** Left edges of what stands beside the outputs. */
  readonly beside: { readonly probability: number; readonly target: number; readonly error: number };
  /** Wires without a place for their label. */
  readonly hidden: number;
}

/** A label around its point on the wire: the weight is centred on it, the gradient stands below. */
export const LABEL = { width: 54, height: 34, above: 12 };
/** Links of more wires carry only some of them. */
export const MOST_WIRES = 1500;
/** Neurons in a layer up to which the stage grows rather than draw them smaller. */
export const MOST_FULL = 6;
const MOST_LABELLED = 260; // wires in all, above which no labels are placed
const HEAD = 62; // px above the first neuron's texts: layer titles
const FOOT = 12;
const ABOVE = 36; // px above a neuron for δ and activation
const BELOW = 22; // px below it for bias and its gradient
const AIR = 10; // px between the texts of two neurons
const LARGEST = 27; // px, radius
const LEAST = 13; // px, radius with all texts around
const ROOMY = 21; // px, radius that holds a number of five characters
const CLOSEST = 28; // px between neurons that are still drawn one by one
export const FULL_ROW = 2 * LEAST + ABOVE + BELOW + AIR;
export const FRAME = HEAD + FOOT;

/** What stands left of the inputs (names, values in their own units) and right of the outputs, in px. */
const WIDE = { names: 156, probability: 22, target: 124, error: 198, results: 276 };
const NARROW = { names: 108, probability: 14, target: 88, error: 136, results: 204 };
const NARROW_BELOW = 1000;

/** `pictures[k]` is the [height, width] of layer k where its neurons are pixels. */
export function layoutOf(
  shape: readonly number[],
  width: number,
  height: number,
  pictures: readonly (readonly number[])[] = [],
): Layout {
  const margin = width < NARROW_BELOW ? NARROW : WIDE;
  const room = height - FRAME;
  const whole = shape.filter((count) => isFull(count, room)).map((count) => room / count);
  const tightest = Math.min(room, ...whole); // so that layers of different size stay one picture
  const sizes = shape.map((count, layer) =>
    sizeOf(count, room, tightest, pictures[layer] ?? [], layer === 0),
  );
  const left = margin.names + (sizes[0]?.reach ?? 0);
  const right = width - margin.results - (sizes.at(-1)?.reach ?? 0);
  const columns = sizes.map((size, layer): Column => {
    const x = left + ((right - left) * layer) / (shape.length - 1);
    return { ...size, x, places: placesOf(size, layer, x, room) };
  });
  const curves = columns.slice(1).flatMap((above, link) => {
    const below = columns[link];
    if (below === undefined || below.places.length * above.places.length > MOST_WIRES) return [];
    return below.places.flatMap((from) =>
      above.places.map((to) => wireBetween(columns, link, from.index, to.index)),
    );
  });
  const labels =
    curves.length > MOST_LABELLED
      ? curves.map(() => undefined)
      : placeLabels(
          curves.map(
            ({ start, end }) =>
              (share) =>
                along(start, end, share),
          ),
          LABEL,
          columns.flatMap((column) => column.places.flatMap((place) => around(place, column))),
          { x: 0, y: HEAD - 8, width, height: height - HEAD + 8 },
        );
  const edge = right + (sizes.at(-1)?.reach ?? 0);
  return {
    width,
    height,
    columns,
    wires: curves.map((wire, k) => ({ ...wire, label: labels[k] })),
    beside: {
      probability: edge + margin.probability,
      target: edge + margin.target,
      error: edge + margin.error,
    },
    hidden: labels.filter((label) => label === undefined).length,
  };
}

type Size = Omit<Column, "x" | "places"> & { count: number; across: number; pitch: number };

function isFull(count: number, room: number): boolean {
  return count <= MOST_FULL || room / count >= FULL_ROW;
}

function sizeOf(
  count: number,
  room: number,
  tightest: number,
  picture: readonly number[],
  holdsNumbers: boolean,
): Size {
  const pitch = room / count;
  if (isFull(count, room)) {
    const common = Math.max(LEAST, Math.min(LARGEST, (tightest - ABOVE - BELOW - AIR) / 2));
    // inputs have their number inside and no texts around: they may be larger than the others
    const radius = holdsNumbers ? Math.max(common, Math.min(ROOMY, pitch / 2 - 6)) : common;
    const gap = Math.min(pitch, Math.max(tightest, 2 * common + ABOVE + BELOW + 36));
    return { manner: "full", count, radius, reach: radius, across: 1, pitch: gap };
  }
  if (pitch >= CLOSEST && picture.length === 0) {
    const radius = Math.min(20, pitch / 2 - 3);
    return {
      manner: "compact",
      count,
      radius,
      reach: radius,
      across: 1,
      pitch: Math.min(pitch, 2 * radius + 26),
    };
  }
  const across = picture[1] ?? Math.max(1, Math.ceil(Math.sqrt(count / 3)));
  const down = Math.ceil(count / across);
  const cell = Math.max(3, Math.min(22, (0.8 * room) / down, 190 / across));
  return { manner: "grid", count, radius: cell / 2, reach: (cell * across) / 2, across, pitch: cell };
}

function placesOf({ manner, count, across, pitch }: Size, layer: number, x: number, room: number): Place[] {
  const down = Math.ceil(count / across);
  const shift = manner === "full" ? (ABOVE - BELOW) / 2 : 0;
  const top = HEAD + shift + room / 2 - (pitch * (down - 1)) / 2;
  return Array.from({ length: count }, (_, index) => ({
    layer,
    index,
    x: x + pitch * ((index % across) - (across - 1) / 2),
    y: top + pitch * Math.floor(index / across),
  }));
}

/** Where a neuron and its texts stand: δ and activation above, bias below with its gradient to the right. */
function around({ layer, x, y }: Place, { manner, radius }: Column): Box[] {
  const air = manner === "grid" ? 0 : 5;
  const body = { x: x - radius - air, y: y - radius - 3, width: 2 * (radius + air), height: 2 * radius + 6 };
  if (layer === 0 || manner !== "full") return [body];
  const above = { x: x - 46, y: y - radius - ABOVE, width: 92, height: ABOVE };
  const below = { x: x - 40, y: y + radius, width: 132, height: BELOW };
  return [body, above, below];
}

/** A wire between two neurons, without a label. */
export function wireBetween(columns: readonly Column[], link: number, from: number, to: number): Wire {
  const [below, above] = [columns[link], columns[link + 1]];
  const [source, goal] = [below?.places[from], above?.places[to]];
  if (!below || !above || !source || !goal) throw new RangeError(`there is no wire ${link}: ${from} → ${to}`);
  const start = { x: below.manner === "grid" ? source.x : source.x + below.radius, y: source.y };
  const end = { x: above.manner === "grid" ? goal.x : goal.x - above.radius, y: goal.y };
  const bend = 0.36 * (end.x - start.x);
  const path = `M${start.x},${start.y}C${start.x + bend},${start.y} ${end.x - bend},${end.y} ${end.x},${end.y}`;
  return { link, from, to, start, end, path, label: undefined };
}

/** The wires of a link that carries only some of them. */
export function chosenWires(columns: readonly Column[], link: number, scene: LinkScene): Wire[] {
  if (scene.chosen === null) return [];
  const pairs = numbers(scene.chosen);
  return Array.from({ length: pairs.length / 2 }, (_, place) => ({
    ...wireBetween(columns, link, pairs[2 * place] ?? 0, pairs[2 * place + 1] ?? 0),
    place,
  }));
}

/** A point of a wire, at share t of its curve. */
export function along(start: Point, end: Point, t: number): Point {
  const bend = 0.36 * (end.x - start.x);
  const s = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
  return {
    x: mix(start.x, start.x + bend, end.x - bend, end.x),
    y: mix(start.y, start.y, end.y, end.y),
  };
}
