/** How fast the reader wants training to play; remembered by the browser. */
import type { Memory } from "./memory";

/** Steps a second; 0 is as fast as possible. */
export const PACES = [1, 10, 100, 1000, 0];
const STORED = "pace";

export class Pace {
  readonly #memory: Memory;
  #steps = $state(0);

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#steps = memory.remembered(STORED, PACES) ?? 0;
  }

  get steps(): number {
    return this.#steps;
  }
  set steps(steps: number) {
    this.#steps = steps;
    this.#memory.remember(STORED, String(steps));
  }
}
