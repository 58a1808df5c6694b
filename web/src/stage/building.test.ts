import { expect, it } from "vitest";

import type { LayersSetting, LayerSpec } from "../schema";
import { likeNeighbours } from "./building.svelte";

const setting = (...layers: LayerSpec[]) =>
  ({ layers, activations: [{ name: "tanh" }] }) as unknown as LayersSetting;
const tanh = { size: 5, activation: "tanh", dropout: 0.1 };
const relu = { size: 3, activation: "relu", dropout: 0 };

it("puts in a layer like the one below, so that the one above keeps its weights", () => {
  expect(likeNeighbours(setting(tanh, relu), 2, 4)).toEqual(tanh);
  expect(likeNeighbours(setting(tanh, relu), 3, 4)).toEqual(relu);
});

it("puts in as many neurons as inputs above these, unless they are many", () => {
  expect(likeNeighbours(setting(tanh), 1, 4)).toEqual({ ...tanh, size: 4 });
  expect(likeNeighbours(setting(tanh), 1, 64)).toEqual(tanh);
});

it("begins with four where there is none", () => {
  expect(likeNeighbours(setting(), 1, 2)).toEqual({ size: 4, activation: "tanh", dropout: 0 });
});
