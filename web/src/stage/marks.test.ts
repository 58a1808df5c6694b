import { describe, expect, it, vi } from "vitest";

import { wire } from "../arrays";
import { classColour, css, toneColour, type Palette } from "../ui/tones";
import { cellAt, drawMarks, placeOn, sizeOfMarks, truthColour } from "./marks";
import { planeOfTwo, tonesOf } from "./planes.fake";

const palette: Palette = {
  paper: [250, 250, 250],
  ink: [1, 2, 3],
  unknown: [9, 9, 9],
  sand: [8, 8, 8],
  positive: [0, 0, 200],
  negative: [200, 0, 0],
  classes: [
    [0, 0, 200],
    [200, 0, 0],
  ],
};

/** A canvas that remembers what was drawn. */
function pad() {
  const calls: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]): void =>
      void calls.push([name, ...args]);
  const context = {
    fillStyle: "",
    fill: vi.fn(() => calls.push(["fill", context.fillStyle])),
    beginPath: note("begin"),
    arc: note("arc"),
    rect: note("rect"),
    moveTo: note("move"),
    lineTo: note("line"),
    stroke: note("stroke"),
    closePath: note("close"),
  };
  return { calls, context: context as unknown as CanvasRenderingContext2D };
}

describe("marks", () => {
  it("stand where their samples lie, the upper edge at the top", () => {
    const plane = planeOfTwo();
    expect(placeOn(plane, 100, -2, 3)).toEqual({ x: 0, y: 0 });
    expect(placeOn(plane, 100, 2, -1)).toEqual({ x: 100, y: 100 });
    expect(placeOn(plane, 100, 0, 2)).toEqual({ x: 50, y: 25 });
  });

  it("know the cell a place lies in", () => {
    expect(cellAt(4, 100, 26, 0)).toBe(1);
    expect(cellAt(4, 100, 99, 99)).toBe(15);
    expect(cellAt(4, 100, 120, -5)).toBe(3);
  });

  it("have the colour of what their samples should be", () => {
    expect(truthColour(planeOfTwo(), 1, 0, palette)).toEqual(classColour(1, palette));
    const values = planeOfTwo({
      winner: null,
      kind: "values",
      truth: wire([0, 5, 99], [3, 1]),
      low: [0],
      high: [10],
    });
    expect([0, 1, 2].map((k) => truthColour(values, k, 0, palette))).toEqual(
      [1, 128, 255].map((tone) => toneColour(tone, palette)),
    );
    const labels = planeOfTwo({
      winner: null,
      kind: "values",
      value: tonesOf([2, 4, 4], 128),
      truth: wire([0, 1, 1, 0, 1, 1], [3, 2]),
      low: [0, 0],
      high: [1, 1],
    });
    expect(truthColour(labels, 1, 1, palette)).toEqual(toneColour(1, palette));
  });

  it("have the shape of their class, and are filled to learn from, open to validate, open with a dot to test", () => {
    const { calls, context } = pad();
    drawMarks(context, planeOfTwo(), 100, 0, palette);
    const names = calls.map(([name]) => name);
    const circle = ["begin", "arc", "fill"];
    const square = ["begin", "move", "line", "line", "line", "close", "fill"];
    const drawn = [
      ...circle,
      "stroke",
      ...square,
      "stroke",
      ...square,
      ...square,
      "stroke",
      ...square,
      ...square,
    ];
    expect(names.slice(0, drawn.length)).toEqual(drawn);
    const fills = calls.filter(([name]) => name === "fill").map(([, style]) => style);
    const [left, right, paper] = [css([0, 0, 200]), css([200, 0, 0]), css(palette.paper)];
    expect(fills.slice(0, 5)).toEqual([left, right, paper, right, paper]);
    expect(fills).toHaveLength(6);
  });

  it("are the larger the fewer there are", () => {
    expect([4, 40, 400].map((count) => Math.round(10 * sizeOfMarks(count, 200)))).toEqual([72, 36, 26]);
    expect(sizeOfMarks(4000, 10)).toBe(2);
  });

  it("stand in a ring where the network says something else", () => {
    const { calls, context } = pad();
    drawMarks(context, planeOfTwo(), 100, 0, palette);
    const { x, y } = placeOn(planeOfTwo(), 100, -1.5, 2.5);
    expect(
      calls
        .filter(([name]) => name === "arc")
        .at(-1)
        ?.slice(1, 3),
    ).toEqual([x, y]);
    expect(calls.filter(([name]) => name === "arc")).toHaveLength(2);
  });
});
