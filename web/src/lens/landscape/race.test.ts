import { expect, test } from "vitest";

import { wire } from "../../arrays";
import type { DescentScene } from "../../schema";
import { raceOf } from "./race";

const descent = (title: string, places: [number, number][], losses: number[]): DescentScene => ({
  title,
  word: "creeps",
  rate: 0.1,
  optimizer: "sgd",
  batch: 5,
  points: wire(places.flat(), [places.length, 2]),
  losses: wire(losses),
  shadows: wire(losses),
  diverged: false,
  sentence: "",
});
const walk = descent("0.1", [[0, 0], [1, 2], [2, 3]], [9, 4, 1]); // prettier-ignore
const at = ({ a, b }: { a: number; b: number }) => (a < 100 ? { x: a, y: b } : undefined);

test("what is made is solid, what comes is ahead, and it stands where it has come to", () => {
  const [ran] = raceOf([walk], 1, at);

  expect(ran).toMatchObject({ so: "M0.0 0.0L1.0 2.0", ahead: "M1.0 2.0L2.0 3.0", text: "0.1 creeps" });
  expect(ran!.now).toEqual({ x: 1, y: 2 });
  expect(ran!.start).toEqual({ x: 0, y: 0 });
});

test("one that has left the picture breaks off, and one that ended early stands at its end", () => {
  const away = descent("9", [[0, 0], [500, 1], [1, 1]], [1, 2, 3]); // prettier-ignore
  const [left, ended] = raceOf([away, walk], 7, at);

  expect(left!.so).toBe("M0.0 0.0M1.0 1.0");
  expect(ended!.now).toEqual({ x: 2, y: 3 });
  expect(left!.colour).not.toBe(ended!.colour);
});
