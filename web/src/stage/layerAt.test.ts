import { expect, it } from "vitest";

import { sceneOfShape } from "../state/scene.fake";
import { layerAt } from "./layerAt";

it("follows the phases from the inputs to the outputs and back", () => {
  const { timeline } = sceneOfShape([4, 5, 5, 3]).stage;
  const followed = Array.from({ length: timeline.length + 1 }, (_, k) => layerAt(timeline, 3, k - 1));
  expect(followed).toEqual([0, 0, 1, 2, 3, 3, 3, 2, 1, 1]);
});
