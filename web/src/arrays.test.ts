import { decode, encode } from "@msgpack/msgpack";
import { expect, it } from "vitest";

import type { Array as Wire } from "./schema";
import { at, numbers, wire } from "./arrays";

it("reads the same bits wherever the bytes start in their message", () => {
  const values = [1.5, -0, NaN, Infinity, 5e-324, 0.1];
  for (const padding of ["", "a", "ab", "abc"]) {
    const { array } = decode(encode({ padding, array: wire(values) })) as { array: Wire };
    expect(Array.from(numbers(array))).toEqual(values);
  }
});

it("finds one number of a matrix by row and column", () => {
  const matrix = wire([1, 2, 3, 4, 5, 6], [2, 3]);
  expect([at(matrix, 0, 2), at(matrix, 1, 0)]).toEqual([3, 4]);
});
