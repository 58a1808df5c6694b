/**
 * Walking over the network by keys: from neuron to neuron, and along the wires of one.
 *
 * Up and down stay in the layer, left and right change it to the neuron at about the same height. `w` steps from a
 * neuron onto its wires, those that leave it or, at the outputs, those that arrive; there up and down go through
 * them and left and right to the neurons at their ends.
 */
import type { Focus } from "../state/focus";
import { actOf, type KeyTable } from "../ui/keys";

export interface Walk {
  readonly focus: Focus;
  /** The neuron whose wires are walked, while the focus is on a wire. */
  readonly anchor: { readonly layer: number; readonly index: number };
}

export interface Ground {
  /** Neurons of each layer. */
  readonly counts: readonly number[];
  /** The wires of each link that are drawn, [from, to], or undefined where all of them are. */
  readonly chosen: readonly (readonly (readonly [number, number])[] | undefined)[];
}

/** Where a walk begins: at the first neuron. */
export const begin = (): Walk => onNeuron(0, 0);

type OnNeuron = Extract<Focus, { kind: "neuron" }>;
type OnWire = Extract<Focus, { kind: "wire" }>;
type Act = (walk: Walk, ground: Ground) => Walk;

/** A key that does one thing on a neuron, another on a wire. */
const either =
  (
    onNeuronIs: (focus: OnNeuron, ground: Ground, walk: Walk) => Walk,
    onWireIs: (focus: OnWire, ground: Ground, walk: Walk) => Walk,
  ): Act =>
  (walk, ground) =>
    walk.focus.kind === "neuron" ? onNeuronIs(walk.focus, ground, walk) : onWireIs(walk.focus, ground, walk);

/** To another neuron of the layer or another wire of the neuron: `from` says which by where one is among how many. */
const among = (from: (place: number, count: number) => number): Act =>
  either(
    ({ layer, index }, ground) => {
      const count = ground.counts[layer] ?? 1;
      return onNeuron(layer, held(from(index, count), count));
    },
    (focus, ground, walk) => {
      const wires = wiresOf(walk.anchor, ground);
      const place = wires.findIndex(({ from, to }) => from === focus.from && to === focus.to);
      return { ...walk, focus: wires[held(from(place, wires.length), wires.length)] ?? focus };
    },
  );
const held = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));

/** To the neuron at about the same height in the next layer, or the one before. */
function beside({ layer, index }: OnNeuron, ground: Ground, walk: Walk, forth: 1 | -1): Walk {
  const many = ground.counts[layer + forth];
  if (many === undefined) return walk;
  const height = (index + 0.5) / (ground.counts[layer] ?? 1);
  return onNeuron(layer + forth, Math.min(many - 1, Math.floor(height * many)));
}

export const WALK_KEYS: KeyTable<Act> = [
  {
    shown: "← →",
    meaning: "the layer before, the layer after",
    on: {
      ArrowLeft: either(
        (focus, ground, walk) => beside(focus, ground, walk, -1),
        ({ link, from }) => onNeuron(link, from),
      ),
      ArrowRight: either(
        (focus, ground, walk) => beside(focus, ground, walk, 1),
        ({ link, to }) => onNeuron(link + 1, to),
      ),
    },
  },
  {
    shown: "↑ ↓",
    meaning: "the neuron above, the neuron below; on a wire, the next wire of its neuron",
    on: { ArrowUp: among((place) => place - 1), ArrowDown: among((place) => place + 1) },
  },
  {
    shown: "Home  End",
    meaning: "the first, the last of them",
    on: { Home: among(() => 0), End: among((_, count) => count - 1) },
  },
  {
    shown: "w",
    meaning: "from a neuron to its wires, and back",
    on: {
      w: either(
        ({ layer, index }, ground, walk) => {
          const wire = wiresOf({ layer, index }, ground)[0];
          return wire ? { focus: wire, anchor: { layer, index } } : walk;
        },
        (_, __, { anchor }) => onNeuron(anchor.layer, anchor.index),
      ),
    },
  },
];

/** Where a key leads; undefined where it is no key of walking, the same where there is nothing further. */
export const walked = (walk: Walk, key: string, ground: Ground): Walk | undefined =>
  actOf(WALK_KEYS, key)?.(walk, ground);

/** What keys do with what was walked to. */
export interface Reached {
  /** Change its number; with `target`, an output's target. */
  edit(target: boolean): void;
  approach(): void;
}
export const REACHED_KEYS: KeyTable<(reached: Reached) => void> = [
  {
    shown: "Enter",
    meaning: "change the number: a bias, a weight, an input’s value",
    on: { Enter: (reached) => reached.edit(false) },
  },
  {
    shown: "Shift Enter",
    meaning: "on an output, change its target",
    on: { "Shift Enter": (reached) => reached.edit(true) },
  },
  { shown: "z", meaning: "zoom to it", on: { z: (reached) => reached.approach() } },
];

/** The wires that leave a neuron; at the outputs, those that arrive. */
function wiresOf({ layer, index }: { layer: number; index: number }, ground: Ground): OnWire[] {
  const leaves = layer < ground.counts.length - 1;
  const link = leaves ? layer : layer - 1;
  const others = ground.counts[leaves ? layer + 1 : layer - 1] ?? 0;
  const pairs =
    ground.chosen[link]?.filter(([from, to]) => (leaves ? from : to) === index) ??
    Array.from({ length: others }, (_, other): [number, number] =>
      leaves ? [index, other] : [other, index],
    );
  return pairs.map(([from, to]) => ({ kind: "wire", link, from, to }));
}

function onNeuron(layer: number, index: number): Walk {
  return { focus: { kind: "neuron", layer, index }, anchor: { layer, index } };
}

/** The same place in another network, or the nearest there is. */
export function kept(walk: Walk, ground: Ground): Walk {
  const { layer, index } = walk.anchor;
  const count = ground.counts[layer];
  if (count === undefined) return begin();
  if (index >= count) return onNeuron(layer, count - 1);
  if (walk.focus.kind === "neuron") return walk;
  const { link, from, to } = walk.focus;
  return wiresOf(walk.anchor, ground).some((one) => one.link === link && one.from === from && one.to === to)
    ? walk
    : onNeuron(layer, index);
}
