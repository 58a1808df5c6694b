/** Building in the drawing: whether its controls all show, and where a new layer would take its size from. */
import { getContext, setContext } from "svelte";

import type { LayersSetting, LayerSpec, Scene } from "../schema";
import type { KeyTable } from "../ui/keys";

export class Building {
  /** Whether the controls show everywhere, and not just where the reader points. */
  on = $state(false);
  /** The layer whose controls show where those of all would lie over each other. */
  layer = $state(1);
}

/** Keys on a hidden neuron that is held. */
export const BUILD_KEYS: KeyTable<"add" | "remove"> = [
  { shown: "Insert", meaning: "one neuron more in its hidden layer", on: { Insert: "add" } },
  { shown: "Delete", meaning: "remove the hidden neuron", on: { Delete: "remove" } },
];

const KEY = Symbol("building");

/** What is built in this drawing; in one that cannot be changed, nothing is provided. */
export const provideBuilding = (allowed: boolean): Building | undefined =>
  setContext(KEY, allowed ? new Building() : undefined);
export const useBuilding = (): Building | undefined => getContext<Building | undefined>(KEY);

/** The hidden layers as the recipe has them, and what activations there are. */
export function hiddenLayers(scene: Scene | undefined): LayersSetting | undefined {
  const settings = scene?.experiment.groups.flatMap((group) => group.settings) ?? [];
  return settings.find((one): one is LayersSetting => one.type === "layers");
}

/**
 * A hidden layer to put before layer `before`, from 1: like that below or, at the inputs, that above, and as large as
 * what is below, so that the layer above keeps its weights; many inputs are too many for that.
 */
export function likeNeighbours(setting: LayersSetting, before: number, inputs: number): LayerSpec {
  const [below, above] = [setting.layers[before - 2], setting.layers[before - 1]];
  const like = below ?? above ?? { size: 4, activation: setting.activations[0]?.name ?? "tanh", dropout: 0 };
  const size = below === undefined && above !== undefined && inputs <= MOST_LIKE_INPUTS ? inputs : like.size;
  return { ...like, size };
}
const MOST_LIKE_INPUTS = 12;
