import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Sitting } from "../state/sitting.svelte";
import { fakeSitting } from "./asking.fake";
import { WhatIfUnderHand } from "./underHand.svelte";

const under = (sitting: ReturnType<typeof fakeSitting>) =>
  new WhatIfUnderHand(sitting as unknown as Pick<Sitting, "ask" | "question">);
const values = (sitting: ReturnType<typeof fakeSitting>) =>
  sitting.asked.map((one) => (one.type === "what_if" ? [one.value, one.points] : []));
const at = (value: number) => ({ name: "learning_rate", value, steps: 100 });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("asks one question at a time, and then the newest", async () => {
  const sitting = fakeSitting({ held: true });
  const whatIf = under(sitting);
  for (const value of [0.1, 0.2, 0.3]) whatIf.ask(at(value));
  expect(values(sitting)).toEqual([[0.1, 100]]);
  sitting.release();
  await vi.advanceTimersByTimeAsync(1);
  expect(values(sitting)).toEqual([
    [0.1, 100],
    [0.3, 100],
  ]);
  expect(whatIf.answer?.value).toBe(0.1);
});

it("refines what the hand rests on", async () => {
  const sitting = fakeSitting();
  const whatIf = under(sitting);
  whatIf.ask(at(0.1));
  await vi.advanceTimersByTimeAsync(100);
  whatIf.ask(at(0.2));
  await vi.advanceTimersByTimeAsync(1000);
  expect(values(sitting)).toEqual([
    [0.1, 100],
    [0.2, 100],
    [0.2, 400],
  ]);
  expect(whatIf.refined).toBe(true);
});

it("forgets what is dropped, and the answer that comes too late", async () => {
  const sitting = fakeSitting({ held: true });
  const whatIf = under(sitting);
  whatIf.ask(at(0.1));
  whatIf.drop();
  sitting.release();
  await vi.advanceTimersByTimeAsync(1000);
  expect(whatIf.answer).toBeUndefined();
  expect(sitting.asked).toHaveLength(1);
});

it("says why there is no answer, and draws none", async () => {
  const whatIf = under(fakeSitting());
  whatIf.ask(at(0.1));
  await vi.advanceTimersByTimeAsync(1);
  whatIf.ask(at(9.5));
  await vi.advanceTimersByTimeAsync(1);
  expect(whatIf.reason).toBe("learning_rate must be below 9, got 9.5");
  expect(whatIf.answer).toBeUndefined();
});

it("keeps what was asked last, once", async () => {
  const sitting = fakeSitting();
  const whatIf = under(sitting);
  whatIf.ask({ ...at(0.1), y_name: "batch_size", y: 5 });
  await whatIf.keep();
  await whatIf.keep();
  expect(sitting.intents).toEqual([
    { type: "keep_what_if", name: "learning_rate", value: 0.1, steps: 100, y_name: "batch_size", y: 5 },
  ]);
  expect(whatIf.asked).toBeUndefined();
});
