/** Maps of removals as they arrive, part by part; a part is asked for when the one before it is there. */
import { numbers } from "../arrays";
import type { EmergenceScene, JudgedBy, Problem, RemovalMap, RemovalMapScene } from "../schema";

export interface Entry {
  /** The name of the number that stands for it; of a pair, "". */
  readonly name: string;
  readonly title: string;
  readonly change: number;
  readonly accuracy: number;
}

export interface MapOfRemovals extends RemovalMap {
  /** What its part that came last says of all of it. */
  readonly scene: RemovalMapScene | undefined;
  readonly change: readonly number[];
  readonly accuracy: readonly number[];
}

type Send = (map: string, first: number, samples: JudgedBy) => Promise<RemovalMapScene | Problem>;

export class Removals {
  /** In the order in which they are asked for. */
  maps: readonly MapOfRemovals[] = $state.raw([]);
  emergence: EmergenceScene | undefined = $state.raw();
  refused = $state("");
  readonly #send: Send;
  #turn = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Whether all is there. */
  get complete(): boolean {
    return (
      this.maps.length > 0 &&
      this.maps.every(({ left_out, count, change }) => left_out || change.length === count)
    );
  }

  /** Ask for all maps anew; those there were stay until the first part of the new ones has come. */
  async ask(samples: JudgedBy): Promise<void> {
    const turn = ++this.#turn;
    const first = await this.#part("layer.0", 0, samples, turn);
    if (first === undefined) return;
    this.emergence = undefined;
    this.maps = first.maps.map((map) => ({ ...map, scene: undefined, change: [], accuracy: [] }));
    this.#take(first);
    for (const { key, left_out, count } of this.maps) {
      while (!left_out && this.#known(key) < count) {
        const part = await this.#part(key, this.#known(key), samples, turn);
        if (part === undefined) return;
        this.#take(part);
      }
    }
  }
  /** Ask for nothing more. */
  stop(): void {
    this.#turn++;
  }

  #known(key: string): number {
    return this.maps.find((map) => map.key === key)?.change.length ?? 0;
  }
  async #part(
    key: string,
    first: number,
    samples: JudgedBy,
    turn: number,
  ): Promise<RemovalMapScene | undefined> {
    const answer = await this.#send(key, first, samples);
    if (turn !== this.#turn) return undefined;
    if (answer.type === "problem") {
      this.refused = answer.message;
      return undefined;
    }
    this.refused = "";
    return answer;
  }
  #take(part: RemovalMapScene): void {
    if (part.emergence) this.emergence = part.emergence;
    this.maps = this.maps.map((map) =>
      map.key !== part.key
        ? map
        : {
            ...map,
            scene: part,
            change: [...map.change, ...numbers(part.change)],
            accuracy: [...map.accuracy, ...numbers(part.accuracy)],
          },
    );
  }
}

/** The largest without their signs, the largest first. */
export function largest(entries: readonly Entry[], most: number): readonly Entry[] {
  const size = ({ change }: Entry): number => (Number.isNaN(change) ? Infinity : Math.abs(change));
  return [...entries].sort((one, other) => size(other) - size(one)).slice(0, most);
}

/** The entries of a map of single removals. */
export function entriesOf({ scene, change, accuracy }: MapOfRemovals): readonly Entry[] {
  if (scene === undefined) return [];
  const { names, row_titles: rows, column_titles: columns } = scene;
  return change.map((value, place) => {
    const [row, column] = [Math.floor(place / columns.length), place % columns.length];
    const title = rows.length ? `${rows[row]} → ${columns[column]}` : columns[column]!;
    const name = names.replace("{row}", String(row)).replace("{column}", String(column));
    return { name, title, change: value, accuracy: accuracy[place] ?? NaN };
  });
}

/** The interactions of pairs as a whole matrix, row by row: the same on both sides, nothing where a neuron meets itself. */
export function matrixOfPairs(change: readonly number[], size: number): readonly (number | undefined)[] {
  const cells = new Array<number | undefined>(size * size).fill(undefined);
  let place = 0;
  for (let one = 0; one < size; one++)
    for (let other = one + 1; other < size; other++, place++)
      cells[one * size + other] = cells[other * size + one] = change[place];
  return cells;
}

/** A power of two that no number exceeds, so that tones hardly ever change their meaning. */
export function scaleOf(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most > 0 ? 2 ** Math.min(Math.ceil(Math.log2(most)), 1023) : 1; // 2^1024 is Infinity
}
