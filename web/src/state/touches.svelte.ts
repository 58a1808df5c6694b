/** What a press, or the focus, does wherever on the page it comes to. */
import type { Name } from "../names";
import type { Page } from "./page.svelte";
import type { Sitting } from "./sitting.svelte";

/** Do so as long as the component lives that asks for it. */
export function keepTouches(sitting: Sitting, page: Page): void {
  const { view, dock, lessons, pointing } = page;

  /**
   * One click on a number, a neuron or a wire selects it, and the lens answers. One that is edited stays in its field: a dock
   * that opened would take from the stage what the change does to it. It is told below the network, and y asks why.
   */
  function select({ target, detail }: MouseEvent): void {
    if (!(target instanceof Element) || detail > 1 || target.closest(".dock, button, select, [popover]"))
      return;
    const name = target.closest<HTMLElement>("[data-key]")?.dataset["key"] as Name | undefined;
    if (name === undefined || name.startsWith("setting.")) return;
    pointing.select(name);
    if (sitting.scene?.lesson && !lessons.tried) return; // the lens opens after a try
    if (target instanceof HTMLInputElement && !target.readOnly) return;
    if (target.closest(".stage")) dock.openAfterClick("why");
    else dock.open = "why";
  }

  /** A number that is about to be changed holds still: training pauses before its field takes the focus. */
  function holdStill({ target }: Event): void {
    if (!sitting.training || !(target instanceof HTMLInputElement)) return;
    const elsewhere = target.closest(".run") !== null; // numbers there belong to no step
    if (target.getAttribute("role") === "spinbutton" && !elsewhere) void sitting.pause();
  }

  /** The sheet of the experiment gives way to what gets the focus below it. */
  function uncover({ target }: FocusEvent): void {
    const sheet = page.root?.querySelector("aside");
    if (!view.sheetOpen || !view.experimentCovers || !sheet || !(target instanceof Element)) return;
    if (target.closest("main, .foot") === null) return;
    const [over, under] = [sheet.getBoundingClientRect(), target.getBoundingClientRect()];
    if ((under.left + under.right) / 2 < over.right) view.sheetOpen = false;
  }

  /** A list that was chosen from by pointer gives up the focus, or the next key of the page would choose in it again. */
  let pressed: EventTarget | null = null;
  page.hear("pointerdown", ({ target }) => (pressed = target));
  page.hear("keydown", () => (pressed = null), { capture: true });
  page.hear("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target === pressed) target.blur();
  });
  page.hear("click", select);
  page.hear("focusin", uncover);
  page.hear("focusin", holdStill);
  page.hear("pointerdown", holdStill, { capture: true });
}
