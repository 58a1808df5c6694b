import { expect, it } from "vitest";

import { numbersClear } from "./numbersClear";

it("leaves out a number that would lie on another, and moves one into the picture", () => {
  const there = numbersClear(
    [
      { text: "-20000", x: 5, y: 50 },
      { text: "20000", x: 30, y: 52 },
      { text: "0", x: 60, y: 50 },
    ],
    100,
  );

  expect(there.map(({ text }) => text)).toEqual(["-20000", "0"]);
  expect(there[0]!.x - there[0]!.width / 2).toBe(0);
});
