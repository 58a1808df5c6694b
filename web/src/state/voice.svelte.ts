/** What is said aloud to those who do not see: one sentence, the newest. */

const REST = 250; // ms of quiet before a sentence is said, so that fast changes say their last alone

export class Voice {
  text = $state("");
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Say a sentence once nothing newer has come for a moment. */
  say(sentence: string): void {
    clearTimeout(this.#timer);
    if (sentence === "") return;
    this.#timer = setTimeout(() => {
      // the same words again are read again only where the text differs
      this.text = sentence === this.text ? sentence + "\u00a0" : sentence;
    }, REST);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
