/** Where things stand on the stage: a pure function of the network's shape, the stage's size and the zoom. */
import { columnsOf, FOOT, HEAD, marginsOf, zoomedColumn, type Column } from "./columns";
import { LinkPlan } from "./plan";
import { allWires, type Wire } from "./wires";

export type { Column, Manner, Place } from "./columns";

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
  /** Of the links that carry all of them, in px at zoom 1. */
  readonly wires: readonly Wire[];
  /** The labels of each link. */
  readonly plans: readonly LinkPlan[];
  /** Left edges of what stands beside the outputs. */
  readonly beside: { readonly probability: number; readonly target: number; readonly error: number };
  /** How much nearer than the whole this is. */
  readonly zoom: number;
}

/** Links of more wires carry only some of them. */
export const MOST_WIRES = 1500;

/** The whole network. `pictures[k]` is the [height, width] of layer k where its neurons are pixels. */
export function layoutOf(
  shape: readonly number[],
  width: number,
  height: number,
  pictures: readonly (readonly number[])[] = [],
): Layout {
  const columns = columnsOf(shape, width, height, pictures);
  const inside = { x: 0, y: HEAD - 4, width, height: height - HEAD - FOOT + 4 };
  const plans = columns.slice(1).flatMap((above, link) => {
    const below = columns[link];
    if (below === undefined) return [];
    const many = below.places.length * above.places.length > MOST_WIRES;
    return [new LinkPlan(many ? [] : allWires(columns, link), [below, above], inside)];
  });
  const wires = plans.flatMap((plan) => plan.wires);
  return { width, height, columns, wires, plans, beside: besideOf(columns, width), zoom: 1 };
}

/** The same network from nearer or farther: places move apart, texts keep their size. */
export function zoomedLayout(whole: Layout, zoom: number): Layout {
  if (zoom === 1) return whole;
  const columns = whole.columns.map((column) => zoomedColumn(column, zoom));
  return {
    ...whole,
    width: whole.width * zoom,
    height: whole.height * zoom,
    columns,
    beside: besideOf(columns, whole.width),
    zoom,
  };
}

function besideOf(columns: readonly Column[], width: number): Layout["beside"] {
  const last = columns.at(-1);
  const edge = (last?.x ?? 0) + (last?.reach ?? 0);
  const { probability, target, error } = marginsOf(width);
  return { probability: edge + probability, target: edge + target, error: edge + error };
}
