/** How near one comes to a neuron or a number that is asked for, and around which point. */
import { zoomedColumn } from "./columns";
import type { Focus } from "../state/focus";
import type { Point } from "./labels";
import type { Layout } from "./layout";
import { MOST_ZOOM } from "./plan";
import { along, wireBetween } from "./wires";

const NEURON = 2.6; // zoom at least
const NUMBER = 7.6; // all digits are shown from 7.5 on
const CELL = 44; // px, a cell that holds its number

export function nearnessOf(focus: Focus, whole: Layout): { zoom: number; middle: Point } | undefined {
  if (focus.kind === "wire") {
    const { link, from, to } = focus;
    const plan = whole.plans[link];
    const place = plan?.wires.findIndex((wire) => wire.from === from && wire.to === to) ?? -1;
    const own = place < 0 ? undefined : plan?.at(NUMBER)[place];
    if (own) return { zoom: NUMBER, middle: own };
    const { start, end } = wireBetween(whole.columns, link, from, to);
    return { zoom: NUMBER, middle: along(start, end, 0.5) };
  }
  const column = whole.columns[focus.layer];
  const place = column?.places[focus.index];
  if (column === undefined || place === undefined) return undefined;
  if (column.manner === "grid")
    return { zoom: Math.min(MOST_ZOOM, CELL / (2 * column.radius)), middle: place };
  let zoom = NEURON;
  while (zoom < MOST_ZOOM / 2 && focus.layer > 0 && !zoomedColumn(column, zoom).near) zoom *= 1.1;
  return { zoom, middle: place };
}
