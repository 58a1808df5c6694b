import { expect, it, vi } from "vitest";

import { latest } from "./latest.svelte";

it("has one wish under way, and of those made meanwhile carries out only the newest", async () => {
  const ends: (() => void)[] = [];
  const send = vi.fn((_: number) => new Promise<void>((resolve) => ends.push(resolve)));
  const wish = latest(send);
  for (const value of [1, 2, 3, 4]) wish(value);
  expect(send.mock.calls).toEqual([[1]]);
  expect(wish.wanted).toBe(4);
  ends[0]!();
  await vi.waitFor(() => expect(send.mock.calls).toEqual([[1], [4]]));
  ends[1]!();
  await vi.waitFor(() => expect(wish.wanted).toBeUndefined());
  wish(5);
  expect(send).toHaveBeenLastCalledWith(5);
});
