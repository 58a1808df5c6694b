/** The curves, painted: a pure function of curves, scales and colours onto a canvas. */
import type { Curve } from "./curves";
import type { ValueScale } from "./scales";

export interface Colours {
  /** Of the futures: ink first, then those of the forks. */
  readonly futures: readonly string[];
  readonly hairline: string;
  readonly fault: string;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** From a step to px from the left. */
  x(step: number): number;
  readonly scale: ValueScale;
  readonly colours: Colours;
  /** Name of the future the reader points at, "" for none. */
  readonly lit: string;
}

type Context = Pick<
  CanvasRenderingContext2D,
  | "arc" | "beginPath" | "clearRect" | "clip" | "fill" | "fillRect" | "fillStyle" | "globalAlpha" | "lineJoin"
  | "lineTo" | "lineWidth" | "moveTo" | "rect" | "restore" | "save" | "setLineDash" | "stroke" | "strokeStyle"
>; // prettier-ignore

const BAND = 0.2;
const EVERY_STEP = 0.55;

/** Paint everything anew. */
export function paint(context: Context, curves: readonly Curve[], frame: Frame): void {
  const { width, height, scale, colours } = frame;
  context.clearRect(0, 0, width, height + 8);
  context.lineJoin = "round";
  context.lineWidth = 1;
  context.strokeStyle = colours.hairline;
  context.setLineDash([]);
  for (const value of scale.ticks) {
    const y = Math.round(scale.y(value)) + 0.5;
    stroke(context, () => {
      context.moveTo(0, y);
      context.lineTo(width, y);
    });
  }
  context.save();
  context.beginPath();
  context.rect(0, -4, width, height + 8);
  context.clip();
  for (const curve of curves) if (curve.banded) band(context, curve, frame);
  for (const curve of curves) line(context, curve, frame);
  for (const curve of curves) if (curve.shown) outside(context, curve, frame);
  context.restore();
}

/** From the least to the greatest number of each bin, so that no extreme is lost. */
function band(context: Context, curve: Curve, { x, scale, colours, width }: Frame): void {
  context.globalAlpha = BAND;
  context.fillStyle = colourOf(curve, colours);
  const { steps, low, high } = curve;
  for (let k = 0; k < steps.length; k++) {
    const least = low[k] as number;
    const most = high[k] as number;
    if (least === most || !(Number.isFinite(least) || Number.isFinite(most))) continue;
    const left = x(steps[k] as number);
    const right = k + 1 < steps.length ? x(steps[k + 1] as number) : left + 1;
    if (right < 0 || left > width) continue;
    const top = scale.y(most);
    context.fillRect(left, top, Math.max(1, right - left), Math.max(1, scale.y(least) - top));
  }
  context.globalAlpha = 1;
}

/** The mean of each bin, joined; broken where there is no number. */
function line(context: Context, curve: Curve, { x, scale, colours, width, lit }: Frame): void {
  context.strokeStyle = context.fillStyle = colourOf(curve, colours);
  context.globalAlpha = curve.everyStep && curve.over === 1 ? EVERY_STEP : 1;
  context.lineWidth = curve.future === lit ? 2.4 : curve.everyStep ? 1 : curve.shown ? 1.7 : 1.4;
  context.setLineDash([...curve.dash]);
  const { steps, mean } = curve;
  let drawing = false;
  let alone = false;
  let next = x(steps[0] as number);
  context.beginPath();
  for (let k = 0; k < steps.length; k++) {
    const value = mean[k] as number;
    const px = next;
    if (k + 1 < steps.length) next = x(steps[k + 1] as number);
    if (k + 1 < steps.length && next < 0) continue;
    if (scale.place(value) !== "inside") {
      drawing = false;
      continue;
    }
    const y = scale.y(value);
    if (drawing) context.lineTo(px, y);
    else context.moveTo(px, y);
    alone = !drawing && (k + 1 === steps.length || scale.place(mean[k + 1] as number) !== "inside");
    if (alone) dot(context, px, y, 1.6);
    drawing = true;
    if (px > width) break;
  }
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Marks for numbers that have no place on the scale: a cross at the top for none, a wedge at the foot below the scale. */
function outside(context: Context, curve: Curve, { x, scale, colours, width, height }: Frame): void {
  let last = -Infinity;
  context.strokeStyle = context.fillStyle = colours.fault;
  context.lineWidth = 1.2;
  for (let k = 0; k < curve.steps.length; k++) {
    const lowest = scale.place(curve.low[k] as number);
    const where = lowest === "inside" ? scale.place(curve.high[k] as number) : lowest;
    if (where === "inside") continue;
    const px = x(curve.steps[k] as number);
    if (px < 0 || px > width || px - last < 7) continue;
    last = px;
    stroke(context, () => {
      if (where === "nowhere") {
        context.moveTo(px - 2.5, 1);
        context.lineTo(px + 2.5, 6);
        context.moveTo(px + 2.5, 1);
        context.lineTo(px - 2.5, 6);
      } else {
        context.moveTo(px - 3, height - 4);
        context.lineTo(px, height);
        context.lineTo(px + 3, height - 4);
      }
    });
  }
}

function dot(context: Context, x: number, y: number, radius: number): void {
  context.moveTo(x + radius, y);
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

function stroke(context: Context, draw: () => void): void {
  context.beginPath();
  draw();
  context.stroke();
}

function colourOf(curve: Curve, colours: Colours): string {
  const { futures } = colours;
  if (curve.colour === 0) return futures[0] ?? "";
  return futures[1 + ((curve.colour - 1) % (futures.length - 1))] ?? "";
}
