/** How fast the reader wants training to play; remembered by the browser. */
import type { Memory } from "./memory";

/** Steps a second; 0 is as fast as possible. */
export const PACES = [1, 10, 100, 1000, 0];
/** A pace at which one can watch a small network learn: the starting points take some ten seconds. */
const WATCHED = 10;
const STORED = "pace";

export class Pace {
  readonly #memory: Memory;
  #steps = $state(WATCHED);

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#steps = memory.remembered(STORED, PACES) ?? WATCHED;
  }

  get steps(): number {
    return this.#steps;
  }
  set steps(steps: number) {
    this.#steps = steps;
    this.#memory.remember(STORED, String(steps));
  }
}
