/** Every colour has the contrast that the stylesheet promises, in each theme. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

const CSS = readFileSync(join(import.meta.dirname, "tokens.css"), "utf-8");

/** The tokens that hold where all of these rules apply, the later ones over the earlier. */
function tokensOf(...selectors: string[]): Map<string, string> {
  const found = selectors.flatMap((selector) => {
    const start = CSS.indexOf(`${selector} {`);
    if (start < 0) throw new Error(`tokens.css has no rule for ${selector}`);
    const rule = CSS.slice(start, CSS.indexOf("}", start));
    return [...rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]);
  });
  return new Map(found as [string, string][]);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const share = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const DARK = '.learnscope[data-theme="dark"]';
const HIGH = '.learnscope[data-contrast="more"]';
const HIGH_DARK = '.learnscope[data-contrast="more"][data-theme="dark"]';
const FORKS = Array.from({ length: 8 }, (_, k) => `fork-${k + 1}`);
const SIGNS = ["positive", "negative", "forward"];
const TEXTS = ["ink", "muted", "backward-text", ...[...SIGNS, ...FORKS].map((name) => `${name}-text`)];
const MARKS = ["edge", "focus", "backward", ...SIGNS, ...FORKS];

describe.each([
  ["light", [".learnscope"], 5, 3],
  ["dark", [".learnscope", DARK], 5, 3],
  ["high contrast", [".learnscope", HIGH], 7, 4.5],
  ["high contrast, dark", [".learnscope", DARK, HIGH, HIGH_DARK], 7, 4.5],
])("%s", (_, selectors, forText, forMarks) => {
  const tokens = tokensOf(...selectors);
  const of = (name: string): string => tokens.get(name) ?? `no --${name}`;
  const least = (names: string[]): [string, number][] =>
    names.map((name) => [name, Math.min(contrast(of(name), of("paper")), contrast(of(name), of("surface")))]);

  it("has text that can be read on paper and surface", () => {
    expect(least(TEXTS).filter(([, ratio]) => !(ratio >= forText))).toEqual([]);
  });

  it("has marks that can be told from paper and surface", () => {
    expect(least(MARKS).filter(([, ratio]) => !(ratio >= forMarks))).toEqual([]);
  });

  it("has text that can be read on what is selected and on what is confirmed", () => {
    expect(contrast(of("on-selection"), of("selection"))).toBeGreaterThanOrEqual(forText);
    for (const signal of ["forward", "backward"]) {
      expect(contrast(of(`${signal}-text`), of(`${signal}-wash`))).toBeGreaterThanOrEqual(forText - 0.5);
    }
  });
});
