import { describe, expect, it } from "vitest";

import type { PhaseScene } from "../schema";
import { pictureAt, timelineOf } from "./timeline";

const phase = (name: PhaseScene["name"], layer = 0): PhaseScene => ({
  name,
  layer,
  sentence: "",
  short: name,
});
const timeline = timelineOf([
  phase("read"),
  phase("forward", 1),
  phase("forward", 2),
  phase("loss"),
  phase("backward", 2),
  phase("backward", 1),
  phase("update"),
]);

describe("pictureAt", () => {
  it("shows nothing but the parameters at the start", () => {
    const picture = pictureAt(timeline, 3, 0);
    expect(picture.layers.every(({ value, delta, gradient }) => value + delta + gradient === 0)).toBe(true);
    expect(picture.loss).toBe(0);
  });

  it("shows all values once the loss is known, and no gradient yet", () => {
    const picture = pictureAt(timeline, 3, timeline.forwardEnd);

    expect(picture.layers.map(({ value }) => value)).toEqual([1, 1, 1]);
    expect([picture.loss, picture.error]).toEqual([1, 1]);
    expect(picture.links.map(({ gradient }) => gradient)).toEqual([0, 0]);
  });

  it("keeps the causes of an update, and has old parameters aside before new ones are seen", () => {
    for (let position = timeline.backwardEnd + 0.01; position < timeline.end; position += 0.01) {
      const { updated, aside, parameters, layers, links } = pictureAt(timeline, 3, position);
      expect(links.map(({ gradient }) => gradient)).toEqual([1, 1]);
      expect(layers.map(({ value }) => value)).toEqual([1, 1, 1]);
      if (updated && parameters > 0) expect(aside).toBeGreaterThan(0.5);
    }
    const { updated, aside, parameters } = pictureAt(timeline, 3, timeline.end);
    expect([updated, aside, parameters]).toEqual([true, 1, 1]);
  });

  it("lets a neuron fire when its last pulse has arrived", () => {
    for (let position = 1; position <= 2; position += 0.01) {
      const picture = pictureAt(timeline, 3, position);
      if (picture.layers[1]!.value > 0) expect(picture.links[0]!.forward).toBeUndefined();
    }
  });

  it("carries nothing back to the inputs", () => {
    for (let position = 5; position <= 6; position += 0.01) {
      expect(pictureAt(timeline, 3, position).links[0]!.backward).toBeUndefined();
    }
  });
});
