/** Tables of keys: what the help says of keys and what they do are one entry. */

export interface KeyEntry<Act> {
  /** How the help writes them, "" where it says nothing of them. */
  readonly shown: string;
  readonly meaning: string;
  /** What each does, by its name. */
  readonly on: Readonly<Record<string, Act>>;
  /** Those that go on doing it while they are held. */
  readonly held?: readonly string[];
}
export type KeyTable<Act> = readonly KeyEntry<Act>[];

/** The name of what is pressed: "a", "Home", "Ctrl z". */
export function nameOf({
  key,
  ctrlKey,
  metaKey,
}: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">): string {
  return ctrlKey || metaKey ? `Ctrl ${key.toLowerCase()}` : key;
}

/** The entry of a table that has a key of that name. */
export function entryOf<Act>(table: KeyTable<Act>, name: string): KeyEntry<Act> | undefined {
  return table.find(({ on }) => Object.hasOwn(on, name));
}

/** What a key of that name does. */
export function actOf<Act>(table: KeyTable<Act>, name: string): Act | undefined {
  return entryOf(table, name)?.on[name];
}

/** What takes no letters, though it is an input. */
const PRESSED = ["range", "checkbox", "radio", "button", "file"].map((type) => `[type="${type}"]`).join();
/** What moves a slider. */
const MOVES = ["Home", "End", "PageUp", "PageDown"];

/** Whether what is pressed goes into a field there: letters into text, a few keys into what is dragged or ticked. */
export function typing({ target, key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || !target.matches("input:not([readonly]), select, textarea"))
    return false;
  if (target.matches(PRESSED)) return MOVES.includes(key) || (key === " " && !target.matches("[type=range]"));
  return !(target.matches("[data-unchanged]") && nameOf({ key, ctrlKey, metaKey }) === "Ctrl z");
}
