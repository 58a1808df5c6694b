/** Where the names of a surface's two directions stand. */

export interface Place {
  readonly x: number;
  readonly y: number;
}
export interface EdgeName extends Place {
  readonly text: string;
}

const LETTER = 5.6; // px, about, of a letter in a name
const LINE = 14; // px from one line to the next

/**
 * Below the middles of their edges, on the side to which these rise, within the picture's width and not below `lowest`;
 * where both would take the same room, one below the other.
 */
export function edgeNames(
  titles: readonly [string, string],
  middles: readonly [Place, Place],
  width: number,
  lowest: number,
): readonly EdgeName[] {
  const placed = middles.map((middle, k): EdgeName => {
    const [text, other] = [titles[k]!, middles[1 - k]!];
    const wanted = middle.x > other.x ? middle.x + 4 : middle.x - 4 - long(text);
    const x = Math.min(width - long(text) - 2, Math.max(2, wanted));
    // pushed aside by the frame it goes down as its edge does, so that it stays clear of it
    const fall = Math.abs(middle.y - other.y) / Math.max(1, Math.abs(middle.x - other.x));
    return { text, x, y: Math.min(lowest, middle.y + 28 + Math.abs(x - wanted) * (0.9 + fall)) };
  });
  const [left, right] = placed[0]!.x <= placed[1]!.x ? [placed[0]!, placed[1]!] : [placed[1]!, placed[0]!];
  if (right.x > left.x + long(left.text) + LETTER || Math.abs(left.y - right.y) >= LINE) return placed;
  const y = Math.min(lowest - LINE, Math.max(left.y, right.y));
  return placed.map((one) => ({ ...one, y: one === left ? y : y + LINE }));
}

const long = (text: string): number => text.length * LETTER;
