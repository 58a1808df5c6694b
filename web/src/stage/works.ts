/**
 * What is built at places of the drawing, one thing after the other.
 *
 * A place is one of the network on screen, and what was asked for before may make another of it: so each waits until the
 * one before is on screen, and is then meant of the place that its own has become.
 */

/** Remove the neuron at a place, or put a layer before another. */
export type Work =
  | { readonly type: "remove"; readonly layer: number; readonly index: number }
  | { readonly type: "put"; readonly before: number };

export class Works {
  #waiting: Work[] = [];
  #carryOut: (work: Work) => Promise<boolean>;

  /** `carryOut` resolves with whether it was done. */
  constructor(carryOut: (work: Work) => Promise<boolean>) {
    this.#carryOut = carryOut;
  }

  async add(work: Work): Promise<void> {
    this.#waiting.push(work);
    if (this.#waiting.length > 1) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const done = await this.#carryOut(next);
      this.#waiting.shift();
      if (done) this.#waiting = this.#waiting.map((later) => since(next, later));
    }
  }
}

/** `later`, asked for before `done` was done, as it is to be asked for after it. */
function since(done: Work, later: Work): Work {
  if (done.type === "put") {
    if (later.type === "remove")
      return later.layer >= done.before ? { ...later, layer: later.layer + 1 } : later;
    return later.before > done.before ? { ...later, before: later.before + 1 } : later;
  }
  // whoever presses again where a neuron was means the one that has come there
  const moved = later.type === "remove" && later.layer === done.layer && later.index > done.index;
  return moved ? { ...later, index: later.index - 1 } : later;
}
