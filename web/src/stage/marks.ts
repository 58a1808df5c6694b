/** Samples on the plane of two inputs, as marks: where they stand, which form and colour they have. */
import { numbers } from "../arrays";
import type { PlaneScene } from "../schema";
import { classColour, css, mixed, toneColour, type Palette, type Rgb } from "../ui/tones";

/** By part: train, validation, test. */
export const FORMS = ["disc", "ring", "square"] as const;
export type Form = (typeof FORMS)[number];

const MARK = 0.0115; // radius, as a share of the picture's edge
const LEAST = 2; // px
const OPEN = 0.52; // share of an open mark that is
const EDGE = 0.6; // of ink

/** Where a point of the plane lies in a picture of `side` px. */
export function placeOn(
  plane: Pick<PlaneScene, "x" | "y">,
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
export function truthColour(plane: PlaneScene, index: number, output: number, palette: Palette): Rgb {
  const truth = numbers(plane.truth);
  if (plane.winner) return classColour(truth[index] ?? 0, palette);
  const low = plane.low[output] ?? 0;
  const high = plane.high[output] ?? 1;
  const value = truth[index * (plane.truth.shape[1] ?? 1) + output] ?? NaN;
  const level = Math.max(-1, Math.min(1, (2 * (value - low)) / (high - low) - 1));
  return toneColour(Number.isNaN(level) ? 0 : Math.round(128 + 127 * level), palette);
}

/** Draw all samples, those in a ring of ink of which something else is said, on `context`, whose picture is `side` px wide and high. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  plane: PlaneScene,
  side: number,
  output: number,
  palette: Palette,
): void {
  const points = numbers(plane.points);
  const parts = numbers(plane.part);
  const wrong = numbers(plane.wrong);
  const radius = Math.max(LEAST, MARK * side);
  // classes are seen on their own regions by an edge of paper; small values, which are all but paper, by one of ink
  const edge = plane.winner ? palette.paper : mixed(palette.paper, palette.ink, EDGE);
  parts.forEach((part, k) => {
    const place = placeOn(plane, side, points[2 * k] ?? NaN, points[2 * k + 1] ?? NaN);
    const colour = truthColour(plane, k, output, palette);
    mark(context, FORMS[part] ?? "disc", place, radius, colour, edge, palette.paper);
  });
  context.strokeStyle = css(palette.ink);
  context.lineWidth = Math.max(0.9, radius / 2.6);
  context.beginPath();
  wrong.forEach((is, k) => {
    if (is === 0) return;
    const { x, y } = placeOn(plane, side, points[2 * k] ?? NaN, points[2 * k + 1] ?? NaN);
    const around = radius + context.lineWidth;
    context.moveTo(x + around, y);
    context.arc(x, y, around, 0, 2 * Math.PI);
  });
  context.stroke();
}

function mark(
  context: CanvasRenderingContext2D,
  form: Form,
  { x, y }: { x: number; y: number },
  radius: number,
  colour: Rgb,
  edge: Rgb,
  paper: Rgb,
): void {
  const outline = (size: number): void => {
    context.beginPath();
    if (form === "square") context.rect(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size);
    else context.arc(x, y, size, 0, 2 * Math.PI);
  };
  outline(radius);
  context.fillStyle = css(colour);
  context.fill();
  context.strokeStyle = css(edge);
  context.lineWidth = 0.7;
  context.stroke();
  if (form === "disc") return;
  outline(OPEN * radius);
  context.fillStyle = css(paper);
  context.fill();
}
