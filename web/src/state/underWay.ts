/**
 * A reader's intents that are not answered yet: numbered, in order, each with whoever waits for what comes of it.
 *
 * A scene says up to which number they were answered; what was refused is told by a problem of its own, which comes
 * before any scene that knows of it. When a connection is lost, nobody knows what became of those under way: they are
 * sent again, with their numbers, and carried out once.
 */
import type { AnyIntent, Moment, Problem, Scene } from "../schema";
import type { Outcome } from "../ui/outcome";

export type Unsent<T> = T extends unknown ? Omit<T, "at" | "serial" | "reader"> : never;
/** An intent before it is told which moment it was made at, and by whom. */
export type Intent = Unsent<AnyIntent>;

interface Waiting {
  readonly intent: AnyIntent;
  readonly serial: number;
  readonly answer: Promise<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
}

export class UnderWay {
  /** Names this page among those at the sitting. */
  readonly reader = nameOfReader();
  #send: (intent: AnyIntent) => boolean;
  #serial = 0;
  #waiting: Waiting[] = [];
  /** What scenes must have answered to know of what was sent again. */
  #since = 0;

  constructor(send: (intent: AnyIntent) => boolean) {
    this.#send = send;
  }

  /** Those that are not answered, the first first. */
  get intents(): readonly AnyIntent[] {
    return this.#waiting.map(({ intent }) => intent);
  }

  /** The number of the next: questions are numbered among them. */
  number(): number {
    return ++this.#serial;
  }

  has(type: AnyIntent["type"]): boolean {
    return this.#waiting.some(({ intent }) => intent.type === type);
  }

  /** Resolves when all that are under way now are answered. */
  async answered(): Promise<void> {
    await Promise.all(this.#waiting.map(({ answer }) => answer));
  }

  /** Send an intent; resolves with what comes of it. Undefined where nobody can be reached. */
  send(intent: Intent, at: Moment): Promise<Outcome> | undefined {
    const serial = this.number();
    const whole = { ...intent, at, serial, reader: this.reader } as AnyIntent;
    if (!this.#send(whole)) return undefined;
    const { promise: answer, resolve } = withResolvers<Outcome>();
    this.#waiting.push({ intent: whole, serial, answer, resolve });
    return answer;
  }

  /** A scene is on screen: what it answers was carried out. */
  seen({ answered }: Scene): void {
    const serial = answered?.[this.reader] ?? -1;
    if (serial >= this.#since) this.#settle((one) => one.serial <= serial, undefined);
  }

  /** One of them was refused. */
  refused(problem: Problem): void {
    this.#settle((one) => one.serial === problem.serial, problem);
  }

  /** There is a connection again, on which a reader looks at `at`. */
  again(at: Moment | undefined): void {
    if (at === undefined || this.#waiting.length === 0) return;
    for (const { intent } of this.#waiting) this.#send(intent);
    void this.send({ type: "rest" }, at);
    this.#since = this.#serial;
  }

  #settle(which: (waiting: Waiting) => boolean, outcome: Outcome): void {
    const done = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((waiting) => !which(waiting));
    for (const { resolve } of done) resolve(outcome);
  }
}

/** As `Promise.withResolvers`, which not every browser has yet. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((give) => (resolve = give));
  return { promise, resolve };
}

/** Random, so that no two pages are taken for one; in any context, unlike `randomUUID`. */
function nameOfReader(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");
}
