/** Choices of the reader, kept where `store` says; where storage is forbidden or there is none, they are not kept. */
export class Memory {
  readonly #store: () => Pick<Storage, "getItem" | "setItem"> | undefined;

  constructor(store: () => Pick<Storage, "getItem" | "setItem"> | undefined = () => undefined) {
    this.#store = store;
  }

  remember(name: string, value: string): void {
    try {
      this.#store()?.setItem(`learnscope.${name}`, value);
    } catch {
      // storage is forbidden here
    }
  }

  /** What is remembered, whatever it is. */
  text(name: string): string | undefined {
    try {
      return this.#store()?.getItem(`learnscope.${name}`) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** The remembered choice, if it is one of `choices`. */
  remembered<T extends string | number>(name: string, choices: readonly T[]): T | undefined {
    const stored = this.text(name);
    return choices.find((choice) => String(choice) === stored);
  }
}
