// @vitest-environment jsdom
import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { future, runOf } from "../run/run.fake";
import type { DrawnRun } from "../run/curves";
import type { Commands } from "../state/commands";
import { pageContext } from "../state/page.svelte";
import { sceneOfShape } from "../state/scene.fake";
import { timelineOf } from "../state/timeline";
import Bar from "./Bar.svelte";

const scene = sceneOfShape([4, 5, 3]);
const sitting = vi.hoisted(() => ({
  player: { position: 3, playing: false, reading: true, speed: 0, stop: vi.fn() },
  timeline: undefined as unknown,
  ask: vi.fn().mockResolvedValue(undefined),
  pause: vi.fn(),
  may: () => true,
}));
vi.mock("../state/sitting.svelte", () => ({ useSitting: () => sitting }));

const NAMES = ["forward", "backprop", "update", "step", "next", "on", "back", "train", "toggle"] as const;
const commands = Object.fromEntries(NAMES.map((name) => [name, vi.fn()])) as unknown as Commands;
const shown = (changes: Partial<DrawnRun> = {}) =>
  render(Bar, {
    props: { scene: { ...scene, run: runOf(changes) }, commands },
    context: pageContext(),
  });
const press = (name: string) => userEvent.click(screen.getByRole("button", { name, hidden: true }));

beforeEach(() => {
  vi.clearAllMocks();
  sitting.timeline = timelineOf(scene.stage.timeline);
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} }); // prettier-ignore
});
afterEach(() => vi.unstubAllGlobals());

describe("Bar", () => {
  it("has each verb once", async () => {
    shown();
    for (const [name, verb] of Object.entries({
      ...{ Forward: "forward", Backprop: "backprop", Update: "update", Step: "step", "Next batch": "next" },
      ...{ "Go on": "on", "One phase back": "back", "Play training": "train" },
    })) {
      await press(name);
      expect(commands[verb as (typeof NAMES)[number]]).toHaveBeenCalledTimes(1);
    }
    await press("Reset");
    expect(sitting.ask).toHaveBeenCalledWith({ type: "reset" });
  });

  it("stops training where it was started", async () => {
    shown({ playing: true });
    await press("Pause training");
    expect(sitting.pause).toHaveBeenCalled();
  });

  it("trains those that race together, where there are some", async () => {
    shown().unmount();
    expect(screen.queryByRole("button", { name: "Race", hidden: true })).toBeNull();
    shown({ futures: ["1", "2"].map((name) => future(name, { racing: true })) });
    await press("Race");
    expect(commands.train).toHaveBeenCalledWith("paused", true);
  });
});
