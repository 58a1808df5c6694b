/** An attachment: pointing at this element is pointing at a neuron, wherever on the page it is shown. */
import type { Focus } from "./focus";
import type { Pointing } from "./pointing.svelte";

export function pointsAt(pointing: Pointing, focus: () => Focus): (element: HTMLElement) => () => void {
  return (element) => {
    const enter = (): void => {
      pointing.hovered = focus();
    };
    const leave = (): void => {
      pointing.hovered = undefined;
    };
    element.addEventListener("pointerenter", enter);
    element.addEventListener("pointerleave", leave);
    return () => {
      element.removeEventListener("pointerenter", enter);
      element.removeEventListener("pointerleave", leave);
    };
  };
}
