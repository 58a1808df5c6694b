/** Going around a surface by drag, wheel, pinch and keys. */
import type { Attachment } from "svelte/attachments";

import { actOf, type KeyTable } from "../../ui/keys";
import type { Camera } from "./surface";

const START: Camera = { turn: -0.42, tilt: 0.62, zoom: 1 };
const TILT = [0.08, 1.5] as const; // radians: from nearly level to nearly from above
const ZOOM = [0.5, 6] as const;
const DRAG = 0.009; // radians per px
const WHEEL = 0.0016; // zoom, in logarithms, per px
const KEY = Math.PI / 24; // radians of an arrow key
const NOTCH = 1.25; // times, of a key

const held = (value: number, [least, most]: readonly [number, number]): number =>
  Math.min(most, Math.max(least, value));

export class Orbit {
  camera: Camera = $state.raw(START);
  /** Whether it is being moved, so that a coarse picture does. */
  moving = $state(false);

  around(turn: number, tilt: number): void {
    const { camera } = this;
    this.camera = { ...camera, turn: camera.turn + turn, tilt: held(camera.tilt + tilt, TILT) };
  }
  nearer(times: number): void {
    this.camera = { ...this.camera, zoom: held(this.camera.zoom * times, ZOOM) };
  }
  back(): void {
    this.camera = START;
  }
}

export const ORBIT_KEYS: KeyTable<(orbit: Orbit) => void> = [
  {
    shown: "arrows",
    meaning: "on the surface: around it, over it",
    on: {
      ArrowLeft: (orbit) => orbit.around(KEY, 0),
      ArrowRight: (orbit) => orbit.around(-KEY, 0),
      ArrowUp: (orbit) => orbit.around(0, KEY),
      ArrowDown: (orbit) => orbit.around(0, -KEY),
    },
    held: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"],
  },
  {
    shown: "+ − 0",
    meaning: "on the surface: nearer, farther, as at first",
    on: {
      "+": (orbit) => orbit.nearer(NOTCH),
      "=": (orbit) => orbit.nearer(NOTCH),
      "-": (orbit) => orbit.nearer(1 / NOTCH),
      "−": (orbit) => orbit.nearer(1 / NOTCH),
      "0": (orbit) => orbit.back(),
    },
  },
];

/** An attachment: the element is what one goes around by. */
export function orbiting(orbit: Orbit): Attachment<HTMLElement> {
  return (element) => {
    const down = new Map<number, { x: number; y: number }>();
    const listening = new AbortController();
    const { signal } = listening;
    let resting: ReturnType<typeof setTimeout> | undefined;

    function press(event: PointerEvent): void {
      if (event.button !== 0) return;
      down.set(event.pointerId, { x: event.clientX, y: event.clientY });
      element.setPointerCapture(event.pointerId);
    }
    function move(event: PointerEvent): void {
      const before = down.get(event.pointerId);
      if (before === undefined) return;
      const now = { x: event.clientX, y: event.clientY };
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      down.set(event.pointerId, now);
      stir();
      const shared = other === undefined ? 1 : 0.5; // two fingers that go together turn it as one does
      orbit.around((now.x - before.x) * DRAG * shared, (now.y - before.y) * DRAG * shared);
      if (other) {
        const apart = (one: { x: number; y: number }): number => Math.hypot(one.x - other.x, one.y - other.y);
        orbit.nearer(apart(now) / Math.max(1, apart(before)));
      }
    }
    function release(event: PointerEvent): void {
      down.delete(event.pointerId);
      if (down.size === 0) orbit.moving = false;
    }
    function wheel(event: WheelEvent): void {
      event.preventDefault();
      stir();
      orbit.nearer(Math.exp(-event.deltaY * WHEEL * (event.ctrlKey ? 6 : 1)));
    }
    /** It moves, and rests when nothing came for a while and nothing is held. */
    function stir(): void {
      orbit.moving = true;
      clearTimeout(resting);
      resting = setTimeout(() => {
        if (down.size === 0) orbit.moving = false;
      }, 160);
    }
    function key(event: KeyboardEvent): void {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const act = actOf(ORBIT_KEYS, event.key);
      if (act === undefined) return;
      act(orbit);
      event.preventDefault();
      event.stopPropagation();
    }
    element.addEventListener("pointerdown", press, { signal });
    element.addEventListener("pointermove", move, { signal });
    for (const kind of ["pointerup", "pointercancel", "lostpointercapture"] as const)
      element.addEventListener(kind, release, { signal });
    element.addEventListener("wheel", wheel, { passive: false, signal });
    element.addEventListener("keydown", key, { signal });
    element.addEventListener("dblclick", () => orbit.back(), { signal });
    return () => {
      listening.abort();
      clearTimeout(resting);
    };
  };
}
