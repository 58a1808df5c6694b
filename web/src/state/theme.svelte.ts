/** The page's colours: light or dark, at normal or high contrast, as the system says until the reader chooses. */
import type { Memory } from "./memory";

export const COLOURS = ["as the system", "light", "dark"] as const;
export const CONTRASTS = ["as the system", "normal", "high"] as const;
export type Colours = (typeof COLOURS)[number];
export type Contrast = (typeof CONTRASTS)[number];

export class Theme {
  readonly #memory: Memory;
  #colours: Colours = $state("as the system");
  #contrast: Contrast = $state("as the system");
  #systemDark = $state(false);
  #systemHigh = $state(false);

  readonly dark = $derived(this.#colours === "as the system" ? this.#systemDark : this.#colours === "dark");
  readonly high = $derived(this.#contrast === "as the system" ? this.#systemHigh : this.#contrast === "high");

  /** The reader's choices; the browser remembers them. */
  get colours(): Colours {
    return this.#colours;
  }
  set colours(colours: Colours) {
    this.#colours = colours;
    this.#memory.remember("theme", colours);
  }
  get contrast(): Contrast {
    return this.#contrast;
  }
  set contrast(contrast: Contrast) {
    this.#contrast = contrast;
    this.#memory.remember("contrast", contrast);
  }

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#colours = memory.remembered("theme", COLOURS) ?? this.#colours;
    this.#contrast = memory.remembered("contrast", CONTRASTS) ?? this.#contrast;
  }

  /** Follow the system; returns what ends that. */
  follow(): () => void {
    const ends = [
      listen("(prefers-color-scheme: dark)", (met) => (this.#systemDark = met)),
      listen("(prefers-contrast: more)", (met) => (this.#systemHigh = met)),
    ];
    return () => ends.forEach((end) => end());
  }
}

/** Say whether a media query is met, now and whenever that changes; returns what ends that. */
function listen(query: string, say: (met: boolean) => void): () => void {
  const list = window.matchMedia(query);
  const hear = () => say(list.matches);
  hear();
  list.addEventListener("change", hear);
  return () => list.removeEventListener("change", hear);
}
