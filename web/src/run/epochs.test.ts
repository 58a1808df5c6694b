import { expect, it } from "vitest";

import { wire } from "../arrays";
import { Alignment, epochAt, stepOfEpoch } from "./epochs";
import { future, runOf } from "./run.fake";

const main = future("1", { epochs: wire([0, 0, 28, 4], [2, 2]) }); // 7 steps an epoch
const whole = future("2", { departure: 14, steps: 17, epochs: wire([0, 0, 14, 2, 17, 5], [3, 2]) }); // then 1

it("counts epochs by the pace of each stretch, and goes on beyond the end", () => {
  expect([0, 7, 10.5, 28, 35].map((step) => epochAt(main, step))).toEqual([0, 1, 1.5, 4, 5]);
  expect([7, 14, 15, 17, 20].map((step) => epochAt(whole, step))).toEqual([1, 2, 3, 5, 8]);
  for (const step of [0, 3, 14, 16, 30])
    expect(stepOfEpoch(whole, epochAt(whole, step))).toBeCloseTo(step, 12);
});

it("lays futures side by side where each has seen as many samples", () => {
  const by = new Alignment(runOf({ futures: [main, whole], shown: "1" }));
  expect(by.onto("2", 16)).toBe(28);
  expect(by.back("2", 28)).toBe(16);
  expect(by.onto("1", 5)).toBe(5);
  expect(by.run(runOf({ futures: [main, whole], shown: "1" })).futures.map(({ steps }) => steps)).toEqual([
    100, 35,
  ]);
});
