/** Descent by hand on the picture: from where, what races, how far it has come. Nothing of it changes the run. */
import { getContext, setContext, untrack } from "svelte";

import type { DescentScene, DescentsScene, NextStepsScene, Race } from "../../schema";
import type { Sitting } from "../../state/sitting.svelte";
import { latest } from "../../ui/latest.svelte";
import type { LandscapeLens } from "./lens.svelte";
import { along, type Place } from "./places";

export const STEPS = 12;
const PACE = 160; // ms from step to step of a race
const COLOURS = ["fork-2", "fork-1", "ink", "fork-3", "fork-4", "fork-8"] as const;

/** The colour of a descent, of its marks or of its words. */
export const colourOf = (k: number, end: "" | "-text" = ""): string => {
  const name = COLOURS[k % COLOURS.length]!;
  return name === "ink" ? "var(--ink)" : `var(--${name}${end})`;
};

export class ByHand {
  /** Whether its reader has it open. */
  open = $state(false);
  race: Race = $state("rates");
  /** Chosen on the picture; else the network shown. */
  start: Place | undefined = $state.raw();
  /** Chosen by hand; else those that tell most. */
  rates: readonly number[] = $state.raw([]);
  /** How many steps of it are shown. */
  at = $state(0);
  /** Whether the spread of possible next steps is wanted. */
  spread = $state(false);
  descents: DescentsScene | undefined = $state.raw();
  nextSteps: NextStepsScene | undefined = $state.raw();
  refused = $state("");

  readonly #sitting: Sitting;
  readonly #lens: LandscapeLens;
  #running: ReturnType<typeof setTimeout> | undefined;

  readonly #ask = latest(
    async (_: undefined) => {
      const lens = this.#lens;
      const { slice } = lens;
      const start = this.start && ([this.start.a, this.start.b] as const);
      const race = {
        type: "ask_descents", ...slice, start: start ?? null, race: this.race, rates: this.rates, steps: STEPS, order: 0,
      } as const; // prettier-ignore
      const [descents, nextSteps] = await Promise.all([
        this.#sitting.question(race),
        this.spread ? this.#sitting.question({ type: "ask_next_steps", ...slice, size: 1 }) : undefined,
      ]);
      return { descents, nextSteps, what: lens.what };
    },
    ({ descents, nextSteps, what }) => {
      if (!this.shown || what !== this.#lens.what) return;
      const problem = [descents, nextSteps].find((one) => one?.type === "problem");
      this.refused = problem && "message" in problem ? problem.message : "";
      this.descents = descents.type === "problem" ? undefined : descents;
      this.nextSteps = nextSteps?.type === "next_steps" ? nextSteps : undefined;
    },
  );
  readonly shown: boolean = $derived.by(
    () => this.open && this.#lens.isOpen && this.#lens.landscape !== undefined && !this.#sitting.training,
  );

  constructor(sitting: Sitting, lens: LandscapeLens) {
    this.#sitting = sitting;
    this.#lens = lens;
    $effect(() => {
      void lens.what;
      untrack(() => this.back());
    });
    $effect(() => {
      if (!this.shown) {
        this.#ask.forget();
        untrack(() => this.pause());
        this.descents = this.nextSteps = undefined;
        return;
      }
      void [lens.moment, lens.what, this.start, this.race, this.rates, this.spread];
      untrack(() => void this.#ask(undefined));
    });
    $effect(() => () => this.pause());
  }

  /** Begin where the picture is pressed. */
  readonly put = (a: number, b: number): void => {
    const [first, second] = this.#lens.landscape?.axes ?? [];
    if (!first) return;
    this.begin({ a: along(first)(a), b: second ? along(second)(b) : 0 });
  };
  begin(start: Place | undefined): void {
    this.pause();
    this.start = start;
    this.at = 0;
  }
  /** From the network shown, with the rates that tell most. */
  back(): void {
    this.begin(undefined);
    this.rates = [];
  }
  choose(race: Race): void {
    this.pause();
    [this.race, this.at, this.rates] = [race, 0, []];
  }

  /** So many steps on, or back. */
  walk(by: number): void {
    this.pause();
    this.at = Math.min(STEPS, Math.max(0, this.at + by));
  }
  /** All of it, step after step; at once where motion is not wanted. */
  run(): void {
    this.pause();
    if (globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches) {
      this.at = STEPS;
      return;
    }
    if (this.at === STEPS) this.at = 0;
    const on = (): void => {
      this.at++;
      if (this.at < STEPS) this.#running = setTimeout(on, PACE);
    };
    on();
  }
  pause(): void {
    clearTimeout(this.#running);
  }
}

/** How many steps a descent made before it had no finite place. */
export const madeOf = ({ losses }: DescentScene): number => (losses.shape[0] ?? 1) - 1;

const KEY = Symbol("by hand");
export const provideByHand = (byHand: ByHand): ByHand => setContext(KEY, byHand);
export function useByHand(): ByHand {
  const byHand = getContext<ByHand | undefined>(KEY);
  if (byHand === undefined) throw new Error("nothing provides descent by hand: call provideByHand above");
  return byHand;
}
