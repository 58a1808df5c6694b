import { expect, it } from "vitest";

import type { Scene } from "../schema";
import { BATCH, RATE, settingOf } from "./run.fake";
import { nearestOf, settingsOf, shareOf, spread, valueAt, type Asked } from "./settings";

const scene = {
  experiment: {
    groups: [
      { name: "basics", settings: [RATE, BATCH] },
      {
        name: "network",
        settings: [
          {
            type: "layers",
            name: "hidden",
            numbers: [settingOf("hidden.1", { value: 5, low: 1, high: 32, whole: true })],
          },
          { type: "choice", name: "loss" },
        ],
      },
      {
        name: "learning",
        settings: [settingOf("clip_norm", { value: null, low: 0.01, high: 100, scale: "log" })],
      },
      { name: "stopping", settings: [settingOf("epochs", { asked: false })] },
    ],
  },
} as unknown as Scene;

it("offers what may be asked of, as it stands or, where it is off, at its lower end", () => {
  const found = settingsOf(scene).map(({ name, value, high }) => [name, value, high]);
  expect(found).toEqual([
    ["learning_rate", 0.1, 10],
    ["batch_size", 10, 105],
    ["hidden.1", 5, 32],
    ["clip_norm", 0.01, 100],
  ]);
});

it.each(settingsOf(scene).map((asked) => [asked.name, asked] as const))(
  "goes from the lower end of %s to the upper, and back",
  (_, asked) => {
    expect(valueAt(asked, 0)).toBe(asked.low);
    expect(valueAt(asked, 1)).toBe(asked.high);
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      expect(Math.abs(shareOf(asked, valueAt(asked, share)) - share)).toBeLessThan(0.1);
    }
  },
);

it("spreads values along the slider, each once", () => {
  const [rate, batch] = settingsOf(scene) as [Asked, Asked];
  expect(spread(rate, 5)).toEqual([0.001, 0.01, 0.1, 1, 10]);
  expect(spread({ ...batch, high: 4 }, 12)).toEqual([1, 2, 3, 4]);
  expect(nearestOf(rate, spread(rate, 5), 0.2)).toBe(2);
});
