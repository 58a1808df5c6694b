// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import Pad from "./Pad.svelte";
import { paint, Strokes } from "./strokes.svelte";

/** What a canvas was told, since there is none here. */
function fakeContext() {
  const told: string[] = [];
  const note =
    (name: string) =>
    (...values: unknown[]): void =>
      void told.push([name, ...values].join(" "));
  const names = ["clearRect", "beginPath", "moveTo", "lineTo", "stroke"];
  const context = {
    ...Object.fromEntries(names.map((name) => [name, note(name)])),
    getImageData: (_x: number, _y: number, width: number, height: number) => ({
      data: new Uint8ClampedArray(4 * width * height),
    }),
  };
  return { told, context: context as unknown as CanvasRenderingContext2D };
}

let told: string[];
beforeEach(() => {
  const fake = fakeContext();
  told = fake.told;
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(fake.context as never);
});

function open(shape = [8, 8]) {
  const strokes = new Strokes();
  const changed = vi.fn();
  render(Pad, { strokes, shape, brush: 0.1, colour: "#000000", changed });
  const pad: HTMLCanvasElement = screen.getByRole("img");
  pad.getBoundingClientRect = () => ({ left: 10, top: 20, width: 200, height: 200 }) as DOMRect;
  return { strokes, changed, pad };
}
const at = (x: number, y: number) => ({ clientX: 10 + 200 * x, clientY: 20 + 200 * y, button: 0 });

describe("Pad", () => {
  it("draws a stroke where the pointer goes, and tells its pixels after every move", async () => {
    const { strokes, changed, pad } = open();
    await fireEvent.pointerDown(pad, at(0.25, 0.5));
    await fireEvent.pointerMove(pad, at(0.5, 0.5));
    await fireEvent.pointerUp(pad, at(0.75, 1));
    await fireEvent.pointerMove(pad, at(0, 0));

    expect(strokes.all).toEqual([
      { width: 0.1, colour: "#000000", points: [[0.25, 0.5], [0.5, 0.5], [0.75, 1]] }, // prettier-ignore
    ]);
    const [last, drawing] = changed.mock.lastCall as [{ width: number; pixels: Uint8Array }, boolean];
    expect([last.width, last.pixels.length, drawing]).toEqual([280, 4 * 280 * 280, false]);
    expect(changed.mock.calls.some(([, underPen]) => underPen === true)).toBe(true);
  });

  it("has the proportions of the network's pictures", () => {
    const { pad } = open([4, 8, 3]);

    expect([pad.width, pad.height]).toEqual([280, 140]);
  });

  it("leaves other buttons alone", async () => {
    const { strokes, pad } = open();
    await fireEvent.pointerDown(pad, { ...at(0.5, 0.5), button: 2 });

    expect(strokes.all).toEqual([]);
  });
});

describe("paint", () => {
  it("leads each stroke through its points, and makes a dot of a single one", () => {
    const strokes = new Strokes();
    strokes.begin(0.5, 0.5, 0.1, "#000000");
    strokes.begin(0, 0, 0.2, "#000000");
    strokes.lead(1, 1);
    paint(fakeContextOf(told), strokes.all, 100, 50);

    expect(told).toEqual([
      "clearRect 0 0 100 50", "beginPath", "moveTo 50 50", "lineTo 50.01 50", "stroke",
      "beginPath", "moveTo 0 0", "lineTo 100 100", "stroke",
    ]); // prettier-ignore
  });

  it("forgets strokes one by one, and all at once", () => {
    const strokes = new Strokes();
    for (const x of [0, 0.5, 1]) strokes.begin(x, x, 0.1, "#000000");
    strokes.undo();
    expect(strokes.all.map(({ points }) => points[0])).toEqual([[0, 0], [0.5, 0.5]]); // prettier-ignore
    strokes.clear();
    expect(strokes.all).toEqual([]);
  });
});

function fakeContextOf(list: string[]): CanvasRenderingContext2D {
  const { told: fresh, context } = fakeContext();
  fresh.push = (...items) => list.push(...items);
  return context;
}
