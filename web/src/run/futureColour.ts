/** The colours of a future: of its marks, and of text. The first one has that of ink. */
import type { FutureScene } from "../schema";

const COLOURS = 8;

export function markOf(future: Pick<FutureScene, "colour"> | undefined): string {
  return colourOf(future, "");
}

export function textOf(future: Pick<FutureScene, "colour"> | undefined): string {
  return colourOf(future, "-text");
}

function colourOf(future: Pick<FutureScene, "colour"> | undefined, end: string): string {
  if (future === undefined || future.colour === 0) return "var(--ink)";
  return `var(--fork-${1 + ((future.colour - 1) % COLOURS)}${end})`;
}
