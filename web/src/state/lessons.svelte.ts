/** What a reader has answered in lessons, and how far they are: kept by their browser, and by nobody else. */
import type { Memory } from "./memory";
import type { Sitting } from "./sitting.svelte";

const STORED = "lessons";
const SEAT = "seat"; // the sitting in a class in which that was answered

interface Kept {
  /** What was answered to each question, "" where its reader asked to be shown. */
  given: Record<string, string>;
  /** Pages whose play was seen to its end. */
  played: Record<string, boolean>;
  /** The page of each lesson that was open last. */
  at: Record<string, number>;
  /** Lessons that were gone through to their end. */
  done: Record<string, boolean>;
}

const NOTHING: Kept = { given: {}, played: {}, at: {}, done: {} };

/** A place on a picture that a question asks for. */
export interface Pointed {
  readonly on: "decision" | "landscape";
  /** x and y; on a curve x alone. */
  readonly given: readonly number[] | undefined;
  /** Once it is told. */
  readonly right: readonly number[] | undefined;
  /** Point there; undefined where it is answered. */
  readonly put: ((x: number, y: number) => void) | undefined;
}

export class Lessons {
  readonly #memory: Memory;
  #kept: Kept = $state.raw(NOTHING);
  readonly #drafts = new Map<string, string>();
  /** Whether the list of them is open. */
  listed = $state(false);
  /** Titles of the lessons there are, by their names; undefined before anybody asked. */
  titles: ReadonlyMap<string, string> | undefined = $state.raw();
  /** Whether the page lets its reader look behind its numbers: its questions are answered. */
  tried = $state(true);
  /** Whether it waits for an answer, or to be played: Enter is for that. */
  waits = $state(false);
  /** The number of the class's last call that could not be followed. */
  failed = $state(-1);
  /** The place that the open page asks for. */
  point: Pointed | undefined = $state.raw();

  constructor(memory: Memory) {
    this.#memory = memory;
    try {
      const kept = JSON.parse(memory.text(STORED) ?? "{}") as Partial<Kept>;
      this.#kept = { ...NOTHING, ...kept };
    } catch {
      // what is kept there is none of ours
    }
  }

  /** What was answered to a question; undefined where nothing was. */
  given(lesson: string, page: number | string, number: number): string | undefined {
    return this.#kept.given[`${lesson}/${page}/${number}`];
  }
  give(lesson: string, page: number | string, number: number, given: string): void {
    this.#drafts.delete(`${lesson}/${page}/${number}`);
    this.#keep({ given: { ...this.#kept.given, [`${lesson}/${page}/${number}`]: given } });
  }

  /** What was filled in and not answered yet: kept until the page is loaded anew. */
  draft(lesson: string, page: number | string, number: number): string | undefined {
    return this.#drafts.get(`${lesson}/${page}/${number}`);
  }
  keepDraft(lesson: string, page: number | string, number: number, text: string): void {
    this.#drafts.set(`${lesson}/${page}/${number}`, text);
  }
  /** Whether what a page plays was seen to its end. */
  played(lesson: string, page: number | string): boolean {
    return this.#kept.played[`${lesson}/${page}`] ?? false;
  }
  play(lesson: string, page: number | string): void {
    if (!this.played(lesson, page))
      this.#keep({ played: { ...this.#kept.played, [`${lesson}/${page}`]: true } });
  }

  /** The page of a lesson that was open last. */
  at(lesson: string): number {
    return this.#kept.at[lesson] ?? 1;
  }
  arrive(lesson: string, page: number): void {
    if (this.at(lesson) !== page) this.#keep({ at: { ...this.#kept.at, [lesson]: page } });
  }

  done(lesson: string): boolean {
    return this.#kept.done[lesson] ?? false;
  }
  finish(lesson: string): void {
    this.#keep({ done: { ...this.#kept.done, [lesson]: true }, at: { ...this.#kept.at, [lesson]: 1 } });
  }

  /** Find out which lessons there are, once. */
  know(sitting: Sitting): void {
    if (this.titles !== undefined) return;
    this.titles = new Map();
    void sitting.question({ type: "list_lessons" }).then((answer) => {
      if (answer.type === "lessons")
        this.titles = new Map(answer.lessons.map(({ name, title }) => [name, title]));
    });
  }
  /** Open a lesson where its reader was last. */
  take(sitting: Sitting, lesson: string): void {
    this.listed = false;
    void sitting.ask({ type: "take_lesson", lesson, page: this.at(lesson) });
  }

  /** Whether there is anything to forget. */
  get any(): boolean {
    return Object.values(this.#kept).some((one) => Object.keys(one).length > 0);
  }
  forget(): void {
    this.#drafts.clear();
    this.#keep(NOTHING);
  }
  /**
   * Sit down in a class: what was answered in another class, or by who sat there before, is not theirs; nor is what
   * they answered before their teacher let them begin anew, the last of `resets` times.
   */
  sit(place: string, resets = 0): void {
    const seat = resets > 0 ? `${place}~${resets}` : place;
    if (this.#memory.text(SEAT) === seat) return;
    this.#memory.remember(SEAT, seat);
    this.forget();
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#memory.remember(STORED, JSON.stringify(this.#kept));
  }
}

/** A page of a lesson, and the exercise on it: 0 with the numbers of its file. */
export interface LessonAt {
  readonly lesson: string;
  readonly page: number;
  readonly seed: number;
}

/** The page of a lesson that an address names, "#lesson/blame/3"; undefined where it names none. */
export function lessonIn(hash: string): LessonAt | undefined {
  const [, lesson, page, seed] = /^#?lesson\/([a-z0-9-]+)(?:\/(\d{1,4})(?:\/(\d{1,9}))?)?$/.exec(hash) ?? [];
  return lesson === undefined ? undefined : { lesson, page: Number(page ?? 1), seed: Number(seed ?? 0) };
}
export const hashOf = ({ lesson, page, seed }: LessonAt): string =>
  `#lesson/${lesson}/${page}${seed === 0 ? "" : `/${seed}`}`;
