import { expect, test } from "vitest";

import type { Bands } from "./bands";
import { drawn, HEIGHT, isInView, projection, type Camera, type Ground } from "./surface";

const COLOURS: Bands = {
  colours: [[10, 0, 0], [20, 0, 0], [30, 0, 0]], // prettier-ignore
  line: [0, 0, 99],
  unknown: [0, 50, 0],
  ink: [0, 90, 0],
};
const FROM_ABOVE: Camera = { turn: 0, tilt: Math.PI / 2, zoom: 1 };
const SIZE = { width: 200, height: 200 };
const ground = (at: (x: number, y: number) => number, levels: number[], high = 2): Ground => ({
  cells: 21,
  losses: Float64Array.from({ length: 441 }, (_, k) => at((k % 21) / 10 - 1, Math.floor(k / 21) / 10 - 1)),
  levels,
  low: 0,
  high,
});
const pixel = ({ pixels, width }: ReturnType<typeof drawn>, { x, y }: { x: number; y: number }): number[] => [
  ...pixels.slice(
    4 * (Math.floor(y) * width + Math.floor(x)),
    4 * (Math.floor(y) * width + Math.floor(x)) + 4,
  ),
];

test("from above a bowl is the map: bands where the losses lie", () => {
  const bowl = drawn(
    ground((x, y) => x * x + y * y, [0.25]),
    FROM_ABOVE,
    COLOURS,
    SIZE,
  );
  const project = projection(FROM_ABOVE, 200, 200);

  expect(pixel(bowl, project(0.05, 0.05, 0))[0]).toBeLessThanOrEqual(10);
  expect(pixel(bowl, project(0.7, 0.1, 0))[0]).toBeGreaterThan(10);
  const edge = [...Array(200).keys()]
    .map((x) => pixel(bowl, { x, y: 100 }))
    .filter(([, , blue]) => blue === 99);
  expect(edge.length).toBeGreaterThanOrEqual(2);
  expect(pixel(bowl, { x: 1, y: 1 })[3]).toBe(0);
});

test("what stands before hides what is behind", () => {
  const camera: Camera = { turn: 0, tilt: 0.4, zoom: 1 };
  const wall = drawn(
    ground((_, y) => (Math.abs(y) < 0.15 ? 2 : 0), []),
    camera,
    COLOURS,
    SIZE,
  );
  const project = projection(camera, 200, 200);

  expect(isInView(project(0, 0.5, 0.02), wall, 1)).toBe(false);
  expect(isInView(project(0, -0.8, 0.02), wall, 1)).toBe(true);
  expect(isInView(project(0, 0, HEIGHT), wall, 1)).toBe(true);
});

test("above the top nothing is drawn, and what is no number is hatched on the ground", () => {
  const cliff = drawn(
    ground((x) => (x > 0 ? 50 : 1), []),
    FROM_ABOVE,
    COLOURS,
    SIZE,
  );
  const gap = drawn(
    ground((x) => (x > 0 ? NaN : 1), []),
    FROM_ABOVE,
    COLOURS,
    SIZE,
  );
  const there = projection(FROM_ABOVE, 200, 200)(0.5, 0, 0);

  expect(pixel(cliff, there)[3]).toBe(0);
  expect(pixel(gap, there)[1]).toBeGreaterThanOrEqual(50);
});

test("fewer places draw the same outline", () => {
  const camera: Camera = { turn: 0.6, tilt: 0.7, zoom: 1 };
  const plane = ground((x, y) => 1 + 0.4 * x + 0.3 * y, []);
  const count = (every: number): number =>
    drawn(plane, camera, COLOURS, { ...SIZE, every }).pixels.filter((value, k) => k % 4 === 3 && value > 0)
      .length;

  expect(count(1)).toBeGreaterThan(4000);
  expect(Math.abs(count(2) - count(1)) / count(1)).toBeLessThan(0.01);
});
