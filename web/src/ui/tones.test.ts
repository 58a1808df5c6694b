import { describe, expect, it } from "vitest";

import { wire } from "../arrays";
import type { Tones } from "../schema";
import { leadColour, leadPixels, mixed, toneColour, tonePixels, toneValue, type Palette } from "./tones";

const palette: Palette = {
  paper: [250, 250, 250],
  ink: [0, 0, 0],
  unknown: [9, 9, 9],
  sand: [8, 8, 8],
  positive: [0, 0, 200],
  negative: [200, 0, 0],
  classes: [
    [0, 0, 200],
    [200, 0, 0],
    [0, 200, 0],
  ],
};
const tones = (shape: number[], data: number[], scale = 1): Tones => ({
  shape,
  data: new Uint8Array(data),
  scale,
});

describe("tones", () => {
  it("stand for the numbers Python made them of", () => {
    expect([1, 128, 192, 255].map((tone) => toneValue(tone, 2))).toEqual([-2, 0, (2 * 64) / 127, 2]);
    expect(toneValue(0, 2)).toBeNaN();
  });

  it("are paper at zero and the sign's colour at the ends", () => {
    expect(toneColour(128, palette)).toEqual(palette.paper);
    expect(toneColour(255, palette)).toEqual(mixed(palette.paper, palette.positive, 0.92));
    expect(toneColour(1, palette)).toEqual(mixed(palette.paper, palette.negative, 0.92));
    expect(toneColour(0, palette)).toEqual(palette.unknown);
  });

  it("grow darker with the size of the number, evenly", () => {
    const blue = Array.from({ length: 128 }, (_, k) => toneColour(128 + k, palette)[0]);
    expect(blue).toEqual([...blue].sort((a, b) => b - a));
    expect(toneColour(192, palette)).toEqual(mixed(palette.paper, palette.positive, (0.92 * 64) / 127));
  });

  it("of a class are the more of its colour, the farther it leads", () => {
    expect(leadColour(2, 128, palette)).toEqual(mixed(palette.paper, [0, 200, 0], 0.14));
    expect(leadColour(2, 255, palette)).toEqual(mixed(palette.paper, [0, 200, 0], 0.64));
    expect(leadColour(NaN, 200, palette)).toEqual(palette.unknown);
    expect(leadColour(1, 0, palette)).toEqual(palette.unknown);
  });

  it("of one picture among several become its pixels, row by row", () => {
    const pixels = tonePixels(tones([2, 1, 2], [128, 128, 255, 0]), 1, palette);
    expect([...pixels]).toEqual([...toneColour(255, palette), 255, ...palette.unknown, 255]);
  });

  it("of three channels become light, middle grey where a weight is zero", () => {
    expect([...tonePixels(tones([1, 1, 1, 3], [128, 255, 1]), 0, palette)]).toEqual([128, 255, 1, 255]);
  });

  it("of regions become pixels of the winner's colour", () => {
    const pixels = leadPixels(wire([0, 1]), tones([1, 1, 2], [255, 128]), palette);
    expect([...pixels]).toEqual([...leadColour(0, 255, palette), 255, ...leadColour(1, 128, palette), 255]);
  });
});
