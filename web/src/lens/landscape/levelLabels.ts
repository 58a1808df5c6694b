/** Where the loss of each line of equal loss is written: on the line, clear of each other, of points and of the frame. */
import type { Piece } from "./contours";

/** A box around a middle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LevelLine {
  readonly level: number;
  readonly text: string;
  /** In places of the grid. */
  readonly pieces: readonly Piece[];
}
export interface LevelLabel extends Box {
  readonly level: number;
  readonly text: string;
}

const LETTER = 6.1; // px of a digit in its type
const HEIGHT = 13;
const FRAME = 3; // px kept free at the edges
const APART = 4; // px between boxes
const LEAST = 34; // px across of a line that has room for its label

/**
 * Labels for the lines of a square picture of `side` px, `unit` px a place. Each stands where its line comes nearest to the
 * lower right and nothing else is; one that has no free place is left out.
 */
export function labelsOf(
  lines: readonly LevelLine[],
  { side, unit, avoid }: { side: number; unit: number; avoid: readonly Box[] },
): LevelLabel[] {
  const found: LevelLabel[] = [];
  for (const { level, text, pieces } of lines) {
    const size = { width: text.length * LETTER + 4, height: HEIGHT };
    let best: LevelLabel | undefined;
    let [left, right, rank] = [Infinity, -Infinity, -Infinity];
    for (const [x0, y0] of pieces) {
      const [x, y] = [x0 * unit, side - y0 * unit];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      const here = x + 0.6 * y;
      if (here <= rank) continue;
      const box = { x, y, ...size };
      if (!inside(box, side) || avoid.some((one) => touch(box, one)) || found.some((one) => touch(box, one)))
        continue;
      [best, rank] = [{ level, text, ...box }, here];
    }
    if (best && right - left >= LEAST) found.push(best);
  }
  return found;
}

function inside({ x, y, width, height }: Box, side: number): boolean {
  const [dx, dy] = [width / 2 + FRAME, height / 2 + FRAME];
  return x >= dx && y >= dy && x <= side - dx && y <= side - dy;
}

export function touch(one: Box, other: Box): boolean {
  return (
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 + APART &&
    Math.abs(one.y - other.y) < (one.height + other.height) / 2 + APART
  );
}
