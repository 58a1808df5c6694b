/** How fast a step is drawn and training plays, in words. */
import { grouped } from "../ui/format";

/** How fast a step is drawn: 0 is reading pace. */
export const speedInWords = (speed: number): string => (speed === 0 ? "phase by phase" : `${speed}×`);

/** The same of training, as short. */
export const paceInShort = (steps: number): string =>
  steps === 0 ? "without waiting" : `${grouped(steps)} a second`;

/** How fast training plays, in steps a second: 0 is without waiting. */
export function paceInWords(steps: number): string {
  if (steps === 0) return "as fast as possible";
  return steps === 1 ? "1 step a second" : `${grouped(steps)} steps a second`;
}
