/**
 * Seen from near, the weights into a neuron stand side by side where their wires come in, each as a term of its sum: input ×
 * weight = product. So a neuron is seen with its inputs, however far away these are drawn.
 */
import type { Box, Point } from "./labels";
import { overlap } from "./labels";
import type { Layout } from "./layout";
import { boxOf } from "./plan";
import type { Label } from "./shown";
import { along, wireBetween, type Wire } from "./wires";

export const TERM = { width: 330, height: 34 }; // px that one may take
const FROM = 2.4; // zoom
const MOST = 10; // terms that stand above one another
const EDGE = 12; // px beside them
const HEADS = 70; // px above them, with the title of the layer
const FOOT = 46; // px below them
const APART = 60; // px between the end of a term and the middle of the neuron

interface Term {
  readonly wire: Wire;
  /** In px at zoom 1. */
  readonly at: Point;
}

/** The terms of the neuron in the middle of what is seen; none from farther, of very many, and where there is no room. */
export function termsIn(whole: Layout, seen: Box, zoom: number): readonly Term[] {
  if (zoom < FROM) return [];
  const middle = { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
  const neurons = whole.columns.slice(1).flatMap((column) => (column.manner === "grid" ? [] : column.places));
  const distance = ({ x, y }: Point): number => Math.hypot(x - middle.x, y - middle.y);
  const [neuron] = neurons.toSorted((a, b) => distance(a) - distance(b));
  if (neuron === undefined || distance(neuron) > Math.min(seen.width, seen.height) / 4) return [];
  const below = whole.columns[neuron.layer - 1];
  if (below === undefined || below.manner === "grid" || below.places.length > MOST) return [];
  const half = TERM.width / 2 / zoom;
  const x = seen.x + half + EDGE / zoom; // where their wires are farthest from one another
  if (x + half > neuron.x - APART / zoom) return [];
  const wires = below.places.map(({ index }) =>
    wireBetween(whole.columns, neuron.layer - 1, index, neuron.index),
  );
  const [top, bottom] = [seen.y + HEADS / zoom, seen.y + seen.height - FOOT / zoom];
  const terms = wires.map((wire) => {
    const y = heightAt(wire, x);
    if (y >= top && y <= bottom) return { wire, at: { x, y } };
    const inside = Math.max(top, Math.min(bottom, y)); // it comes in from above or below
    return {
      wire,
      at: { x: Math.max(x, Math.min(neuron.x - APART / zoom - half, xAt(wire, inside))), y: inside },
    };
  });
  return spread(terms, TERM.height / zoom, top, bottom);
}

/** The labels with those of the terms in their places, and what these cover stepping back. */
export function withTerms(labels: readonly Label[], terms: readonly Term[], zoom: number): readonly Label[] {
  const [model] = labels;
  if (terms.length === 0 || model === undefined) return labels;
  const mine = new Set(terms.map(({ wire }) => wire.key));
  const boxes = terms.map(({ at }) => ({
    x: zoom * at.x - TERM.width / 2,
    y: zoom * at.y - TERM.height / 2,
    ...TERM,
  }));
  const others = labels
    .filter(({ wire }) => !mine.has(wire.key))
    .map((label) => {
      const own = boxOf({ x: zoom * label.at.x, y: zoom * label.at.y }, label.writing);
      return boxes.some((box) => overlap(box, own) > 0) ? { ...label, covered: true } : label;
    });
  const writing = { ...model.writing, small: false };
  return [
    ...others,
    ...terms.map(({ wire, at }) => ({ wire, at, writing, covered: false, near: true, term: true })),
  ];
}

/** How high a wire is at `x`: straight on before and behind its curve. */
function heightAt({ start, end }: Wire, x: number): number {
  if (x <= start.x) return start.y;
  if (x >= end.x) return end.y;
  return firstAlong({ start, end }, (point) => point.x >= x).y;
}

/** Where a wire comes to the height `y`, which lies between those of its ends. */
function xAt({ start, end }: Wire, y: number): number {
  return firstAlong({ start, end }, (point) => Math.abs(point.y - end.y) <= Math.abs(y - end.y)).x;
}

/** The first point of a wire of which something holds that holds from there on. */
function firstAlong({ start, end }: Pick<Wire, "start" | "end">, holds: (point: Point) => boolean): Point {
  let [low, high] = [0, 1];
  for (let k = 0; k < 20; k++) {
    const share = (low + high) / 2;
    if (holds(along(start, end, share))) high = share;
    else low = share;
  }
  return along(start, end, high);
}

/** Terms moved apart until each has its height or, where there is less room, as much as the others, from `top` to `bottom`. */
function spread(terms: readonly Term[], height: number, top: number, bottom: number): Term[] {
  const sorted = terms.toSorted((a, b) => a.at.y - b.at.y);
  const step = Math.min(height, (bottom - top) / Math.max(1, sorted.length - 1));
  const heights: number[] = [];
  for (const { at } of sorted) heights.push(Math.max(at.y, (heights.at(-1) ?? -Infinity) + step));
  let most = bottom;
  for (let k = heights.length - 1; k >= 0; k--) {
    heights[k] = Math.min(heights[k]!, most);
    most = heights[k]! - step;
  }
  return sorted.map((term, k) => ({ ...term, at: { x: term.at.x, y: heights[k]! } }));
}
