import { expect, it } from "vitest";

import { comesOut } from "./recomputed";

it.each([
  ["+0.416", ["0.1", "−0.1527"], "+0.432", false], // 0.43127
  ["+0.44922", ["0.1", "+0.19992"], "+0.42923", true],
  ["+0.023", ["0.1", "+0.0729"], "+0.015", false], // 0.01571
  ["−0,233", ["0,1", "−0,0393"], "−0,229", true],
  ["+0.088", ["+3.0e−5"], "+0.088", true],
  ["0.000", ["0.1", "0.348", "−0.25"], "+0.009", true],
  ["+1.5", ["NaN"], "NaN", false],
])("holds %s less %j against %s", (start, taken, result, out) => {
  expect(comesOut(start, taken, result)).toBe(out);
});
