/** The rule of `explain/printing.py` for numbers that become text here: what is printed comes out, or carries ≈. */
import { parseNumber } from "./parse";

/** Half of the last digit of a number as it is written. */
function halfADigit(text: string): number {
  const [mantissa = "", exponent = "0"] = text.trim().split("e");
  const decimals = mantissa.split(/[.,]/)[1]?.length ?? 0;
  return 0.5 * 10 ** ((parseNumber(exponent).value ?? 0) - decimals);
}

/** Whether `start` less the product of `taken` is `result` to its last digit, all as they are written. */
export function comesOut(start: string, taken: readonly string[], result: string): boolean {
  const [from, to] = [parseNumber(start).value ?? NaN, parseNumber(result).value ?? NaN];
  const product = taken.reduce((sofar, text) => sofar * (parseNumber(text).value ?? NaN), 1);
  return Math.abs(from - product - to) <= halfADigit(result) * (1 + 1e-9);
}
