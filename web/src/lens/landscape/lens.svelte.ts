/** The landscape as its reader looks at it: over what, how large, and the newest answer. Panel and stage show the same. */
import { getContext, setContext, untrack } from "svelte";

import type { LandscapeScene } from "../../schema";
import type { Page } from "../../state/page.svelte";
import type { Sitting } from "../../state/sitting.svelte";
import { latest } from "../../ui/latest.svelte";
import { Orbit } from "./orbit.svelte";
import {
  addressOf,
  along,
  parameterOf,
  parametersOf,
  windowOf,
  within,
  zoomed,
  type Over,
  type Parameter,
  type Place,
  type Window,
} from "./places";

const REST = 2; // times as long as an answer took, the next is not asked for while training plays
const LEAST_REST = 60; // ms
const NONE: readonly Parameter[] = [];

/** Contours, or the loss as a surface. */
export type Face = "contours" | "surface";

export class LandscapeLens {
  over: Over = $state("numbers");
  of: "train" | "batch" = $state("train");
  face: Face = $state("contours");
  /** Chosen by hand; else what is selected, or what tells most. */
  chosen: readonly string[] | undefined = $state.raw();
  landscape: LandscapeScene | undefined = $state.raw();
  refused = $state("");
  /** What is pointed at. */
  pointed: (Place & { readonly loss: number }) | undefined = $state.raw();
  dragging = $state(false);
  /** The element that shows the picture, for files of it. */
  figure: HTMLElement | undefined = $state.raw();
  /** From where the surface is looked at. */
  readonly orbit = new Orbit();

  readonly #sitting: Sitting;
  readonly #page: Page;
  #large = $state(false);
  #kept: { readonly what: string; readonly window: Window; readonly byHand: boolean } | undefined;
  #free = 0; // when the next may be asked for
  #gesture = 0;

