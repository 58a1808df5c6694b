/** The names of numbers (docs/names.md): made here, and taken apart, from the table that Python generates. */
import { NAMES } from "./schema";

export type Kind = keyof typeof NAMES;
type Numbers<Axes extends readonly unknown[]> = { readonly [axis in keyof Axes]: number };

/** The name of a number, as `named` makes it. */
export type Name = string & { readonly named: true };

/** The name of the number of that kind at these indices: `named("weight", 1, 2, 0)`. */
export function named<K extends Kind>(kind: K, ...indices: Numbers<(typeof NAMES)[K]>): Name {
  return [kind, ...indices].join(".") as Name;
}

/** The name of a setting of numbers. */
export function setting(name: string): Name {
  return `setting.${name}` as Name;
}

/** A neuron, or one wire: what a name speaks of, where it speaks of either. */
export type Place =
  | { readonly kind: "neuron"; readonly layer: number; readonly index: number }
  | { readonly kind: "wire"; readonly link: number; readonly from: number; readonly to: number };

/** The neuron or wire that a name of a number speaks of, in a network whose outputs are layer `last`. */
export function placeOf(named: string, last: number): Place | undefined {
  const [text = ""] = named.split("@");
  const parts = text.split(".");
  const count = parts.length - 1 - parts.findLastIndex((part) => !/^\d+$/.test(part));
  const word = parts.slice(0, parts.length - count).join(".");
  const indices = parts.slice(parts.length - count).map(Number);
  const axes: readonly string[] = (NAMES as Record<string, readonly string[]>)[word] ?? [];
  const at = (axis: string): number | undefined => indices[axes.indexOf(axis)];
  const [link, from, to, layer, neuron] = ["link", "from", "to", "layer", "neuron"].map(at);
  if (link !== undefined && from !== undefined && to !== undefined) return { kind: "wire", link, from, to };
  if (neuron !== undefined) return { kind: "neuron", layer: layer ?? (link ?? 0) + 1, index: neuron };
  const [input, output] = [at("input"), at("output")];
  if (input !== undefined) return { kind: "neuron", layer: 0, index: input };
  return output === undefined ? undefined : { kind: "neuron", layer: last, index: output };
}
