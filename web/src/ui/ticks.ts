/** How the ticks of an axis are written. */

const LEAST = 1e-9; // of a power of ten, for what rounding leaves
const MOST = 12;

/** As many decimals as tell each tick from the next: 2 for 0.05, 0.1, 0.15. */
export function decimalsOf(ticks: readonly number[]): number {
  const steps = ticks.slice(1).map((tick, k) => Math.abs(tick - ticks[k]!));
  const least = Math.min(...steps.filter((step) => step > 0));
  if (!Number.isFinite(least)) return 2;
  return Math.max(0, Math.min(MOST, -Math.floor(Math.log10(least) + LEAST)));
}
