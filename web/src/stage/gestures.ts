/** Wheel, drag and pinch over the stage, as movements of its camera. */
import type { Camera } from "./camera.svelte";
import type { Point } from "./labels";
import { pointIn } from "./sizing";

const DRAG_FROM = 4; // px of movement that make a press a drag
const WHEEL = 0.0016; // zoom, in logarithms, per px of a wheel
const PINCH = 0.01; // the same of a trackpad's pinch, which comes as a wheel with Control
const LINE = 16; // px

interface Heard {
  /** A press and release without a drag. */
  click: (event: PointerEvent) => void;
}

/** An attachment: moves the camera by gestures over the element. Numbers, buttons and lists keep their own. */
export function gestures(camera: Camera, { click }: Heard): (element: HTMLElement) => () => void {
  return (element) => {
    const down = new Map<number, Point>();
    let dragging = false;
    const listening = new AbortController();
    const { signal } = listening;

    const within = (event: MouseEvent): Point => pointIn(element, event);

    function wheel(event: WheelEvent): void {
      if (event.target instanceof HTMLSelectElement) return;
      event.preventDefault();
      const moved = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
      camera.zoomAt(Math.exp(-moved * (event.ctrlKey ? PINCH : WHEEL)), within(event));
    }

    function press(event: PointerEvent): void {
      if (event.button !== 0 || keepsItsOwn(event.target)) return;
      down.set(event.pointerId, within(event));
      if (down.size === 1) dragging = false;
    }

    function move(event: PointerEvent): void {
      const before = down.get(event.pointerId);
      if (before === undefined) return;
      const now = within(event);
      if (!dragging && down.size === 1 && distance(before, now) < DRAG_FROM) return;
      if (!dragging) element.setPointerCapture(event.pointerId);
      dragging = true;
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      down.set(event.pointerId, now);
      if (other === undefined) return camera.panBy(now.x - before.x, now.y - before.y);
      camera.panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      camera.zoomAt(distance(now, other) / Math.max(1, distance(before, other)), middle);
    }

    function release(event: PointerEvent): void {
      if (!down.delete(event.pointerId)) return;
      if (!dragging && event.type === "pointerup") click(event);
    }

    element.addEventListener("wheel", wheel, { passive: false, signal });
    element.addEventListener("pointerdown", press, { signal });
    element.addEventListener("pointermove", move, { signal });
    element.addEventListener("pointerup", release, { signal });
    element.addEventListener("pointercancel", release, { signal });
    return () => listening.abort();
  };
}

function keepsItsOwn(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("input, button, select, a, label, .keeps-gestures") !== null
  );
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
