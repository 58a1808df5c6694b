/** What the reader points at: a neuron, or one wire. */
export type Focus =
  | { readonly kind: "neuron"; readonly layer: number; readonly index: number }
  | { readonly kind: "wire"; readonly link: number; readonly from: number; readonly to: number };

/** Whether a wire belongs to what is pointed at. */
export function touches(focus: Focus, wire: { link: number; from: number; to: number }): boolean {
  if (focus.kind === "wire") {
    return focus.link === wire.link && focus.from === wire.from && focus.to === wire.to;
  }
  const { layer, index } = focus;
  return (wire.link === layer && wire.from === index) || (wire.link === layer - 1 && wire.to === index);
}
