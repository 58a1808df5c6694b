/** A page of a lesson as its reader goes through it: what is answered, what is there by now, what has been played. */
import { untrack } from "svelte";

import { placeOf, type Name } from "../names";
import type { AnsweredScene, AskScene, LessonBlock, LessonPage, LessonScene, PlayScene } from "../schema";
import type { Panel } from "../state/dock.svelte";
import type { Pointed } from "../state/lessons.svelte";
import type { Page } from "../state/page.svelte";
import type { Sitting } from "../state/sitting.svelte";
import { numberIn, partsOf } from "./drafts";

const PACE = 400; // ms a step
const LONGEST = 6000; // ms all of them
const FRAMES = 60; // in which that many are shown

/** Questions in one's own words are kept, and nothing waits for them. */
const isJudged = (block: LessonBlock): block is AskScene => block.type === "ask" && block.kind !== "words";

export class Attempt {
  drafts: Record<number, string> = $state({});
  found: Record<number, AnsweredScene> = $state.raw({});
  reasons: Record<number, string> = $state.raw({});
  played = $state(false);
  /** Whether the page was finished when it was opened: all of it is there, with nothing played. */
  recalled = $state(false);
  #stepping = $state(false);
  #hurried = false;
  readonly #lesson: () => LessonScene;
  readonly #sitting: Sitting;
  readonly #at: Page;

