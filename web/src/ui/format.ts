/** The one place where numbers become text, with as many decimals and the sign between as the reader chose. */
import { getContext, setContext } from "svelte";

const MINUS = "−";
const LONG = 1e7; // from which digits are no longer counted at a glance

/** How the reader wants numbers written. */
export interface NumberStyle {
  /** Decimals of weights and activations; other numbers have as many more or fewer as they have by themselves. */
  readonly decimals: number;
  /** Whether numbers are written with a decimal comma. */
  readonly comma: boolean;
}
export const USUAL_DECIMALS = 3;
const USUAL: NumberStyle = { decimals: USUAL_DECIMALS, comma: false };

export interface Format {
  /** Digits after the point; from two on, the reader's choice adds to them or takes away. */
  decimals?: number;
  /** Whether positive numbers carry their sign. */
  sign?: boolean;
  /** Whether `decimals` are meant as they are, whatever the reader chose. */
  exact?: boolean;
}

/** Writes numbers as `style` says; its functions can be taken apart from it. */
export class Formatter {
  readonly #style: NumberStyle;

  constructor(style: NumberStyle = USUAL) {
    this.#style = style;
  }

  /** How many decimals the reader's choice makes of these. */
  readonly chosenDecimals = (decimals: number): number =>
    decimals < 2 ? decimals : decimals + this.#style.decimals - USUAL_DECIMALS;

  /** A number with fixed decimals and a true minus sign; scientific outside 10⁻⁴ … 10⁵. */
  readonly format = (value: number, { decimals = 3, sign = false, exact = false }: Format = {}): string => {
    const digits = exact ? decimals : this.chosenDecimals(decimals);
    const lead = value < 0 || Object.is(value, -0) ? MINUS : sign && value > 0 ? "+" : "";
    const size = Math.abs(value);
    if (Number.isNaN(value)) return "NaN";
    if (size === Infinity) return lead + "∞";
    if (size === 0) return (sign ? " " : "") + this.#pointed((0).toFixed(digits));
    if (size < 1e-4 || size >= 1e5) return lead + this.#scientific(size, Math.max(1, digits - 2));
    return lead + this.#pointed(size.toFixed(digits));
  };

  /** All digits that tell a number from its neighbours, as the page prints numbers. */
  readonly full = (value: number): string =>
    this.#pointed(String(value)).replace(/-/g, MINUS).replace("Infinity", "∞").replace("e+", "e");

  /** A number as short as it can be said, for rates and values in their own unit. */
  readonly short = (value: number): string => {
    const size = Math.abs(value);
    if (!Number.isFinite(value) || value === 0) return this.format(value, { decimals: 0 });
    if (size >= LONG) return this.scientific(value);
    if (size < 1e-4 || size >= 1e5) return this.full(Number(value.toPrecision(4)));
    return this.full(Number(value.toPrecision(6)));
  };

  /** A number as a power of ten, with at most four digits before it. */
  readonly scientific = (value: number): string =>
    this.#exponents(Number(value.toPrecision(4)).toExponential());

  /** A share as a whole or tenth percentage. */
  readonly percent = (share: number): string => {
    if (!Number.isFinite(share)) return this.format(share);
    return `${this.#pointed((100 * share).toFixed(share === 1 || share === 0 ? 0 : 1))} %`;
  };

  /** A sentence that came with decimal points, as the reader writes numbers. */
  readonly worded = (sentence: string): string =>
    this.#style.comma ? sentence.replace(/(\d)\.(?=\d)/g, "$1,") : sentence;

  #scientific(size: number, decimals: number): string {
    return this.#exponents(size.toExponential(decimals));
  }

  #exponents(text: string): string {
    return this.#pointed(text).replaceAll("-", MINUS).replace("e+", "e");
  }

  /** Digits with the reader's sign between whole and part. */
  #pointed(digits: string): string {
    return this.#style.comma ? digits.replace(".", ",") : digits;
  }
}

/** A count with its thousands apart: 12 480. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

const KEY = Symbol("formatter");
const PLAIN = new Formatter();

export const provideFormatter = (formatter: Formatter): Formatter => setContext(KEY, formatter);
/** How numbers are written here; as usual where nobody said otherwise. */
export const useFormatter = (): Formatter => getContext<Formatter | undefined>(KEY) ?? PLAIN;
