/** Text of a number field to a number, or to the reason why it is none. */

export type Parsed = { value: number; reason: "" } | { value: undefined; reason: string };

/** Takes what the page prints: −0.25, 1e−3, a comma or a point, a leading plus, spaces around. */
export function parseNumber(text: string): Parsed {
  const trimmed = text.trim();
  if (trimmed === "") return refuse("Type a number, such as −0.25 or 1e−3.");
  const plain = trimmed
    .replace(/[\u2212\u2013\uFE63\uFF0D]/g, "-")
    .replace(/^([+-])\s+/, "$1")
    .replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) {
    if (/^[+-]?(nan|inf|infinity|∞)$/i.test(plain)) return refuse(`${trimmed} is not a finite number.`);
    return refuse(`“${clip(trimmed)}” is no number; write it like −0.25 or 1e−3.`);
  }
  const value = Number(plain);
  if (!Number.isFinite(value)) return refuse(`${clip(trimmed)} is too large; numbers end at 1.8e308.`);
  return { value, reason: "" };
}

function refuse(reason: string): Parsed {
  return { value: undefined, reason };
}

function clip(text: string): string {
  return text.length > 24 ? text.slice(0, 22) + "…" : text;
}
