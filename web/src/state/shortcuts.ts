/** Keys of the page; those typed into fields are not among them. */
import { entryOf, nameOf, typing, type KeyTable } from "../ui/keys";
import type { Commands } from "./commands";
import type { Dock } from "./dock.svelte";
import type { Sitting } from "./sitting.svelte";
import type { View } from "./view.svelte";

/** What keys of the page act on. */
export interface Hands {
  readonly sitting: Pick<Sitting, "ask">;
  readonly commands: Commands;
  readonly view: Pick<View, "table">;
  readonly dock: Dock;
  readonly openKeys: () => void;
  /** Open the glossary at the word of what is pointed at. */
  readonly openWord: () => void;
  /** The landscape in the network's place, or the network back. */
  readonly toggleLandscape: () => void;
}
/** False where the key means something else just then. */
type Act = (hands: Hands, event: KeyboardEvent) => unknown;

export const STEP_KEYS: KeyTable<Act> = [
  {
    shown: "f",
    meaning: "Forward: send the sample forward",
    on: { f: ({ commands }) => commands.forward() },
  },
  { shown: "b", meaning: "Backprop: send the error back", on: { b: ({ commands }) => commands.backprop() } },
  { shown: "u", meaning: "Update: change the weights", on: { u: ({ commands }) => commands.update() } },
  {
    shown: "s",
    meaning: "Step: all three; again, on the next batch",
    on: { s: ({ commands }) => commands.step() },
  },
  {
    shown: "n",
    meaning: "Next batch with the same weights; Shift n: the one before",
    on: { n: ({ commands }) => commands.next(false), N: ({ commands }) => commands.next(true) },
  },
  {
    shown: "p",
    meaning: "pause, go on; when the step is over, the next step",
    on: { p: ({ commands }) => commands.toggle() },
  },
  {
    shown: "Enter",
    meaning: "go on to the next phase; when the step is over, to the next step",
    on: {
      Enter: ({ commands }, { target }) =>
        target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement ? false : commands.on(),
    },
  },
  {
    shown: ",  .",
    meaning: "one phase back, one phase on; from the start of a step, to the step before",
    on: { ",": ({ commands }) => commands.back(), ".": ({ commands }) => commands.on() },
  },
  {
    shown: "Home  End",
    meaning: "to the start, to the end of the step",
    on: { Home: ({ commands }) => commands.toStart(), End: ({ commands }) => commands.toEnd() },
  },
];

export const TRAINING_KEYS: KeyTable<Act> = [
  {
    shown: "space",
    meaning: "train, pause",
    on: {
      " ": ({ commands }, { target }) => (target instanceof HTMLButtonElement ? false : commands.space()),
    },
  },
  { shown: "e", meaning: "train one epoch", on: { e: ({ commands }) => commands.train("epoch") } },
  {
    shown: "[  ]",
    meaning: "one step back, one step on; with Shift ten",
    on: {
      "[": ({ commands }) => commands.walk(-1),
      "]": ({ commands }) => commands.walk(1),
      "{": ({ commands }) => commands.walk(-10),
      "}": ({ commands }) => commands.walk(10),
    },
    held: ["[", "]"],
  },
];

export const VIEW_KEYS: KeyTable<Act> = [
  {
    shown: "y",
    meaning: "why? of what is selected",
    on: { y: ({ dock }) => dock.toggle("why") },
  },
  {
    shown: "g",
    meaning: "glossary: the word for what is pointed at",
    on: { g: ({ openWord }) => openWord() },
  },
  {
    shown: "l",
    meaning: "the landscape in the network’s place, and back",
    on: { l: ({ toggleLandscape }) => toggleLandscape() },
  },
  {
    shown: "t",
    meaning: "the network as tables, and back",
    on: { t: ({ view }) => void (view.table = !view.table) },
  },
];

export const ANYWHERE_KEYS: KeyTable<Act> = [
  {
    shown: "Ctrl Z",
    meaning: "undo; with Shift, redo",
    on: { "Ctrl z": ({ sitting }, { shiftKey }) => sitting.ask({ type: shiftKey ? "redo" : "undo" }) },
    held: ["z", "Z"],
  },
  { shown: "?", meaning: "this list", on: { "?": ({ openKeys }) => openKeys() } },
];

const ALL = [...STEP_KEYS, ...TRAINING_KEYS, ...VIEW_KEYS, ...ANYWHERE_KEYS];

/** Whether the page does something by what is pressed there. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || typing(event)) return false;
  const pressed = event.target instanceof HTMLButtonElement && [" ", "Enter"].includes(event.key);
  return !pressed && entryOf(ALL, nameOf(event)) !== undefined;
}

export function shortcuts(event: KeyboardEvent, hands: Hands): void {
  if (event.defaultPrevented || event.altKey || typing(event)) return;
  const name = nameOf(event);
  const entry = entryOf(ALL, name);
  if (entry === undefined || (event.repeat && !entry.held?.includes(event.key))) return;
  if (entry.on[name]?.(hands, event) !== false) event.preventDefault();
}
