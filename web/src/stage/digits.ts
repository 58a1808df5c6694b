/** Numbers on labels of one width: as many digits as fit. */
import type { Formatter } from "../ui/format";
import type { Writing } from "./plan";

/** A weight or gradient with its sign, in at most as many characters as its label holds where that is possible. */
export function fitted(
  { chosenDecimals, format, full }: Formatter,
  value: number,
  { decimals, characters }: Pick<Writing, "decimals" | "characters">,
): string {
  if (decimals === undefined) {
    const text = (value > 0 ? "+" : "") + full(value);
    return text.length <= characters ? text : format(value, { decimals: characters - 9, sign: true });
  }
  for (let digits = chosenDecimals(decimals); digits >= 0; digits--) {
    const text = format(value, { decimals: digits, sign: true, exact: true });
    if (text.length <= characters) return text;
  }
  const size = Math.abs(value);
  return (value < 0 ? "−" : "+") + size.toExponential(0).replace("-", "−").replace("e+", "e");
}
