// @vitest-environment jsdom
import { flushSync } from "svelte";
import { expect, it } from "vitest";

import { settled } from "./settled.svelte";

it("says the newest value, and tells those who read it only where it has changed", () => {
  let number = $state(1);
  const read: string[] = [];
  const end = $effect.root(() => {
    const sign = settled(() => (number > 0 ? "above" : "below"));
    $effect(() => void read.push(sign.current));
  });
  flushSync();
  for (const next of [2, 3, -1, -2, 5]) {
    number = next;
    flushSync();
  }
  expect(read).toEqual(["above", "below", "above"]);
  end();
});
