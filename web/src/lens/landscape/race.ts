/** Descents as lines and points of a picture. */
import { numbers } from "../../arrays";
import type { DescentScene } from "../../schema";
import { colourOf, madeOf } from "./byHand.svelte";
import type { Was } from "./places";

interface Point {
  readonly x: number;
  readonly y: number;
}
/** Where a step of a descent is drawn; undefined where it has no place. */
export type At = (was: Was) => Point | undefined;

export interface Ran {
  readonly key: string;
  readonly colour: string;
  readonly text: string;
  /** The colour of its words. */
  readonly words: string;
  /** What is made so far, and what comes. */
  readonly so: string;
  readonly ahead: string;
  readonly dots: readonly Point[];
  readonly start: Point | undefined;
  /** Undefined where it has left the picture. */
  readonly now: Point | undefined;
}

export function raceOf(descents: readonly DescentScene[], shown: number, at: At): Ran[] {
  return descents.map((descent, k) => {
    const [points, losses, shadows] = [
      numbers(descent.points),
      numbers(descent.losses),
      numbers(descent.shadows),
    ];
    const made = madeOf(descent);
    const places = Array.from({ length: made + 1 }, (_, step) =>
      at({
        step,
        a: points[2 * step]!,
        b: points[2 * step + 1]!,
        loss: losses[step]!,
        shadow: shadows[step]!,
      }),
    );
    const now = Math.min(shown, made);
    return {
      key: `${k} ${descent.title}`,
      colour: colourOf(k),
      words: colourOf(k, "-text"),
      text: `${descent.title} ${descent.word}`,
      so: lineThrough(places.slice(0, now + 1)),
      ahead: lineThrough(places.slice(now)),
      dots: places.slice(1, now).filter((one) => one !== undefined),
      start: places[0],
      now: places[now],
    };
  });
}

/** A line through points; where one has no place it breaks off. */
function lineThrough(points: readonly (Point | undefined)[]): string {
  let joined = false;
  return points
    .map((point) => {
      const piece = point ? `${joined ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}` : "";
      joined = point !== undefined;
      return piece;
    })
    .join("");
}
