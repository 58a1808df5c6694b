/** The colour a future would have if it began now: the first that no other has. */
import type { RunScene } from "../schema";

export function nextColour(run: RunScene | null): string {
  const taken = new Set(run?.futures.map(({ colour }) => colour));
  let colour = 1;
  while (taken.has(colour)) colour++;
  return `var(--fork-${1 + ((colour - 1) % 8)})`;
}
