/** One sitting as the page knows it: the scene, what is under way, and what went wrong. */
import { getContext, setContext } from "svelte";

import { kept } from "../host/kept";
import type { Connection, Listener, Model } from "../host/model";
import type * as schema from "../schema";
import { KINDS } from "../schema";
import type { AnyIntent, Moment, Problem, Question, Scene } from "../schema";
import { latest } from "../ui/latest.svelte";
import type { Outcome } from "../ui/outcome";
import { Player } from "./player.svelte";
import { timelineOf, type Course, type Timeline } from "./timeline";

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An intent before it is told which moment it was made at. */
export type Intent = Without<AnyIntent, "at" | "serial">;

/** A question before it is told which moment it was asked at. */
export type Asked = Without<Question, "at" | "serial">;
/** What a question of some kind is answered with. */
interface Answers {
  read_picture: schema.PictureReading;
  what_if: schema.WhatIfScene;
  map_row: schema.MapScene;
  list_runs: schema.SavedRuns;
}

/** Steps a second up to which each step is drawn with its motion. */
const WITH_MOTION = 1;
/** The share of a step's time in which it moves; then it rests until the next. */
const MOTION_SHARE = 0.92;

interface Waiting {
  serial: number;
  revision: number;
  looks: boolean;
  resolve: (outcome: Outcome) => void;
}

export class Sitting {
  scene: Scene | undefined = $state.raw();
  connection: Connection = $state("connecting");
  /** The last refusal, for the page to show. */
  problem: Problem | undefined = $state.raw();

  readonly player: Player;
  readonly timeline: Timeline = $derived(timelineOf(this.scene?.stage.timeline ?? []));

  /** The timeline without its words: it stays the same object while only numbers change. */
  course: Course = $state.raw({ phases: [] });

