/** Smoothing, which always says over how many steps it went. */

export interface Smoothed {
  readonly mean: Float64Array;
  /** How many steps each number is the mean of; 1 where nothing was smoothed. */
  readonly over: number;
}

/** Steps a reader may smooth over; 1 is not at all. */
export const WIDTHS = [1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

/**
 * The moving mean of a curve over about `wanted` steps, as many bins on either side.
 *
 * Numbers that are not finite stay what they are and are left out of their neighbours' means.
 */
export function smoothed(steps: Float64Array, mean: Float64Array, wanted: number): Smoothed {
  const width = binWidth(steps);
  const side = Math.round((wanted / width - 1) / 2);
  if (wanted <= 1 || side < 1) return { mean, over: 1 };
  const sums = new Float64Array(mean.length + 1);
  const counts = new Float64Array(mean.length + 1);
  for (let k = 0; k < mean.length; k++) {
    const value = mean[k] as number;
    const finite = Number.isFinite(value);
    sums[k + 1] = (sums[k] as number) + (finite ? value : 0);
    counts[k + 1] = (counts[k] as number) + (finite ? 1 : 0);
  }
  const out = mean.map((value, k) => {
    if (!Number.isFinite(value)) return value;
    const from = Math.max(0, k - side);
    const to = Math.min(mean.length, k + side + 1);
    return (
      ((sums[to] as number) - (sums[from] as number)) / ((counts[to] as number) - (counts[from] as number))
    );
  });
  return { mean: out, over: (2 * side + 1) * width };
}

/** How many steps a bin of the curve holds. */
export function binWidth(steps: Float64Array): number {
  if (steps.length < 2) return 1;
  const span = (steps[steps.length - 1] as number) - (steps[0] as number);
  return Math.max(1, Math.round(span / (steps.length - 1)));
}
