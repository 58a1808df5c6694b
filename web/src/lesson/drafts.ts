/** Answers of several parts as one text: parts are separated by semicolons, since a comma may be a decimal one. */

export function partsOf(draft: string, count: number): string[] {
  const parts = draft.split(";").map((part) => part.trim());
  return Array.from({ length: count }, (_, k) => parts[k] ?? "");
}

/** The number that a text writes; undefined where it writes none. */
export function numberIn(text: string): number | undefined {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const value = plain === "" ? NaN : Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