  /** The page of a lesson that is open, and what it says of the picture. */
  readonly #lesson = $derived.by(() => this.#sitting.scene?.lesson?.page);
  readonly #fixed: string = $derived.by(() => this.#lesson?.over.join(" ") ?? "");
  readonly inPlace: boolean = $derived.by(() => this.#lesson?.stage === "landscape");
  readonly isOpen: boolean = $derived.by(() => this.inPlace || this.#page.dock.open === "landscape");
  readonly #stage = $derived.by(() => this.#sitting.scene?.stage);
  readonly parameters: readonly Parameter[] = $derived(this.#stage ? parametersOf(this.#stage) : NONE);
  readonly names: readonly string[] = $derived.by(() => {
    if (this.#fixed !== "") return this.#fixed.split(" ");
    const known = new Set(this.parameters.map(({ name }) => name));
    if (this.chosen?.every((name) => known.has(name))) return this.chosen;
    if (this.parameters.length <= 2 || !this.#stage) return [];
    const selected = parameterOf(this.#sitting.scene?.selection?.name ?? "", this.#stage);
    return selected === "" ? [] : [selected];
  });
  /** Of which run, over what: as text, so that it stays the same while only numbers change. */
  readonly what: string = $derived.by(() =>
    JSON.stringify([this.#sitting.scene?.moment.run, this.over, this.over === "numbers" ? this.names : []]),
  );
  readonly moment: string = $derived.by(() => {
    const { run, step, revision } = this.#sitting.scene?.moment ?? {};
    return [run, step, revision].join();
  });
  /** Whether a press on the picture can put the network there. */
  readonly settable: boolean = $derived.by(
    () =>
      this.#sitting.readOnly === "" &&
      !this.#sitting.training &&
      this.landscape !== undefined &&
      (this.#lesson === undefined || this.#lesson.touch.includes("numbers")),
  );
  /** The slice that the answer shows, as other questions about it name it. */
  get slice(): { over: Over; names: readonly string[]; of: "train" | "batch"; seed: number } {
    const names = this.landscape?.axes.map(({ name }) => name).filter((name) => name !== "") ?? [];
    return { over: this.over, names, of: this.of, seed: 0 };
  }
  /** The step that the answer is of. */
  readonly step: number = $derived(this.landscape?.paths[0]?.steps.at(-1) ?? 0);

  readonly #ask = latest(
    async (quick: boolean) => {
      if (this.isOpen && this.#sitting.training)
        await new Promise((done) => setTimeout(done, Math.max(0, this.#free - performance.now())));
      if (!this.isOpen) return undefined;
      const asked = { what: this.what, of: this.of, moment: this.moment };
      const began = performance.now();
      const byName = this.over === "numbers";
      const answer = await this.#sitting.question({
        type: "ask_landscape",
        over: this.over,
        names: byName ? this.names : [],
        of: this.of,
        window: byName && this.#kept?.what === asked.what ? this.#kept.window : null,
        quick,
        curves: !quick,
      });
      const ended = performance.now();
      this.#free = ended + Math.max(LEAST_REST, REST * (ended - began));
      return { answer, asked, quick };
    },
    (told) => {
      if (told === undefined || !this.isOpen) return;
      const { answer, asked, quick } = told;
      if (answer.type === "problem") {
        [this.landscape, this.refused] = [undefined, answer.message];
        return;
      }
      [this.landscape, this.refused] = [answer, ""];
      const same = asked.what === this.what && asked.of === this.of && asked.moment === this.moment;
      const byHand = this.#kept?.what === asked.what && this.#kept.byHand;
      if (!byHand) {
        const window = windowOf(answer);
        const holds = within(window, answer.here) && within(window, answer.next);
        this.#kept = holds ? { what: asked.what, window, byHand: false } : undefined;
      }
      if (quick && same && !this.#sitting.training && !this.dragging) void this.#ask(false);
    },
  );
  readonly #put = latest(({ a, b }: Place) => {
    const [first, second] = this.landscape?.axes ?? [];
    const { over, names, seed } = this.slice;
    const place = { a: first ? along(first)(a) : a, b: second ? along(second)(b) : 0 };
    return this.#sitting.ask({ type: "set_place", over, names, seed, ...place, gesture: this.#gesture });
  });

  constructor(sitting: Sitting, page: Page) {
    this.#sitting = sitting;
    this.#page = page;
    this.#large = page.memory.remembered("landscape", ["large", "dock"]) === "large";
    $effect(() => {
      if (!this.isOpen) {
        this.#ask.forget();
        this.landscape = this.pointed = undefined;
        return;
      }
      void [this.moment, this.what, this.of, sitting.training, this.dragging];
      untrack(() => void this.#ask(true));
    });
    $effect(() => {
      if (this.#fixed !== "") this.over = "numbers";
    });
    // before the dock hears it: Escape brings the network back first
    page.hear("keydown", (event) => this.#bringBack(event), { capture: true });
  }

  /** Whether it has the stage's room; remembered as the reader says. */
  get large(): boolean {
    return this.#large;
  }
  set large(large: boolean) {
    this.#large = large;
    this.#page.memory.remember("landscape", large ? "large" : "dock");
  }
  /** Whether it stands where the network stood. */
  get onStage(): boolean {
    return (this.inPlace || (this.#large && this.isOpen)) && !this.#page.view.table;
  }

  /** Open it large, or bring the network back. */
  toggleLarge(): void {
    const large = !this.onStage;
    this.large = large;
    if (large) this.#page.dock.open = "landscape";
  }

  /** So many times as wide around the network. */
  look(times: number): void {
    if (!this.landscape) return;
    const window = zoomed(windowOf(this.landscape), this.landscape.here, times);
    this.#kept = { what: this.what, window, byHand: true };
    void this.#ask(true).then(() => this.#ask(false));
  }
  fit(): void {
    this.#kept = undefined;
    void this.#ask(true).then(() => this.#ask(false));
  }

  /** Have a number along an axis; "" along the second for the loss itself. */
  pick(place: 0 | 1, name: string): void {
    const now = this.landscape?.axes.map((axis) => axis.name).filter((each) => each !== "") ?? [
      ...this.names,
    ];
    const next = place === 0 ? [name, ...now.slice(1)] : [now[0] ?? this.parameters[0]!.name, name];
    this.chosen = next.filter((each, k) => each !== "" && next.indexOf(each) === k);
  }

  set(name: string, value: number, gesture: number): ReturnType<Sitting["ask"]> {
    return this.#sitting.ask({ type: "set_parameter", ...addressOf(name), value, gesture });
  }
  /**
   * Put the network at a place; of a drag, all but the last are not `done`. Directions are those of the network shown, so
   * along them it goes there at the end.
   */
  readonly put = (a: number, b: number, done: boolean): void => {
    if (this.over !== "numbers" && !done) return;
    if (!this.dragging) this.#gesture = 1 + Math.floor(Math.random() * 1e9);
    this.dragging = !done;
    if (this.#kept === undefined && this.landscape && this.over === "numbers")
      this.#kept = { what: this.what, window: windowOf(this.landscape), byHand: false };
    void this.#put({ a, b });
  };

  #bringBack(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented || !this.onStage || this.inPlace) return;
    if (event.target instanceof Element && event.target.closest("input, select, textarea, dialog, [popover]"))
      return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.large = false;
  }
}

const KEY = Symbol("landscape");
export const provideLandscape = (lens: LandscapeLens): LandscapeLens => setContext(KEY, lens);
export function useLandscape(): LandscapeLens {
  const lens = getContext<LandscapeLens | undefined>(KEY);
  if (lens === undefined) throw new Error("nothing provides the landscape: call provideLandscape above");
  return lens;
}
