/** Which rows a table has where all would be too many. */

export const MOST_ROWS = 64;
export const MOST_CELLS = 240;

/** The places of the `most` numbers farthest from 0: all in their order, or, of more, the farthest first. */
export function strongest(values: ArrayLike<number>, most: number): number[] {
  const places = Array.from({ length: values.length }, (_, place) => place);
  if (places.length <= most) return places;
  const size = (place: number): number => {
    const value = values[place] ?? 0;
    return Number.isNaN(value) ? Infinity : Math.abs(value); // what is no number is what a reader looks for
  };
  return places.sort((a, b) => size(b) - size(a) || a - b).slice(0, most);
}
