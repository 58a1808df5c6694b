/** How the reader looks at the strip; what the browser remembers of it. */
import type { SeriesKind } from "../schema";
import { remember, remembered } from "../state/remembered";
import type { ScaleKind } from "./scales";

const KINDS: readonly SeriesKind[] = ["loss", "accuracy", "norm"];
const SCALES: readonly ScaleKind[] = ["linear", "log"];

export class StripView {
  #open = $state(remembered("strip", ["open", "closed"]) ?? "unset");
  #scale: ScaleKind = $state(remembered("strip.scale", SCALES) ?? "linear");
  kind: SeriesKind = $state(KINDS[0]!);
  smoothing = $state(1);
  /** Names of the series that are not drawn. */
  hidden: ReadonlySet<string> = $state.raw(new Set());

  /** Whether the curves are in sight; until the reader says, where there is room for them. */
  isOpen(room: boolean): boolean {
    return this.#open === "unset" ? room : this.#open === "open";
  }
  setOpen(open: boolean): void {
    this.#open = open ? "open" : "closed";
    remember("strip", this.#open);
  }

  get scale(): ScaleKind {
    return this.#scale;
  }
  set scale(scale: ScaleKind) {
    this.#scale = scale;
    remember("strip.scale", scale);
  }

  toggle(name: string): void {
    const hidden = new Set(this.hidden);
    if (!hidden.delete(name)) hidden.add(name);
    this.hidden = hidden;
  }
}
