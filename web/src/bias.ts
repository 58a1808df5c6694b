/** What is said of a bias by how it takes part in learning. */
import type { LayerScene } from "./schema";

export const HELD = "held: no update moves it";

/** Whether updates leave the biases of a layer as they are. */
export function held(layer: LayerScene): boolean {
  return layer.bias_kind === "fixed";
}

/** "bias hidden 1", and that it is held where it is. */
export function biasLabel(layer: LayerScene, index: number): string {
  const label = `bias ${layer.names[index] ?? ""}`;
  return held(layer) ? `${label}, ${HELD}` : label;
}
