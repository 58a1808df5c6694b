/** Wires, cells and pulses on a canvas, for networks with more of them than a document should hold as elements. */
import { at, numbers, ofWire } from "../arrays";
import type { LayerScene, LinkScene, StageScene } from "../schema";
import { pulseRadius, signOf, valueShare, wireOpacity, wireWidth } from "../ui/colour";
import type { Column } from "./columns";
import { reaches, touches, type Focus } from "../state/focus";
import type { Box, Point } from "./labels";
import type { Picture } from "../state/timeline";
import { along, bend, type Wire } from "./wires";

/** Wires and cells from which on a canvas draws them. */
export const MANY = 400;

export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly hairline: string;
  readonly positive: string;
  readonly negative: string;
  readonly forward: string;
  readonly backward: string;
}

const NAMES = ["paper", "ink", "muted", "hairline", "positive", "negative", "forward", "backward"] as const;

/** The colours of the theme, as a canvas needs them. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as unknown as Palette;
}

export interface View {
  readonly zoom: number;
  readonly offset: Point;
  /** What is in view, in px at zoom 1. */
  readonly window: Box;
}

interface Marks {
  readonly focus: Focus | undefined;
  readonly paths: ReadonlySet<string> | undefined;
  readonly patterns: boolean;
}

const FAR = 0.1; // opacity of wires that do not belong to what is focused

