/** Where lines of a text may end: a browser breaks after each button, though a full stop follows. */
import type { SpanScene } from "../schema";

const ENDS = /^[.,;:!?%)’”]+/;

export interface Phrase {
  readonly span: SpanScene;
  /** What of its text is left. */
  readonly said: string;
  /** What ends the phrase, and stays on the line of a button. */
  readonly end: string;
}

/** The spans of a text, each that is a button with what ends its phrase. */
export function phrases(spans: readonly SpanScene[]): Phrase[] {
  const endAfter = (place: number): string => {
    const [button, next] = [spans[place], spans[place + 1]];
    if (button === undefined || !isButton(button) || !next || (next.look ?? "plain") !== "plain") return "";
    return ENDS.exec(next.text)?.[0] ?? "";
  };
  return spans.map((span, place) => ({
    span,
    said: span.text.slice(endAfter(place - 1).length),
    end: endAfter(place),
  }));
}

/** Words of the glossary, and numbers that stand on the stage. */
function isButton({ look = "plain", name = "" }: SpanScene): boolean {
  return look === "word" || ((look === "number" || look === "why") && name !== "");
}
