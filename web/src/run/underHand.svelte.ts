/** A what-if under the hand: the newest value is asked for, one at a time, and refined when the hand rests. */
import type { Problem, WhatIfPer, WhatIfScene } from "../schema";
import type { Sitting } from "../state/sitting.svelte";
import type { Outcome } from "../ui/outcome";
import { latest } from "../ui/latest.svelte";

/** What is asked: a setting at a value, and, for a cell of a map, another one too. */
export interface Question {
  readonly name: string;
  readonly value: number;
  readonly steps: number;
  /** What both trainings have as many of; steps where it is not said. */
  readonly per?: WhatIfPer;
  readonly y_name?: string;
  readonly y?: number;
}

const COARSE = { points: 100, milliseconds: 60 };
const FINE = { points: 400, milliseconds: 5000 };
const REST = 250; // ms without a new value, after which the answer is refined

export class WhatIfUnderHand {
  /** The last answer; none where nothing is asked. */
  answer: WhatIfScene | undefined = $state.raw();
  /** What is asked for now. */
  asked: Question | undefined = $state.raw();
  /** Why the last question has no answer. */
  reason = $state("");
  /** Whether the answer is as fine as it gets. */
  refined = $state(false);

  #sitting: Pick<Sitting, "ask" | "question">;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #send = latest((step: { question: Question; fine: boolean }) => this.#question(step.question, step.fine));

  constructor(sitting: Pick<Sitting, "ask" | "question">) {
    this.#sitting = sitting;
  }

  ask(question: Question): void {
    this.asked = question;
    this.refined = false;
    clearTimeout(this.#timer);
    this.#send({ question, fine: false });
    this.#timer = setTimeout(() => this.#send({ question, fine: true }), REST);
  }

  /** Nothing is asked any more, and nothing is drawn. */
  drop(): void {
    clearTimeout(this.#timer);
    this.asked = undefined;
    this.answer = undefined;
    this.reason = "";
  }

  /** Make it a future of the run. */
  async keep(): Promise<Outcome> {
    const question = this.asked;
    if (question === undefined) return undefined;
    clearTimeout(this.#timer);
    const { per, ...kept } = question;
    const steps = (per === "epochs" ? this.answer?.wanted : undefined) ?? question.steps;
    const refused = await this.#sitting.ask({ type: "keep_what_if", ...kept, steps });
    if (refused) this.reason = refused.message;
    else this.drop();
    return refused;
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #question(question: Question, fine: boolean): Promise<void> {
    if (this.asked === undefined || (fine && this.asked !== question)) return;
    const answer: WhatIfScene | Problem = await this.#sitting.question({
      type: "what_if",
      ...question,
      ...(fine ? FINE : COARSE),
    });
    if (this.asked === undefined) return; // dropped meanwhile
    if (answer.type === "problem") {
      this.reason = answer.message;
      this.answer = undefined; // what was drawn is not of the value asked for
    } else {
      this.reason = "";
      this.answer = answer;
      this.refined = fine;
    }
  }
}
