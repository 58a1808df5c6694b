/** What is made from what changes often, and itself hardly ever changes. */
import { untrack } from "svelte";

/**
 * The newest of what `make` says. Unlike with `$derived`, whoever reads it is told of changes of this value alone: where
 * many read it, none of them is asked whether it changed at each frame.
 */
export function settled<T>(make: () => T): { readonly current: T } {
  let value = $state.raw(untrack(make));
  $effect.pre(() => {
    value = make();
  });
  return {
    get current() {
      return value;
    },
  };
}
