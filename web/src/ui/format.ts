/** The one place where numbers become text. */

const MINUS = "−";

export interface Format {
  /** Digits after the point. */
  decimals?: number;
  /** Whether positive numbers carry their sign. */
  sign?: boolean;
}

/** A number with fixed decimals and a true minus sign; scientific outside 10⁻⁴ … 10⁵. */
export function format(value: number, { decimals = 3, sign = false }: Format = {}): string {
  const lead = value < 0 || Object.is(value, -0) ? MINUS : sign && value > 0 ? "+" : "";
  const size = Math.abs(value);
  if (Number.isNaN(value)) return "NaN";
  if (size === Infinity) return lead + "∞";
  if (size === 0) return (sign ? " " : "") + (0).toFixed(decimals);
  if (size < 1e-4 || size >= 1e5) return lead + scientific(size, Math.max(1, decimals - 2));
  return lead + size.toFixed(decimals);
}

/** All digits that tell a number from its neighbours, as the page prints numbers. */
export function full(value: number): string {
  return String(value).replace(/-/g, MINUS).replace("Infinity", "∞").replace("e+", "e");
}

/** A number as short as it can be said, for rates and values in their own unit. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return format(value, { decimals: 0 });
  if (size < 1e-4 || size >= 1e5) return full(Number(value.toPrecision(4)));
  return full(Number(value.toPrecision(6)));
}

/** A share as a whole or tenth percentage. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return format(share);
  return `${(100 * share).toFixed(share === 1 || share === 0 ? 0 : 1)} %`;
}

function scientific(size: number, decimals: number): string {
  return size.toExponential(decimals).replace("-", MINUS).replace("e+", "e");
}