  #model: Model;
  #serial = 0;
  #waiting: Waiting[] = [];
  #questions = new Map<number, (answer: schema.Answer | Problem) => void>();
  #restsUnderWay = 0;
  /** The newest frame of a playing run, until the display is ready for it. */
  #next: Scene | undefined;
  #frame = 0;
  #pausing: (() => void)[] = [];
  #seek = latest(({ step, future }: { step: number; future: string }) =>
    this.ask({ type: "seek", step, future }),
  );

  constructor(open: (listener: Listener) => Model) {
    this.player = new Player(
      () => this.timeline,
      (position) => this.#reportRest(position),
    );
    this.#model = open({
      scene: (scene) => this.#take(scene),
      problem: (problem) => this.#hear(problem),
      answer: (answer) => this.#learn(answer),
      connection: (connection) => this.#connected(connection),
    });
  }

  /** The moment on screen now. */
  get moment(): Moment | undefined {
    return this.scene && { ...this.scene.moment, phase: this.player.position };
  }

  /** Whether training plays. */
  get training(): boolean {
    return this.scene?.run?.playing ?? false;
  }

  /** Stop training, where it plays; resolves when the step it came to is on screen. */
  async pause(): Promise<void> {
    if (!this.training) return;
    const sent =
      this.#pausing.length > 0 ||
      this.#model.send({ type: "pause", at: this.moment!, serial: ++this.#serial });
    if (sent) await new Promise<void>((resolve) => this.#pausing.push(resolve));
  }

  /** Go to a step of the run, of the shown future or another. One wish is under way at a time, the newest waits. */
  seek(step: number, future = ""): void {
    const run = this.scene?.run;
    if (run === undefined || run === null) return;
    const elsewhere = future !== "" && future !== run.shown;
    if (this.sought === undefined && !run.playing && !elsewhere && step === this.scene?.moment.step) {
      // whose update may be on screen: it is taken back, and what the step was made of stays
      if (this.player.position < this.timeline.end) return;
      this.player.seek(this.timeline.forwardEnd);
      return this.player.rest();
    }
    this.#seek({ step, future });
  }

  /** The step that was wished for last, while it is not on screen yet. */
  get sought(): number | undefined {
    return this.#seek.wanted?.step;
  }

  /** Send a wish; resolves when it has been carried out, or with the reason why it was not. */
  async ask(wish: Intent): Promise<Outcome> {
    // a wish made while a pause is under way is of the moment that training comes to rest at
    if (this.training && (this.#pausing.length > 0 || !this.#whilePlaying(wish))) await this.pause();
    return this.#ask(wish);
  }

  /** Whether it is carried out while training plays; before any other it pauses. */
  #whilePlaying(wish: Intent): boolean {
    if (KINDS[wish.type].when === "at_rest") return false;
    if (wish.type !== "configure") return true;
    const settings = this.scene?.experiment.groups.flatMap((group) => group.settings) ?? [];
    return settings.some(({ name, anew }) => name === wish.name && !anew);
  }

  #ask(wish: Intent): Promise<Outcome> {
    const at = this.moment;
    const serial = ++this.#serial;
    if (at === undefined || !this.#model.send({ ...wish, at, serial })) {
      const problem = unreachable(serial);
      this.problem = problem;
      return Promise.resolve(problem);
    }
    const [{ revision }, looks] = [at, KINDS[wish.type].about === "looks"];
    return new Promise((resolve) => this.#waiting.push({ serial, revision, looks, resolve }));
  }

  /** Ask a question; resolves with its answer, or with the reason why there is none, which is not shown otherwise. */
  question<Q extends Asked>(question: Q): Promise<Answers[Q["type"]] | Problem> {
    const at = this.moment;
    const serial = ++this.#serial;
    if (at === undefined || !this.#model.send({ ...question, at, serial } as AnyIntent)) {
      return Promise.resolve(unreachable(serial));
    }
    return new Promise((resolve) =>
      this.#questions.set(serial, resolve as (answer: schema.Answer | Problem) => void),
    );
  }

  dismiss(): void {
    this.problem = undefined;
  }

  close(): void {
    this.player.stop();
    this.#drop();
    this.#model.close();
  }

  /** While training plays, frames may come faster than they can be drawn: the display takes the newest. */
  #take(scene: Scene): void {
    if (scene.run?.playing && this.training) {
      this.#next = scene;
      this.#frame ||= requestAnimationFrame(() => this.#drawNext());
    } else {
      this.#drop();
      this.#show(scene);
    }
  }

  #drawNext(): void {
    const scene = this.#next;
    this.#drop();
    if (scene !== undefined) this.#show(scene);
  }

  #drop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#next = undefined;
  }

  #show(scene: Scene): void {
    const went = this.training;
    const goes = scene.run?.playing ?? false;
    const last = this.scene;
    const before = last?.moment;
    const same =
      before !== undefined && before.run === scene.moment.run && before.revision === scene.moment.revision;
    this.scene = kept(this.scene, scene);
    const phases = scene.stage.timeline.map(({ name, layer }) => ({ name, layer }));
    this.course = kept(this.course, { phases });
    if (!goes) for (const resolve of this.#pausing.splice(0)) resolve();
    if (same) {
      if (this.#restsUnderWay > 0) this.#restsUnderWay--;
      else {
        if (!this.player.playing) this.player.seek(scene.moment.phase);
        // what was shown in haste is completed unasked: that answers no wish for a change
        const unasked = this.scene !== last && scene.said === last?.said;
        this.#settle(
          ({ revision, looks }) => revision === scene.moment.revision && (looks || !unasked),
          undefined,
        );
      }
      return;
    }
    this.#restsUnderWay = 0;
    if (!(went && goes)) this.problem = undefined;
    const pace = goes ? (scene.run?.pace ?? 0) : 0;
    if (pace > 0 && pace <= WITH_MOTION) {
      if (before?.step !== scene.moment.step || !went) this.player.perform(MOTION_SHARE / pace);
    } else this.player.seek(scene.moment.phase);
    this.#settle(({ revision }) => revision !== scene.moment.revision, undefined);
  }

  #learn(answer: schema.Answer | Problem): boolean {
    const resolve = this.#questions.get(answer.serial);
    this.#questions.delete(answer.serial);
    resolve?.(answer);
    return resolve !== undefined;
  }

  #hear(problem: Problem): void {
    if (this.#learn(problem)) return;
    for (const resolve of this.#pausing.splice(0)) resolve();
    this.#restsUnderWay = 0;
    this.problem = problem;
    this.#settle(({ serial }) => serial === problem.serial, problem);
  }

  #connected(connection: Connection): void {
    this.connection = connection;
    if (connection === "open") this.problem = undefined;
    if (connection === "lost") {
      this.player.stop();
      this.#drop();
      for (const resolve of this.#pausing.splice(0)) resolve();
      this.#settle(() => true, unreachable(0));
      for (const serial of [...this.#questions.keys()]) this.#learn(unreachable(serial));
    }
  }

  #settle(which: (waiting: Waiting) => boolean, outcome: Outcome): void {
    const done = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((waiting) => !which(waiting));
    for (const { resolve } of done) resolve(outcome);
  }

  #reportRest(position: number): void {
    const at = this.moment;
    if (at === undefined || this.connection !== "open") return;
    if (this.#model.send({ type: "rest", at: { ...at, phase: position }, serial: ++this.#serial })) {
      this.#restsUnderWay++;
    }
  }
}

function unreachable(serial: number): Problem {
  const message = "Learnscope cannot be reached, so nothing was changed; the page keeps trying.";
  return { type: "problem", kind: "failed", field: "", message, serial };
}

const KEY = Symbol("sitting");
export const provideSitting = (sitting: Sitting): Sitting => setContext(KEY, sitting);
export const useSitting = (): Sitting => getContext<Sitting>(KEY);
