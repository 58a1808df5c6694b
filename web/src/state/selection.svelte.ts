/** What is selected on the page and in the session are the same: a mirror of the page selects here too. */
import { untrack } from "svelte";

import type { Name } from "../names";
import type { Pointing } from "./pointing.svelte";
import type { Sitting } from "./sitting.svelte";

/** Keep both the same as long as the component lives that asks for it. */
export function keepSelection(sitting: Sitting, pointing: Pointing): void {
  let agreed = ""; // what both have, or will when what is under way is answered
  let underWay = 0;

  function adopt(said: string): void {
    if (underWay > 0 || said === agreed) return;
    agreed = said;
    pointing.selected = said as Name | "";
  }
  $effect(() => {
    const said = sitting.scene?.selection?.name ?? "";
    pointing.outputs = (sitting.scene?.stage.layers.length ?? 1) - 1;
    untrack(() => adopt(said));
  });
  $effect(() => {
    const { selected } = pointing;
    if (selected === agreed || sitting.connection !== "open") return;
    agreed = selected;
    underWay++;
    void untrack(() => sitting.ask({ type: "select", name: selected })).then(() => {
      underWay--;
      adopt(sitting.scene?.selection?.name ?? "");
    });
  });
}
