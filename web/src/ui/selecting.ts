/** The one number that is selected: every view of it is marked, and any of them may select it. */
import { getContext, setContext } from "svelte";

import type { Name } from "../names";

export interface Selecting {
  readonly selected: Name | "";
  /** Numbers that are hidden, to be worked out. */
  readonly hidden: ReadonlySet<string>;
  /** Whether numbers of the network are held still. */
  readonly fixed?: boolean;
  select(name: Name): void;
  /** How a number is marked by a lens that speaks of it. */
  markOf?(name: Name | undefined): string | undefined;
}

const KEY = Symbol("selecting");
const NOTHING: Selecting = { selected: "", hidden: new Set(), select: () => undefined };

export const provideSelecting = (selecting: Selecting): Selecting => setContext(KEY, selecting);
export const useSelecting = (): Selecting => getContext<Selecting | undefined>(KEY) ?? NOTHING;
/** The context of a component that is mounted by itself. */
export const selectingContext = (selecting: Selecting): Map<symbol, unknown> => new Map([[KEY, selecting]]);
