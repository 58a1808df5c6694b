/** One wish under way at a time; of those made meanwhile only the newest waits. */

export interface Latest<T> {
  /** Send it now, or, while one is under way, when that is answered and nothing newer was wished for. */
  (value: T): void;
  /** What was wished for last, while it is not answered. */
  readonly wanted: T | undefined;
}

export function latest<T>(send: (value: T) => Promise<unknown>): Latest<T> {
  let under: T | undefined = $state.raw();
  let waiting: { value: T } | undefined = $state.raw();
  async function work(): Promise<void> {
    while (waiting !== undefined) {
      under = waiting.value;
      waiting = undefined;
      await send(under);
      under = undefined;
    }
  }
  const wish = (value: T): void => {
    const idle = under === undefined && waiting === undefined;
    waiting = { value };
    if (idle) void work();
  };
  return Object.defineProperty(wish, "wanted", { get: () => waiting?.value ?? under }) as Latest<T>;
}
