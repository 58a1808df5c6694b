/** One sitting as the page knows it: the scene, what is under way, and what went wrong. */
import { getContext, setContext } from "svelte";

import type { Fields, Offered, Readable, Sending } from "../host/files";
import { kept } from "../host/kept";
import type { Connection, Listener, Model } from "../host/model";
import type * as schema from "../schema";
import { KINDS } from "../schema";
import type { AnyIntent, Moment, Problem, Question, Scene } from "../schema";
import type { Outcome } from "../ui/outcome";
import { Memory } from "./memory";
import { Player } from "./player.svelte";
import { timelineOf, type Course, type Timeline } from "./timeline";
import { UnderWay, type Intent, type Unsent } from "./underWay";

export type { Intent };
/** A question before it is told which moment it was asked at. */
export type Asked = Unsent<Question>;
/** Steps a second up to which each step is drawn with its motion. */
const WITH_MOTION = 1;
/** The share of a step's time in which it moves; then it rests until the next. */
const MOTION_SHARE = 0.92;

/** A step to go to. */
interface Place {
  readonly step: number;
  readonly future: string;
}

/** A question, and whoever waits for its answer. */
interface Waiting {
  readonly question: Asked;
  readonly resolve: (answer: schema.Answer | Problem) => void;
}

export class Sitting {
  scene: Scene | undefined = $state.raw();
  connection: Connection = $state("connecting");
  /** What could not be done, the last last, until its reader dismisses it. */
  problems: readonly Problem[] = $state.raw([]);
  /** The step that was sought last, while it is not on screen yet. */
  sought: number | undefined = $state.raw();

  readonly player: Player;
  readonly timeline: Timeline = $derived(timelineOf(this.scene?.stage.timeline ?? []));

  /** The timeline without its words: it stays the same object while only numbers change. */
  course: Course = $state.raw({ phases: [] });

  #model: Model;
  #underWay = new UnderWay((intent) => this.#model.send(intent));
  #questions = new Map<number, Waiting>();
  /** Where the timeline stands at the sitting, as far as is known here. */
  #standing: number | undefined;
  /** Why what is shown is not being kept, as it was said last. */
  #trouble = "";
  /** The newest frame of a playing run, until the display is ready for it. */
  #next: Scene | undefined;
  #frame = 0;
  /** The last pause. */
  #pausing: Promise<Outcome> | undefined;
  /** Of the steps that were sought while one was on its way, the newest. */
  #waits: Place | undefined;

  constructor(open: (listener: Listener) => Model, memory = new Memory()) {
    this.player = new Player(
      () => this.timeline,
      (position) => this.#reportRest(position),
      memory,
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

  /** Why nothing can be changed here, in a sentence; "" where everything can. */
  get readOnly(): string {
    return this.#model.readOnly;
  }

  /** Whether it is somebody else's page, at which one only looks. */
  get looks(): boolean {
    return this.#model.looks ?? false;
  }

  /** Whether intents of a kind are made here: those that only look are, but at somebody else's page none. */
  may(type: Intent["type"]): boolean {
    return this.readOnly === "" || (KINDS[type].only_looks && !this.looks);
  }

  /** Stop training, where it plays; resolves when the step it came to is on screen. */
  async pause(): Promise<void> {
    if (this.#plays()) this.#pausing = this.#send({ type: "pause" });
    await this.#pausing;
  }

  /** Go to a step of the run, of the shown future or another. One such intent is under way at a time, the newest waits. */
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
    if (this.#underWay.has("seek")) this.#waits = { step, future };
    else void this.#go({ step, future });
    this.#tell();
  }

  /**
   * Send an intent; resolves when it has been carried out, or with the reason why it was not.
   *
   * Nobody needs to wait for one before making the next: they are carried out in their order.
   */
  ask(intent: Intent): Promise<Outcome> {
    this.#goAtLast();
    if (!this.#whilePlaying(intent)) void this.pause();
    return this.#send(intent);
  }

  /** Resolves when all that was asked for until now has been answered. */
  answered(): Promise<void> {
    return this.#underWay.answered();
  }

  /** Whether it is carried out while training plays; before any other it pauses. */
  #whilePlaying(intent: Intent): boolean {
    if (KINDS[intent.type].when === "at_rest") return false;
    if (intent.type !== "configure") return true;
    const settings = this.scene?.experiment.groups.flatMap((group) => group.settings) ?? [];
    return settings.some(({ name, anew }) => name === intent.name && !anew);
  }

  /** Whether training plays, or will when what is under way arrives. */
  #plays(): boolean {
    // a single step is made at once, and is over when anything after it arrives
    const last = this.#underWay.intents.findLast(
      (one) => one.type === "pause" || (one.type === "play" && one.until !== "step"),
    );
    return last === undefined ? this.training : last.type === "play";
  }

  #send(intent: Intent): Promise<Outcome> {
    if (!this.may(intent.type)) return Promise.resolve(problemOf(this.readOnly));
    const answered = this.moment && this.#underWay.send(intent, this.moment);
    this.#tell();
    if (answered !== undefined) return answered;
    const problem = problemOf(this.connection === "over" ? OVER : UNREACHABLE);
    this.#complain(problem);
    return Promise.resolve(problem);
  }

