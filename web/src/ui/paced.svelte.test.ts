// @vitest-environment jsdom
/** Steps come faster than anybody reads: what asks follows a few times a second, and ends with the last. */
import { flushSync, untrack } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { PACE, paced } from "./paced.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("follows at once at rest, and while training plays a few times a second", () => {
  let step = $state(0);
  let training = $state(false);
  const seen: number[] = [];
  const end = $effect.root(() => {
    const moment = paced(
      () => void step,
      () => training,
    );
    $effect(() => {
      moment();
      seen.push(untrack(() => step));
    });
  });
  const to = (next: number): void => {
    step = next;
    flushSync();
  };
  flushSync();
  to(1);
  expect(seen.at(-1)).toBe(1);
  training = true;
  for (const next of [2, 3, 4, 5]) to(next);
  expect(seen.at(-1)).toBe(1);
  vi.advanceTimersByTime(PACE);
  flushSync();
  expect(seen.at(-1)).toBe(5);
  for (const next of [6, 7]) to(next);
  const before = seen.length;
  training = false;
  flushSync();
  expect([seen.at(-1), seen.length]).toEqual([7, before + 1]);
  vi.advanceTimersByTime(PACE);
  flushSync();
  expect(seen.length).toBe(before + 1);
  end();
});
