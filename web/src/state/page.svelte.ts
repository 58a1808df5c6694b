/** What one page holds beside its sitting. Several may live in one document: each has its own, and none is shared. */
import { getContext, setContext } from "svelte";
import { on } from "svelte/events";

import { Dock } from "./dock.svelte";
import { Lessons } from "./lessons.svelte";
import { Meaning } from "./meaning.svelte";
import { Memory } from "./memory";
import { Pace } from "./pace.svelte";
import { Paper } from "./paper.svelte";
import { Pointing } from "./pointing.svelte";
import { Sheets } from "./sheet.svelte";
import { Theme } from "./theme.svelte";
import { View } from "./view.svelte";
import { Voice } from "./voice.svelte";
import { Welcome, type Greeting } from "./welcome.svelte";

export class Page {
  readonly memory: Memory;
  readonly theme: Theme;
  readonly view: View;
  readonly pace: Pace;
  readonly welcome: Welcome;
  readonly pointing = new Pointing();
  readonly meaning = new Meaning();
  readonly voice = new Voice();
  readonly dock: Dock;
  readonly paper = new Paper(this.pointing);
  readonly sheets = new Sheets();
  readonly lessons: Lessons;
  /** The element that is the page: tokens stand on it, and keys are heard inside it. */
  root: HTMLElement | undefined = $state.raw();

  constructor(memory = new Memory(), greeting: Greeting = "never") {
    this.memory = memory;
    this.theme = new Theme(memory);
    this.view = new View(memory, this.theme);
    this.pace = new Pace(memory);
    this.welcome = new Welcome(memory, greeting);
    this.dock = new Dock(memory);
    this.lessons = new Lessons(memory);
  }

  /** Open the glossary in the dock, at a word where one is given. */
  openWord(word = ""): void {
    this.meaning.word = word;
    this.dock.open = "glossary";
  }

  /** Hear events inside the root as long as the component lives that asks for it. */
  hear<K extends keyof HTMLElementEventMap>(
    type: K,
    handler: (event: HTMLElementEventMap[K]) => void,
    options?: AddEventListenerOptions,
  ): void {
    $effect(() => (this.root === undefined ? undefined : on(this.root, type, handler, options)));
  }
}

/** Whether the focus is with no part of the page: with the document, or with the page's root as a whole. */
export function isNobody(element: Element | null, root: HTMLElement | undefined): boolean {
  return element === null || element === root || element === element.ownerDocument.body;
}

const KEY = Symbol("page");
export const providePage = (page: Page): Page => setContext(KEY, page);
export function usePage(): Page {
  const page = getContext<Page | undefined>(KEY);
  if (page === undefined) throw new Error("nothing provides the page: call providePage in a component above");
  return page;
}
/** The context of a component that is mounted by itself. */
export const pageContext = (page = new Page()): Map<symbol, unknown> => new Map([[KEY, page]]);
