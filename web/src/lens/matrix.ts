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
export function cellOf(matrix: MatrixScene, name: string): Cell | undefined {
  const [head = "", middle = "", tail = ""] = matrix.name.split(/\{(?:row|column)\}/);
  if (!matrix.name || !name.startsWith(head) || !name.endsWith(tail)) return undefined;
  for (const [row, place] of matrix.rows.entries()) {
    const start = matrix.name.indexOf("{row}") < matrix.name.indexOf("{column}") ? place : undefined;
    if (start !== undefined && !name.startsWith(`${head}${start}${middle}`)) continue;
    for (const column of matrix.columns.keys())
      if (cellName(matrix, { row, column }) === name) return { row, column };
  }
  return undefined;
}
