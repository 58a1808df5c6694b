import { expect, it } from "vitest";

import { latest } from "./latest.svelte";

/** Something that is asked, and answered when told to be. */
function questions() {
  const taken: string[] = [];
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const ask = latest(
    (text: string) => {
      asked.push(text);
      return new Promise<string>((resolve) => answers.push(() => resolve(text)));
    },
    (answer) => taken.push(answer),
  );
  const answer = async (): Promise<void> => {
    answers.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { ask, answer, asked, taken };
}

it("has one question under way, and asks only the last of those that waited", async () => {
  const { ask, answer, asked, taken } = questions();
  for (const text of ["a", "b", "c", "d"]) void ask(text);
  expect([asked, ask.wanted]).toEqual([["a"], "d"]);
  await answer();
  expect(asked).toEqual(["a", "d"]);
  await answer();
  expect(ask.wanted).toBeUndefined();
  void ask("e");
  await answer();
  expect(taken).toEqual(["a", "d", "e"]);
});

it("takes no answer that was forgotten meanwhile, and goes on with what is asked then", async () => {
  const { ask, answer, asked, taken } = questions();
  void ask("a");
  void ask("b");
  ask.forget();
  expect(ask.wanted).toBeUndefined();
  void ask("c");
  await answer();
  expect(taken).toEqual([]);
  await answer();
  expect([asked, taken]).toEqual([["a", "c"], ["c"]]);
});

it("says when all that was asked is answered", async () => {
  const { ask, answer, taken } = questions();
  void ask("a");
  const all = ask("b");
  await answer();
  await answer();
  await all;
  expect(taken).toEqual(["a", "b"]);
});
