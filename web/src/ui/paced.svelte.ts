/** A change that is followed at once, or, while there are very many, a few times a second, the last one always. */
import { untrack } from "svelte";

/** Longest time for which what is read may be behind, in ms: few enough to cost little, often enough to follow. */
export const PACE = 150;

/** Something to depend on in place of what `read` reads; slow while `slow()`. To be called where effects may be. */
export function paced(read: () => void, slow: () => boolean): () => void {
  let beat = $state(0);
  let due = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = (): void => {
    clearTimeout(timer);
    timer = undefined;
    due = performance.now() + PACE;
    untrack(() => beat++);
  };
  $effect(() => {
    read();
    const wait = slow() ? due - performance.now() : 0;
    if (wait <= 0) go();
    else timer ??= setTimeout(go, wait);
  });
  $effect(() => () => clearTimeout(timer));
  return () => void beat;
}
