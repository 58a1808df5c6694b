/** What is pointed at means, in one sentence: a number's of this moment, which Python says, or a word's. */

/** What an element is. */
export interface Mark {
  /** The name of the number it shows, "" where it shows none that has one. */
  readonly name: string;
  /** The entry of the glossary that it stands for. */
  readonly word: string;
  /** What the page itself says of it: what it is called, what it shows, and what it does. */
  readonly label: string;
  readonly text: string;
  readonly says: string;
}
export const NOTHING: Mark = { name: "", word: "", label: "", text: "", says: "" };

export interface Told {
  /** The name, the word or the label it tells of. */
  readonly about: string;
  /** The entry of the glossary that belongs to it; "" where none does. */
  readonly word: string;
  /** The lesson that teaches it, by its name; "" where none does. */
  readonly lesson: string;
  readonly title: string;
  /** Its number; "" where there is none. */
  readonly text: string;
  readonly sentence: string;
}

export class Meaning {
  /** Undefined while nothing is pointed at. */
  told: Told | undefined = $state.raw();
  /** What is pointed at. */
  mark: Mark = $state.raw(NOTHING);
  /** The entry of the glossary that is open in the dock. */
  word = $state("");
}
