/** The colours of the stylesheet's tokens, for what is drawn on a canvas; read again when the theme changes. */
import { createSubscriber } from "svelte/reactivity";

import type { Palette, Rgb } from "./tones";

const CLASSES = 10;
const GREY: Rgb = [128, 128, 128];

let known: Palette | undefined; // until the theme changes: reading styles while drawing costs a layout

/** Read where styles are read: what reads it is done again once the page has the colours of another theme. */
export const restyled = createSubscriber((update) => {
  known = undefined;
  const observer = new MutationObserver(() => {
    known = undefined;
    update();
  });
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "data-contrast"],
  });
  return () => {
    observer.disconnect();
    known = undefined;
  };
});

export function palette(): Palette {
  restyled();
  return (known ??= read(getComputedStyle(document.documentElement)));
}

function read(style: CSSStyleDeclaration): Palette {
  const colour = (name: string): Rgb => parsed(style.getPropertyValue(`--${name}`)) ?? GREY;
  return {
    paper: colour("paper"),
    ink: colour("ink"),
    unknown: colour("hairline"),
    positive: colour("positive"),
    negative: colour("negative"),
    classes: Array.from({ length: CLASSES }, (_, k) => colour(`class-${k + 1}`)),
  };
}

/** A colour written as #rrggbb, as tokens are, or as #rgb, as they are after a build. */
function parsed(text: string): Rgb | undefined {
  const short = /^\s*#([0-9a-f])([0-9a-f])([0-9a-f])\s*$/i.exec(text);
  if (short) return [hex(short[1]?.repeat(2)), hex(short[2]?.repeat(2)), hex(short[3]?.repeat(2))];
  const digits = /^\s*#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\s*$/i.exec(text);
  return digits ? [hex(digits[1]), hex(digits[2]), hex(digits[3])] : undefined;
}

const hex = (digits = ""): number => Number.parseInt(digits, 16);
