/** One sitting as the page knows it: the scene, what is under way, and what went wrong. */
import { getContext, setContext } from "svelte";

import type { Connection, Listener, Model } from "../host/model";
import type { AnyIntent, Moment, Problem, Scene } from "../schema";
import { Player } from "../stage/player.svelte";
import { timelineOf, type Timeline } from "../stage/timeline";

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An intent before it is told which moment it was made at. */
export type Wish = Without<AnyIntent, "at" | "serial">;

/** What a wish came to: nothing to say, or the reason why it was refused. */
export type Answer = Problem | undefined;

interface Waiting {
  serial: number;
  revision: number;
  resolve: (answer: Answer) => void;
}

export class Sitting {
  scene: Scene | undefined = $state.raw();
  connection: Connection = $state("connecting");
  /** The last refusal, for the page to show. */
  problem: Problem | undefined = $state.raw();

  readonly player: Player;
  readonly timeline: Timeline = $derived(timelineOf(this.scene?.stage.timeline ?? []));

  #model: Model;
  #serial = 0;
  #waiting: Waiting[] = [];
  #restsUnderWay = 0;

  constructor(open: (listener: Listener) => Model) {
    this.player = new Player(
      () => this.timeline,
      (position) => this.#reportRest(position),
    );
    this.#model = open({
      scene: (scene) => this.#show(scene),
      problem: (problem) => this.#hear(problem),
      connection: (connection) => this.#connected(connection),
    });
  }

  /** The moment on screen now. */
  get moment(): Moment | undefined {
    return this.scene && { ...this.scene.moment, phase: this.player.position };
  }

  /** Send a wish; resolves when it has been carried out, or with the reason why it was not. */
  ask(wish: Wish): Promise<Answer> {
    const at = this.moment;
    const serial = ++this.#serial;
    if (at === undefined || !this.#model.send({ ...wish, at, serial })) {
      const problem = unreachable(serial);
      this.problem = problem;
      return Promise.resolve(problem);
    }
    return new Promise((resolve) => this.#waiting.push({ serial, revision: at.revision, resolve }));
  }

  dismiss(): void {
    this.problem = undefined;
  }

  close(): void {
    this.player.stop();
    this.#model.close();
  }

  #show(scene: Scene): void {
    const before = this.scene?.moment;
    const same =
      before !== undefined && before.run === scene.moment.run && before.revision === scene.moment.revision;
    this.scene = scene;
    if (same) {
      if (this.#restsUnderWay > 0) this.#restsUnderWay--;
      else if (!this.player.playing) this.player.seek(scene.moment.phase);
      return;
    }
    this.#restsUnderWay = 0;
    this.problem = undefined;
    this.player.seek(scene.moment.phase);
    this.#settle(({ revision }) => revision !== scene.moment.revision, undefined);
  }

  #hear(problem: Problem): void {
    this.#restsUnderWay = 0;
    this.problem = problem;
    this.#settle(({ serial }) => serial === problem.serial, problem);
  }

  #connected(connection: Connection): void {
    this.connection = connection;
    if (connection === "open") this.problem = undefined;
    if (connection === "lost") {
      this.player.stop();
      this.#settle(() => true, unreachable(0));
    }
  }

  #settle(which: (waiting: Waiting) => boolean, answer: Answer): void {
    const done = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((waiting) => !which(waiting));
    for (const { resolve } of done) resolve(answer);
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
