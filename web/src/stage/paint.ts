/** Wires, cells and pulses on a canvas, for networks with more of them than a document should hold as elements. */
import { ofWire } from "../arrays";
import type { LayerScene, LinkScene, StageScene } from "../schema";
import type { Styles } from "../ui/palette.svelte";
import type { Column } from "./columns";
import { reaches, type Focus } from "../state/focus";
import type { Box, Point } from "./labels";
import type { Picture } from "../state/timeline";
import { cellsOf, PULSE_EDGE, styleOfPulse, styleOfWire, type Lit, type Look, type Token } from "./style";
import { along, bend, type Wire } from "./wires";

/** Wires and cells from which on a canvas draws them. */
export const MANY = 400;

export type Palette = Readonly<Record<Token, string>>;

const NAMES: readonly Token[] = [
  ...(["paper", "ink", "muted", "hairline"] as const),
  ...(["positive", "negative", "forward", "backward"] as const),
];

/** The colours of the theme, as a canvas needs them. */
export function paletteOf(styles: Styles): Palette {
  return Object.fromEntries(NAMES.map((name) => [name, styles.token(name)])) as Record<Token, string>;
}

export interface View {
  readonly zoom: number;
  readonly offset: Point;
  /** What is in view, in px at zoom 1. */
  readonly window: Box;
}

/** Wires; the context is at zoom 1. */
export function paintWires(
  context: CanvasRenderingContext2D,
  wires: readonly Wire[],
  links: readonly LinkScene[],
  updated: boolean,
  { zoom, window }: View,
  palette: Palette,
  lit: Lit,
  look: Look,
): void {
  const hair = Math.min(1, zoom) / zoom; // many wires stay as thin as they are, which is also drawn much faster
  let dash: readonly number[] = [];
  for (const wire of wires) {
    const link = links[wire.link];
    if (link === undefined || !inView(wire, window)) continue;
    const style = styleOfWire(ofWire(updated ? link.after : link.weight, wire), wire, lit, look);
    context.strokeStyle = palette[style.colour];
    context.globalAlpha = style.opacity;
    context.lineWidth = style.width * hair + style.wider / zoom;
    if (style.dash !== dash) context.setLineDash((dash = style.dash).map((length) => length / zoom));
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

/** The cells of a layer drawn as a grid, their fills as strong as said; places are those of this zoom, before the offset. */
export function paintCells(
  context: CanvasRenderingContext2D,
  scene: LayerScene,
  layer: number,
  { places, radius }: Column,
  opacity: number,
  strength: number,
  { zoom, window }: View,
  palette: Palette,
  focus: Focus | undefined,
): void {
  const side = 2 * radius;
  const styles = cellsOf(scene, layer, opacity > 0.5, focus);
  let dash: readonly number[] = [];
  const lit = places.filter(({ index }) => reaches(focus, layer, index)); // above their neighbours
  for (const { x, y, index } of [...places, ...lit]) {
    const style = styles[index];
    if (style === undefined) continue;
    if (x + radius < window.x * zoom || x - radius > (window.x + window.width) * zoom) continue;
    if (y + radius < window.y * zoom || y - radius > (window.y + window.height) * zoom) continue;
    context.globalAlpha = 1;
    context.fillStyle = palette.paper;
    context.fillRect(x - radius, y - radius, side, side);
    if (style.fill.share > 0) {
      context.fillStyle = palette[style.fill.colour];
      context.globalAlpha = style.fill.share * style.opacity * strength;
      context.fillRect(x - radius, y - radius, side, side);
    }
    context.globalAlpha = style.opacity;
    if (style.dash !== dash) context.setLineDash((dash = style.dash));
    context.strokeStyle = palette[style.stroke];
    context.lineWidth = style.width;
    context.strokeRect(x - radius, y - radius, side, side);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
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
  context.lineWidth = PULSE_EDGE / zoom;
  for (const wire of wires) {
    const link = stage.links[wire.link];
    const going = picture.links[wire.link];
    const forward = going?.forward;
    const share = forward ?? (going?.backward === undefined ? undefined : 1 - going.backward);
    if (link === undefined || share === undefined || !inView(wire, window)) continue;
    const carried = ofWire(forward === undefined ? link.backward : link.forward, wire);
    const place = along(wire.start, wire.end, share);
    const style = styleOfPulse(carried, forward === undefined ? "backward" : "forward");
    context.beginPath();
    context.arc(place.x, place.y, style.radius / zoom, 0, 2 * Math.PI);
    context.fillStyle = palette[style.ring ? "paper" : style.colour];
    context.strokeStyle = palette[style.colour];
    context.fill();
    context.stroke();
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
