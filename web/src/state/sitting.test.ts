import { describe, expect, it, vi } from "vitest";

import type { Listener } from "../host/model";
import { future, RATE, runOf, sceneOf } from "../run/run.fake";
import type { AnyIntent, RunScene, Scene, Seek } from "../schema";
import { Sitting } from "./sitting.svelte";

const PHASES = ["read", "forward 1", "loss", "backward 1", "update"].map((short) => ({
  name: short.split(" ")[0],
  layer: Number(short.split(" ")[1] ?? 0),
  sentence: short,
  short,
}));

/** As much of a scene as a sitting looks at. */
function scene(revision: number, phase = 3, run = "1"): Scene {
  return {
    type: "scene",
    moment: { run, step: 0, revision, phase, sample: 0 },
    experiment: { groups: [{ name: "basics", title: "", settings: [RATE] }] },
    stage: { timeline: PHASES },
  } as unknown as Scene;
}

function open() {
  const sent: AnyIntent[] = [];
  let listener!: Listener;
  let reachable = true;
  const sitting = new Sitting((heard) => {
    listener = heard;
    return {
      send: (intent) => {
        if (reachable) sent.push(intent);
        return reachable;
      },
      close: () => undefined,
    };
  });
  listener.connection("open");
  return { sitting, sent, listener, cut: () => (reachable = false) };
}

describe("Sitting", () => {
  it("stands where the scene says when it opens", () => {
    const { sitting, listener } = open();
    listener.scene(scene(0, 2.5));
    expect(sitting.player.position).toBe(2.5);
  });

  it("tells each wish the moment on screen, position included, and resolves with the new scene", async () => {
    const { sitting, sent, listener } = open();
    listener.scene(scene(4));
    sitting.player.seek(5);
    const asked = sitting.ask({ type: "reset" });
    expect(sent[0]?.at).toEqual({ run: "1", step: 0, revision: 4, phase: 5, sample: 0 });
    listener.scene(scene(5));
    expect(await asked).toBeUndefined();
    expect(sitting.player.position).toBe(3);
  });

  it("resolves with the problem that answers the wish", async () => {
    const { sitting, sent, listener } = open();
    listener.scene(scene(0));
    const asked = sitting.ask({ type: "undo" });
    const problem = {
      type: "problem",
      kind: "refused",
      field: "",
      message: "no",
      serial: sent[0]!.serial!,
    } as const;
    listener.problem(problem);
    expect(await asked).toEqual(problem);
  });

  it("refuses at once where nobody can be reached, and forgets that once somebody can", async () => {
    const { sitting, listener, cut } = open();
    listener.scene(scene(0));
    cut();
    expect((await sitting.ask({ type: "undo" }))?.message).toMatch(/cannot be reached/);
    expect(sitting.problem).toBeDefined();
    listener.connection("open");
    expect(sitting.problem).toBeUndefined();
  });

  it("leaves no wish waiting for ever when the connection is lost", async () => {
    const { sitting, listener } = open();
    listener.scene(scene(0));
    const asked = sitting.ask({ type: "undo" });
    listener.connection("lost");
    expect((await asked)?.kind).toBe("failed");
  });

  it("does not jump at the echo of its own rest, and follows the rest of another page", () => {
    const { sitting, listener } = open();
    listener.scene(scene(0));
    sitting.player.seek(4);
    sitting.player.rest();
    sitting.player.seek(1);
    listener.scene(scene(0, 4));
    expect(sitting.player.position).toBe(1);
    listener.scene(scene(0, 2));
    expect(sitting.player.position).toBe(2);
  });
});

