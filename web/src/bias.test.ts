import { expect, test } from "vitest";

import { tinyScene } from "./access/scene.fake";
import { biasLabel, held } from "./bias";

test("a bias that is held says so, one that learns does not", () => {
  const layer = tinyScene().stage.layers[1]!;
  const name = layer.names[0];

  expect(held(layer)).toBe(false);
  expect(biasLabel(layer, 0)).toBe(`bias ${name}`);
  expect(biasLabel({ ...layer, bias_kind: "fixed" }, 0)).toBe(`bias ${name}, held: no update moves it`);
});
