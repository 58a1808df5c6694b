// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Listener } from "../host/model";
import { FakeModel } from "../host/model.fake";
import { Page, pageContext } from "../state/page.svelte";
import { Sitting } from "../state/sitting.svelte";
import { tinyScene } from "./scene.fake";
import Voice from "./Voice.svelte";

let page: Page;
let sitting: Sitting;
let listener: Listener;
vi.mock("../state/sitting.svelte", async (original) => ({
  ...(await original<typeof import("../state/sitting.svelte")>()),
  useSitting: () => sitting,
}));

beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  const model = new FakeModel();
  sitting = new Sitting(model.open);
  listener = model.listener;
  listener.connection("open");
  listener.scene(tinyScene(3));
});
afterEach(() => vi.useRealTimers());

const heard = async (): Promise<string> => {
  await tick();
  await vi.advanceTimersByTimeAsync(1000);
  return screen.getByRole("status").textContent;
};

it("says each phase once the step rests at its end, and none on the way", async () => {
  render(Voice, { props: { scene: sitting.scene }, context: pageContext(page) });
  expect(await heard()).toBe("");
  sitting.player.seek(3.5);
  expect(await heard()).toBe("");
  sitting.player.seek(4);
  expect(await heard()).toBe("loss is done.");
});

it("says what an intent changed, the newest alone where many come at once", async () => {
  const { rerender } = render(Voice, { props: { scene: sitting.scene }, context: pageContext(page) });
  for (const [revision, said] of ["one", "two", "three"].entries()) {
    const scene = tinyScene(3);
    await rerender({ scene: { ...scene, said, moment: { ...scene.moment, revision: revision + 1 } } });
  }
  expect(await heard()).toBe("three");
});

it("says the same words again where they are said anew", async () => {
  render(Voice, { props: { scene: sitting.scene }, context: pageContext(page) });
  page.voice.say("undone");
  expect(await heard()).toBe("undone");
  page.voice.say("undone");
  expect(await heard()).not.toBe("undone");
  expect((await heard()).trim()).toBe("undone");
});
