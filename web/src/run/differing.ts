/** Two numbers and their difference as text: what is printed comes out right when it is recomputed, or carries ≈. */
import type { Formatter } from "../ui/format";

export interface Differing {
  readonly before: string;
  readonly after: string;
  readonly difference: string;
}

export function differing(
  { before, after, difference }: { before: number; after: number; difference: number },
  { format, chosenDecimals }: Pick<Formatter, "format" | "chosenDecimals">,
  decimals = 3,
): Differing {
  const write = (value: number): string => format(value, { decimals, sign: true });
  const digits = chosenDecimals(decimals);
  const read = (value: number): number => Number(value.toFixed(digits));
  const fixed = [before, after, difference].every(
    (value) => value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e5),
  );
  const exact = fixed && Math.abs(read(after) - read(before) - read(difference)) < 10 ** -(digits + 2);
  return {
    before: write(before),
    after: write(after),
    difference: exact || !Number.isFinite(difference) ? write(difference) : `≈${write(difference)}`,
  };
}
