/** What the reader points at: a neuron, or one wire. */
import { named, type Name, type Place } from "../names";

export type Focus = Place;

/** The number that stands for it: what the neuron passes on, the weight of the wire. */
export function numberOf(focus: Focus): Name {
  return focus.kind === "wire"
    ? named("weight", focus.link, focus.from, focus.to)
    : named("value", focus.layer, focus.index);
}

/** Whether a wire belongs to what is pointed at. */
export function touches(focus: Focus, wire: { link: number; from: number; to: number }): boolean {
  if (focus.kind === "wire") {
    return focus.link === wire.link && focus.from === wire.from && focus.to === wire.to;
  }
  const { layer, index } = focus;
  return (wire.link === layer && wire.from === index) || (wire.link === layer - 1 && wire.to === index);
}

/** Whether a neuron is what is pointed at, or at an end of the wire pointed at. */
export function reaches(focus: Focus | undefined, layer: number, index: number): boolean {
  if (focus === undefined) return false;
  if (focus.kind === "neuron") return focus.layer === layer && focus.index === index;
  return (focus.link === layer && focus.from === index) || (focus.link === layer - 1 && focus.to === index);
}

export function same(one: Focus | undefined, other: Focus | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.kind === "wire"
    ? other.kind === "wire" && touches(one, other)
    : other.kind === "neuron" && reaches(one, other.layer, other.index);
}
