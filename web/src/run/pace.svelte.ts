/** How fast the reader wants training to play; remembered by the browser. */
import { remember, remembered } from "../state/remembered";

/** Steps a second; 0 is as fast as possible. */
export const PACES = [1, 10, 100, 1000, 0];
const STORED = "pace";

class Pace {
  #steps = $state(remembered(STORED, PACES) ?? 0);

  get steps(): number {
    return this.#steps;
  }
  set steps(steps: number) {
    this.#steps = steps;
    remember(STORED, String(steps));
  }
}

export const pace = new Pace();

export function inWords(steps: number): string {
  if (steps === 0) return "as fast as possible";
  return steps === 1 ? "1 step a second" : `${grouped(steps)} steps a second`;
}

/** A count with its thousands apart: 12 480. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}
