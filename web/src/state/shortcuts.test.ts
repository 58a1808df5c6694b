// @vitest-environment jsdom
import { Dock } from "./dock.svelte";
import { describe, expect, it, vi } from "vitest";

import { FakeModel } from "../host/model.fake";
import { future, runOf, sceneOf } from "../run/run.fake";
import type { DrawnRun } from "../run/curves";
import type { AnyIntent } from "../schema";
import { commandsOf } from "./commands";
import { Memory } from "./memory";
import { Pace } from "./pace.svelte";
import { shortcuts } from "./shortcuts";
import { Sitting } from "./sitting.svelte";

function open(run: DrawnRun, step: number) {
  const model = new FakeModel();
  const sitting = new Sitting(model.open);
  const { sent, listener } = model;
  listener.connection("open");
  listener.scene(sceneOf(run, step));
  const commands = commandsOf(sitting, new Pace(new Memory()));
  const press = (key: string, init: KeyboardEventInit = {}): void =>
    shortcuts(new KeyboardEvent("keydown", { key, ...init }), {
      ...{ sitting, commands, view: { table: false }, dock: new Dock() },
      openKeys: () => undefined,
      openWord: () => undefined,
      toggleLandscape: () => undefined,
    });
  return { sitting, sent, listener, press };
}
const RUN = runOf({ futures: [future("1", { steps: 100 })] });
const sought = (sent: AnyIntent[]) => sent.map((one) => [one.type, "step" in one ? one.step : undefined]);

describe("keys of the run", () => {
  it("[ and ] walk single steps along what is recorded", async () => {
    const { sitting, sent, listener, press } = open(RUN, 40);
    press("[");
    expect(sought(sent)).toEqual([["seek", 39]]);
    listener.scene({ ...sceneOf(RUN, 39, 1), answered: { [sent[0]!.reader!]: 1 } });
    await vi.waitFor(() => expect(sitting.sought).toBeUndefined());
    press("]");
    expect(sought(sent).at(-1)).toEqual(["seek", 40]);
  });

  it("[ takes back the update that is on screen, and the step stays what it was", () => {
    const { sitting, sent, press } = open(RUN, 40);
    sitting.player.seek(sitting.timeline.end);
    press("[");

    expect(sitting.player.position).toBe(sitting.timeline.forwardEnd);
    expect(sent.map(({ type }) => type)).toEqual(["rest"]);
  });

  it("go on from the step that was sought, while a held key is ahead of the picture", () => {
    const { sitting, press } = open(RUN, 40);
    for (let k = 0; k < 5; k++) press("]", { repeat: k > 0 });
    expect(sitting.sought).toBe(45);
  });

  it("] at the end of the run makes the next step, and [ at its start does nothing", async () => {
    const { sent, press } = open(RUN, 100);
    press("]");
    await vi.waitFor(() => expect(sent.at(-1)).toMatchObject({ type: "play", until: "step" }));
    const first = open(RUN, 0);
    first.press("[");
    expect(first.sent).toEqual([]);
  });

  it("make a step each, however long the answers take: along what is recorded, and then new ones", () => {
    const { sitting, sent, press } = open(RUN, 98);
    for (let k = 0; k < 12; k++) press("]", { repeat: k > 0 });
    expect(sitting.sought).toBe(110);
    expect(sought(sent).slice(0, 2)).toEqual([
      ["seek", 99],
      ["seek", 100],
    ]);
    expect(sent.slice(2)).toHaveLength(10);
    for (const one of sent.slice(2)) expect(one).toMatchObject({ type: "play", until: "step" });
    press("[");
    expect(sitting.sought).toBe(109);
  });

  it("Control and z, held, takes back one change each", () => {
    const { sent, press } = open(RUN, 40);
    for (let k = 0; k < 3; k++) press("z", { ctrlKey: true, repeat: k > 0 });
    press("Z", { ctrlKey: true, shiftKey: true, repeat: true });
    expect(sent.map(({ type }) => type)).toEqual(["undo", "undo", "undo", "redo"]);
  });

  it("space plays, and pauses what plays", async () => {
    const { sent, listener, press } = open(RUN, 100);
    press(" ");
    await vi.waitFor(() => expect(sent.at(-1)).toMatchObject({ type: "play", until: "paused", race: false }));
    listener.scene(sceneOf({ ...RUN, playing: true }, 100, 1));
    press(" ");
    await vi.waitFor(() => expect(sent.at(-1)?.type).toBe("pause"));
  });

  it(", and . walk phases", () => {
    const { sitting, press } = open(RUN, 100);
    press(",");
    expect(sitting.player.position).toBe(2);
    press(".");
    expect(sitting.player.playing).toBe(true);
    sitting.close();
  });

  it(", at the start of a step goes to the step before", () => {
    const { sitting, sent, press } = open(RUN, 40);
    sitting.player.seek(0);
    press(",");
    expect(sought(sent)).toEqual([["seek", 39]]);
  });
});
