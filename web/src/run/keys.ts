/** What the keys on the playhead ask for: another step, or another window. */
import { actOf, type KeyTable } from "../ui/keys";
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
type Act = (standing: Standing, key: Key) => KeyIntent;

const sideways =
  (forth: 1 | -1): Act =>
  ({ window, all, from, marks }, { shiftKey, ctrlKey, metaKey }) => {
    if (shiftKey) return { window: panned(window, (forth * (window.last - window.first)) / 10, all) };
    return { step: ctrlKey || metaKey ? next(marks, from, forth) : from + forth };
  };
const epochs =
  (forth: 1 | -1): Act =>
  ({ from, epochSteps }) => ({ step: from + forth * Math.max(1, epochSteps) });
const zoom =
  (factor: number): Act =>
  ({ window, from, all }) => ({ window: zoomed(window, factor, from, all) });

export const CURVE_KEYS: KeyTable<Act> = [
  {
    shown: "← →",
    meaning: "on the curves: one step; with Shift, another part of them; with Ctrl, the next mark",
    on: { ArrowLeft: sideways(-1), ArrowRight: sideways(1) },
  },
  {
    shown: "Page ↑ ↓",
    meaning: "on the curves: one epoch on, one back; Home and End: the first step, the last",
    on: {
      PageUp: epochs(1),
      PageDown: epochs(-1),
      Home: ({ all }) => ({ step: all.first }),
      End: ({ head }) => ({ step: head }),
    },
  },
  {
    shown: "+ − 0",
    meaning: "on the curves: zoom in, zoom out, the whole run",
    on: {
      "+": zoom(1 / ZOOM),
      "=": zoom(1 / ZOOM),
      "-": zoom(ZOOM),
      "−": zoom(ZOOM),
      "0": ({ all }) => ({ window: all }),
    },
  },
];

export function keyIntent(key: Key, standing: Standing): KeyIntent {
  const meant = actOf(CURVE_KEYS, key.key)?.(standing, key);
  if (meant === undefined || "window" in meant) return meant;
  return { step: Math.max(standing.all.first, Math.min(standing.head, meant.step)) };
}

/** The nearest of some steps before or after one; that one where there is none. */
function next(steps: readonly number[], from: number, forth: number): number {
  const onward = steps.filter((step) => (step - from) * forth > 0);
  return onward.length === 0 ? from : forth > 0 ? Math.min(...onward) : Math.max(...onward);
}
