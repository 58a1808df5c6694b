/** Asking what is pointed at, by pointer or by focus, wherever on the page it is. */
import type { Entry } from "../glossary";
import type { Problem, WhyScene } from "../schema";
import { latest } from "../ui/latest.svelte";
import { numberOf } from "./focus";
import { type Mark, NOTHING, type Told } from "./meaning.svelte";
import type { Page } from "./page.svelte";
import type { Sitting } from "./sitting.svelte";

const LINGERS = 1500; // ms that what was told stays, so that one can go to it and open its word

/** Elements that stand beside a number as its letter, its label or its slider. */
const BESIDE = [".above > span", ".below > span", ".own", ".label", ".target", ".error", ".row", "dl > div"];
const OF_SETTINGS = [".slider", ".experiment .line", ".off"];

/**
 * What an element is: the number it shows or a letter beside it stands for, else its word (`data-word`, its own or that of
 * what it stands in), with what a number without a name, or a list, shows. Who comes by keys sees no title: there it is told.
 */
export function markAt(target: EventTarget | null, byKeys: boolean): Mark {
  if (!(target instanceof Element)) return NOTHING;
  const number =
    target.closest<HTMLElement>("[data-key]") ??
    target.closest([...BESIDE, ...OF_SETTINGS].join())?.querySelector<HTMLElement>("[data-key]");
  const name = number?.dataset["key"] ?? "";
  const word = target.closest<HTMLElement>("[data-word]")?.dataset["word"] ?? "";
  return { name, word, ...shownAt(target, byKeys) };
}

/** What an element that has no name for its number says of itself. */
function shownAt(target: Element, byKeys: boolean): Pick<Mark, "label" | "text" | "says"> {
  const list = target.closest("label")?.querySelector("select") ?? target.closest("select");
  if (list) {
    const label = list.ariaLabel ?? list.labels[0]?.querySelector("span")?.textContent ?? "";
    return { label, text: list.selectedOptions[0]?.text ?? "", says: list.title };
  }
  const number = target.closest<HTMLElement>("[data-field][data-value]");
  if (number) {
    const label =
      number.dataset["label"] ?? number.ariaLabel ?? number.closest<HTMLElement>("[title]")?.title;
    const text = number instanceof HTMLInputElement ? number.value : (number.textContent ?? "");
    return { label: label ?? "", text: text.trim(), says: "" };
  }
  return { label: "", text: "", says: byKeys && target instanceof HTMLElement ? target.title : "" };
}

/** Kind of a name: `gradient.bias` of `gradient.bias.1.2@7`. */
const kindOf = (name: string): string => name.replace(/@.*/, "").replace(/(\.\d+)+$/, "");

/** The entry of the glossary for a number. */
export async function entryOf(name: string): Promise<Entry | undefined> {
  const { ENTRIES, WORDS } = await import("../glossary");
  const own = ENTRIES.find(({ word, number }) => number === name && word === WORDS_OF_SETTINGS[name]);
  const kind = name.startsWith("setting.") ? "setting" : kindOf(name);
  return own ?? ENTRIES.find(({ word }) => word === WORDS[kind]);
}
/** Settings that are words themselves. */
const WORDS_OF_SETTINGS: Readonly<Record<string, string>> = {
  "setting.batch_size": "batch",
  "setting.learning_rate": "learning rate",
  "setting.seed": "seed",
};

/** Whether a number is the one of its kind, and not one of many that is an example. */
export const isOne = (number: string): boolean => number !== "" && kindOf(number) === number;

const placeOf = ({ clientX, clientY }: PointerEvent): string => `${clientX} ${clientY}`;

/** Ask as long as the component lives: of what is under the pointer or has the focus, and anew at another moment. */
export function keepMeaning(sitting: Sitting, page: Page): void {
  const { meaning, pointing } = page;

  const ask = (name: string): Promise<WhyScene | Problem> =>
    sitting.question({ type: "ask_why", name, digits: 4, epsilon: 6e-6 });

  async function tell({ name, word, label, text, says }: Mark): Promise<Told | undefined> {
    if (name !== "") {
      const answer = await ask(name);
      if (answer.type !== "problem") {
        const { title, text, sentence } = answer;
        const entry = await entryOf(name);
        return { about: name, word: entry?.word ?? "", lesson: entry?.lesson ?? "", title, text, sentence };
      }
    }
    const entry = word && (await import("../glossary")).ENTRIES.find((one) => one.word === word);
    if (!entry)
      return label || says
        ? { about: label, word: "", lesson: "", title: label, text, sentence: says }
        : undefined;
    const { lesson } = entry;
    if (label) return { about: label, word, lesson, title: label, text, sentence: says || entry.meaning };
    const answer = isOne(entry.number) ? await ask(entry.number) : undefined;
    const now =
      answer === undefined || answer.type === "problem" ? "" : `Now: ${answer.title} ${answer.text}.`;
    return {
      about: word,
      word,
      lesson,
      title: word,
      text: "",
      sentence: [entry.meaning, now, says].join(" ").trim(),
    };
  }
  const telling = latest(
    async (mark: Mark) => ({ mark, told: await tell(mark) }),
    ({ mark, told }) => {
      if (mark === meaning.mark) meaning.told = told;
    },
  );

  let under: Mark | undefined = $state.raw(NOTHING); // the pointer or the focus; undefined where what is told is read
  page.hear("pointerover", look);
  page.hear("focusin", look);
  page.hear(
    "pointerdown",
    (event) => {
      if (event.target instanceof Element && event.target.closest("button")) under = NOTHING; // it is pressed, not asked
      rests = placeOf(event);
    },
    { capture: true },
  );
  let rests = ""; // where the pointer was last: what comes to lie under it by itself is not pointed at
  function look(event: Event): void {
    const { target, type } = event;
    if (event instanceof PointerEvent) {
      const before = rests;
      rests = placeOf(event);
      if (rests === before && event.isTrusted) return;
    } else if (event.isTrusted && target instanceof Element && !target.matches(":focus-visible")) return; // given it by a press elsewhere
    const reads = target instanceof Element && target.closest(".meaning") !== null;
    under = reads ? undefined : markAt(target, type === "focusin");
  }
  let soon: ReturnType<typeof setTimeout> | undefined;
  $effect(() => {
    const { hovered } = pointing;
    clearTimeout(soon);
    if (under === undefined) return;
    if (under.name === "" && hovered) meaning.mark = { ...NOTHING, name: numberOf(hovered) };
    else if (under.name || under.word || under.label || under.says) meaning.mark = under;
    else soon = setTimeout(() => (meaning.mark = NOTHING), LINGERS);
  });
  $effect(() => () => clearTimeout(soon));
  const moment = $derived(sitting.scene?.moment);
  const atEnd = $derived(sitting.player.position >= sitting.timeline.end);
  $effect(() => {
    void [moment?.run, moment?.step, moment?.revision, moment?.sample, atEnd];
    const { mark } = meaning;
    if (mark === NOTHING || pointing.hidden.has(mark.name) || sitting.training) meaning.told = undefined;
    else {
      page.lessons.know(sitting);
      void telling(mark);
    }
  });
}
