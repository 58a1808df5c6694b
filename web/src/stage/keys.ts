/** Keys of the stage: nearer, farther, all of it, and moving about; those typed into fields are not among them. */
import type { Pointing } from "../state/pointing.svelte";
import { actOf, type KeyTable } from "../ui/keys";
import type { Camera } from "./camera.svelte";

const PAN = 80; // px, one arrow key

/** False where the key means something else just then. */
type Act = (camera: Camera, pointing: Pointing) => unknown;

const pan =
  (dx: number, dy: number): Act =>
  (camera) =>
    camera.isWhole ? false : camera.panBy(dx, dy);
const notch =
  (direction: 1 | -1): Act =>
  (camera) =>
    camera.notch(direction);

export const STAGE_KEYS: KeyTable<Act> = [
  {
    shown: "+ − 0",
    meaning: "zoom in, zoom out, the whole network",
    on: { "+": notch(1), "=": notch(1), "-": notch(-1), "−": notch(-1), "0": (camera) => camera.whole() },
  },
  {
    shown: "Escape",
    meaning: "deselect, then back to the whole network",
    on: {
      Escape: (camera, pointing) => {
        if (pointing.selected !== "") pointing.letGo();
        else return camera.isWhole ? false : camera.whole();
      },
    },
  },
  {
    shown: "", // where the network is walked over, arrows do that
    meaning: "move about, from near",
    on: {
      ArrowLeft: pan(PAN, 0),
      ArrowRight: pan(-PAN, 0),
      ArrowUp: pan(0, PAN),
      ArrowDown: pan(0, -PAN),
    },
  },
];

export function stageKeys(
  event: KeyboardEvent,
  stage: HTMLElement | undefined,
  camera: Camera,
  pointing: Pointing,
): void {
  const { target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(target instanceof Element) || target.closest("input, select, textarea, dialog, [popover]")) return;
  // elsewhere arrows belong to what is focused there
  const here = stage !== undefined && (target.contains(stage) || stage.contains(target));
  if (event.key.startsWith("Arrow") && !here) return;
  const act = actOf(STAGE_KEYS, event.key);
  if (act !== undefined && act(camera, pointing) !== false) event.preventDefault();
}
