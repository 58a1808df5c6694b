import { describe, expect, it } from "vitest";

import { Drawing, MOST, outline } from "./drawing.svelte";

const places = (drawing: Drawing) => drawing.points.map(({ x, y, group }) => [x, y, group]);

describe("Drawing", () => {
  it("puts points of the chosen class, on the plane, to two decimals", () => {
    const drawing = new Drawing();
    drawing.put(1.23456, -0.001);
    drawing.group = 3;
    drawing.put(-99, 6.5);

    expect(places(drawing)).toEqual([
      [1.23, 0, 0],
      [-6, 6, 3],
    ]);
    expect(drawing.counts).toEqual([1, 0, 0, 1]);
  });

  it("sprays near a place", () => {
    const drawing = new Drawing();
    for (let number = 0; number < 200; number++) drawing.spray(2, -1);

    expect(Math.max(...drawing.points.map(({ x, y }) => Math.hypot(x - 2, y + 1)))).toBeLessThan(0.37);
    expect(new Set(drawing.points.map(({ x }) => x)).size).toBeGreaterThan(20);
  });

  it("erases what is near, of every class", () => {
    const drawing = new Drawing();
    drawing.put(0, 0);
    drawing.group = 1;
    drawing.put(0.3, 0);
    drawing.put(2, 0);
    drawing.erase(0.1, 0.1);

    expect(places(drawing)).toEqual([[2, 0, 1]]);
  });

  it("takes back one gesture at a time, clearing included", () => {
    const drawing = new Drawing();
    drawing.begin();
    drawing.put(1, 1);
    drawing.put(2, 2);
    drawing.begin();
    drawing.erase(1, 1);
    drawing.begin();
    drawing.erase(5, 5); // nothing there: no step
    drawing.clear();
    expect(drawing.points).toEqual([]);

    drawing.undo();
    expect(drawing.points).toHaveLength(1);
    drawing.undo();
    expect(drawing.points).toHaveLength(2);
    drawing.undo();
    expect([drawing.points.length, drawing.canUndo]).toEqual([0, false]);
    drawing.undo();
  });

  it("says what is lacking until two classes have a point", () => {
    const drawing = new Drawing();
    expect(drawing.lacking).toBe("Put points of two classes.");
    drawing.put(0, 0);
    expect(drawing.lacking).toBe("Put points of a second class too.");
    drawing.group = 2;
    drawing.put(0, 0);
    expect(drawing.lacking).toBe("");
  });

  it("ends at what can be learned from", () => {
    const drawing = new Drawing();
    drawing.points = new Array(MOST).fill({ x: 0, y: 0, group: 0 });
    drawing.put(1, 1);

    expect([drawing.points.length, drawing.canUndo]).toEqual([MOST, false]);
  });

  it("gives every class a shape of its own", () => {
    const shapes = [0, 1, 2, 3].map((group) => outline({ x: 1, y: 2, group }));

    expect(new Set(shapes).size).toBe(4);
    expect(shapes[1]).toBe("M0.82,-2.18L1.18,-2.18L1.18,-1.82L0.82,-1.82Z");
  });
});