  readonly page: LessonPage = $derived.by(() => this.#lesson().page);
  /** How often a class has let them begin anew. */
  readonly #resets: number = $derived.by(() => {
    const seat = this.#sitting.scene?.classroom;
    return seat?.type === "seat" ? seat.resets : 0;
  });
  /** Which page it is: what belongs to another is begun anew. */
  readonly key: string = $derived.by(
    () => `${this.page.lesson}/${this.page.page}/${this.page.seed}/${this.page.stamp}/${this.#resets}`,
  );
  readonly play: PlayScene | undefined = $derived.by(() =>
    this.page.blocks.find((block): block is PlayScene => block.type === "play"),
  );
  readonly judged: readonly AskScene[] = $derived.by(() => this.page.blocks.filter(isJudged));
  readonly moving: boolean = $derived.by(
    () => this.#stepping || (this.#sitting.player.playing && this.play !== undefined && !this.played),
  );
  readonly stepping: boolean = $derived.by(() => this.#stepping);
  /** The blocks that are there by now: up to the first questions without an answer, or a play that was not played. */
  readonly shown: readonly LessonBlock[] = $derived.by(() => {
    const there: LessonBlock[] = [];
    let open = false;
    for (const block of this.page.blocks) {
      if (open && !isJudged(block)) break;
      there.push(block);
      if (isJudged(block) && this.found[block.number] === undefined) open = true;
      if (block.type === "play" && !this.played) break;
    }
    return there;
  });
  /** The questions that wait for an answer. */
  readonly open: readonly AskScene[] = $derived.by(() =>
    this.shown.filter(isJudged).filter(({ number }) => this.found[number] === undefined),
  );
  /** Whether the play is what comes next. */
  readonly waits: boolean = $derived.by(
    () => this.open.length === 0 && this.play !== undefined && !this.played,
  );
  readonly tried: boolean = $derived.by(() =>
    this.judged.every(({ number }) => this.found[number] !== undefined),
  );
  /** Whether what is asked before the play, or where nothing is played at all, is answered. */
  readonly predicted: boolean = $derived.by(() => {
    const { play, page } = this;
    const before = play === undefined ? page.blocks : page.blocks.slice(0, page.blocks.indexOf(play));
    return before.filter(isJudged).every(({ number }) => this.found[number] !== undefined);
  });
  /** Whether all that its reader is to bring about is there. */
  readonly reached: boolean = $derived.by(() => this.#lesson().reached.every((made) => made !== null));
  /** Of weights, what is selected on the stage. */
  readonly wire: string = $derived.by(() => {
    const { selected, outputs } = this.#at.pointing;
    const place = selected === "" ? undefined : placeOf(selected, outputs);
    return place?.kind === "wire" ? selected : "";
  });
  readonly ready: boolean = $derived.by(() => this.open.every((ask) => isWhole(ask, this.draftOf(ask))));

  constructor(lesson: () => LessonScene, sitting: Sitting, at: Page) {
    this.#lesson = lesson;
    this.#sitting = sitting;
    this.#at = at;
    const { lessons, pointing, dock, view } = at;
    // a page that is opened: what was answered before is checked again, and what is to be found out is hidden
    $effect(() => {
      void this.key;
      untrack(() => this.#begin());
    });
    $effect(() => {
      pointing.hidden = new Set(this.predicted && this.reached ? [] : this.page.hidden);
      lessons.tried = this.tried;
      lessons.waits = this.open.length > 0 || this.waits;
      return () => {
        pointing.hidden = new Set();
        [lessons.tried, lessons.waits] = [true, false];
      };
    });
    $effect(() => {
      const { play } = this;
      if (play?.steps === 0 && this.open.length === 0 && sitting.player.position >= play.to - 1e-9)
        untrack(() => this.#end());
    });
    // why a class kept somebody from answering is true until it goes on
    $effect(() => {
      const seat = sitting.scene?.classroom;
      void (seat?.type === "seat" && seat.paused);
      untrack(() => (this.reasons = {}));
    });
    $effect(() => {
      const { decimals, decimal_mark: mark, touch } = this.page;
      pointing.fixed = !touch.includes("numbers");
      view.lesson = {
        ...(decimals === null ? {} : { decimals }),
        ...(mark === "" ? {} : { comma: mark === "comma" }),
      };
      return () => ([pointing.fixed, view.lesson] = [false, {}]);
    });
    // the arithmetic comes after a try; a sheet would lie over what is read
    $effect(() => {
      if (this.page.lens === "why" && this.tried && !this.moving && !view.sheets)
        untrack(() => dock.put("why"));
    });
    $effect(() => {
      const asked = this.shown.filter(isJudged).filter(({ kind }) => kind === "point");
      const ask = asked.find((one) => this.found[one.number] === undefined) ?? asked.at(-1);
      lessons.point = ask && this.#pointed(ask);
      return () => (lessons.point = undefined);
    });
  }

  /** Where what is answered is kept: each exercise has its own. */
  get place(): string {
    return placeOn(this.page.page, this.page.seed);
  }

  draftOf(ask: AskScene): string {
    return ask.kind === "weight" ? this.wire : (this.drafts[ask.number] ?? "");
  }
  fill(ask: AskScene, text: string): void {
    this.drafts[ask.number] = text;
    if (ask.kind === "words") this.#at.lessons.give(this.page.lesson, this.place, ask.number, text);
    else this.#at.lessons.keepDraft(this.page.lesson, this.place, ask.number, text);
  }

  #begin(): void {
    const { page } = this;
    const { lessons } = this.#at;
    [this.drafts, this.found, this.reasons, this.#stepping] = [{}, {}, {}, false];
    const answered = this.judged.every(
      ({ number }) => lessons.given(page.lesson, this.place, number) !== undefined,
    );
    this.played = answered && lessons.played(page.lesson, this.place);
    this.recalled = answered && (this.play === undefined || this.played);
    lessons.arrive(page.lesson, page.page);
    for (const block of page.blocks) {
      if (block.type !== "ask") continue;
      const given = lessons.given(page.lesson, this.place, block.number);
      if (given === undefined) {
        const draft = lessons.draft(page.lesson, this.place, block.number);
        if (draft !== undefined) this.drafts[block.number] = draft;
        continue;
      }
      this.drafts[block.number] = given;
      if (isJudged(block)) void this.#check(block, given);
    }
    // on a small page it lies over the network, where numbers are to be set
    const covers =
      this.#at.view.sheets && page.touch.includes("numbers") && ["matrices", "batch"].includes(page.lens);
    const lens = page.lens === "why" || covers ? "" : page.lens;
    this.#at.dock.put(lens === "" ? undefined : (lens as Panel));
  }

  #pointed(ask: AskScene): Pointed {
    const found = this.found[ask.number];
    const given =
      found && found.said === "" ? undefined : partsOf(this.draftOf(ask), ask.axes.length).map(numberIn);
    const told = found !== undefined;
    return {
      on: ask.on === "decision" ? "decision" : "landscape",
      given: given?.every((one) => one !== undefined) ? given : undefined,
      right: told ? found.point : undefined,
      put: told
        ? undefined
        : (x, y) => (this.drafts[ask.number] = [x, y].slice(0, ask.axes.length).map(brief).join("; ")),
    };
  }

  async #check(ask: AskScene, given: string): Promise<boolean> {
    const asked = this.key;
    const { lesson, page, seed } = this.page;
    const answer = await this.#sitting.question({
      type: "check_answer",
      lesson,
      page,
      seed,
      number: ask.number,
      given,
    });
    if (asked !== this.key) return false;
    if (answer.type === "problem") {
      this.reasons = { ...this.reasons, [ask.number]: answer.message };
      return false;
    }
    this.#at.lessons.give(lesson, placeOn(page, seed), ask.number, given);
    [this.found, this.reasons] = [
      { ...this.found, [ask.number]: answer },
      { ...this.reasons, [ask.number]: "" },
    ];
    if (answer.name !== "" && given === "") this.#at.pointing.select(answer.name as Name);
    return true;
  }

  /** Have what is filled in judged or, where its reader asks to be shown, what is right told; then it plays. */
  async answer(shows = false): Promise<void> {
    if (!shows && !this.ready) return;
    const asked = this.open.map((ask) => this.#check(ask, shows ? "" : this.draftOf(ask)));
    if ((await Promise.all(asked)).every(Boolean) && this.waits) void this.run();
  }

  /** Play, silently; a step as motion, many as fast as they can be followed. */
  async run(): Promise<void> {
    const { play } = this;
    const { player, timeline } = this.#sitting;
    if (play === undefined) return;
    if (play.steps === 0) return player.playThrough(play.to);
    const asked = this.key;
    [this.#stepping, this.#hurried] = [true, false];
    player.seek(timeline.forwardEnd);
    player.rest();
    // a rule of the recipe may end it before all that are asked for are made
    let left = play.step - (this.#sitting.scene?.moment.step ?? play.step);
    const steps = Math.ceil(play.steps / FRAMES); // at once
    const rest = Math.min(PACE, (LONGEST * steps) / play.steps);
    while (this.#stepping && asked === this.key && left > 0) {
      const began = performance.now();
      const until = { until: "step", steps: Math.min(steps, left), race: false } as const;
      if ((await this.#sitting.ask({ type: "play", pace: 0, ...until })) !== undefined) break;
      left -= until.steps;
      const wait = rest - (performance.now() - began);
      if (wait > 0 && !this.#hurried) await new Promise((resolve) => setTimeout(resolve, wait));
    }
    if (asked !== this.key) return;
    this.#stepping = false;
    this.#end();
  }

  /** Play what was played when the page was left. */
  again(): void {
    [this.played, this.recalled] = [false, false];
    void this.run();
  }

  #end(): void {
    this.played = true;
    this.#at.lessons.play(this.page.lesson, this.place);
  }

  /** To the end of what plays, without waiting. */
  skip(): void {
    this.#hurried = true;
    if (!this.#stepping) this.#sitting.player.finish();
  }
}

const placeOn = (page: number, seed: number): string => (seed === 0 ? `${page}` : `${page}~${seed}`);
/** How many parts an answer has. */
const countOf = (ask: AskScene): number =>
  ask.kind === "point" ? ask.axes.length : ask.kind === "change" ? 2 : 1;
const isWhole = (ask: AskScene, draft: string): boolean =>
  partsOf(draft, countOf(ask)).every((part) => part !== "");
/** A coordinate as it is written in its field. */
const brief = (value: number): string => String(Number(value.toPrecision(3)));
