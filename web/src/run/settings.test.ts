import { expect, it } from "vitest";

import type { Scene } from "../schema";
import { nearestOf, settingsOf, shareOf, spread, valueAt, type Asked } from "./settings";

const number = { type: "number", note: "", anew: false, low: 0, high: 0.1, scale: "linear", whole: false };
const scene = {
  experiment: {
    learning_rate: 0.1,
    batch_size: 10,
    batch_size_max: 105,
    seed: 7,
    groups: [
      {
        name: "network",
        settings: [
          {
            type: "layers",
            name: "hidden",
            layers: [
              { size: 5, dropout: 0.2 },
              { size: 40, dropout: 0.2 },
            ],
          },
          { type: "choice", name: "loss" },
        ],
      },
      { name: "learning", settings: [{ ...number, name: "l2", title: "L2 penalty λ", value: 0.01 }] },
      { name: "stopping", settings: [{ ...number, name: "epochs", title: "epochs", value: 50 }] },
    ],
  },
} as unknown as Scene;

it("offers no batch size where there is but one sample", () => {
  const alone = { ...scene, experiment: { ...scene.experiment, batch_size: 1, batch_size_max: 1 } };
  expect(settingsOf(alone).map(({ name }) => name)).not.toContain("batch_size");
});

it("offers what is a number and changes the training, as it stands", () => {
  const found = settingsOf(scene).map(({ name, value, high }) => [name, value, high]);
  expect(found).toEqual([
    ["learning_rate", 0.1, 10],
    ["batch_size", 10, 105],
    ["seed", 7, 100],
    ["hidden.1", 5, 32],
    ["hidden.2", 40, 40],
    ["dropout", 0.2, 0.9],
    ["l2", 0.01, 0.1],
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
