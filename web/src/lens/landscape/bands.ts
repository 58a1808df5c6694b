/** The colours between lines of equal loss, sand from low to high; the same on the map and on the surface. */
import { mixed, type Palette, type Rgb } from "../../ui/tones";

/** One for each band, and what stands for no number. */
export interface Bands {
  readonly colours: readonly Rgb[];
  readonly line: Rgb;
  readonly unknown: Rgb;
  readonly ink: Rgb;
}

export function bandsOf(levels: number, { paper, ink, sand, unknown }: Palette): Bands {
  const colours = Array.from({ length: levels + 1 }, (_, band) =>
    mixed(paper, sand, levels === 0 ? 0.5 : band / levels),
  );
  return { colours, line: mixed(sand, ink, 0.4), unknown, ink };
}

const HATCH = 8; // px from line to line

/** The colour of a pixel where the loss is no finite number: hatched one way where infinite, both ways where none at all. */
export function oddColour({ ink, unknown }: Bands, loss: number, column: number, row: number): Rgb {
  const crossed = Number.isNaN(loss) && (row - column + HATCH * 4096) % HATCH < 1.5;
  return crossed || (row + column) % HATCH < 1.5 ? ink : unknown;
}
