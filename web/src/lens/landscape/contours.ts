/** Lines of equal loss, and which band between two of them a loss lies in. */

/** Losses on a grid, row by row from below; rows and columns are evenly spaced. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A piece of a line, in places of the grid: x from 0 to columns − 1, y from 0 to rows − 1. */
export type Piece = readonly [x0: number, y0: number, x1: number, y1: number];

/** For each way the corners of a cell can lie above the level, the pairs of edges that a line joins. */
const CROSSED: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[3, 0]],
  [[0, 1]],
  [[3, 1]],
  [[1, 2]],
  [
    [3, 2],
    [0, 1],
  ],
  [[0, 2]],
  [[3, 2]],
  [[2, 3]],
  [[2, 0]],
  [
    [3, 0],
    [1, 2],
  ],
  [[2, 1]],
  [[1, 3]],
  [[1, 0]],
  [[0, 3]],
  [],
];

/** The pieces of the line of one level; cells with a corner that is no finite number have none. */
export function lineOf({ rows, columns, values }: Grid, level: number): Piece[] {
  const pieces: Piece[] = [];
  for (let j = 0; j + 1 < rows; j++) {
    for (let i = 0; i + 1 < columns; i++) {
      const at = j * columns + i;
      const corners = [at, at + 1, at + columns + 1, at + columns].map((k) => values[k] as number);
      if (!corners.every(Number.isFinite)) continue;
      const [a, b, c, d] = corners as [number, number, number, number];
      const above = +(a >= level) + 2 * +(b >= level) + 4 * +(c >= level) + 8 * +(d >= level);
      const share = (from: number, to: number): number => (level - from) / (to - from);
      const point = (edge: number): [number, number] =>
        edge === 0
          ? [i + share(a, b), j]
          : edge === 1
            ? [i + 1, j + share(b, c)]
            : edge === 2
              ? [i + share(d, c), j + 1]
              : [i, j + share(a, d)];
      for (const [one, other] of CROSSED[above]!) pieces.push([...point(one), ...point(other)]);
    }
  }
  return pieces;
}

/** The loss at a place between points of the grid; no finite number where a corner that counts there is none. */
export function valueAt({ rows, columns, values }: Grid, x: number, y: number): number {
  const i = Math.min(Math.max(0, Math.floor(x)), Math.max(0, columns - 2));
  const j = Math.min(Math.max(0, Math.floor(y)), Math.max(0, rows - 2));
  const [p, q] = [x - i, y - j];
  const part = (share: number, row: number, column: number): number =>
    share === 0 ? 0 : share * (values[row * columns + column] as number);
  return (
    part((1 - p) * (1 - q), j, i) +
    part(p * (1 - q), j, i + 1) +
    part((1 - p) * q, j + 1, i) +
    part(p * q, j + 1, i + 1)
  );
}

/** How many levels lie at or below a loss: the number of its band. */
export function bandOf(levels: readonly number[], loss: number): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((levels[middle] as number) <= loss) low = middle + 1;
    else high = middle;
  }
  return low;
}
