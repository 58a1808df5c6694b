// @vitest-environment jsdom
import { expect, it } from "vitest";

import { keyIntent, type Standing } from "./keys";
import { wholeRun } from "./window";

const STANDING: Standing = {
  window: { first: 20, last: 60 },
  all: wholeRun(0, 100),
  from: 40,
  head: 90,
  epochSteps: 7,
  marks: [10, 38, 55],
};
const press = (key: string, keys: object = {}, standing: Partial<Standing> = {}) =>
  keyIntent({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...keys }, { ...STANDING, ...standing });

it("arrows walk steps, pages epochs, Home and End go to the ends", () => {
  const steps = ["ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"].map((key) => press(key));
  expect(steps).toEqual([39, 41, 47, 33, 0, 90].map((step) => ({ step })));
  expect(press("ArrowRight", {}, { from: 90 })).toEqual({ step: 90 });
});

it("with Ctrl, arrows go to what happened before or next, and stay where nothing did", () => {
  expect(press("ArrowLeft", { ctrlKey: true })).toEqual({ step: 38 });
  expect(press("ArrowRight", { metaKey: true })).toEqual({ step: 55 });
  expect(press("ArrowRight", { ctrlKey: true }, { from: 60 })).toEqual({ step: 60 });
});

it("with Shift, arrows pan by a tenth of the window; + and − zoom, 0 shows all", () => {
  expect(press("ArrowRight", { shiftKey: true })).toEqual({ window: { first: 24, last: 64 } });
  expect(press("+")).toEqual({ window: { first: 27.5, last: 52.5 } });
  expect(press("-")).toEqual({ window: { first: 8, last: 72 } });
  expect(press("0")).toEqual({ window: wholeRun(0, 100) });
});

it("leaves other keys to whoever else wants them", () => {
  expect(press("f")).toBeUndefined();
});
