// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";

import { Camera } from "./camera.svelte";
import { gestures } from "./gestures";
import { remarksOn } from "./remarks";
import { layoutOf } from "./layout";
import { sizeFor } from "./sizing";
import type { StageScene } from "../schema";

const VIEW = { width: 1000, height: 500 };

function stage() {
  const camera = new Camera();
  camera.fit(VIEW, { ...VIEW, left: 156, right: 276 });
  const element = document.createElement("div");
  element.getBoundingClientRect = () => new DOMRect(100, 50, 1000, 500);
  Object.defineProperty(element, "offsetWidth", { value: 1000 });
  element.setPointerCapture = () => undefined;
  const click = vi.fn();
  gestures(camera, { click })(element);
  const pointer = (
    type: string,
    pointerId: number,
    clientX: number,
    clientY: number,
    on: Element = element,
  ) =>
    on.dispatchEvent(
      Object.assign(new MouseEvent(type, { clientX, clientY, button: 0, bubbles: true }), { pointerId }),
    );
  return { camera, element, click, pointer };
}

describe("gestures", () => {
  beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: true })));

  it("a wheel comes nearer to what is under it, and the page does not scroll", () => {
    const { camera, element } = stage();
    const wheel = new WheelEvent("wheel", { deltaY: -500, clientX: 600, clientY: 300, cancelable: true });
    element.dispatchEvent(wheel);

    expect(camera.zoom).toBeCloseTo(Math.exp(0.8));
    expect(wheel.defaultPrevented).toBe(true);
    expect(camera.zoom * 500 + camera.offset.x).toBeCloseTo(500, -0.5);
  });

  it("a drag moves the view, and is no click; a press is one", () => {
    const { camera, click, pointer } = stage();
    camera.zoomAt(4, { x: 500, y: 250 });
    const before = camera.offset;
    pointer("pointerdown", 1, 600, 300);
    pointer("pointermove", 1, 630, 310);
    pointer("pointerup", 1, 630, 310);
    expect(camera.offset).toEqual({ x: before.x + 30, y: before.y + 10 });
    expect(click).not.toHaveBeenCalled();

    pointer("pointerdown", 1, 600, 300);
    pointer("pointermove", 1, 602, 301);
    pointer("pointerup", 1, 602, 301);
    expect(click).toHaveBeenCalledOnce();
  });

  it("two fingers apart come nearer", () => {
    const { camera, pointer } = stage();
    pointer("pointerdown", 1, 550, 300);
    pointer("pointerdown", 2, 650, 300);
    pointer("pointermove", 1, 500, 300);
    pointer("pointermove", 2, 700, 300);
    expect(camera.zoom).toBeCloseTo(2);
  });

  it("numbers and buttons keep their own gestures", () => {
    const { camera, element, click, pointer } = stage();
    const field = element.appendChild(document.createElement("input"));
    camera.zoomAt(4, { x: 500, y: 250 });
    const before = camera.offset;
    pointer("pointerdown", 1, 600, 300, field);
    pointer("pointermove", 1, 700, 300);
    pointer("pointerup", 1, 700, 300);
    expect([camera.offset, click.mock.calls]).toEqual([before, []]);
  });
});

describe("sizeFor", () => {
  it("is the stage where there is room, and more where texts would not fit beside the network", () => {
    expect(sizeFor({ width: 1176, height: 535 })).toEqual({ width: 1176, height: 535 });
    expect(sizeFor({ width: 588, height: 200 })).toEqual({ width: 640, height: 330 });
    expect(sizeFor({ width: 390, height: 388 }).width).toBeGreaterThan(640);
  });
});

describe("remarks", () => {
  const scene = (...titles: string[]) =>
    ({
      layers: titles.map((title) => ({ title })),
      links: titles.slice(1).map(() => ({ rule: "" })),
    }) as never;

  it("are none where everything is drawn", () => {
    expect(
      remarksOn(scene("inputs", "hidden 1", "outputs"), layoutOf([4, 5, 3], 1176, 535).plans, 1, 0),
    ).toEqual([]);
  });

  it("miss gradients only once some have come", () => {
    const [stage, { plans }] = [scene("inputs", "hidden 1", "outputs"), layoutOf([4, 5, 3], 600, 300)];
    const missed = "Gradients have no room here; point at a neuron or a wire to read its own, or zoom in.";

    expect(remarksOn(stage, plans, 1, 0)).toContain(missed);
    expect(remarksOn(stage, plans, 1, -1)).not.toContain(missed);
  });

  it("count the weights without a label, and say the rules of links", () => {
    const { plans } = layoutOf([20, 30, 3], 1176, 535);
    const stage: StageScene = {
      layers: [{ title: "inputs" }, { title: "hidden 1" }, { title: "outputs" }],
      links: [{ rule: "the strongest" }, { rule: "" }],
    } as never;
    const [rule, hidden] = remarksOn(stage, plans, 1, 0);

    expect(rule).toBe("From inputs to hidden 1: the strongest.");
    expect(hidden).toMatch(
      /^6\d\d of 690 weights have no room here; point at a neuron or a wire to read its own, or zoom in\.$/,
    );
  });
});
