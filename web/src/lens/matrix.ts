/** Where a cell of a matrix stands, and what it is called. */
import type { MatrixScene } from "../schema";

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The name of the number in a cell. */
export const cellName = ({ name, rows, columns }: MatrixScene, { row, column }: Cell): string =>
  name.replace("{row}", String(rows[row])).replace("{column}", String(columns[column]));

/** Where the number of that name stands in a matrix, if it does. */
export function cellOf({ name: pattern, rows, columns }: MatrixScene, name: string): Cell | undefined {
  const places = [...pattern.matchAll(/\{(row|column)\}/g)].map(([, axis]) => axis);
  const found = new RegExp(`^${pattern.replace(/[.@]/g, "\\$&").replace(/\{\w+\}/g, "(\\d+)")}$`).exec(name);
  if (places.length === 0 || found === null) return undefined;
  const at = (axis: string, all: readonly number[]): number =>
    places.includes(axis) ? all.indexOf(Number(found[1 + places.indexOf(axis)])) : 0;
  const [row, column] = [at("row", rows), at("column", columns)];
  return row < 0 || column < 0 ? undefined : { row, column };
}

/** Likewise of a name as the stage has it, where a number of `sample`, which is shown there, bears no sample. */
export const cellShown = (matrix: MatrixScene, name: string, sample: number): Cell | undefined =>
  cellOf(matrix, name) ?? cellOf(matrix, `${name}@${sample}`);

const CHARACTER = 6.6; // px of a digit in a cell
const EDGE = 1.2; // px of its line
/** The narrowest cell in which a number is written: sign, digit, point, digit. */
export const FEWEST_PX = 4 * CHARACTER + EDGE;
/** The widest cell there is, and that of a page whose text speaks of it, which has larger digits from `LARGE` on. */
export const WIDEST_PX = { plain: 46, large: 66 };
export const LARGE = 54;
const LARGER = 1.4; // times as wide a digit is there
/** How many characters there is room for in a cell. */
export const charactersIn = (px: number): number =>
  Math.floor((px - EDGE) / (px < LARGE ? CHARACTER : LARGER * CHARACTER));