describe("Sitting, while training plays", () => {
  /** A frame of a playing run. */
  function frame(revision: number, changes: Partial<RunScene> = {}): Scene {
    const run = runOf({
      playing: true,
      pace: 0,
      rate: 40000,
      futures: [future("1", { steps: revision })],
      ...changes,
    });
    return { ...scene(revision), run, moment: { ...scene(revision).moment, step: revision } };
  }
  const rest = (revision: number): Scene => frame(revision, { playing: false });
  const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

  it("draws the newest of the frames that come between two of the display", async () => {
    const { sitting, listener } = open();
    const drawn: number[] = [];
    listener.scene(frame(1));
    for (let revision = 2; revision < 500; revision++) listener.scene(frame(revision));
    expect(sitting.scene?.moment.revision).toBe(1);
    await nextFrame();
    drawn.push(sitting.scene?.moment.revision ?? -1);
    expect(drawn).toEqual([499]);
  });

  it("shows where it came to as soon as it pauses, and no older frame after that", async () => {
    const { sitting, listener } = open();
    listener.scene(frame(1));
    listener.scene(frame(2));
    listener.scene(rest(3));
    expect(sitting.scene?.moment.revision).toBe(3);
    await nextFrame();
    expect(sitting.scene?.moment.revision).toBe(3);
  });

  it("stands where the server says, forward done, and keeps a refusal in sight", async () => {
    const { sitting, listener } = open();
    listener.scene(frame(1));
    listener.problem({ type: "problem", kind: "refused", field: "", message: "no", serial: 77 });
    sitting.player.seek(5);
    listener.scene(frame(2));
    await nextFrame();
    expect(sitting.player.position).toBe(3);
    expect(sitting.problem?.message).toBe("no");
  });

  it("pauses before a change, and makes it at the moment it came to", async () => {
    const { sitting, sent, listener } = open();
    listener.scene(frame(1));
    const asked = sitting.ask({ type: "set_parameter", link: 0, role: "bias", index: [0], value: 1 });
    expect(sent.map(({ type }) => type)).toEqual(["pause"]);
    listener.scene(frame(2));
    listener.scene(rest(7));
    await vi.waitFor(() => expect(sent.map(({ type }) => type)).toEqual(["pause", "set_parameter"]));
    expect(sent[1]?.at.revision).toBe(7);
    listener.scene(rest(8));
    expect(await asked).toBeUndefined();
  });

  it("changes the learning rate while playing goes on", () => {
    const { sitting, sent, listener } = open();
    listener.scene(frame(1));
    void sitting.ask({ type: "configure", name: "learning_rate", value: 0.2 });
    expect(sent.map(({ type }) => type)).toEqual(["configure"]);
  });

  it("makes what is wished for while a pause is under way at the moment training comes to, with one pause", async () => {
    const { sitting, sent, listener } = open();
    listener.scene(frame(1));
    void sitting.pause();
    const asked = sitting.ask({ type: "configure", name: "learning_rate", value: 0.2 });
    expect(sent.map(({ type }) => type)).toEqual(["pause"]);
    listener.scene(rest(7));
    await vi.waitFor(() => expect(sent.map(({ type }) => type)).toEqual(["pause", "configure"]));
    expect(sent[1]?.at.revision).toBe(7);
    listener.scene(rest(8));
    expect(await asked).toBeUndefined();
  });

  it("plays the timeline of each step at one step a second, and reports no rest of it", async () => {
    const { sitting, sent, listener } = open();
    listener.scene(frame(1, { pace: 1 }));
    expect(sitting.player.playing).toBe(true);
    expect(sitting.player.position).toBe(0);
    listener.scene(rest(2));
    expect(sitting.player.playing).toBe(false);
    expect(sent).toEqual([]);
  });

  it("takes what was shown in haste, and is then completed, for no answer to a change", async () => {
    const { sitting, listener } = open();
    const haste = rest(7);
    listener.scene(haste);
    let answered = false;
    void sitting
      .ask({ type: "configure", name: "learning_rate", value: 0.5, gesture: 0 })
      .then(() => (answered = true));
    const check = { passed: true, error: 1e-9, note: "", checked: 1 } as unknown as Scene["check"];
    listener.scene({ ...rest(7), check });
    await Promise.resolve();
    expect(answered).toBe(false);
    listener.scene(rest(8));
    await vi.waitFor(() => expect(answered).toBe(true));
  });

  it("takes for an answer that nothing has changed", async () => {
    const { sitting, listener } = open();
    listener.scene(rest(7));
    const first = sitting.ask({ type: "configure", name: "learning_rate", value: 0.5, gesture: 0 });
    listener.scene({ ...rest(7), said: "nothing has changed" });
    expect(await first).toBeUndefined();
    const again = sitting.ask({ type: "configure", name: "learning_rate", value: 0.5, gesture: 0 });
    listener.scene({ ...rest(7), said: "nothing has changed" });
    expect(await again).toBeUndefined();
  });

  it("waits for nothing for ever: neither what changes no number, nor a pause when nobody can be reached", async () => {
    const { sitting, listener } = open();
    listener.scene(rest(1));
    const looked = sitting.ask({ type: "view_strip", first: null, last: null, bins: 100 });
    listener.scene(rest(1));
    expect(await looked).toBeUndefined();
    listener.scene(frame(2));
    const paused = sitting.pause();
    listener.connection("lost");
    await paused;
  });
});

describe("Sitting, travelling in time", () => {
  const at = (step: number, revision: number): Scene => {
    const one = sceneOf(runOf(), step, revision);
    return { ...one, stage: scene(0).stage };
  };

  it("has one seek under way, and of a drag sends only the newest step after it", async () => {
    const { sitting, sent, listener } = open();
    listener.scene(at(100, 0));
    for (let step = 99; step > 20; step--) sitting.seek(step);
    expect(sent.map((one) => (one as Seek).step)).toEqual([99]);
    expect(sitting.sought).toBe(21);
    listener.scene(at(99, 1));
    await vi.waitFor(() => expect(sent.map((one) => (one as Seek).step)).toEqual([99, 21]));
    listener.scene(at(21, 2));
    await vi.waitFor(() => expect(sitting.sought).toBeUndefined());
  });

  it("asks for nothing where it stands already", () => {
    const { sitting, sent, listener } = open();
    listener.scene(at(40, 0));
    sitting.seek(40);
    expect(sent).toEqual([]);
    sitting.seek(40, "2");
    expect(sent).toHaveLength(1);
  });
});
