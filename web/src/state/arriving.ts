/** What the address of a page says when it is opened: a recipe to begin with, and which sitting its reader means. */
import type { Memory } from "./memory";
import type { Sitting } from "./sitting.svelte";

export interface Address {
  /** Where the sitting is: the same for the same one. */
  readonly place: string;
  /** The recipe it holds, "data=circle&hidden=4"; "" for none. */
  readonly recipe: string;
  /** Whether its host knows of no sitting there, though it was asked for by its address. */
  readonly gone?: boolean;
}

const REMEMBERED = 100; // sittings that this browser has seen
export const DROPPED =
  "What stood at this address is no longer kept, so another sitting has begun here. Runs that were trained are under Runs.";

/** Which of all sittings a run belongs to: the number before the dash of its name. */
const numberOf = (run: string): string => run.split("-")[0] ?? "";

/** Once the sitting is there: say if it is not the one that stood at this address, and begin with the recipe. */
export function arrive(sitting: Sitting, memory: Memory, { place, recipe, gone = false }: Address): void {
  const run = sitting.scene?.moment.run;
  if (run === undefined) return;
  const seen = new Map(
    (memory.text("sittings") ?? "").split("\n").map((line) => line.split("\t") as [string, string]),
  );
  const before = seen.get(place);
  if (gone || (before !== undefined && before !== numberOf(run))) sitting.say(DROPPED);
  seen.delete(place);
  const last = [...seen, [place, numberOf(run)]].slice(-REMEMBERED);
  memory.remember("sittings", last.map((pair) => pair.join("\t")).join("\n"));
  if (recipe !== "") void sitting.ask({ type: "begin_with", query: recipe });
}
