/** What is printed in place of the page as it stands: a worksheet, its answer key, or the summary of a lesson. */
import { tick } from "svelte";

import type { PaperScene } from "../schema";
import type { Pointing } from "./pointing.svelte";
import type { Sitting } from "./sitting.svelte";

export type Sheet = "worksheet" | "answer key" | "summary";

export class Paper {
  readonly #pointing: Pointing;
  /** Undefined while nothing of the kind is printed. */
  sheet: { readonly kind: Sheet; readonly paper: PaperScene } | undefined = $state.raw();
  #before: ReadonlySet<string> = new Set();
  #back: (() => void) | undefined; // to where its reader was on the step's timeline

  constructor(pointing: Pointing) {
    this.#pointing = pointing;
  }

  /** Print a page of a lesson (its summary: all of them); why it cannot be, "" where it can. */
  async print(sitting: Sitting, kind: Sheet, lesson: string, page: number): Promise<string> {
    const paper = await sitting.question({
      type: "ask_paper",
      lesson,
      page: kind === "summary" ? 0 : page,
    });
    if (paper.type === "problem") return paper.message;
    this.#before = this.#pointing.hidden;
    this.#pointing.hovered = undefined;
    const { player } = sitting;
    const from = player.position;
    const play = paper.pages[0]?.blocks.find((block) => block.type === "play");
    if (kind === "answer key" && play?.type === "play" && play.steps === 0 && play.to > from) {
      player.seek(play.to);
      this.#back = () => player.seek(from);
    }
    this.sheet = { kind, paper };
    const blanks = paper.pages.flatMap((one) => one.blanks);
    this.#pointing.hidden = new Set(kind === "worksheet" ? [...this.#before, ...blanks] : []);
    await tick();
    window.print();
    return "";
  }

  /** It is printed: the page is as it was. */
  done(): void {
    if (this.sheet === undefined) return;
    this.sheet = undefined;
    this.#pointing.hidden = this.#before;
    this.#back?.();
    this.#back = undefined;
  }
}
