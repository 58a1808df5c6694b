/** Keys of the page; those typed into fields are not among them. */
import type { Commands } from "./commands";
import type { Sitting } from "./sitting.svelte";

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
  if (action === undefined || event.repeat) return;
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
      return event.target instanceof HTMLButtonElement ? undefined : () => void commands.toggle();
    case "[":
      return commands.back;
    case "]":
      return commands.on;
    case "Home":
      return commands.toStart;
    case "End":
      return commands.toEnd;
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
