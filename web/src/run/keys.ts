/** What the keys on the playhead ask for: another step, or another window. */
import { panned, zoomed, type Window } from "./window";

const ZOOM = 1.6; // of one key

export interface Standing {
  readonly window: Window;
  /** The whole run. */
  readonly all: Window;
  /** The step to go from, and the last of the shown future. */
  readonly from: number;
  readonly head: number;
  readonly epochSteps: number;
  /** Steps at which something happened. */
  readonly marks: readonly number[];
}

export type KeyIntent = { readonly step: number } | { readonly window: Window } | undefined;

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey">;

export function keyIntent(key: Key, { window, all, from, head, epochSteps, marks }: Standing): KeyIntent {
  const to = (step: number): KeyIntent => ({ step: Math.max(all.first, Math.min(head, step)) });
  switch (key.key) {
    case "ArrowLeft":
    case "ArrowRight": {
      const forth = key.key === "ArrowRight" ? 1 : -1;
      if (key.shiftKey) return { window: panned(window, (forth * (window.last - window.first)) / 10, all) };
      return to(key.ctrlKey || key.metaKey ? next(marks, from, forth) : from + forth);
    }
    case "PageUp":
      return to(from + Math.max(1, epochSteps));
    case "PageDown":
      return to(from - Math.max(1, epochSteps));
    case "Home":
      return to(all.first);
    case "End":
      return to(head);
    case "+":
    case "=":
      return { window: zoomed(window, 1 / ZOOM, from, all) };
    case "-":
    case "−":
      return { window: zoomed(window, ZOOM, from, all) };
    case "0":
      return { window: all };
    default:
      return undefined;
  }
}

/** The nearest of some steps before or after one; that one where there is none. */
function next(steps: readonly number[], from: number, forth: number): number {
  const onward = steps.filter((step) => (step - from) * forth > 0);
  return onward.length === 0 ? from : forth > 0 ? Math.min(...onward) : Math.max(...onward);
}
