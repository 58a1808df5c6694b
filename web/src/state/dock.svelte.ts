/** What stands in the dock at the right: one thing at a time, or nothing. */
import { untrack } from "svelte";

import type { Scene } from "../schema";
import { Memory } from "./memory";
import { keepOpen } from "./opened.svelte";
import type { Sitting } from "./sitting.svelte";
import type { View } from "./view.svelte";

/** What the dock can hold, in groups: one group stands on its row of tabs, the others are in its menu. */
export const GROUPS = [
  { title: "This step", panels: ["why", "proof", "matrices", "batch", "check"] },
  { title: "This network", panels: ["ask", "decision", "life", "text", "landscape"] },
  { title: "The run", panels: ["compare", "futures", "what if", "stop when", "runs"] },
  { title: "Words", panels: ["glossary"] },
] as const;
export type Panel = (typeof GROUPS)[number]["panels"][number];

const STORED = "decision";
const CHOICES = ["open", "closed"] as const;
const ROOMY = 1440; // px of the page, from which there is room for the experiment and the decision picture
const SECOND_CLICK = 350; // ms in which a second click makes the first half of a double one

export class Dock {
  readonly #memory: Memory;
  #open: Panel | undefined = $state();
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(memory = new Memory()) {
    this.#memory = memory;
  }

  get open(): Panel | undefined {
    return this.#open;
  }
  /** Whether the decision picture is wanted is remembered as the reader opens and closes it. */
  set open(panel: Panel | undefined) {
    if (panel === "decision") this.#memory.remember(STORED, "open");
    else if (panel === undefined && this.#open === "decision") this.#memory.remember(STORED, "closed");
    this.#open = panel;
  }

  /** What a page of a lesson has in it, which is no choice of its reader's. */
  put(panel: Panel | undefined): void {
    this.keepClosed();
    this.#open = panel;
  }

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

  /** Points on a plane have come, or are gone: of them, the decision picture stands open where there is room. */
  follow(planar: boolean, room: number): void {
    if (!planar) {
      if (this.#open === "decision") this.#open = undefined;
    } else if (this.#open === undefined) {
      const chosen = this.#memory.remembered(STORED, CHOICES) ?? (room >= ROOMY ? "open" : "closed");
      if (chosen === "open") this.#open = "decision";
    }
  }
}

/** Whether there is a plane to draw. */
export const isPlanar = (scene: Scene | undefined): boolean =>
  scene?.openable.includes("decision_picture") ?? false;

/** Whether the data is the neighbourhoods of the Game of Life. */
export const isLife = (scene: Scene | undefined): boolean => scene?.openable.includes("life") ?? false;

/** Keep the decision picture in the dock with the data there is, and open at the sitting while it is shown. */
export function keepDecision(sitting: Sitting, dock: Dock, view: View): void {
  const planar = $derived(isPlanar(sitting.scene));
  const inLesson = $derived((sitting.scene?.lesson ?? null) !== null); // whose pages say what is open
  const onStage = $derived(sitting.scene?.lesson?.page.stage === "decision");
  $effect(() => {
    if (sitting.scene === undefined || inLesson) return;
    const now = planar;
    untrack(() => dock.follow(now, view.sheets ? 0 : view.width)); // a sheet would cover the step's bar
  });
  keepOpen(sitting, "decision_picture", () => dock.open === "decision" || onStage);
}
