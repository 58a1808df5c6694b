/** Asking what is pointed at, by pointer or by focus, wherever on the page it is. */
import { latest } from "../ui/latest.svelte";
import { numberOf } from "./focus";
import type { Page } from "./page.svelte";
import type { Sitting } from "./sitting.svelte";

/** The name of the number that an element shows, or that a letter beside it stands for. */
function nameAt(target: EventTarget | null): string {
  if (!(target instanceof Element)) return "";
  const beside = ".above > span, .below > span, .label, .target, .error, .row, dl > div";
  const number =
    target.closest<HTMLElement>("[data-key]") ??
    target.closest(beside)?.querySelector<HTMLElement>("[data-key]");
  return number?.dataset["key"] ?? "";
}

/** Ask as long as the component lives: of what is under the pointer or has the focus, and anew at another moment. */
export function keepMeaning(sitting: Sitting, page: Page): void {
  const { meaning, pointing } = page;
  const ask = latest(
    (name: string) => sitting.question({ type: "ask_why", name, digits: 4, epsilon: 6e-6 }),
    (answer) => {
      if (answer.type === "problem") meaning.told = undefined;
      else if (answer.name === meaning.about) meaning.told = answer;
    },
  );
  let shown = $state(""); // by an element under the pointer or with the focus
  const look = ({ target }: Event): void => void (shown = nameAt(target));
  page.hear("pointerover", look);
  page.hear("focusin", look);
  $effect(() => {
    meaning.about = shown || (pointing.hovered ? numberOf(pointing.hovered) : "");
  });
  const moment = $derived(sitting.scene?.moment);
  const atEnd = $derived(sitting.player.position >= sitting.timeline.end);
  $effect(() => {
    void [moment?.run, moment?.step, moment?.revision, moment?.sample, atEnd];
    const { about } = meaning;
    if (about === "" || pointing.hidden.has(about) || sitting.training) meaning.told = undefined;
    else void ask(about);
  });
}
