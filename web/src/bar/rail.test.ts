import { expect, it } from "vitest";

import { sceneOfShape } from "../state/scene.fake";
import { timelineOf } from "../state/timeline";
import { namesOf, positionAt, stopsOf, stretchesOf, widthsOf, xOf } from "./rail";

const scene = sceneOfShape([4, 5, 3]);
const timeline = timelineOf(scene.stage.timeline);
const stretches = stretchesOf(timeline);

it("gives each stretch its share, and room for its word", () => {
  expect(widthsOf(stretches, 700)).toEqual([400, 200, 100]);
  expect(widthsOf(stretches, 300)).toEqual([154, 80, 66]);
});

it("has a place for each position, and a position for each place", () => {
  for (const width of [280, 420, 700]) {
    const stops = stopsOf(stretches, width);
    expect(stops).toHaveLength(timeline.end);
    expect(stops).toEqual([...stops].sort((one, other) => one - other));
    for (const position of [0, 0.3, 1, 2.5, 4, 6.99, 7]) {
      expect(positionAt(xOf(position, stops), stops)).toBeCloseTo(position, 9);
    }
    expect(positionAt(-5, stops)).toBe(0);
    expect(positionAt(width, stops)).toBe(timeline.end);
  }
});

it("calls stops by their layers, shortly where room is short", () => {
  const named = (width: number) =>
    namesOf(timeline.phases, scene.stage.layers, stopsOf(stretches, width)).map(({ short }) => short);
  expect(named(700)).toEqual(["read", "hidden 1", "outputs", "loss", "outputs", "hidden 1", "weights"]);
  expect(named(300)).toEqual(["read", "h1", "o", "loss", "o", "h1", "weights"]);
});
