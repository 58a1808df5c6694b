import { describe, expect, it } from "vitest";

import { around } from "./columns";
import { overlap, type Box } from "./labels";
import { layoutOf, zoomedLayout, type Layout } from "./layout";
import { boxOf } from "./plan";
import { along } from "./wires";

const ZOOMS = [0.72, 0.9, 1, 1.2, 1.5, 1.9, 2.4, 3, 3.3, 4.3, 6, 7.6, 11, 16];

/** What the labels of a layout cover at its zoom. */
function boxes({ plans, zoom }: Layout): Box[] {
  return plans.flatMap((plan) =>
    plan
      .at(zoom)
      .flatMap((place) =>
        place ? [boxOf({ x: place.x * zoom, y: place.y * zoom }, plan.writing(zoom))] : [],
      ),
  );
}

/** How many pairs of boxes share more than a hair. */
function overlaps(one: readonly Box[], other: readonly Box[] = one): number {
  const pairs = one.flatMap((a, k) => (one === other ? other.slice(k + 1) : other).map((b) => overlap(a, b)));
  return pairs.filter((area) => area > 0.01).length;
}

const texts = ({ columns }: Layout): Box[] =>
  columns.flatMap((column) => column.places.flatMap((place) => around(place, column)));

describe("the labels of a layout", () => {
  it.each([
    [[1, 1], 1176, 535],
    [[3, 2, 3], 1176, 535],
    [[4, 5, 3], 1176, 535],
    [[4, 5, 3], 820, 700],
    [[4, 6, 6, 3], 1176, 560],
    [[2, 8, 8, 2], 916, 535],
    [[8, 8, 8, 8], 1176, 535],
    [[64, 32, 10], 1176, 535],
    [[5, 30, 4], 1024, 500],
  ])("of %j at %i × %i cover no other, and no neuron with its texts, at any zoom", (shape, width, height) => {
    const whole = layoutOf(shape, width, height);

    for (const zoom of ZOOMS) {
      const layout = zoomedLayout(whole, zoom);
      expect([zoom, overlaps(boxes(layout)), overlaps(boxes(layout), texts(layout))]).toEqual([zoom, 0, 0]);
    }
  });

  it.each([
    [[1, 1], 1176, 535],
    [[3, 2, 3], 1176, 535],
    [[4, 5, 3], 1176, 535],
    [[4, 5, 5, 3], 1176, 535],
    [[4, 6, 6, 3], 1176, 535],
    [[4, 6, 6, 3], 1176, 560],
    [[4, 6, 6, 3], 1176, 690],
    [[6, 6, 6, 3], 1176, 560],
    [[4, 5, 3], 900, 500],
    [[2, 5, 2], 640, 440], // one of two on 1280 × 720
  ])("of %j at %i × %i all have a place", (shape, width, height) => {
    const { plans, wires } = layoutOf(shape, width, height);

    expect(plans.reduce((sum, plan) => sum + plan.at(1).filter(Boolean).length, 0)).toBe(wires.length);
  });

  it.each([
    [[8, 8, 8, 8], 1176, 535],
    [[8, 8, 8, 8], 1176, 690],
    [[2, 8, 8, 2], 916, 535],
  ])("of %j at %i × %i have a place in at least 60 of 100", (shape, width, height) => {
    const { plans, wires } = layoutOf(shape, width, height);
    const placed = plans.reduce((sum, plan) => sum + plan.at(1).filter(Boolean).length, 0);

    expect(placed / wires.length).toBeGreaterThanOrEqual(0.6);
  });

  it("are whole for the shapes of the page's starting points, with room for gradients", () => {
    for (const shape of [
      [4, 5, 3],
      [3, 2, 3],
    ]) {
      for (const plan of layoutOf(shape, 1176, 535).plans) expect(plan.writing(1).gradient).toBe(true);
    }
  });

  it("keep their share of the wire while one comes nearer, and only grow more", () => {
    const { plans } = layoutOf([8, 8, 8, 8], 1176, 535);

    for (const plan of plans) {
      ZOOMS.filter((zoom) => zoom > 1).reduce((before, zoom) => {
        const now = plan.at(zoom);
        before.forEach((place, k) => place && expect(now[k]).toBe(place));
        return now;
      }, plan.at(1));
    }
  });

  it("lie on their wires", () => {
    const { plans } = layoutOf([4, 5, 3], 1176, 535);

    for (const plan of plans) {
      plan.at(1).forEach((place, k) => {
        const { start, end } = plan.wires[k]!;
        expect(place).toMatchObject(along(start, end, place!.share));
      });
    }
  });

  it("stand in the same places for the same shape and size, however one came there", () => {
    const one = layoutOf([4, 6, 6, 3], 1176, 535);
    const other = layoutOf([4, 6, 6, 3], 1176, 535);
    for (const zoom of [16, 1, 3]) other.plans.forEach((plan) => plan.at(zoom));

    for (const zoom of ZOOMS) {
      expect(one.plans.map((plan) => plan.at(zoom))).toEqual(other.plans.map((plan) => plan.at(zoom)));
    }
  });
});

