/** What the page shows is open at the sitting, and closed again: it asks for what it misses. */
import { untrack } from "svelte";

import { openedOf } from "../opened";
import type { Opened } from "../schema";
import type { Sitting } from "./sitting.svelte";

/**
 * Have a kind open while `shows` says that it is shown, as long as the component lives that asks for it.
 *
 * What is open belongs to the sitting: another page that no longer shows it closes it, and is asked again.
 */
export function keepOpen(
  sitting: Pick<Sitting, "scene" | "connection" | "ask">,
  kind: "decision_picture" | "life" | "strip",
  shows: () => boolean,
): void {
  let underWay = $state(0);
  let led = false; // what the last of them leads to
  let tried = false; // whether it was asked for since it was last there
  let told: boolean | undefined;
  const shown = $derived(shows());
  const there = $derived(openedOf(sitting.scene, kind) !== undefined);
  const can = $derived(sitting.connection === "open" && (sitting.scene?.openable.includes(kind) ?? false));
  $effect(() => {
    if (!can) return;
    if (underWay > 0 && shown === led) return; // its answer is waited for
    if (underWay === 0 && shown === there) {
      tried = false;
      told = shown;
      return;
    }
    if (shown ? tried : told === false) return; // it is refused; another page shows it
    tried = shown;
    told = led = shown;
    const what: Opened = { type: kind };
    untrack(() => {
      underWay++;
      void sitting.ask(shown ? { type: "open", what } : { type: "close", what: kind }).then(() => underWay--);
    });
  });
}
