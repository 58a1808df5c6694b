import { expect, it } from "vitest";

import { Latest } from "./latest";

/** A question that is answered when told to be. */
function questions() {
  const taken: string[] = [];
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const latest = new Latest<string>((answer) => taken.push(answer));
  const ask = (text: string): void =>
    latest.ask(() => {
      asked.push(text);
      return new Promise((resolve) => answers.push(() => resolve(text)));
    });
  const answer = async (): Promise<void> => {
    answers.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { latest, ask, answer, asked, taken };
}

it("has one question under way, and asks only the last of those that waited", async () => {
  const { ask, answer, asked, taken } = questions();
  ["a", "b", "c", "d"].forEach(ask);
  expect(asked).toEqual(["a"]);
  await answer();
  expect(asked).toEqual(["a", "d"]);
  await answer();
  ask("e");
  await answer();
  expect(taken).toEqual(["a", "d", "e"]);
});

it("takes no answer that was forgotten meanwhile, and goes on with what is asked then", async () => {
  const { latest, ask, answer, asked, taken } = questions();
  ask("a");
  ask("b");
  latest.forget();
  ask("c");
  await answer();
  expect(taken).toEqual([]);
  await answer();
  expect([asked, taken]).toEqual([["a", "c"], ["c"]]);
});
