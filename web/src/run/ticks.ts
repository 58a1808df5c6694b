/** Steps written under the strip. */
import { ticks } from "d3-array";

import type { Window } from "./window";

/** Room in px for one number. */
const ROOM = 96;

/** Round whole steps within the window, as many as there is room for. */
export function stepTicks({ first, last }: Window, width: number): number[] {
  const wanted = Math.max(2, Math.floor(width / ROOM));
  return ticks(first, last, wanted).filter((step) => Number.isInteger(step));
}
