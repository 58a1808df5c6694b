/** How the reader looks at the strip; what the browser remembers of it. */
import type { SeriesKind } from "../schema";
import type { Memory } from "../state/memory";
import type { ScaleKind } from "./scales";

const KINDS: readonly SeriesKind[] = ["loss", "accuracy", "norm"];
const SCALES: readonly ScaleKind[] = ["linear", "log"];
const AXES = ["steps", "epochs"] as const;
export type Axis = (typeof AXES)[number];

export class StripView {
  readonly #memory: Memory;
  #open: "open" | "closed" | "unset" = $state("unset");
  #scale: ScaleKind = $state("linear");
  #axis: Axis = $state("steps");
  kind: SeriesKind = $state(KINDS[0]!);
  smoothing = $state(1);
  /** Names of the series that are not drawn. */
  hidden: ReadonlySet<string> = $state.raw(new Set());

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#open = memory.remembered("strip", ["open", "closed"] as const) ?? this.#open;
    this.#axis = memory.remembered("strip.axis", AXES) ?? this.#axis;
    this.#scale = memory.remembered("strip.scale", SCALES) ?? this.#scale;
  }

  /** Whether the curves are in sight; until the reader says, where there is room for them. */
  isOpen(room: boolean): boolean {
    return this.#open === "unset" ? room : this.#open === "open";
  }
  setOpen(open: boolean): void {
    this.#open = open ? "open" : "closed";
    this.#memory.remember("strip", this.#open);
  }

  get scale(): ScaleKind {
    return this.#scale;
  }
  set scale(scale: ScaleKind) {
    this.#scale = scale;
    this.#memory.remember("strip.scale", scale);
  }

  /** What is counted along the strip; by epochs, futures stand side by side where they have seen as many samples. */
  get axis(): Axis {
    return this.#axis;
  }
  set axis(axis: Axis) {
    this.#axis = axis;
    this.#memory.remember("strip.axis", axis);
  }

  toggle(name: string): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(name)) hidden.add(name);
    this.hidden = hidden;
  }
}
