/** Samples on the plane of two inputs, as marks: where they stand, which form and colour they have. */
import { numbers } from "../arrays";
import type { Plane } from "../schema";
import { cornersOf } from "../ui/shapes";
import { classColour, css, mixed, toneColour, type Palette, type Rgb } from "../ui/tones";

/** By part, train, validation, test: whether a mark is filled, open, or open with a dot. Its shape tells the class. */
export const FORMS = ["full", "open", "dotted"] as const;
export type Form = (typeof FORMS)[number];

/** Radius of marks, as a share of the picture's edge, for up to so many of them. */
const SIZES: readonly (readonly [number, number])[] = [
  [12, 0.036],
  [80, 0.018],
];
const LEAST_SHARE = 0.013;
const LEAST = 2; // px
const OPEN = 0.56; // share of an open mark that is
const DOT = 0.28; // of a dotted one
const EDGE = 0.7; // of ink
const LINE = 0.8; // px of it
const AROUND = 1.35; // radii from a mark's middle to the ring of a wrong one

/** Where a point of the plane lies in a picture of `side` px. */
export function placeOn(
  plane: Pick<Plane, "x" | "y">,
  side: number,
  x: number,
  y: number,
): { x: number; y: number } {
  return {
    x: ((x - plane.x[0]) / (plane.x[1] - plane.x[0])) * side,
    y: ((plane.y[1] - y) / (plane.y[1] - plane.y[0])) * side,
  };
}

/** The cell a place in a picture of `side` px lies in. */
export function cellAt(size: number, side: number, x: number, y: number): number {
  const one = (place: number): number => Math.max(0, Math.min(size - 1, Math.floor((place / side) * size)));
  return one(y) * size + one(x);
}

/** The colour of what a sample should be, by the scale of the picture of `output`. */
export function truthColour(plane: Plane, index: number, output: number, palette: Palette): Rgb {
  const truth = numbers(plane.truth);
  if (plane.kind === "classes") return classColour(truth[index] ?? 0, palette);
  const low = plane.low[output] ?? 0;
  const high = plane.high[output] ?? 1;
  const value = truth[index * (plane.truth.shape[1] ?? 1) + output] ?? NaN;
  const level = Math.max(-1, Math.min(1, (2 * (value - low)) / (high - low) - 1));
  return toneColour(Number.isNaN(level) ? 0 : Math.round(128 + 127 * level), palette);
}

/** The size of marks in a picture of `side` px: the fewer there are, the better each can be seen. */
export function sizeOfMarks(count: number, side: number): number {
  const share = SIZES.find(([most]) => count <= most)?.[1] ?? LEAST_SHARE;
  return Math.max(LEAST, share * side);
}

/** Draw all samples, those in a ring of ink of which something else is said, on `context`, whose picture is `side` px wide and high. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  plane: Plane,
  side: number,
  output: number,
  palette: Palette,
): void {
  const points = numbers(plane.points);
  const parts = numbers(plane.part);
  const wrong = numbers(plane.wrong);
  const truth = numbers(plane.truth);
  const radius = sizeOfMarks(parts.length, side);
  // light classes on paper, all on their own regions, and small values, which are all but paper, are seen by their edge
  const edge = mixed(palette.paper, palette.ink, EDGE);
  parts.forEach((part, k) => {
    const place = placeOn(plane, side, points[2 * k] ?? NaN, points[2 * k + 1] ?? NaN);
    const colour = truthColour(plane, k, output, palette);
    const shape = plane.kind === "classes" ? (truth[k] ?? 0) : 0;
    mark(context, shape, FORMS[part] ?? "full", place, radius, colour, edge, palette.paper);
  });
  context.strokeStyle = css(palette.ink);
  context.lineWidth = Math.max(0.9, radius / 3);
  context.beginPath();
  wrong.forEach((is, k) => {
    if (is === 0) return;
    const { x, y } = placeOn(plane, side, points[2 * k] ?? NaN, points[2 * k + 1] ?? NaN);
    const around = AROUND * radius + context.lineWidth;
    context.moveTo(x + around, y);
    context.arc(x, y, around, 0, 2 * Math.PI);
  });
  context.stroke();
}

function mark(
  context: CanvasRenderingContext2D,
  shape: number,
  form: Form,
  { x, y }: { x: number; y: number },
  radius: number,
  colour: Rgb,
  edge: Rgb,
  paper: Rgb,
): void {
  const filled = (size: number, fill: Rgb): void => {
    const corners = cornersOf(shape);
    context.beginPath();
    if (corners.length === 0) context.arc(x, y, size, 0, 2 * Math.PI);
    corners.forEach(([dx, dy], n) => {
      if (n === 0) context.moveTo(x + dx * size, y + dy * size);
      else context.lineTo(x + dx * size, y + dy * size);
    });
    if (corners.length > 0) context.closePath();
    context.fillStyle = css(fill);
    context.fill();
  };
  filled(radius, colour);
  context.strokeStyle = css(edge);
  context.lineWidth = LINE;
  context.stroke();
  if (form === "full") return;
  filled(OPEN * radius, paper);
  if (form === "dotted") filled(DOT * radius, edge);
}
