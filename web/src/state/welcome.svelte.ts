/** The first minute: what who has never been here is shown, once in a browser. */
import type { Memory } from "./memory";

/** Whether a page greets its reader: in the first minute alone, or each time it is opened. */
export type Greeting = "never" | "once" | "always";

const STORED = "met";
const YES = "yes";

export class Welcome {
  readonly #memory: Memory;
  /** Whether it is shown. */
  open = $state(false);

  constructor(memory: Memory, greeting: Greeting) {
    this.#memory = memory;
    const met = memory.remembered(STORED, [YES]) !== undefined;
    this.open = greeting === "always" || (greeting === "once" && !met);
  }

  /** Shown again, since somebody asks for it. */
  again(): void {
    this.open = true;
  }

  leave(): void {
    this.open = false;
    this.#memory.remember(STORED, YES);
  }
}
