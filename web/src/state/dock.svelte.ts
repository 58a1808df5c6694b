/** What stands in the dock at the right: one thing at a time, or nothing. */
export const PANELS = [
  "why",
  "matrices",
  "check",
  "batch",
  "compare",
  "futures",
  "what if",
  "stop when",
  "runs",
] as const;
export type Panel = (typeof PANELS)[number];

const SECOND_CLICK = 350; // ms in which a second click makes the first half of a double one

export class Dock {
  open: Panel | undefined = $state();
  #soon: ReturnType<typeof setTimeout> | undefined;

  toggle(panel: Panel): void {
    this.open = this.open === panel ? undefined : panel;
  }
  /**
   * Open a panel for a click on the stage. A dock that is closed waits for what would be a second click: it makes the stage
   * narrower, and nothing may move from under the pointer between both.
   */
  openAfterClick(panel: Panel): void {
    clearTimeout(this.#soon);
    if (this.open !== undefined) this.open = panel;
    else this.#soon = setTimeout(() => (this.open = panel), SECOND_CLICK);
  }
  /** The click was half of a double one, or what it selected was let go. */
  keepClosed(): void {
    clearTimeout(this.#soon);
  }
  close(): void {
    this.keepClosed();
    this.open = undefined;
  }
}
