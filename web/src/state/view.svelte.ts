/** How the reader wants the page drawn, beside its colours; the browser remembers it. */
import { USUAL_DECIMALS, type NumberStyle } from "../ui/format";
import type { Memory } from "./memory";
import type { Theme } from "./theme.svelte";

/** Decimals of weights and activations; other numbers have as many more or fewer as they have by themselves. */
export const DECIMALS = [2, 3, 4] as const;
const SWITCH = ["on", "off"] as const;
type Switch = (typeof SWITCH)[number];

/** How much larger everything is for a room than for a desk, and px as drawn that a low window keeps for the step and its bar. */
const PROJECTED = { most: 1.4, least: 1.2, height: 560 };
/** Page width in px below which panels lie over the stage. */
const WIDE = 1100;
/** Height in px as drawn below which the curves are folded until the reader says otherwise. */
const CURVES = 800;
/** Width and height in px as drawn below which the experiment is a summary; with the dock open it needs more. */
const EXPERIMENT = { width: 1360, docked: 1440, height: 640 };
/** Width in px as drawn that two networks side by side take, with the summary of the experiment and with the dock. */
const BESIDE = { summary: 1344, docked: 1648 };
/** Width and height, in px as drawn, below which the network keeps its height, the bar stays in view and the rest is scrolled. */
const ROOMY = { width: 700, height: 600 };

/** Width in px as drawn below which there is room for one layer at a time. */
const PHONE = 560;

export class View implements NumberStyle {
  readonly #memory: Memory;
  readonly #theme: Theme;
  #projector = $state(false);
  #patterns: Switch | undefined = $state();
  #decimals: number = $state(USUAL_DECIMALS);
  #comma = $state(false);
  #experiment: Switch | undefined = $state();
  /** What the reader said since two futures are compared. */
  #whileComparing: Switch | undefined = $state();
  #comparing = $state(false);
  /** How a lesson has its numbers written, which goes before what the reader said. */
  lesson: Partial<NumberStyle> = $state.raw({});
  /** Whether the dock takes room beside the stage. */
  docked = $state(false);
  /** Size in px of what the page has to itself: the window, or its container. */
  width = $state(1440);
  height = $state(900);
  /** Whether the experiment lies over the stage, where it is out of the way until it is asked for. */
  sheetOpen = $state(false);
  /** Whether the network is written as tables instead of drawn. */
  table = $state(false);

  constructor(memory: Memory, theme: Theme) {
    this.#memory = memory;
    this.#theme = theme;
    this.#projector = memory.remembered("projector", SWITCH) === "on";
    this.#patterns = memory.remembered("patterns", SWITCH);
    this.#decimals = memory.remembered("decimals", DECIMALS) ?? USUAL_DECIMALS;
    this.#comma = memory.remembered("comma", SWITCH) === "on";
    this.#experiment = memory.remembered("experiment", SWITCH);
  }

  /** How much larger than on a desk everything is drawn. */
  readonly scale = $derived(
    this.#projector ? Math.max(PROJECTED.least, Math.min(PROJECTED.most, this.height / PROJECTED.height)) : 1,
  );
  /** Whether the experiment lies over the stage, and only when asked for: on small screens and for a room. */
  readonly sheets = $derived(this.#projector || this.width < WIDE);

  // Where room is short, panels give way in this order: curves, the experiment, the dock (`sheets`), the network itself.
  /** Whether there is room for the curves; what the reader says of them goes before. */
  readonly roomForCurves = $derived(!this.sheets && this.height / this.scale >= CURVES);
  readonly #roomForExperiment = $derived(
    this.width / this.scale >= (this.docked ? EXPERIMENT.docked : EXPERIMENT.width) &&
      this.height / this.scale >= EXPERIMENT.height,
  );
  /** Whether the experiment is a panel, and not a summary: as the reader says, or as there is room. */
  get experiment(): boolean {
    const said = this.#comparing ? this.#whileComparing : this.#experiment;
    return said === undefined ? this.#roomForExperiment && !this.#comparing : said === "on";
  }
  set experiment(open: boolean) {
    const said = open ? "on" : "off";
    if (this.#comparing) this.#whileComparing = said;
    else {
      this.#experiment = said;
      this.#memory.remember("experiment", said);
    }
  }
  /** Whether the experiment is out of the way until it is asked for, and lies over the stage then. */
  get experimentCovers(): boolean {
    const narrow = this.width / this.scale < BESIDE.summary;
    return this.sheets || (this.#comparing && this.#whileComparing === undefined && narrow);
  }
  /** Whether two futures have room beside the dock. */
  readonly roomForTwo = $derived(this.width / this.scale >= BESIDE.docked);
  /** Two futures side by side take the room of the experiment, each time anew. */
  compare(comparing: boolean): void {
    if (comparing === this.#comparing) return;
    this.#comparing = comparing;
    this.#whileComparing = undefined;
  }

  /** Whether the network is shown a layer at a time. */
  readonly phone = $derived(this.width / this.scale < PHONE);
  /** Whether the window is too small for all of the page at once. */
  readonly scrolls = $derived(
    this.width / this.scale < ROOMY.width || this.height / this.scale < ROOMY.height,
  );

  /** Whether everything is larger, for the back of a room. */
  get projector(): boolean {
    return this.#projector;
  }
  set projector(on: boolean) {
    this.#projector = on;
    this.#memory.remember("projector", on ? "on" : "off");
  }

  /** Whether negative wires are dashed; until the reader chooses, at high contrast only. */
  get patterns(): boolean {
    return this.#patterns === undefined ? this.#theme.high : this.#patterns === "on";
  }
  set patterns(on: boolean) {
    this.#patterns = on ? "on" : "off";
    this.#memory.remember("patterns", this.#patterns);
  }

  get decimals(): number {
    return this.lesson.decimals ?? this.#decimals;
  }
  set decimals(decimals: number) {
    this.#decimals = decimals;
    this.#memory.remember("decimals", String(decimals));
  }

  /** Whether numbers are written with a decimal comma. */
  get comma(): boolean {
    return this.lesson.comma ?? this.#comma;
  }
  set comma(on: boolean) {
    this.#comma = on;
    this.#memory.remember("comma", on ? "on" : "off");
  }
}
