// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";

import { Camera } from "./camera.svelte";

const VIEW = { width: 1176, height: 535 };
const SCOPE = { ...VIEW, left: 156, right: 276 };

function camera(view = VIEW, scope = SCOPE): Camera {
  const one = new Camera();
  one.fit(view, scope);
  return one;
}

/** Where a point of the whole is drawn. */
const drawn = ({ zoom, offset }: Camera, x: number, y: number) => ({
  x: zoom * x + offset.x,
  y: zoom * y + offset.y,
});

describe("Camera", () => {
  beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: true }))); // no movement wanted: at once

  it("shows all of a network that was laid out for the view, as it was laid out", () => {
    const one = camera();
    expect([one.zoom, one.offset, one.isWhole]).toEqual([1, { x: 0, y: 0 }, true]);
  });

  it("keeps what is under the pointer under it while zooming", () => {
    const one = camera();
    const before = drawn(one, 600, 300);
    one.zoomAt(3, before);
    const after = drawn(one, 600, 300);
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1.5); // offsets are whole px
  });

  it("never goes beyond the network, however it is moved", () => {
    const one = camera();
    one.zoomAt(4, { x: 600, y: 300 });
    one.panBy(1e6, 1e6);
    expect(drawn(one, SCOPE.left, 0).x).toBeLessThanOrEqual(SCOPE.left + 1);
    one.panBy(-1e6, -1e6);
    expect(drawn(one, SCOPE.width - SCOPE.right, 0).x).toBeGreaterThanOrEqual(VIEW.width - SCOPE.right - 1);
  });

  it("comes back to the whole, and no farther", () => {
    const one = camera();
    one.zoomAt(9, { x: 10, y: 20 });
    one.zoomAt(1e-6, { x: 900, y: 500 });
    expect([one.zoom, one.offset]).toEqual([1, { x: 0, y: 0 }]);
    one.glide(6, { x: 300, y: 200 });
    one.whole();
    expect([one.zoom, one.offset]).toEqual([1, { x: 0, y: 0 }]);
  });

  it("brings the point asked for to the middle of the view", () => {
    const one = camera();
    one.glide(5, { x: 580, y: 270 });
    const { x, y } = drawn(one, 580, 270);
    expect([Math.round(x / 4), Math.round(y / 4)]).toEqual([Math.round(588 / 4), Math.round(267.5 / 4)]);
  });

  it("shows all of a network that is larger than the view, and keeps showing it when the view changes", () => {
    const one = camera({ width: 390, height: 388 }, { width: 802, height: 388, left: 108, right: 204 });
    expect(one.zoom).toBeLessThan(0.7);
    expect(drawn(one, 108, 0).x).toBeGreaterThan(0);
    expect(drawn(one, 802 - 204, 0).x).toBeLessThan(390);
    one.fit(VIEW, SCOPE);
    expect([one.zoom, one.isWhole]).toEqual([1, true]);
  });

  it("stays near when the view changes while it is near", () => {
    const one = camera();
    one.zoomAt(3, { x: 600, y: 300 });
    one.fit({ width: 1000, height: 500 }, SCOPE);
    expect(one.zoom).toBe(3);
  });
});
