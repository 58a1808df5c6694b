/** The one place where numbers become text, with as many decimals and the sign between as the reader chose. */
import { USUAL_DECIMALS, view } from "../state/view.svelte";

const MINUS = "−";

export interface Format {
  /** Digits after the point; from two on, the reader's choice adds to them or takes away. */
  decimals?: number;
  /** Whether positive numbers carry their sign. */
  sign?: boolean;
  /** Whether `decimals` are meant as they are, whatever the reader chose. */
  exact?: boolean;
}

/** How many decimals the reader's choice makes of these. */
export function chosenDecimals(decimals: number): number {
  return decimals < 2 ? decimals : decimals + view.decimals - USUAL_DECIMALS;
}

/** A number with fixed decimals and a true minus sign; scientific outside 10⁻⁴ … 10⁵. */
export function format(value: number, { decimals = 3, sign = false, exact = false }: Format = {}): string {
  const digits = exact ? decimals : chosenDecimals(decimals);
  const lead = value < 0 || Object.is(value, -0) ? MINUS : sign && value > 0 ? "+" : "";
  const size = Math.abs(value);
  if (Number.isNaN(value)) return "NaN";
  if (size === Infinity) return lead + "∞";
  if (size === 0) return (sign ? " " : "") + pointed((0).toFixed(digits));
  if (size < 1e-4 || size >= 1e5) return lead + scientific(size, Math.max(1, digits - 2));
  return lead + pointed(size.toFixed(digits));
}

/** All digits that tell a number from its neighbours, as the page prints numbers. */
export function full(value: number): string {
  return pointed(String(value)).replace(/-/g, MINUS).replace("Infinity", "∞").replace("e+", "e");
}

/** A number as short as it can be said, for rates and values in their own unit. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return format(value, { decimals: 0 });
  if (size < 1e-4 || size >= 1e5) return full(Number(value.toPrecision(4)));
  return full(Number(value.toPrecision(6)));
}

/** A count with its thousands apart: 12 480. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

/** A share as a whole or tenth percentage. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return format(share);
  return `${pointed((100 * share).toFixed(share === 1 || share === 0 ? 0 : 1))} %`;
}

function scientific(size: number, decimals: number): string {
  return pointed(size.toExponential(decimals)).replace("-", MINUS).replace("e+", "e");
}

/** A sentence that came with decimal points, as the reader writes numbers. */
export function worded(sentence: string): string {
  return view.comma ? sentence.replace(/(\d)\.(?=\d)/g, "$1,") : sentence;
}

/** Digits with the reader's sign between whole and part. */
function pointed(digits: string): string {
  return view.comma ? digits.replace(".", ",") : digits;
}
