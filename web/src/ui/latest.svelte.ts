/** One asking under way at a time; of those made meanwhile only the newest waits. */

export interface Latest<T> {
  /** Send it now, or, while one is under way, after that if nothing newer came; resolves when all is answered. */
  (value: T): Promise<void>;
  /** What was asked for last, while it is not answered. */
  readonly wanted: T | undefined;
  /** Send nothing more, and take no answer to what is under way. */
  forget(): void;
}

/** `take` is told every answer but those that were forgotten. */
export function latest<T, A>(send: (value: T) => Promise<A>, take?: (answer: A) => void): Latest<T> {
  let wanted: T | undefined = $state.raw(); // all that readers depend on: who asks must not be told of what is asked
  let under: { readonly value: T } | undefined;
  let waiting: { readonly value: T } | undefined;
  let forgotten: unknown;
  let idle: Promise<void> | undefined;

  const tell = (): void => {
    wanted = (waiting ?? (under === forgotten ? undefined : under))?.value;
  };
  async function work(): Promise<void> {
    try {
      while (waiting !== undefined) {
        const mine = (under = waiting);
        waiting = undefined;
        const answer = await send(mine.value);
        under = undefined;
        tell();
        if (mine !== forgotten) take?.(answer);
      }
    } finally {
      idle = under = waiting = undefined;
      tell();
    }
  }
  const ask = (value: T): Promise<void> => {
    waiting = { value };
    tell();
    return (idle ??= work());
  };
  const forget = (): void => {
    waiting = undefined;
    forgotten = under;
    tell();
  };
  return Object.defineProperties(ask, {
    wanted: { get: () => wanted },
    forget: { value: forget },
  }) as Latest<T>;
}
