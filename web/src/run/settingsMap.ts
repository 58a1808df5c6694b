/** What the map of two settings needs besides its numbers: how strong a cell's shade is, how many to ask for at once. */

const PALEST = 0.06;
const STRONGEST = 0.92;
const MOMENT = 200; // ms an answer may take, so that the map is seen to fill and others get their turn
const MOST = 12;

/**
 * How strong the shade of a loss is among those that are known, from 0 to 1: by its place in their order, so that
 * neither one bad value nor one good one takes all shades. 0 where it is not known or no finite number.
 */
export function shade(loss: number | undefined, known: readonly number[]): number {
  if (loss === undefined || !Number.isFinite(loss)) return 0;
  const finite = known.filter(Number.isFinite);
  const above = finite.filter((other) => other > loss).length;
  const others = Math.max(1, finite.length - 1);
  return PALEST + (STRONGEST - PALEST) * (above / others);
}

/** How many cells to ask for next, where `count` took so many milliseconds. */
export function pieces(count: number, milliseconds: number): number {
  const each = Math.max(0.1, milliseconds) / count;
  return Math.max(1, Math.min(MOST, 2 * count, Math.floor(MOMENT / each)));
}
