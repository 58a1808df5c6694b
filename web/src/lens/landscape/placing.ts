/** An attachment: pointing at a picture of the landscape, and putting something at a place of it. */
import type { Attachment } from "svelte/attachments";

import { pressing } from "../../ui/pressing";
import type { Place } from "./places";

export type There = Place & { readonly loss: number };
/** Put something at a place; of a drag, all but the last are not `done`. */
export type Put = (a: number, b: number, done: boolean) => void;

export interface Placing {
  /** What lies at the shares of the picture, from its left and from its lower edge, each from 0 to 1. */
  readonly at: (across: number, upward: number) => There;
  /** Undefined where nothing can be put. */
  readonly put: Put | undefined;
  readonly point: (there: There | undefined) => void;
}

export function placing(to: () => Placing): Attachment<Element> {
  return (element) => {
    const shares = ({ clientX, clientY }: PointerEvent): [number, number] => {
      const box = element.getBoundingClientRect();
      const held = (share: number): number => Math.min(1, Math.max(0, share));
      return [held((clientX - box.left) / box.width), held(1 - (clientY - box.top) / box.height)];
    };
    const put = (event: PointerEvent, done: boolean): void => {
      const { a, b } = to().at(...shares(event));
      to().put?.(a, b, done);
    };
    const listening = new AbortController();
    const { signal } = listening;
    const pointed = (event: Event): void => to().point(to().at(...shares(event as PointerEvent)));
    element.addEventListener("pointermove", pointed, { signal });
    element.addEventListener("pointerleave", () => to().point(undefined), { signal });
    const letGo = pressing({
      start: (event) => {
        if (!to().put) return false;
        put(event, false);
        return true;
      },
      move: (event) => put(event, false),
      end: (event) => put(event, true),
    })(element);
    return () => {
      listening.abort();
      letGo?.();
    };
  };
}
