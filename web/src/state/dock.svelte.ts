/** What stands in the dock at the right: one thing at a time, or nothing. */
export const PANELS = ["why", "matrices", "compare", "futures", "what if", "stop when", "runs"] as const;
export type Panel = (typeof PANELS)[number];

export class Dock {
  open: Panel | undefined = $state();

  toggle(panel: Panel): void {
    this.open = this.open === panel ? undefined : panel;
  }
  close(): void {
    this.open = undefined;
  }
}
