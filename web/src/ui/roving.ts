/** Where arrows walk, the fields within are no tab stops of their own: the whole is one. */
import { getContext, setContext } from "svelte";

const KEY = Symbol("roving");

export const provideRoving = (): boolean => setContext(KEY, true);

/** The tabindex of a field here. */
export const tabIndexHere = (): -1 | undefined => (getContext<boolean>(KEY) === true ? -1 : undefined);
