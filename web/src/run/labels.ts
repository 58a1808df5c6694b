/** Heights of labels that would cover each other. */

/** The heights, in their order, moved as little as a simple sweep can so that they are `line` px apart within 0 … `bottom`. */
export function apart(tops: readonly number[], line: number, bottom: number): number[] {
  const order = tops.map((_, k) => k).sort((a, b) => (tops[a] ?? 0) - (tops[b] ?? 0));
  const placed = [...tops];
  let above = -Infinity;
  for (const k of order) above = placed[k] = Math.max(0, tops[k] ?? 0, above + line);
  let below = bottom + line;
  for (const k of order.reverse()) below = placed[k] = Math.max(0, Math.min(placed[k] ?? 0, below - line));
  return placed;
}
