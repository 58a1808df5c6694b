// @vitest-environment jsdom
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { LessonBlock, LessonScene } from "../schema";
import { Memory } from "../state/memory";
import { Page } from "../state/page.svelte";
import type { Sitting } from "../state/sitting.svelte";
import { Attempt } from "./attempt.svelte";

const ask = (number: number) => ({ type: "ask", kind: "number", number, axes: [] });
const text = { type: "text", texts: [] };
const why = { type: "why", texts: [] };
const play = { type: "play", to: 3, steps: 0, step: 0 };
const lessonAt = (page: number, blocks: unknown[], seed = 0) =>
  ({
    reached: [],
    page: { lesson: "blame", page, seed, stamp: "", blocks, hidden: [], touch: [], lens: "", decimals: null },
  }) as unknown as LessonScene;
const BLOCKS = [text, ask(0), play, ask(1), why];
const kinds = (blocks: readonly LessonBlock[]): string[] => blocks.map(({ type }) => type);

/** A reader whose browser keeps what is in `kept`. */
function reader(kept: Map<string, string>, first: LessonScene) {
  let lesson = $state.raw(first);
  let position = $state(0);
  let steps = 0;
  const sitting = {
    scene: { moment: { step: 0 } },
    timeline: { forwardEnd: 0 },
    player: {
      playing: false,
      get position() {
        return position;
      },
      playThrough: (goal: number) => (position = goal),
      seek: vi.fn(),
      rest: vi.fn(),
    },
    question: () => Promise.resolve({ type: "answered", right: true, said: "1", name: "" }),
    ask: () => {
      steps += 1;
      return Promise.resolve(undefined);
    },
  } as unknown as Sitting;
  const memory = new Memory(() => ({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  }));
  let attempt: Attempt | undefined;
  ends.push(
    $effect.root(() => {
      attempt = new Attempt(() => lesson, sitting, new Page(memory));
    }),
  );
  flushSync();
  return {
    attempt: attempt as unknown as Attempt,
    steps: () => steps,
    async turn(next: LessonScene): Promise<void> {
      [lesson, position] = [next, 0];
      await settled();
    },
  };
}
async function settled(): Promise<void> {
  for (let n = 0; n < 5; n++) {
    flushSync();
    await Promise.resolve();
  }
  flushSync();
}
async function finish(attempt: Attempt): Promise<void> {
  for (const { number } of attempt.judged) {
    await settled();
    attempt.drafts[number] = "1";
    await attempt.answer();
  }
  await settled();
}

let ends: (() => void)[] = [];
let kept: Map<string, string>;
beforeEach(() => (kept = new Map()));
afterEach(() => {
  for (const end of ends) end();
  ends = [];
});

it("shows all of a page that was finished to who comes back or loads it again", async () => {
  const { attempt, turn } = reader(kept, lessonAt(1, BLOCKS));
  expect(kinds(attempt.shown)).toEqual(["text", "ask"]);
  await finish(attempt);
  expect(kinds(attempt.shown)).toEqual(kinds(BLOCKS as unknown as LessonBlock[]));

  await turn(lessonAt(2, [text]));
  await turn(lessonAt(1, BLOCKS));
  const loaded = reader(kept, lessonAt(1, BLOCKS)).attempt;
  await settled();

  for (const one of [attempt, loaded]) {
    expect(kinds(one.shown)).toEqual(["text", "ask", "play", "ask", "why"]);
    expect([one.tried, one.waits, one.recalled]).toEqual([true, false, true]);
    expect(one.drafts).toEqual({ 0: "1", 1: "1" });
  }
});

it("hides what was not come to, and another exercise", async () => {
  const { attempt, turn } = reader(kept, lessonAt(1, BLOCKS));
  await settled();
  attempt.drafts[0] = "1";
  await attempt.answer(); // and it plays
  await settled();
  expect(kinds(attempt.shown)).toEqual(["text", "ask", "play", "ask"]);

  await turn(lessonAt(2, [text]));
  await turn(lessonAt(1, BLOCKS));
  expect(kinds(attempt.shown)).toEqual(["text", "ask", "play"]);
  expect([attempt.waits, attempt.recalled]).toEqual([true, false]);

  await turn(lessonAt(1, BLOCKS, 1));
  expect(kinds(attempt.shown)).toEqual(["text", "ask"]);
});

it("hides what comes after a play that was not seen to its end", async () => {
  const many = [ask(0), { ...play, steps: 4, step: 4 }, why];
  const { attempt, turn, steps } = reader(kept, lessonAt(1, many));
  await settled();
  attempt.drafts[0] = "1";
  await attempt.answer();
  expect(attempt.moving).toBe(true);

  await turn(lessonAt(2, [text]));
  await new Promise((resolve) => setTimeout(resolve, 500)); // longer than the step that was under way
  expect(steps()).toBe(1);
  expect([attempt.played, attempt.moving]).toEqual([false, false]);
  await turn(lessonAt(1, many));

  expect(kinds(attempt.shown)).toEqual(["ask", "play"]);
});

it("plays again what was finished, with what comes after it hidden until then", async () => {
  const many = [ask(0), { ...play, steps: 1, step: 1 }, why];
  const first = reader(kept, lessonAt(1, many)).attempt;
  await settled();
  first.drafts[0] = "1";
  await first.answer();
  await vi.waitFor(() => expect(first.played).toBe(true));
  const { attempt, steps } = reader(kept, lessonAt(1, many));
  await settled();
  expect([attempt.recalled, steps()]).toEqual([true, 0]);

  attempt.again();
  await settled();
  expect(kinds(attempt.shown)).toEqual(["ask", "play"]);
  await vi.waitFor(() => expect(kinds(attempt.shown)).toEqual(["ask", "play", "why"]));

  expect([attempt.recalled, steps()]).toEqual([false, 1]);
});
