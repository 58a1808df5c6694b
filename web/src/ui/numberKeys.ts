/** Keys of a number field. */
import type { KeyTable } from "./keys";

/** By how many steps the number grows, or what becomes of what was typed. */
export const NUMBER_KEYS: KeyTable<1 | -1 | "apply" | "leave"> = [
  {
    shown: "↑ ↓",
    meaning: "one step up, one down; with Shift ten, with Alt a tenth",
    on: { ArrowUp: 1, ArrowDown: -1 },
  },
  { shown: "Enter", meaning: "apply", on: { Enter: "apply" } },
  { shown: "Escape", meaning: "leave it as it was", on: { Escape: "leave" } },
];
