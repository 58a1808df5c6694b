/** What an open lens lights up elsewhere on the page: operands, the term pointed at, a path, steps of the run, a nudge. */
import type { OperandScene } from "../schema";

/** What a number means to a reader, which is its colour. */
export type Role = OperandScene["role"];

/** A parameter that is shown moved by so much, to see what the loss makes of it. */
export interface Nudge {
  readonly name: string;
  readonly by: number;
  /** Of the batch, under it. */
  readonly loss: number;
}

export class Light {
  /** Numbers the one explained is made of, with what they mean. */
  #operands: ReadonlyMap<string, Role> = $state.raw(new Map());
  /** Those pointed at. */
  #lit: ReadonlySet<string> = $state.raw(new Set());
  /** Wires on a path of blame, by their keys. */
  wires: ReadonlySet<string> | undefined = $state.raw();
  /** Steps to be marked on the run, most important first. */
  steps: readonly number[] = $state.raw([]);
  nudge: Nudge | undefined = $state.raw();

  get operands(): ReadonlyMap<string, Role> {
    return this.#operands;
  }
  /** While training plays the names stay the same: nothing is told then. */
  set operands(next: ReadonlyMap<string, Role>) {
    const same =
      next.size === this.#operands.size && [...next.keys()].every((name) => this.#operands.has(name));
    if (!same) this.#operands = next;
  }

  get lit(): ReadonlySet<string> {
    return this.#lit;
  }
  light(names: readonly string[]): void {
    if (names.length !== this.#lit.size || !names.every((name) => this.#lit.has(name)))
      this.#lit = new Set(names);
  }

  /** How a number is marked: "lit" where it is pointed at, its meaning where it is an operand. */
  markOf(name: string | undefined): Role | "lit" | undefined {
    if (name === undefined) return undefined;
    return this.#lit.has(name) ? "lit" : this.#operands.get(name);
  }

  putOut(): void {
    this.operands = new Map();
    this.light([]);
    this.wires = this.nudge = undefined;
    this.steps = [];
  }
}

/** A name as the stage has it, which shows `sample`: its own numbers bear no sample there. */
export const asShown = (name: string, sample: number): string =>
  name.endsWith(`@${sample}`) ? name.slice(0, -`@${sample}`.length) : name;
