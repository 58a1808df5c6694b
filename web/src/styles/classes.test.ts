/** Classes are told apart by every eye and in print, and never look like a sign. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { cornersOf, SHAPES } from "../ui/shapes";

const CSS = readFileSync(join(import.meta.dirname, "tokens.css"), "utf-8");
const CLASSES = Array.from({ length: 10 }, (_, k) => `class-${k + 1}`);
type Rgb = readonly [number, number, number];

function tokensOf(...selectors: string[]): (name: string) => Rgb {
  const found = new Map<string, string>();
  for (const selector of selectors) {
    const start = CSS.indexOf(`${selector} {`);
    const rule = CSS.slice(start, CSS.indexOf("}", start));
    for (const [, name = "", value = ""] of rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g))
      found.set(name, value);
  }
  return (name) => {
    const text = found.get(name) ?? "";
    return [1, 3, 5].map(
      (place) => Number.parseInt(text.slice(place, place + 2), 16) / 255,
    ) as unknown as Rgb;
  };
}

const linear = (share: number): number =>
  share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
const times = (matrix: readonly Rgb[], [r, g, b]: Rgb): Rgb =>
  matrix.map(([x, y, z]) => x * r + y * g + z * b) as unknown as Rgb;
const inside = (colour: Rgb): Rgb => colour.map((one) => Math.min(1, Math.max(0, one))) as unknown as Rgb;

/**
 * What an eye sees of linear light. Matrices of full severity: Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009),
 * 1291-1298; grey by the luminance of Rec. 709, as a printer without colour has it.
 */
const GREY: Rgb = [0.2126, 0.7152, 0.0722];
const EYES: Record<string, readonly Rgb[]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
  "print in grey": [GREY, GREY, GREY],
};

/** CIE L*a*b* of linear light, D65. */
function lab(light: Rgb): Rgb {
  const [x, y, z] = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    light,
  );
  const f = (share: number): number => (share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116);
  const [fx, fy, fz] = [f(x / 0.9505), f(y), f(z / 1.089)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** How far apart two colours are to an eye: about 2 can just be told apart side by side. */
function apart(one: Rgb, other: Rgb, eye: readonly Rgb[]): number {
  const [a, b] = [one, other].map((colour) =>
    lab(inside(times(eye, colour.map(linear) as unknown as Rgb))),
  ) as [Rgb, Rgb];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe.each([
  ["light", [".learnscope"]],
  ["dark", [".learnscope", '.learnscope[data-theme="dark"]']],
])("%s", (_, selectors) => {
  const of = tokensOf(...selectors);
  const pairs = CLASSES.flatMap((one, k) => CLASSES.slice(k + 1).map((other) => [one, other] as const));
  const place = (name: string): number => CLASSES.indexOf(name);

  it.each(Object.entries(EYES))("the first three are told apart by colour alone: %s", (_eye, eye) => {
    const first = pairs.filter(([, other]) => place(other) < 3);
    expect(first.filter(([one, other]) => !(apart(of(one), of(other), eye) >= 18))).toEqual([]);
  });

  it.each(Object.entries(EYES))("any two have another shape, or colours far apart: %s", (_eye, eye) => {
    const alike = pairs.filter(([one, other]) => place(one) % SHAPES === place(other) % SHAPES);
    expect(alike).toHaveLength(5);
    expect(alike.filter(([one, other]) => !(apart(of(one), of(other), eye) >= 18))).toEqual([]);
  });

  it("none is the hue of a sign", () => {
    const signs = ["positive", "negative"];
    const near = CLASSES.flatMap((one) =>
      signs.filter((sign) => apart(of(one), of(sign), EYES["usual"]!) < 30),
    );
    expect(near).toEqual([]);
  });
});

it("shapes differ from each other", () => {
  const shapes = Array.from({ length: SHAPES }, (_, k) => JSON.stringify(cornersOf(k)));
  expect(new Set(shapes).size).toBe(SHAPES);
  expect(cornersOf(SHAPES + 1)).toEqual(cornersOf(1));
});
