/** Wires as curves between two neurons, in px at zoom 1. */
import { numbers } from "../arrays";
import type { LinkScene } from "../schema";
import type { Column } from "./columns";
import type { Point } from "./labels";

export interface Wire {
  readonly link: number;
  readonly from: number;
  readonly to: number;
  readonly start: Point;
  readonly end: Point;
  readonly path: string;
  /** Names it within the page. */
  readonly key: string;
  /** Its place in the arrays of a link that carries only some of its wires. */
  readonly place?: number;
}

const BEND = 0.36; // share of the way across that a wire goes on level

/** A wire between two neurons; it goes on below both, so that they may be drawn smaller. */
export function wireBetween(columns: readonly Column[], link: number, from: number, to: number): Wire {
  const [below, above] = [columns[link], columns[link + 1]];
  const [source, goal] = [below?.places[from], above?.places[to]];
  if (!below || !above || !source || !goal) throw new RangeError(`there is no wire ${link}: ${from} → ${to}`);
  const start = { x: below.manner === "grid" ? source.x : source.x + below.radius, y: source.y };
  const end = { x: above.manner === "grid" ? goal.x : goal.x - above.radius, y: goal.y };
  const level = bend(start, end);
  const curve = `C${start.x + level},${start.y} ${end.x - level},${end.y} ${end.x},${end.y}`;
  const path = `M${source.x},${start.y}L${start.x},${start.y}${curve}L${goal.x},${end.y}`;
  return { link, from, to, start, end, path, key: `${link}.${from}.${to}` };
}

/** All wires of a link. */
export function allWires(columns: readonly Column[], link: number): Wire[] {
  const [below, above] = [columns[link]?.places ?? [], columns[link + 1]?.places ?? []];
  return below.flatMap((from) => above.map((to) => wireBetween(columns, link, from.index, to.index)));
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

/** How far a wire goes on level at both of its ends, in px. */
export const bend = (start: Point, end: Point): number => BEND * (end.x - start.x);

/** A point of a wire, at share t of its curve. */
export function along(start: Point, end: Point, t: number): Point {
  const level = bend(start, end);
  const s = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
  return {
    x: mix(start.x, start.x + level, end.x - level, end.x),
    y: mix(start.y, start.y, end.y, end.y),
  };
}
