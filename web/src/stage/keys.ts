/** Keys of the stage: nearer, farther, all of it, and moving about; those typed into fields are not among them. */
import { pointing } from "../state/pointing.svelte";
import type { Camera } from "./camera.svelte";

const PAN = 80; // px, one arrow key

export function stageKeys(event: KeyboardEvent, stage: HTMLElement | undefined, camera: Camera): void {
  const { target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(target instanceof Element) || target.closest("input, select, textarea, dialog, [popover]")) return;
  // elsewhere arrows belong to what is focused there
  const here = stage !== undefined && (target.contains(stage) || stage.contains(target));
  if (event.key.startsWith("Arrow") && !here) return;
  const action = actionOf(event.key, camera);
  if (action === undefined) return;
  event.preventDefault();
  action();
}

function actionOf(key: string, camera: Camera): (() => void) | undefined {
  const pan = (dx: number, dy: number) => (camera.isWhole ? undefined : () => camera.panBy(dx, dy));
  switch (key) {
    case "+":
    case "=":
      return () => camera.notch(1);
    case "-":
    case "−":
      return () => camera.notch(-1);
    case "0":
      return () => camera.whole();
    case "ArrowLeft":
      return pan(PAN, 0);
    case "ArrowRight":
      return pan(-PAN, 0);
    case "ArrowUp":
      return pan(0, PAN);
    case "ArrowDown":
      return pan(0, -PAN);
    case "Escape":
      if (pointing.held === undefined && camera.isWhole) return undefined;
      return () => (pointing.held ? pointing.letGo() : camera.whole());
    default:
      return undefined;
  }
}
