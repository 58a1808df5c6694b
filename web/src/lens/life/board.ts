/** Cells of a torus: each looks up what becomes of it by its neighbourhood. */

export interface Board {
  readonly width: number;
  readonly height: number;
  /** Row by row, 1 where one lives. */
  readonly cells: Uint8Array;
}

/** What becomes of it; `answers` are those to the neighbourhoods, each found by its nine cells as digits. */
export function next({ width, height, cells }: Board, answers: Uint8Array): Board {
  const grown = new Uint8Array(cells.length);
  for (let row = 0; row < height; row++) {
    const up = ((row + height - 1) % height) * width;
    const here = row * width;
    const down = ((row + 1) % height) * width;
    /** The three cells of a column of the neighbourhoods, at their digits. */
    const column = (at: number): number =>
      (cells[up + at]! << 6) | (cells[here + at]! << 3) | cells[down + at]!;
    let [left, middle] = [column(width - 1), column(0)];
    for (let at = 0; at < width; at++) {
      const right = column((at + 1) % width);
      grown[here + at] = answers[(left << 2) | (middle << 1) | right]!;
      [left, middle] = [middle, right];
    }
  }
  return { width, height, cells: grown };
}

export const living = ({ cells }: Board): number => cells.reduce((sum, cell) => sum + cell, 0);

/** How many cells of two boards of one size differ. */
export const differing = (one: Board, other: Board): number =>
  one.cells.reduce((sum, cell, place) => sum + (cell === other.cells[place] ? 0 : 1), 0);
