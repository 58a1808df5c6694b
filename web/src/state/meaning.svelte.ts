/** What is pointed at means, in one sentence: a number's of this moment, which Python says, or a word's. */

/** What an element is: it shows the number of that name, stands for a word, or says itself what it does. */
export interface Mark {
  readonly name: string;
  readonly word: string;
  readonly says: string;
}
export const NOTHING: Mark = { name: "", word: "", says: "" };

export interface Told {
  /** Which of the three it tells of: the name, the word, or "" of what says it itself. */
  readonly about: string;
  /** The entry of the glossary that belongs to it; "" where none does. */
  readonly word: string;
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
