/** Keys of the page; those typed into fields are not among them. */
import type { Commands } from "./commands";
import type { Sitting } from "./sitting.svelte";
import { view } from "./view.svelte";

/** Keys that go on doing what they do while they are held; z takes back, with Control. */
const REPEATED: ReadonlySet<string> = new Set(["[", "]", "z", "Z"]);

export function shortcuts(
  event: KeyboardEvent,
  sitting: Sitting,
  commands: Commands,
  openKeys: () => void,
): void {
  if (event.defaultPrevented || typing(event.target)) return;
  const action =
    event.ctrlKey || event.metaKey
      ? event.key.toLowerCase() === "z"
        ? () => void sitting.ask({ type: event.shiftKey ? "redo" : "undo" })
        : undefined
      : event.altKey
        ? undefined
        : actionOf(event, commands, openKeys);
  if (action === undefined || (event.repeat && !REPEATED.has(event.key))) return;
  event.preventDefault();
  action();
}

function actionOf(event: KeyboardEvent, commands: Commands, openKeys: () => void): (() => void) | undefined {
  switch (event.key) {
    case "f":
      return () => void commands.forward();
    case "b":
      return () => void commands.backprop();
    case "u":
      return () => void commands.update();
    case "s":
      return () => void commands.step();
    case "n":
    case "N":
      return () => void commands.next(event.shiftKey);
    case " ":
      return event.target instanceof HTMLButtonElement ? undefined : () => void commands.space();
    case "[":
      return () => commands.walk(-1);
    case "]":
      return () => commands.walk(1);
    case "{":
      return () => commands.walk(-10);
    case "}":
      return () => commands.walk(10);
    case ",":
      return commands.back;
    case ".":
      return commands.on;
    case "p":
      return () => void commands.toggle();
    case "e":
      return () => void commands.train("epoch");
    case "Home":
      return commands.toStart;
    case "End":
      return commands.toEnd;
    case "t":
      return () => (view.table = !view.table);
    case "?":
      return openKeys;
    default:
      return undefined;
  }
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  );
}
