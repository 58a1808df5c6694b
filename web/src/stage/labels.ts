/**
 * Places for labels on wires: each slides along its own wire until none covers another or a neuron.
 *
 * Of all labels of a link, as many as possible get a place: a label without one takes the place on its wire where it
 * meets the fewest others; a single one that it meets there gives way and looks for another place, and may not come back
 * for a while (tabu search). Then each moves to the free place nearest to the middle of its wire and away from others.
 * Nothing here is random and nothing looks at the clock, so the same wires always have the same places.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place a label can take: its centre, and the share of the wire at which it lies. */
export interface Option extends Point {
  readonly share: number;
}

const SHARES = 45;
const FIRST = 0.08; // share of the wire at which the first place lies, the last as far from its end
const STRIDE = 7; // neighbouring wires start apart, so that few conflicts are left to solve
const TRIES = 8; // times each label may look for a place without one more being found, unless told otherwise
const TABU = 9; // labels that must move before one that gave way may take a contested place again
const POLISH = 3; // rounds

/** The places along a wire, given as a curve from share 0 to 1, at which `fits` holds. */
export function optionsOn(curve: (share: number) => Point, fits: (centre: Point) => boolean): Option[] {
  const step = (1 - 2 * FIRST) / (SHARES - 1);
  return Array.from({ length: SHARES }, (_, k) => ({
    share: FIRST + step * k,
    ...curve(FIRST + step * k),
  })).filter(fits);
}

/** For each label one of its options, or undefined; labels have one size, and those of `fixed` have their place. */
export function placeLabels(
  options: readonly (readonly Option[])[],
  size: Size,
  fixed: readonly Point[] = [],
  tries = TRIES,
): (Option | undefined)[] {
  const table = new Table(options, size, fixed);
  table.fill(tries);
  table.polish();
  return table.chosen();
}

/** The search, on flat arrays: option k of label n has its centre at x[first[n] + k], y[first[n] + k]. */
class Table {
  readonly #options: readonly (readonly Option[])[];
  readonly #first: Int32Array;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #free: Uint8Array; // whether an option keeps clear of the fixed labels
  readonly #place: Int32Array; // the option each label has taken, -1 for none
  readonly #until: Int32Array; // the turn until which a label may not push another away
  readonly #width: number;
  readonly #height: number;

  constructor(options: readonly (readonly Option[])[], { width, height }: Size, fixed: readonly Point[]) {
    this.#options = options;
    [this.#width, this.#height] = [width, height];
    this.#first = new Int32Array(options.length + 1);
    options.forEach((own, n) => (this.#first[n + 1] = (this.#first[n] ?? 0) + own.length));
    const all = options.flat();
    this.#x = Float64Array.from(all, ({ x }) => x);
    this.#y = Float64Array.from(all, ({ y }) => y);
    this.#free = Uint8Array.from(all, (one) => (fixed.some((other) => this.#meet(one, other)) ? 0 : 1));
    this.#place = new Int32Array(options.length).fill(-1);
    this.#until = new Int32Array(options.length);
  }

  /** Give as many labels as possible a place. */
  fill(tries: number): void {
    const count = this.#options.length;
    // labels with little choice first
    const waiting = Array.from({ length: count }, (_, n) => n).sort(
      (a, b) => this.#room(a) - this.#room(b) || a - b,
    );
    let best = this.#place.slice();
    let [placed, most, last] = [0, 0, 0];
    for (let turn = 1; turn - last <= tries * count && waiting.length > 0; turn++) {
      const label = waiting.shift() as number;
      const { option, rival, met } = this.#leastMet(label, turn);
      if (option < 0 || met > 1) {
        if (this.#room(label) > 0) waiting.push(label);
        continue;
      }
      this.#place[label] = option;
      placed++;
      if (rival >= 0) {
        this.#place[rival] = -1;
        this.#until[label] = turn + TABU + (label % 5);
        waiting.push(rival);
        placed--;
      }
      if (placed > most) [most, last, best] = [placed, turn, this.#place.slice()];
    }
    this.#place.set(best);
  }

  /** Move each label to the free place it likes best, a few times over. */
  polish(): void {
    for (let round = 0; round < POLISH; round++) {
      for (let label = 0; label < this.#options.length; label++) {
        if ((this.#place[label] ?? -1) < 0) continue;
        let least = Infinity;
        const here = this.#place[label] ?? -1;
        for (let k = this.#first[label] ?? 0; k < (this.#first[label + 1] ?? 0); k++) {
          const price = this.#price(label, k);
          if (price < least || (price === least && k === here)) {
            least = price;
            this.#place[label] = k;
          }
        }
      }
    }
  }

  chosen(): (Option | undefined)[] {
    return this.#options.map((own, n) => {
      const place = this.#place[n] ?? -1;
      return place < 0 ? undefined : own[place - (this.#first[n] ?? 0)];
    });
  }

  #room(label: number): number {
    return (this.#first[label + 1] ?? 0) - (this.#first[label] ?? 0);
  }

  /** The option of a label that meets the fewest others, and the one it meets. */
  #leastMet(label: number, turn: number): { option: number; rival: number; met: number } {
    const [start, length] = [this.#first[label] ?? 0, this.#room(label)];
    let [option, rival, met] = [-1, -1, Infinity];
    for (let n = 0; n < length; n++) {
      const k = start + ((n + label * STRIDE + turn) % length);
      if (this.#free[k] === 0) continue;
      let count = 0;
      let other = -1;
      for (let m = 0; m < this.#place.length && count < 2; m++) {
        const taken = this.#place[m] ?? -1;
        if (taken < 0 || m === label || !this.#overlaps(k, taken)) continue;
        count += (this.#until[m] ?? 0) > turn ? 2 : 1; // one that has just moved stays
        other = m;
      }
      if (count < met) [option, rival, met] = [k, other, count];
      if (met === 0) break;
    }
    return { option, rival: met === 0 ? -1 : rival, met };
  }

  /** Infinity where an option meets another label; else its distance from the middle and from others. */
  #price(label: number, k: number): number {
    if (this.#free[k] === 0) return Infinity;
    const share = this.#options[label]?.[k - (this.#first[label] ?? 0)]?.share ?? 0;
    let price = 30 * (share - 0.5) ** 2;
    for (let m = 0; m < this.#place.length; m++) {
      const taken = this.#place[m] ?? -1;
      if (taken < 0 || m === label) continue;
      const dx = Math.abs((this.#x[k] ?? 0) - (this.#x[taken] ?? 0)) / this.#width;
      const dy = Math.abs((this.#y[k] ?? 0) - (this.#y[taken] ?? 0)) / this.#height;
      const apart = Math.max(dx, dy);
      if (apart < 1) return Infinity;
      if (apart < 1.35) price += 1.35 - apart;
    }
    return price;
  }

  #overlaps(k: number, other: number): boolean {
    return (
      Math.abs((this.#x[k] ?? 0) - (this.#x[other] ?? 0)) < this.#width &&
      Math.abs((this.#y[k] ?? 0) - (this.#y[other] ?? 0)) < this.#height
    );
  }

  #meet(one: Point, other: Point): boolean {
    return Math.abs(one.x - other.x) < this.#width && Math.abs(one.y - other.y) < this.#height;
  }
}

/** The area two boxes share, in px². */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
