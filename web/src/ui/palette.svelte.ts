/** The colours of the stylesheet's tokens, for what is drawn on a canvas; read again when the theme changes. */
import { getContext, setContext } from "svelte";
import { createSubscriber } from "svelte/reactivity";

import type { Palette, Rgb } from "./tones";

const CLASSES = 10;
const GREY: Rgb = [128, 128, 128];

/** The styles of one element, on which tokens stand. */
export class Styles {
  readonly #element: () => Element;
  #known: Palette | undefined; // until the theme changes: reading styles while drawing costs a layout

  /** Read where styles are read: what reads it is done again once the element has the colours of another theme. */
  readonly restyled = createSubscriber((update) => {
    this.#known = undefined;
    const observer = new MutationObserver(() => {
      this.#known = undefined;
      update();
    });
    const attributeFilter = ["data-theme", "data-contrast"];
    observer.observe(this.#element(), { attributes: true, attributeFilter });
    return () => {
      observer.disconnect();
      this.#known = undefined;
    };
  });

  constructor(element: () => Element) {
    this.#element = element;
  }

  /** A token as it is written. */
  token(name: string): string {
    this.restyled();
    return this.#token(name);
  }

  palette(): Palette {
    this.restyled();
    return (this.#known ??= this.#read());
  }

  #token(name: string): string {
    return getComputedStyle(this.#element()).getPropertyValue(`--${name}`).trim();
  }

  #read(): Palette {
    const colour = (name: string): Rgb => parsed(this.#token(name)) ?? GREY;
    return {
      paper: colour("paper"),
      ink: colour("ink"),
      unknown: colour("hairline"),
      sand: colour("sand"),
      positive: colour("positive"),
      negative: colour("negative"),
      classes: Array.from({ length: CLASSES }, (_, k) => colour(`class-${k + 1}`)),
    };
  }
}

/** A colour written as #rrggbb, as tokens are, or as #rgb, as they are after a build. */
function parsed(text: string): Rgb | undefined {
  const short = /^\s*#([0-9a-f])([0-9a-f])([0-9a-f])\s*$/i.exec(text);
  if (short) return [hex(short[1]?.repeat(2)), hex(short[2]?.repeat(2)), hex(short[3]?.repeat(2))];
  const digits = /^\s*#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\s*$/i.exec(text);
  return digits ? [hex(digits[1]), hex(digits[2]), hex(digits[3])] : undefined;
}

const hex = (digits = ""): number => Number.parseInt(digits, 16);

const KEY = Symbol("styles");
export const provideStyles = (styles: Styles): Styles => setContext(KEY, styles);
/** The styles of the page; where nobody provides them, those of the document. */
export const useStyles = (): Styles =>
  getContext<Styles | undefined>(KEY) ?? new Styles(() => document.documentElement);
