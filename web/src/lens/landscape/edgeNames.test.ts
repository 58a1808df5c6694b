import { expect, test } from "vitest";

import { edgeNames } from "./edgeNames";

const LONG = ["principal direction 1 of the path", "principal direction 2 of the path"] as const;

test("short names stand below the middles of their edges, on one line", () => {
  const [one, other] = edgeNames(["w₁", "w₂"], [{ x: 100, y: 150 }, { x: 220, y: 150 }], 320, 200); // prettier-ignore
  expect(one).toEqual({ text: "w₁", x: 100 - 4 - 11.2, y: 178 });
  expect(other).toEqual({ text: "w₂", x: 224, y: 178 });
});

test.each([
  [90, 230],
  [230, 90],
])("long names of edges at %i and %i stand one below the other, within the picture", (a, b) => {
  const names = edgeNames(LONG, [{ x: a, y: 160 }, { x: b, y: 160 }], 320, 200); // prettier-ignore
  expect(names.map(({ text }) => text)).toEqual(LONG);
  const [upper, lower] = [...names].sort((one, other) => one.y - other.y);
  expect(lower!.y - upper!.y).toBe(14);
  expect(lower!.y).toBeLessThanOrEqual(200);
  expect(lower!.x).toBeGreaterThan(upper!.x);
});
