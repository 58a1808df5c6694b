/** The size a network is laid out for, and the points of the stage that events speak of. */
import { BARE, type Camera } from "./camera.svelte";
import { marginsOf, type Margins } from "./columns";
import type { Point, Size } from "./labels";

const LEAST_WIDTH = 640; // px, with texts beside the network
const LEAST_HEIGHT = 330;
const BARE_MARGINS = 52; // px, both, where nothing stands beside it

const beside = ({ names, results }: Margins): number => names + results;

/** At least what a network needs; on small screens, what fits once the texts beside it are left out. */
export function sizeFor(view: Size): Size {
  const height = Math.max(LEAST_HEIGHT, view.height);
  const texts = beside(marginsOf(view.width));
  if (view.width >= texts + BARE * (LEAST_WIDTH - texts)) {
    return { width: Math.max(LEAST_WIDTH, view.width), height };
  }
  return { width: texts + (view.width - BARE_MARGINS) / (BARE - 0.01), height };
}

/** A point of an element, in its own px however large the page is drawn. */
export function pointIn(
  element: HTMLElement,
  { clientX, clientY }: { clientX: number; clientY: number },
): Point {
  const { left, top, width } = element.getBoundingClientRect();
  const scale = width / Math.max(1, element.offsetWidth);
  return { x: (clientX - left) / scale, y: (clientY - top) / scale };
}

/** Bring a field that is outside the view into it; the browser must not scroll, for the camera knows nothing of that. */
export function bringIntoView(stage: HTMLElement, field: Element, camera: Camera): void {
  [stage.scrollLeft, stage.scrollTop] = [0, 0];
  const [box, frame] = [field.getBoundingClientRect(), stage.getBoundingClientRect()];
  if (
    box.left >= frame.left &&
    box.right <= frame.right &&
    box.top >= frame.top &&
    box.bottom <= frame.bottom
  ) {
    return;
  }
  const middle = { clientX: (box.left + box.right) / 2, clientY: (box.top + box.bottom) / 2 };
  const { x, y } = pointIn(stage, middle);
  camera.centre({ x: (x - camera.offset.x) / camera.zoom, y: (y - camera.offset.y) / camera.zoom });
}