/** Wires; the context is at zoom 1. */
export function paintWires(
  context: CanvasRenderingContext2D,
  wires: readonly Wire[],
  links: readonly LinkScene[],
  updated: boolean,
  { zoom, window }: View,
  palette: Palette,
  { focus, paths, patterns }: Marks,
): void {
  const hair = Math.min(1, zoom) / zoom; // many wires stay as thin as they are, which is also drawn much faster
  for (const wire of wires) {
    const link = links[wire.link];
    if (link === undefined || !inView(wire, window)) continue;
    const weight = ofWire(updated ? link.after : link.weight, wire);
    const sign = signOf(weight);
    const near = focus !== undefined && touches(focus, wire);
    const away =
      (focus?.kind === "neuron" && !near) || (paths !== undefined && !paths.has(wire.key) && !near);
    context.strokeStyle = sign === "positive" || sign === "negative" ? palette[sign] : palette.muted;
    context.globalAlpha = away ? FAR : near || paths?.has(wire.key) ? 1 : wireOpacity(weight);
    context.lineWidth = wireWidth(weight) * hair + (near && focus.kind === "wire" ? 1 / zoom : 0);
    if (patterns) context.setLineDash(sign === "negative" ? [7 / zoom, 4 / zoom] : []);
    const { start, end } = wire;
    const level = bend(start, end);
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.bezierCurveTo(start.x + level, start.y, end.x - level, end.y, end.x, end.y);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The cells of a layer drawn as a grid; places are those of this zoom, before the offset. */
export function paintCells(
  context: CanvasRenderingContext2D,
  scene: LayerScene,
  layer: number,
  { places, radius }: Column,
  opacity: number,
  { zoom, window }: View,
  palette: Palette,
  focus: Focus | undefined,
): void {
  const side = 2 * radius;
  const values = numbers(scene.value);
  const picture = inkOf(scene);
  const known = opacity > 0.5;
  context.lineWidth = 0.6;
  for (const { x, y, index } of places) {
    if (x + radius < window.x * zoom || x - radius > (window.x + window.width) * zoom) continue;
    if (y + radius < window.y * zoom || y - radius > (window.y + window.height) * zoom) continue;
    const value = values[index] ?? NaN;
    context.globalAlpha = 1;
    context.fillStyle = palette.paper;
    context.fillRect(x - radius, y - radius, side, side);
    if (picture) {
      context.fillStyle = palette.ink;
      context.globalAlpha = picture(index);
      context.fillRect(x - radius, y - radius, side, side);
    } else if (known && Number.isFinite(value) && value !== 0) {
      context.fillStyle = value > 0 ? palette.positive : palette.negative;
      context.globalAlpha = valueShare(value);
      context.fillRect(x - radius, y - radius, side, side);
    }
    const dropped = scene.mask !== null && at(scene.mask, index) === 0;
    context.globalAlpha = dropped ? 0.35 : 1;
    if (dropped) context.setLineDash([2, 2]);
    context.strokeStyle = palette.hairline;
    context.strokeRect(x - radius, y - radius, side, side);
    if (dropped) context.setLineDash([]);
  }
  context.globalAlpha = 1;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.6;
  for (const { x, y, index } of places) {
    if (reaches(focus, layer, index)) context.strokeRect(x - radius, y - radius, side, side);
  }
}

/** How much ink a pixel of a grey picture gets, from 0 to 1; undefined where the layer is none. */
export function inkOf(scene: LayerScene): ((index: number) => number) | undefined {
  const raw = scene.raw;
  if (raw === null || scene.image_shape.length !== 2) return undefined;
  const values = numbers(raw);
  const darkest = values.reduce((most, value) => Math.max(most, value), 1e-12);
  return (index) => Math.max(0, values[index] ?? 0) / darkest;
}

/** What is under way along the wires; the context is at zoom 1. */
export function paintPulses(
  context: CanvasRenderingContext2D,
  wires: readonly Wire[],
  stage: StageScene,
  picture: Picture,
  { zoom, window }: View,
  palette: Palette,
): void {
  context.lineWidth = 1.4 / zoom;
  for (const wire of wires) {
    const link = stage.links[wire.link];
    const going = picture.links[wire.link];
    const forward = going?.forward;
    const share = forward ?? (going?.backward === undefined ? undefined : 1 - going.backward);
    if (link === undefined || share === undefined || !inView(wire, window)) continue;
    const carried = ofWire(forward === undefined ? link.backward : link.forward, wire);
    const place = along(wire.start, wire.end, share);
    const colour = forward === undefined ? palette.backward : palette.forward;
    context.beginPath();
    context.arc(place.x, place.y, pulseRadius(carried) / zoom, 0, 2 * Math.PI);
    if (carried < 0) {
      context.fillStyle = palette.paper;
      context.strokeStyle = colour;
      context.fill();
      context.stroke();
    } else {
      context.fillStyle = colour;
      context.fill();
    }
  }
}

function inView({ start, end }: Wire, { x, y, width, height }: Box): boolean {
  return (
    end.x > x && start.x < x + width && Math.max(start.y, end.y) > y && Math.min(start.y, end.y) < y + height
  );
}

const REACH = 5; // px from a wire that still point at it

/** The neuron of a grid or the wire at a point of the drawing, in px of this zoom before the offset. */
export function found(
  point: Point,
  columns: readonly Column[],
  wires: readonly Wire[],
  zoom: number,
): Focus | undefined {
  for (const [layer, { manner, places, radius }] of columns.entries()) {
    if (manner !== "grid") continue;
    const hit = places.find(({ x, y }) => Math.abs(x - point.x) <= radius && Math.abs(y - point.y) <= radius);
    if (hit) return { kind: "neuron", layer, index: hit.index };
  }
  const [x, y] = [point.x / zoom, point.y / zoom];
  let nearest = REACH / zoom;
  let focus: Focus | undefined;
  for (const { link, from, to, start, end } of wires) {
    if (
      x < start.x ||
      x > end.x ||
      y < Math.min(start.y, end.y) - nearest ||
      y > Math.max(start.y, end.y) + nearest
    )
      continue;
    const away = Math.abs(heightAt(start, end, x) - y);
    if (away < nearest) [nearest, focus] = [away, { kind: "wire", link, from, to }];
  }
  return focus;
}

/** The height of a wire at x, by halving: x grows along it. */
function heightAt(start: Point, end: Point, x: number): number {
  let [low, high] = [0, 1];
  for (let k = 0; k < 9; k++) {
    const middle = (low + high) / 2;
    if (along(start, end, middle).x < x) low = middle;
    else high = middle;
  }
  return along(start, end, (low + high) / 2).y;
}
