/**
 * Walking over the network by keys: from neuron to neuron, and along the wires of one.
 *
 * Up and down stay in the layer, left and right change it to the neuron at about the same height. `w` steps from a
 * neuron onto its wires, those that leave it or, at the outputs, those that arrive; there up and down go through
 * them and left and right to the neurons at their ends.
 */
import type { Focus } from "../state/focus";

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

/** Where a key leads; undefined where it is no key of walking, the same where there is nothing further. */
export function walked(walk: Walk, key: string, ground: Ground): Walk | undefined {
  const { focus } = walk;
  return focus.kind === "neuron" ? fromNeuron(focus, walk, key, ground) : fromWire(focus, walk, key, ground);
}

type OnNeuron = Extract<Focus, { kind: "neuron" }>;
type OnWire = Extract<Focus, { kind: "wire" }>;

function fromNeuron(focus: OnNeuron, walk: Walk, key: string, ground: Ground): Walk | undefined {
  const { layer, index } = focus;
  const count = ground.counts[layer] ?? 1;
  switch (key) {
    case "ArrowUp":
      return onNeuron(layer, Math.max(0, index - 1));
    case "ArrowDown":
      return onNeuron(layer, Math.min(count - 1, index + 1));
    case "Home":
      return onNeuron(layer, 0);
    case "End":
      return onNeuron(layer, count - 1);
    case "ArrowLeft":
    case "ArrowRight": {
      const next = layer + (key === "ArrowLeft" ? -1 : 1);
      const many = ground.counts[next];
      if (many === undefined) return walk;
      const height = (index + 0.5) / count;
      return onNeuron(next, Math.min(many - 1, Math.floor(height * many)));
    }
    case "w": {
      const wire = wiresOf(focus, ground)[0];
      return wire ? { focus: wire, anchor: { layer, index } } : walk;
    }
    default:
      return undefined;
  }
}

function fromWire(focus: OnWire, walk: Walk, key: string, ground: Ground): Walk | undefined {
  const wires = wiresOf(walk.anchor, ground);
  const place = wires.findIndex(({ from, to }) => from === focus.from && to === focus.to);
  const to = (index: number): Walk => ({
    ...walk,
    focus: wires[Math.max(0, Math.min(wires.length - 1, index))] ?? focus,
  });
  switch (key) {
    case "ArrowUp":
      return to(place - 1);
    case "ArrowDown":
      return to(place + 1);
    case "Home":
      return to(0);
    case "End":
      return to(wires.length - 1);
    case "ArrowLeft":
      return onNeuron(focus.link, focus.from);
    case "ArrowRight":
      return onNeuron(focus.link + 1, focus.to);
    case "w":
      return onNeuron(walk.anchor.layer, walk.anchor.index);
    default:
      return undefined;
  }
}

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
