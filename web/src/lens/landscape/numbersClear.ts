/** Which of the numbers around a surface are drawn: those clear of the ones before them, moved into the picture's width. */
import { touch, type Box } from "./levelLabels";

const LETTER = 6.4; // px of a digit in their type
const HEIGHT = 12;

export interface Placed extends Box {
  readonly text: string;
}

/** Of texts that are centred at their places, those that touch none before them. */
export function numbersClear(
  texts: readonly { readonly text: string; readonly x: number; readonly y: number }[],
  width: number,
): Placed[] {
  const kept: Placed[] = [];
  for (const { text, x, y } of texts) {
    const half = (text.length * LETTER) / 2 + 1;
    const box = { text, x: Math.max(half, Math.min(width - half, x)), y, width: 2 * half, height: HEIGHT };
    if (!kept.some((other) => touch(box, other))) kept.push(box);
  }
  return kept;
}
