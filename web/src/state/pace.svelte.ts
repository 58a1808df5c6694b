/** How fast the reader wants training to play; remembered by the browser. */
import { remember, remembered } from "./remembered";

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
