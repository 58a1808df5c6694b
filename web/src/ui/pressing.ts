/** A pointer that is followed from its press to its release, wherever it goes meanwhile. */
import type { Attachment } from "svelte/attachments";

export interface Following {
  /** It was pressed here, with its main button; returns false where it is not to be followed. */
  start: (event: PointerEvent) => boolean | void;
  move?: (event: PointerEvent) => void;
  /** It was let go of, or taken away. */
  end?: (event: PointerEvent) => void;
}

/** Follow one pointer at a time over an element: it is captured, and whatever ends that ends it once. */
export function pressing({ start, move, end }: Following): Attachment<Element> {
  return (element) => {
    let followed: number | undefined;
    const { signal, abort } = abortable();

    function down(event: PointerEvent): void {
      if ((followed ?? event.pointerId) !== event.pointerId || event.button !== 0 || start(event) === false)
        return;
      followed = event.pointerId;
      try {
        element.setPointerCapture?.(event.pointerId);
      } catch {
        // the pointer is gone already; its release was heard or comes as a cancel
      }
    }
    const moved = (event: PointerEvent): void => {
      if (event.pointerId === followed) move?.(event);
    };
    const up = (event: PointerEvent): void => {
      if (event.pointerId !== followed) return;
      followed = undefined;
      end?.(event);
    };
    const hear = (kind: string, act: (event: PointerEvent) => void): void =>
      element.addEventListener(kind, act as EventListener, { signal });
    hear("pointerdown", down);
    hear("pointermove", moved);
    for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) hear(kind, up);
    return abort;
  };
}

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
