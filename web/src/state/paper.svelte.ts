/** What is printed in place of the page as it stands: of a lesson a worksheet, its answer key or its summary; a step as an exercise. */
import { flushSync, tick } from "svelte";

import type { PaperScene, WorksheetScene } from "../schema";
import type { Pointing } from "./pointing.svelte";
import type { Sitting } from "./sitting.svelte";

type OfLesson = "worksheet" | "answer key" | "summary";
export interface LessonSheet {
  readonly kind: OfLesson;
  readonly paper: PaperScene;
}
export interface StepSheet {
  readonly kind: "step";
  readonly worksheet: WorksheetScene;
}

/** Width and height in px that a drawing may have on a sheet of paper, with its caption and the run. */
const FIGURE = [1000, 600] as const;
/** On a sheet of a lesson, which is upright. */
const ON_SHEET = [700, 380] as const;

export class Paper {
  readonly #pointing: Pointing;
  /** Undefined while nothing of the kind is printed. */
  sheet: LessonSheet | StepSheet | undefined = $state.raw();
  /** Whether the page is being printed: paper is light. */
  printing = $state(false);
  #before: ReadonlySet<string> = new Set();
  #back: (() => void) | undefined; // to where its reader was on the step's timeline

  constructor(pointing: Pointing) {
    this.#pointing = pointing;
  }

  /** Print a page of a lesson (its summary: all of them); why it cannot be, "" where it can. */
  async print(sitting: Sitting, kind: OfLesson, lesson: string, page: number): Promise<string> {
    const paper = await sitting.question({
      type: "ask_paper",
      lesson,
      page: kind === "summary" ? 0 : page,
    });
    if (paper.type === "problem") return paper.message;
    const play = paper.pages[0]?.blocks.find((block) => block.type === "play");
    if (kind === "answer key" && play?.type === "play" && play.steps === 0) {
      if (play.to > sitting.player.position) this.#goTo(sitting, play.to);
    }
    this.sheet = { kind, paper };
    const blanks = paper.pages.flatMap((one) => one.blanks);
    this.#hide(kind === "worksheet" ? [...this.#pointing.hidden, ...blanks] : []);
    await tick();
    window.print();
    return "";
  }

  /**
   * Have the step shown printed as an exercise, with its answer key; why it cannot be, "" where it can. The network is drawn
   * as it is before anything is worked out, and whoever draws the sheet prints it once it is there.
   */
  async printStep(sitting: Sitting): Promise<string> {
    await sitting.pause();
    const worksheet = await sitting.question({ type: "ask_worksheet" });
    if (worksheet.type === "problem") return worksheet.message;
    this.#goTo(sitting, 0);
    this.#hide(worksheet.parts.flatMap(({ items }) => items.map(({ name }) => name.replace(/@.*/, ""))));
    this.sheet = { kind: "step", worksheet };
    return "";
  }

  #goTo({ player }: Sitting, position: number): void {
    const from = player.position;
    player.seek(position);
    this.#back = () => player.seek(from);
  }
  #hide(names: readonly string[]): void {
    this.#before = this.#pointing.hidden;
    this.#pointing.hovered = undefined;
    this.#pointing.hidden = new Set(names);
  }

  /** Before printing: the drawing keeps its layout on paper, and is made as large as a whole as the sheet allows. */
  fit(root: HTMLElement | undefined): void {
    const [width, height] = this.sheet ? ON_SHEET : FIGURE;
    const floor = root?.querySelector<HTMLElement>(".floor");
    const { offsetWidth = width, offsetHeight = 0 } = floor ?? {};
    const scale = Math.min(width / offsetWidth, height / Math.max(1, offsetHeight));
    root?.style.setProperty("--stage-width", `${offsetWidth}px`);
    root?.style.setProperty("--stage-height", `${offsetHeight}px`);
    root?.style.setProperty("--print-scale", scale.toFixed(3));
    this.printing = true;
    flushSync(); // what is drawn on a canvas takes its colours before the figure is made
  }

  /** It is printed: the page is as it was. */
  done(): void {
    this.printing = false;
    if (this.sheet === undefined) return;
    this.sheet = undefined;
    this.#pointing.hidden = this.#before;
    this.#back?.();
    this.#back = undefined;
  }
}
