/**
 * What part of the network is in view, and how near.
 *
 * A point p of the whole (in px at zoom 1) is drawn at zoom · p + offset. Distances grow with the zoom; margins beside the
 * network hold texts and do not. The view never leaves the network: where all of it fits, it stands in the middle.
 */
import { FOOT, FRAME, HEAD } from "./columns";
import type { Point } from "./labels";
import { MOST_ZOOM } from "./plan";

/** What the camera must know of the whole: its size, and what stands beside the network, in px. */
export interface Scope {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
}

/** Zoom below which nothing stands beside the network. */
export const BARE = 0.7;
const BARE_MARGIN = 26; // px
const GLIDE = 260; // ms to a place that was asked for
const NOTCH = 1.35; // one key or button

export class Camera {
  zoom = $state(1);
  /** Middle of the view, in px at zoom 1. */
  #middle: Point = $state.raw({ x: 0, y: 0 });
  #view = $state.raw({ width: 0, height: 0 });
  #scope: Scope = $state.raw({ width: 0, height: 0, left: 0, right: 0 });
  #frame = 0;
  #goal: { zoom: number; middle: Point } | undefined; // of a glide under way
  #whole = true;

  /** The zoom at which all is in view. */
  readonly least = $derived(this.#fit());
  readonly isWhole = $derived(this.zoom <= this.least * 1.001);
  /** Where the whole's upper left corner is drawn, in whole px so that texts stay sharp. */
  readonly offset: Point = $derived.by(() => {
    const { left, right, top, bottom } = this.#bounds(this.zoom);
    const { width, height } = this.#view;
    return {
      x: Math.round(held(width / 2 - this.zoom * this.#middle.x, left, right, width)),
      y: Math.round(held(height / 2 - this.zoom * this.#middle.y, top, bottom, height)),
    };
  });
  /** What is in view, in px at zoom 1. */
  readonly window = $derived({
    x: -this.offset.x / this.zoom,
    y: -this.offset.y / this.zoom,
    width: this.#view.width / this.zoom,
    height: this.#view.height / this.zoom,
  });

  /** The view or the network has another size; who saw all of it still does. */
  fit(view: { width: number; height: number }, scope: Scope): void {
    this.#view = view;
    this.#scope = scope;
    if (this.#whole) this.#stand(this.#fit(), { x: scope.width / 2, y: scope.height / 2 });
    else this.#stand(this.zoom, this.#middle);
  }

  /** Come nearer by a factor, keeping what is at a point of the view where it is. */
  zoomAt(factor: number, point: Point): void {
    this.#stop();
    const zoom = this.#limited(this.zoom * factor);
    const { x, y } = this.#under(point);
    const { width, height } = this.#view;
    this.#stand(zoom, { x: x + (width / 2 - point.x) / zoom, y: y + (height / 2 - point.y) / zoom });
  }

  /** One notch nearer, or with -1 farther, about the middle; from where it is gliding to, if it is. */
  notch(direction: 1 | -1): void {
    const { zoom, middle } = this.#goal ?? { zoom: this.zoom, middle: this.#centre() };
    this.glide(zoom * NOTCH ** direction, middle);
  }

  /** Move what is drawn by px of the view. */
  panBy(dx: number, dy: number): void {
    this.#stop();
    const { x, y } = this.#centre();
    this.#stand(this.zoom, { x: x - dx / this.zoom, y: y - dy / this.zoom });
  }

  /** Bring a point, in px at zoom 1, to the middle. */
  centre(point: Point): void {
    this.#stop();
    this.#stand(this.zoom, point);
  }

  whole(): void {
    this.glide(this.#fit(), { x: this.#scope.width / 2, y: this.#scope.height / 2 });
  }

  /** Go to a zoom and a middle, smoothly where movement is wanted. */
  glide(zoom: number, middle: Point): void {
    this.#stop();
    const goal = this.#limited(zoom);
    if (!wantsMovement()) return this.#stand(goal, middle);
    this.#goal = { zoom: goal, middle };
    const from = { zoom: this.zoom, middle: this.#centre() };
    const start = performance.now();
    const move = (now: number): void => {
      const done = Math.max(0, Math.min(1, (now - start) / GLIDE));
      const share = done * done * (3 - 2 * done);
      const between = from.zoom * (goal / from.zoom) ** share;
      // so that the way looks straight: the middle moves as the zoom does
      const way = goal === from.zoom ? share : (1 / between - 1 / from.zoom) / (1 / goal - 1 / from.zoom);
      this.#stand(between, {
        x: from.middle.x + (middle.x - from.middle.x) * way,
        y: from.middle.y + (middle.y - from.middle.y) * way,
      });
      if (done < 1) this.#frame = requestAnimationFrame(move);
      else {
        this.#goal = undefined;
        this.#stand(goal, middle);
      }
    };
    this.#frame = requestAnimationFrame(move);
  }

  stop(): void {
    this.#stop();
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#goal = undefined;
  }

  #stand(zoom: number, middle: Point): void {
    this.zoom = zoom;
    this.#middle = middle;
    this.#whole = zoom <= this.#fit() * 1.001;
  }

  /** The point, in px at zoom 1, that is drawn at a point of the view. */
  #under(point: Point): Point {
    return { x: (point.x - this.offset.x) / this.zoom, y: (point.y - this.offset.y) / this.zoom };
  }

  /** The point in the middle of the view. */
  #centre(): Point {
    return this.#under({ x: this.#view.width / 2, y: this.#view.height / 2 });
  }

  #limited(zoom: number): number {
    return Math.max(this.#fit(), Math.min(MOST_ZOOM, zoom));
  }

  #fit(): number {
    const { width, height, left, right } = this.#scope;
    const down = (this.#view.height - FRAME) / Math.max(1, height - FRAME);
    const across = (this.#view.width - left - right) / Math.max(1, width - left - right);
    const bare = (this.#view.width - 2 * BARE_MARGIN) / Math.max(1, width - left - right);
    const beside = Math.min(1, across, down);
    return beside >= BARE ? beside : Math.max(0.05, Math.min(BARE - 0.01, bare, down));
  }

  /** The edges of what is drawn at a zoom, with its offset left out. */
  #bounds(zoom: number): { left: number; right: number; top: number; bottom: number } {
    const { width, height, left, right } = this.#scope;
    const bare = zoom < BARE;
    return {
      left: zoom * left - (bare ? BARE_MARGIN : left),
      right: zoom * (width - right) + (bare ? BARE_MARGIN : right),
      top: zoom * HEAD - HEAD,
      bottom: zoom * (height - FOOT) + FOOT,
    };
  }
}

/** An offset that keeps [low, high] over the view, or in its middle where it is smaller. */
function held(offset: number, low: number, high: number, view: number): number {
  if (high - low <= view + 1) return (view - high - low) / 2;
  return Math.max(view - high, Math.min(-low, offset));
}

function wantsMovement(): boolean {
  return !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
