/** For tests: a page that shows a strip or not, at a sitting whose scenes are handed in. */
import { flushSync } from "svelte";

import type { Scene } from "../schema";
import { keepOpen } from "./opened.svelte";
import type { Intent, Sitting } from "./sitting.svelte";

export function shownAt(first: Scene, shown: boolean, refuses = false) {
  let scene = $state.raw(first);
  let shows = $state(shown);
  const asked: Intent[] = [];
  const sitting = {
    get scene() {
      return scene;
    },
    connection: "open",
    ask: (intent: Intent) => {
      asked.push(intent);
      return Promise.resolve(refuses ? ({ type: "problem" } as never) : undefined);
    },
  } as unknown as Sitting;
  $effect.root(() => keepOpen(sitting, "strip", () => shows));
  flushSync();
  const settled = async (): Promise<void> => {
    flushSync();
    await Promise.resolve();
    await Promise.resolve();
    flushSync();
  };
  return {
    asked,
    scene: (next: Scene) => {
      scene = next;
      return settled();
    },
    show: (next: boolean) => {
      shows = next;
      return settled();
    },
  };
}