describe("labels of one neuron", () => {
  it.each([
    [[8, 8, 8, 8], 1, 3, true],
    [[8, 8, 8, 8], 0, 0, true],
    [[4, 6, 6, 3], 2, 5, true],
    [[64, 32, 10], 2, 4, false], // many come together there, and some of them wait until one is nearer
  ])(
    "of %j, layer %i, neuron %i, all have a place free of each other; gradients: %s",
    (shape, layer, index, gradient) => {
      const { plans } = layoutOf(shape, 1176, 535);

      for (const plan of plans) {
        const touched = plan.wires
          .filter(({ link, from, to }) => (link === layer ? from : link === layer - 1 ? to : -1) === index)
          .slice(0, 24);
        const { places, writing } = plan.together(touched, 1);
        expect(places.size).toBeGreaterThanOrEqual(Math.min(touched.length, 16));
        if (touched.length > 0) expect(writing.gradient).toBe(gradient);
        expect(overlaps([...places.values()].map((point) => boxOf(point, writing)))).toBe(0);
      }
    },
  );
});

describe("columns", () => {
  it.each([
    [
      [4, 5, 3],
      ["full", "full", "full"],
    ],
    [
      [8, 8, 8, 8],
      ["full", "brief", "brief", "brief"],
    ],
    [
      [4, 16, 3],
      ["full", "compact", "full"],
    ],
    [
      [64, 32, 10],
      ["grid", "grid", "compact"],
    ],
  ])("of %j are drawn as %j", (shape, manners) => {
    const pictures = shape[0] === 64 ? [[8, 8]] : [];
    expect(layoutOf(shape, 1176, 535, pictures).columns.map(({ manner }) => manner)).toEqual(manners);
  });

  it("gain texts from near and lose them from afar", () => {
    const whole = layoutOf([4, 16, 3], 1176, 535);
    const manners = [0.6, 1, 2, 4].map((zoom) => zoomedLayout(whole, zoom).columns[1]!.manner);

    expect(manners).toEqual(["compact", "compact", "brief", "full"]);
  });

  it("keep neurons inside the stage and apart from each other", () => {
    for (const shape of [
      [1, 1],
      [4, 6, 6, 3],
      [8, 8, 8, 8],
      [64, 32, 10],
      [784, 128, 10],
    ]) {
      const { columns, width, height } = layoutOf(shape, 1176, 535);
      for (const { places, radius, manner } of columns) {
        for (const { x, y } of places) {
          expect(x - radius).toBeGreaterThanOrEqual(0);
          expect(x + radius).toBeLessThanOrEqual(width);
          expect(y - radius).toBeGreaterThan(40);
          expect(y + radius).toBeLessThan(height);
        }
        if (manner === "grid") continue;
        places.slice(1).forEach(({ y }, k) => expect(y - places[k]!.y).toBeGreaterThan(2 * radius));
      }
    }
  });
});
