/** Steps written under the strip. */
import { ticks } from "d3-array";

import type { FutureScene } from "../schema";
import { epochAt, stepOfEpoch } from "./epochs";
import type { Window } from "./window";

/** Room in px for one number. */
const ROOM = 96;

/** Round epochs within the window, as steps of the future shown, each with its epoch. */
export function epochTicks(
  window: Window,
  width: number,
  future: Pick<FutureScene, "epochs">,
): [number, number][] {
  const wanted = Math.max(2, Math.floor(width / ROOM));
  const [first, last] = [epochAt(future, window.first), epochAt(future, window.last)];
  return ticks(first, last, wanted).map((epoch) => [stepOfEpoch(future, epoch), epoch]);
}

/** Round whole steps within the window, as many as there is room for. */
export function stepTicks({ first, last }: Window, width: number): number[] {
  const wanted = Math.max(2, Math.floor(width / ROOM));
  return ticks(first, last, wanted).filter((step) => Number.isInteger(step));
}
