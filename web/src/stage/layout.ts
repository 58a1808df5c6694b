/** Where things stand on the stage: a pure function of the network's shape and the stage's size, never of values. */
import { placeLabels, type Box, type Point } from "./labels";

export interface Place extends Point {
  readonly layer: number;
  readonly index: number;
}

export interface Wire {
  readonly link: number;
  readonly from: number;
  readonly to: number;
  readonly start: Point;
  readonly end: Point;
  readonly path: string;
  /** Centre of its label; undefined where there was no free place. */
  readonly label: Point | undefined;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly columns: readonly number[];
  readonly neurons: readonly (readonly Place[])[];
  readonly wires: readonly Wire[];
  /** Left edges of what stands beside the outputs. */
  readonly beside: { readonly probability: number; readonly target: number; readonly error: number };
  /** Wires without a place for their label. */
  readonly hidden: number;
}

/** A label around its point on the wire: the weight is centred on it, the gradient stands below. */
export const LABEL = { width: 54, height: 34, above: 12 };
const HEAD = 62; // px above the first neuron's texts: layer titles
const FOOT = 12;

/** What stands left of the inputs (names, values in their own units) and right of the outputs, in px. */
const WIDE = { names: 156, probability: 22, target: 124, error: 186, results: 268 };
const NARROW = { names: 108, probability: 14, target: 88, error: 136, results: 204 };
const NARROW_BELOW = 1000;
const ABOVE = 36; // px above a neuron for δ and activation
const BELOW = 22; // px below it for bias and its gradient
const AIR = 10; // px between the texts of two neurons

export function layoutOf(shape: readonly number[], width: number, height: number): Layout {
  const most = Math.max(...shape);
  const room = height - HEAD - FOOT;
  const pitch = room / most;
  const radius = Math.max(13, Math.min(27, (pitch - ABOVE - BELOW - AIR) / 2));
  const margin = width < NARROW_BELOW ? NARROW : WIDE;
  const left = margin.names + radius;
  const right = width - margin.results - radius;
  const columns = shape.map((_, k) => left + ((right - left) * k) / (shape.length - 1));
  const neurons = shape.map((count, layer) => {
    // a little closer than filling the height, so that layers of different size stay one picture
    const gap = Math.min(room / count, Math.max(pitch, 2 * radius + ABOVE + BELOW + 36));
    const top = HEAD + (ABOVE - BELOW) / 2 + room / 2 - (gap * (count - 1)) / 2;
    return Array.from({ length: count }, (_, index) => ({
      layer,
      index,
      x: columns[layer] ?? 0,
      y: top + gap * index,
    }));
  });
  const curves = neurons
    .slice(1)
    .flatMap((above, link) =>
      (neurons[link] ?? []).flatMap((from) =>
        above.map((to) => ({ link, from: from.index, to: to.index, ...curve(from, to, radius) })),
      ),
    );
  const blocked = neurons.flat().flatMap((place) => around(place, radius));
  const labels = placeLabels(
    curves.map(({ point }) => point),
    LABEL,
    blocked,
    { x: 0, y: HEAD - 8, width, height: height - HEAD + 8 },
  );
  const wires = curves.map(({ point: _, ...wire }, k) => ({ ...wire, label: labels[k] }));
  const edge = right + radius;
  return {
    width,
    height,
    radius,
    columns,
    neurons,
    wires,
    beside: {
      probability: edge + margin.probability,
      target: edge + margin.target,
      error: edge + margin.error,
    },
    hidden: labels.filter((label) => label === undefined).length,
  };
}

/** Where a neuron and its texts stand: δ and activation above, bias below with its gradient to the right. */
function around({ layer, x, y }: Place, radius: number): Box[] {
  const body = { x: x - radius - 5, y: y - radius - 3, width: 2 * radius + 10, height: 2 * radius + 6 };
  const above = { x: x - 46, y: y - radius - ABOVE, width: 92, height: ABOVE };
  const below = { x: x - 40, y: y + radius, width: 132, height: BELOW };
  return layer === 0 ? [body] : [body, above, below];
}

function curve(
  from: Place,
  to: Place,
  radius: number,
): { start: Point; end: Point; path: string; point: (t: number) => Point } {
  const start = { x: from.x + radius, y: from.y };
  const end = { x: to.x - radius, y: to.y };
  const bend = 0.36 * (end.x - start.x);
  const path = `M${start.x},${start.y}C${start.x + bend},${start.y} ${end.x - bend},${end.y} ${end.x},${end.y}`;
  return { start, end, path, point: (t) => along(start, end, t) };
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
