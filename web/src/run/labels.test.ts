import { expect, it } from "vitest";

import { apart } from "./labels";

it("moves labels apart and leaves those alone that do not touch", () => {
  expect(apart([10, 60], 14, 90)).toEqual([10, 60]);
  expect(apart([10, 12, 11], 14, 90)).toEqual([10, 38, 24]);
});

it("keeps them above the foot while there is room", () => {
  const tops = apart([88, 89, 90], 14, 90);
  expect(tops).toEqual([62, 76, 90]);
});
