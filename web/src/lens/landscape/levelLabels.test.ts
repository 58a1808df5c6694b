import { expect, test } from "vitest";

import { lineOf, type Grid } from "./contours";
import { labelsOf, touch, type Box } from "./levelLabels";

const SIDE = 320;
const CELLS = 41;
const unit = SIDE / (CELLS - 1);
const bowl: Grid = {
  rows: CELLS,
  columns: CELLS,
  values: Float64Array.from({ length: CELLS * CELLS }, (_, k) => {
    const [x, y] = [(k % CELLS) - 20, Math.floor(k / CELLS) - 20];
    return x * x + 3 * y * y + x * y;
  }),
};
const lines = [4, 8, 16, 32, 64, 128, 256, 512, 1024].map((level) => ({
  level,
  text: String(level),
  pieces: lineOf(bowl, level),
}));

test("labels of levels touch neither each other nor points, and stay within the frame", () => {
  const avoid: Box[] = [
    { x: 200, y: 200, width: 16, height: 16 },
    { x: 240, y: 230, width: 16, height: 16 },
  ];
  const found = labelsOf(lines, { side: SIDE, unit, avoid });

  expect(found.length).toBeGreaterThan(4);
  for (const [k, one] of found.entries()) {
    expect([...avoid, ...found.slice(0, k)].filter((other) => touch(one, other))).toEqual([]);
    expect(one.x - one.width / 2).toBeGreaterThanOrEqual(0);
    expect(one.x + one.width / 2).toBeLessThanOrEqual(SIDE);
    expect(one.y - one.height / 2).toBeGreaterThanOrEqual(0);
    expect(one.y + one.height / 2).toBeLessThanOrEqual(SIDE);
  }
});

test("where nothing is free a level has no label", () => {
  const everywhere = [{ x: SIDE / 2, y: SIDE / 2, width: SIDE, height: SIDE }];

  expect(labelsOf(lines, { side: SIDE, unit, avoid: everywhere })).toEqual([]);
});
