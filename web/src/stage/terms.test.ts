/** The terms of a neuron that one has come near: each on its wire, none over another, all in sight. */
import { describe, expect, it } from "vitest";

import { layoutOf } from "./layout";
import { labelsAt } from "./shown";
import { TERM, termsIn, withTerms } from "./terms";

const whole = layoutOf([4, 5, 3], 1100, 480);
const ZOOM = 5;
/** What is seen around a point from so near, in px at zoom 1. */
const around = ({ x, y }: { x: number; y: number }, width = 1100) => ({
  x: x - width / ZOOM / 2,
  y: y - 480 / ZOOM / 2,
  width: width / ZOOM,
  height: 480 / ZOOM,
});
const neuron = whole.columns[1]!.places[2]!;

describe("terms", () => {
  it("are those of all wires into the neuron in the middle, in sight and apart", () => {
    const seen = around(neuron);
    const terms = termsIn(whole, seen, ZOOM);
    expect(terms.map(({ wire }) => wire.key).sort()).toEqual(["0.0.2", "0.1.2", "0.2.2", "0.3.2"]);
    for (const [k, { at }] of terms.entries()) {
      expect(at.x - TERM.width / 2 / ZOOM).toBeGreaterThan(seen.x);
      expect(at.x + TERM.width / 2 / ZOOM).toBeLessThan(neuron.x);
      if (k > 0) expect(at.y - terms[k - 1]!.at.y).toBeGreaterThanOrEqual(TERM.height / ZOOM - 1e-9);
    }
  });

  it("share the room where they are many", () => {
    const many = layoutOf([2, 8, 8, 2], 1100, 480);
    const seen = around(many.columns[2]!.places[1]!);
    const heights = termsIn(many, seen, ZOOM).map(({ at }) => at.y);
    expect(heights).toHaveLength(8);
    expect(heights[0]).toBeGreaterThan(seen.y);
    expect(heights.at(-1)).toBeLessThan(seen.y + seen.height);
    for (let k = 1; k < 8; k++) expect(heights[k]! - heights[k - 1]!).toBeGreaterThan(20 / ZOOM);
  });

  it("are none from farther, of inputs, between neurons, and where there is no room", () => {
    expect(termsIn(whole, around(neuron), 2)).toEqual([]);
    expect(termsIn(whole, around(whole.columns[0]!.places[1]!), ZOOM)).toEqual([]);
    expect(termsIn(whole, around({ x: neuron.x - 120, y: neuron.y }), ZOOM)).toEqual([]);
    expect(termsIn(whole, around(neuron, 600), ZOOM)).toEqual([]);
  });

  it("take the places of the labels of their wires, and cover others", () => {
    const labels = labelsAt(whole.plans, ZOOM, undefined);
    const terms = termsIn(whole, around(neuron), ZOOM);
    const shown = withTerms(labels, terms, ZOOM);
    expect(shown.filter(({ term }) => term)).toHaveLength(4);
    expect(new Set(shown.map(({ wire }) => wire.key)).size).toBe(shown.length);
    expect(withTerms(labels, [], ZOOM)).toBe(labels);
  });
});
