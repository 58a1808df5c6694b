import { describe, expect, it } from "vitest";

import { wire } from "../arrays";
import type { LayerScene } from "../schema";
import { cellsOf, filled, fillOf, styleOfPulse, styleOfWire, type Lit, type Look } from "./style";

const WIRE = { link: 1, from: 2, to: 0, key: "1.2.0" };
const PLAIN: Lit = { focus: undefined, paths: undefined };
const LOOK: Look = { high: false, patterns: false };
const style = (weight: number, lit: Partial<Lit> = {}, look: Partial<Look> = {}) =>
  styleOfWire(weight, WIRE, { ...PLAIN, ...lit }, { ...LOOK, ...look });

describe("a wire", () => {
  it("has the colour of its weight's sign, and is the wider and darker the larger that is", () => {
    expect([0.5, -0.5, 0, NaN].map((weight) => style(weight).colour)).toEqual([
      "positive",
      "negative",
      "muted",
      "muted",
    ]);
    const [small, large] = [style(0.2), style(-2)];
    expect(large.width > small.width && large.opacity > small.opacity).toBe(true);
    expect(style(3)).toEqual({ ...style(40), sign: "positive" });
  });

  it("is dashed where its weight is no number, and, with patterns, where it is negative", () => {
    const dashes = (patterns: boolean) => [1, -1, NaN].map((weight) => style(weight, {}, { patterns }).dash);
    expect(dashes(false)).toEqual([[], [], [3, 4]]);
    expect(dashes(true)).toEqual([[], [7, 4], [3, 4]]);
  });

  it("of what is pointed at stands out, and the others recede", () => {
    const opacity = (lit: Partial<Lit>) => style(0.1, lit).opacity;
    expect(opacity({ focus: { kind: "neuron", layer: 1, index: 2 } })).toBe(1);
    expect(opacity({ focus: { kind: "neuron", layer: 1, index: 0 } })).toBe(0.1);
    expect(opacity({ paths: new Set(["1.2.0"]) })).toBe(1);
    expect(opacity({ paths: new Set() })).toBe(0.1);
    expect(style(0.1, { focus: { kind: "wire", ...WIRE } }).wider).toBe(1);
  });

  it("at high contrast is thicker and does not fade", () => {
    expect(style(0.1, {}, { high: true })).toMatchObject({ opacity: 1, width: style(0.1).width + 0.9 });
  });
});

it("draws what carries a negative number as a ring", () => {
  expect([2, -2, NaN].map((carried) => styleOfPulse(carried, "forward").ring)).toEqual([false, true, false]);
  expect(styleOfPulse(-2, "forward").radius).toBe(styleOfPulse(2, "backward").radius);
});

it("fills with the sign's colour, and leaves zero and what is no number as paper", () => {
  expect([5, -1.25, 0, NaN].map((value) => filled(fillOf(value)))).toEqual([
    "color-mix(in srgb, var(--positive) 70%, var(--paper))",
    "color-mix(in srgb, var(--negative) 35%, var(--paper))",
    "var(--paper)",
    "var(--paper)",
  ]);
});

describe("a cell", () => {
  const layer = (changes: Partial<LayerScene> = {}): LayerScene =>
    ({ value: wire([1, -1]), mask: null, raw: null, image_shape: [], ...changes }) as LayerScene;

  it("has its value's colour once that is known, and what dropout takes away fades", () => {
    const [first, second] = cellsOf(layer({ mask: wire([1, 0]) }), 1, true, undefined);
    expect([first?.fill.colour, first?.opacity, second?.fill.colour, second?.opacity]).toEqual([
      "positive",
      1,
      "negative",
      0.35,
    ]);
    expect(cellsOf(layer(), 1, false, undefined)[0]?.fill.share).toBe(0);
  });

  it("of a grey picture has as much ink as its pixel, at any time", () => {
    const [first, second] = cellsOf(layer({ raw: wire([16, 4]), image_shape: [1, 2] }), 0, false, undefined);
    expect([first?.fill, second?.fill]).toEqual([
      { colour: "ink", share: 1 },
      { colour: "ink", share: 0.25 },
    ]);
  });
});
