import { describe, expect, it } from "vitest";

import { overlap } from "./labels";
import { LABEL, layoutOf } from "./layout";

const boxes = (layout: ReturnType<typeof layoutOf>) =>
  layout.wires.flatMap(({ label }) =>
    label ? [{ x: label.x - LABEL.width / 2, y: label.y - LABEL.above, ...LABEL }] : [],
  );

describe("layoutOf", () => {
  it.each([
    [[1, 1], 1170, 640],
    [[3, 2, 3], 1170, 640],
    [[4, 5, 3], 1170, 640],
    [[4, 5, 3], 820, 700],
    [[2, 8, 8, 2], 1170, 906],
  ])("covers no label of %j at %i × %i with another", (shape, width, height) => {
    const placed = boxes(layoutOf(shape, width, height));

    placed.forEach((one, k) => {
      for (const other of placed.slice(k + 1)) expect(overlap(one, other)).toBe(0);
    });
  });

  it.each([
    [[3, 2, 3], 1170, 640],
    [[4, 5, 3], 1170, 640],
    [[4, 5, 3], 1000, 620],
  ])("finds a place for every label of %j at %i × %i", (shape, width, height) => {
    expect(layoutOf(shape, width, height).hidden).toBe(0);
  });

  it("gives the same places for the same shape and size", () => {
    expect(layoutOf([4, 5, 3], 1170, 640)).toEqual(layoutOf([4, 5, 3], 1170, 640));
  });
});