  async #go({ step, future }: Place): Promise<void> {
    await this.#send({ type: "seek", step, future });
    this.#goAtLast();
  }

  /** Send the step that waits for another to arrive: what is asked for now is meant to come after it. */
  #goAtLast(): void {
    const place = this.#waits;
    this.#waits = undefined;
    if (place !== undefined) void this.#go(place);
  }

  #tell(): void {
    let step: number | undefined;
    for (const intent of this.#underWay.intents) {
      if (intent.type === "seek") step = intent.step;
      else if (intent.type === "play" && intent.until === "step") step = (step ?? this.shown) + 1;
    }
    this.sought = this.#waits?.step ?? step;
  }

  /** The step on screen: at the end of the timeline, its update is, so that it is the next. */
  get shown(): number {
    return (this.scene?.moment.step ?? 0) + (this.player.position >= this.timeline.end ? 1 : 0);
  }

  /**
   * Ask a question; resolves with its answer, or with the reason why there is none, which is not shown otherwise.
   *
   * Where nobody can be reached it waits, and is asked when there is a connection again.
   */
  question<Q extends Asked>(question: Q): Promise<schema.Answers[Q["type"]] | Problem> {
    const at = this.moment;
    const serial = this.#underWay.number();
    if (this.connection === "over") return Promise.resolve(problemOf(OVER));
    if (at === undefined) return Promise.resolve(problemOf(UNREACHABLE));
    this.#model.send({ ...question, at, serial } as AnyIntent);
    return new Promise((resolve) =>
      this.#questions.set(serial, { question, resolve: resolve as Waiting["resolve"] }),
    );
  }

  /** Data that are there to be read, if any. */
  offered(): Promise<Offered | undefined> {
    return this.#model.offered();
  }

  /** Send data to learn from, or ask for those on offer; see `Model`. */
  sendData(data: Readable, fields: Fields, progress: (share: number) => void): Sending {
    return this.#model.sendData(data, fields, progress);
  }

  /** What the network says of the picture in a file, or why it cannot be read. */
  readPicture(file: File): Promise<schema.PictureReading | Problem> {
    return this.#model.readPicture(file);
  }

  /** Tell its reader something that stays until it is read. */
  say(message: string): void {
    this.#complain(problemOf(message));
  }

  /** Its reader has read what could not be done. */
  dismiss(): void {
    this.problems = [];
  }

  /** It is over, though there is a connection still: nothing tries to come back. */
  end(): void {
    this.close();
    this.#connected("over");
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
    const before = this.scene?.moment;
    this.scene = kept(this.scene, scene);
    const phases = scene.stage.timeline.map(({ name, layer }) => ({ name, layer }));
    this.course = kept(this.course, { phases });
    this.#underWay.seen(scene);
    this.#tell();
    this.#keeping(scene.run?.trouble ?? "");
    const { run, revision, step, phase } = scene.moment;
    if (before?.run === run && before.revision === revision) {
      // a rest of one's own is no news, and one that is under way will be
      const another = phase !== this.#standing && this.#underWay.intents.length === 0;
      if (another && !this.player.playing) this.player.seek(phase);
      if (another) this.#standing = phase;
      return;
    }
    this.#standing = phase;
    if (this.problems.some(needless)) this.problems = this.problems.filter((one) => !needless(one));
    const pace = goes ? (scene.run?.pace ?? 0) : 0;
    if (pace > 0 && pace <= WITH_MOTION) {
      if (before?.step !== step || !went) this.player.perform(MOTION_SHARE / pace);
    } else this.player.seek(phase);
  }

  #learn(answer: schema.Answer | Problem): boolean {
    const waiting = this.#questions.get(answer.serial);
    this.#questions.delete(answer.serial);
    waiting?.resolve(answer);
    return waiting !== undefined;
  }

  #hear(problem: Problem): void {
    if (this.#learn(problem)) return;
    this.#complain(problem);
    this.#underWay.refused(problem);
    this.#tell();
  }

  /** Each message stands once, however often it was given. */
  #complain(problem: Problem): void {
    this.problems = [...this.problems.filter(({ message }) => message !== problem.message), problem];
  }

  /** Why what is shown is not being kept is said once, until it is kept again. */
  #keeping(trouble: string): void {
    if (trouble === this.#trouble) return;
    this.problems = this.problems.filter(({ message }) => message !== this.#trouble);
    this.#trouble = trouble;
    if (trouble !== "") this.#complain(problemOf(trouble));
  }

  #connected(connection: Connection): void {
    this.connection = connection;
    if (connection === "open") {
      this.#underWay.again(this.moment);
      for (const [serial, { question }] of this.#questions)
        this.#model.send({ ...question, at: this.moment, serial } as AnyIntent);
    }
    if (connection === "over") {
      for (const { resolve } of this.#questions.values()) resolve(problemOf(OVER));
      this.#questions.clear();
    }
    if (connection !== "open") {
      this.player.stop();
      this.#drop();
    }
  }

  #reportRest(position: number): void {
    if (this.moment === undefined || this.connection !== "open" || !this.may("rest")) return;
    this.#standing = position;
    void this.#underWay.send({ type: "rest" }, { ...this.moment, phase: position });
  }
}

const UNREACHABLE = "Learnscope could not be reached, so nothing was changed; repeat it when it is back.";
const OVER = "This is over, so nothing was changed.";
const problemOf = (message: string): Problem => ({
  type: "problem",
  kind: "failed",
  field: "",
  message,
  serial: -1,
});

/** Whether it only says that there was nothing to do, which holds until something is done. */
export const needless = ({ kind }: Problem): boolean => kind === "needless";

const KEY = Symbol("sitting");
export const provideSitting = (sitting: Sitting): Sitting => setContext(KEY, sitting);
export const useSitting = (): Sitting => getContext<Sitting>(KEY);
