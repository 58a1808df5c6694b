/** What a browser keeps, or without it cookies, which it needs for the page anyway. */
export function storage(): Pick<Storage, "getItem" | "setItem"> {
  try {
    localStorage.getItem("");
    return localStorage;
  } catch {
    return COOKIES;
  }
}

/** The same, which is read and stays as it is. */
export function unwritten(): Pick<Storage, "getItem" | "setItem"> {
  return { getItem: (name) => storage().getItem(name), setItem: () => undefined };
}

const A_YEAR = 60 * 60 * 24 * 365; // s
const COOKIES: Pick<Storage, "getItem" | "setItem"> = {
  getItem(name) {
    const pairs = document.cookie.split("; ").map((pair) => pair.split("="));
    const found = pairs.find(([key]) => key === name)?.[1];
    return found === undefined ? null : decodeURIComponent(found);
  },
  setItem(name, value) {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${A_YEAR}; samesite=strict`;
  },
};

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
