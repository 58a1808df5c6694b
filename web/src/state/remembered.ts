/** Choices of the reader that the browser keeps. Where storage is forbidden, they last as long as the page. */

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`learnscope.${name}`, value);
  } catch {
    // storage is forbidden here
  }
}

/** The remembered choice, if it is one of `choices`. */
export function remembered<T extends string | number>(name: string, choices: readonly T[]): T | undefined {
  try {
    const stored = localStorage.getItem(`learnscope.${name}`);
    return choices.find((choice) => String(choice) === stored);
  } catch {
    return undefined;
  }
}
