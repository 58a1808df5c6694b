/** Points of several classes on the plane, while they are being drawn. Each gesture is one step to undo. */

import { shapePath } from "../ui/shapes";

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly group: number; // its class, from 0
}

export const RANGE = 6; // the plane goes from −6 to 6 in both directions
export const GROUPS = 4;
export const MOST = 5000; // points that can be learned from
const REACH = 0.4; // of the eraser
const SCATTER = 0.35; // of sprayed points

export class Drawing {
  points: readonly Point[] = $state.raw([]);
  group = $state(0);
  erasing = $state(false);
  #before: (readonly Point[])[] = $state.raw([]);
  #changed = false;

  /** How many points each class has. */
  readonly counts: readonly number[] = $derived.by(() => {
    const counts = new Array<number>(GROUPS).fill(0);
    for (const { group } of this.points) counts[group] = (counts[group] ?? 0) + 1;
    return counts;
  });
  readonly canUndo = $derived(this.#before.length > 0);
  /** Why the points cannot be learned from, "" where they can. */
  readonly lacking = $derived.by(() => {
    const classes = this.counts.filter((count) => count > 0).length;
    return classes >= 2
      ? ""
      : classes === 1
        ? "Put points of a second class too."
        : "Put points of two classes.";
  });

  /** A new gesture: what it changes is taken back together. */
  begin(): void {
    this.#changed = false;
  }

  /** Put a point of the chosen class. */
  put(x: number, y: number): void {
    if (this.points.length < MOST) {
      this.#change([...this.points, { x: placed(x), y: placed(y), group: this.group }]);
    }
  }

  /** Put a point somewhere near. */
  spray(x: number, y: number, random: () => number = Math.random): void {
    const angle = 2 * Math.PI * random();
    const distance = SCATTER * Math.sqrt(random());
    this.put(x + distance * Math.cos(angle), y + distance * Math.sin(angle));
  }

  /** Remove the points near a place. */
  erase(x: number, y: number): void {
    const left = this.points.filter((point) => Math.hypot(point.x - x, point.y - y) > REACH);
    if (left.length < this.points.length) this.#change(left);
  }

  clear(): void {
    this.begin();
    if (this.points.length > 0) this.#change([]);
  }

  undo(): void {
    const last = this.#before.at(-1);
    if (last === undefined) return;
    this.points = last;
    this.#before = this.#before.slice(0, -1);
    this.begin();
  }

  #change(points: readonly Point[]): void {
    if (!this.#changed) this.#before = [...this.#before, this.points];
    this.#changed = true;
    this.points = points;
  }
}

/** A coordinate on the plane, with the two decimals a hand can aim at. */
function placed(value: number): number {
  return Math.round(100 * Math.min(RANGE, Math.max(-RANGE, value))) / 100 + 0; // + 0: no negative zero
}

/** The outline of a point's mark, in units of the plane, whose y grows downward on screen. */
export function outline({ x, y, group }: Point, size = 0.2): string {
  return shapePath(group, x, -y, size);
}
