/** Whether numbers can only be looked at: fields then select and copy, and change nothing. */
import { getContext, setContext } from "svelte";

const KEY = Symbol("read only");

export const provideReadOnly = (readOnly: boolean): boolean => setContext(KEY, readOnly);
export const useReadOnly = (): boolean => getContext<boolean | undefined>(KEY) ?? false;
