import { describe, expect, it } from "vitest";

import { wire } from "../arrays";
import type { LinkScene } from "../schema";
import { Formatter } from "../ui/format";
import { fitted } from "./digits";
import { reaches, same, touches, type Focus } from "../state/focus";
import { overlap } from "./labels";
import { layoutOf } from "./layout";
import { boxOf, markBelow, writingAt } from "./plan";
import { labelsAt, MOST_TOGETHER } from "./shown";
import { chosenWires } from "./wires";

const write = new Formatter();

const LAYOUT = layoutOf([8, 8, 8, 8], 1176, 535);
const NEURON: Focus = { kind: "neuron", layer: 1, index: 3 };

describe("labelsAt", () => {
  it("shows all wires of a focused neuron, and hides for as long whatever they cover", () => {
    const labels = labelsAt(LAYOUT.plans, 1, NEURON);
    const near = labels.filter((label) => label.near);
    const boxes = labels.filter((label) => !label.covered).map(({ at, writing }) => boxOf(at, writing));

    expect(near).toHaveLength(16);
    expect(near.every(({ wire, writing }) => touches(NEURON, wire) && writing.gradient)).toBe(true);
    boxes.forEach((one, k) =>
      boxes.slice(k + 1).forEach((other) => expect(overlap(one, other)).toBeLessThan(0.01)),
    );
  });

  it("leaves the label of a focused wire where it is", () => {
    const [label] = labelsAt(LAYOUT.plans, 1, undefined);
    const { link, from, to } = label!.wire;
    const focused = labelsAt(LAYOUT.plans, 1, { kind: "wire", link, from, to }).find((one) => one.near);

    expect(focused!.at).toEqual(label!.at);
  });

  it("gives a wire without a label one while it is focused", () => {
    const { plans } = layoutOf([20, 12], 1176, 535);
    expect(labelsAt(plans, 1, undefined)).toEqual([]);
    expect(labelsAt(plans, 1, { kind: "wire", link: 0, from: 7, to: 7 })).toHaveLength(1);
  });

  it("labels the strongest wires of a neuron that has very many", () => {
    const { plans, columns } = layoutOf([2, 900, 2], 1176, 535);
    const weight = wire(Array.from({ length: 900 }, (_, k) => (k % 7 === 0 ? 2 : 0.1)));
    const chosen = wire(Array.from({ length: 900 }, (_, k) => [0, k]).flat(), [900, 2]);
    const link = { chosen, weight } as unknown as LinkScene;
    const wires = chosenWires(columns, 0, link);
    const labels = labelsAt(plans, 1, { kind: "neuron", layer: 0, index: 0 }, [link], wires);

    expect(labels.length).toBeGreaterThan(0);
    expect(labels.length).toBeLessThanOrEqual(MOST_TOGETHER);
    expect(labels.every(({ wire }) => wire.to % 7 === 0)).toBe(true);
  });
});

describe("writing", () => {
  it("has more digits from nearer, and all of them in the end", () => {
    expect([1, 2.4, 4.2, 7.5].map((zoom) => writingAt(0, zoom).decimals)).toEqual([3, 4, 6, undefined]);
    expect([1, 1.5].map((zoom) => writingAt(4, zoom).decimals)).toEqual([2, 3]);
  });

  it("changes at marks alone", () => {
    for (const [zoom, mark] of [
      [1, 1],
      [1.49, 1],
      [1.5, 1.5],
      [2.9, 2.4],
      [16, 11],
      [0.78, 0.7],
    ] as const)
      // prettier-ignore
      expect(markBelow(zoom)).toBe(mark);
  });

  it.each([
    [0.123456, 3, 6, "+0.123"],
    [-12.34567, 3, 6, "−12.35"],
    [-1234.5, 2, 5, "−1235"],
    [0, 2, 5, " 0.00"],
    [-3.2e-5, 2, 5, "−3e−5"],
    [2.5e7, 2, 5, "+3e7"],
    [Infinity, 2, 5, "+∞"],
    [NaN, 2, 5, "NaN"],
  ])("of %d with %i decimals in %i characters is %s", (value, decimals, characters, text) => {
    expect(fitted(write, value, { decimals, characters })).toBe(text);
  });

  it("has as many digits as fit, where the reader wants more", () => {
    const more = new Formatter({ decimals: 4, comma: false });
    const texts = [5, 6, 7].map((characters) => fitted(more, 1.256789, { decimals: 3, characters }));

    expect(texts).toEqual(["+1.26", "+1.257", "+1.2568"]);
  });

  it("with all digits says the number itself", () => {
    expect(fitted(write, -0.1 - 0.2, { decimals: undefined, characters: 21 })).toBe("−0.30000000000000004");
  });
});

describe("focus", () => {
  it("tells whether elements are the same, and which neurons a wire reaches", () => {
    const one: Focus = { kind: "wire", link: 1, from: 2, to: 3 };
    expect(same(one, { ...one })).toBe(true);
    expect(same(one, NEURON)).toBe(false);
    expect(same(NEURON, undefined)).toBe(false);
    expect([reaches(one, 1, 2), reaches(one, 2, 3), reaches(one, 1, 3)]).toEqual([true, true, false]);
  });
});
