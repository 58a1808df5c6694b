/** What an open lens lights up elsewhere on the page: operands, the term pointed at, a path, steps of the run, a nudge. */
import { untrack } from "svelte";

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
  /** Those pointed at, by which part of a lens points at them. */
  #lit: ReadonlyMap<string, ReadonlySet<string>> = $state.raw(new Map());
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
    const before = untrack(() => this.#operands);
    if (next.size !== before.size || ![...next.keys()].every((name) => before.has(name)))
      this.#operands = next;
  }

  /** Light up what a part of a lens points at, in place of what it pointed at before. */
  light(part: string, names: readonly string[]): void {
    const before = untrack(() => this.#lit);
    const had = before.get(part) ?? new Set();
    if (names.length === had.size && names.every((name) => had.has(name))) return;
    this.#lit = new Map(before).set(part, new Set(names));
  }

  /** How a number is marked: "lit" where it is pointed at, its meaning where it is an operand. */
  markOf(name: string | undefined): Role | "lit" | undefined {
    if (name === undefined) return undefined;
    for (const names of this.#lit.values()) if (names.has(name)) return "lit";
    return this.#operands.get(name);
  }

  putOut(): void {
    this.operands = new Map();
    this.#lit = new Map();
    this.wires = this.nudge = undefined;
    this.steps = [];
  }
}

/** A name as the stage has it, which shows `sample`: its own numbers bear no sample there. */
export const asShown = (name: string, sample: number): string =>
  name.endsWith(`@${sample}`) ? name.slice(0, -`@${sample}`.length) : name;
