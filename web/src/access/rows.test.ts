import { expect, it } from "vitest";

import { strongest } from "./rows";

it("keeps all rows in their order where there is room", () => {
  expect(strongest([3, -9, 1], 3)).toEqual([0, 1, 2]);
});

it("takes the numbers farthest from zero, what is no number first", () => {
  expect(strongest([3, -9, 1, NaN, 3], 4)).toEqual([3, 1, 0, 4]);
});
