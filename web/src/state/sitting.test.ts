// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";

import { FakeModel } from "../host/model.fake";
import { future, RATE, runOf, sceneOf } from "../run/run.fake";
import type { DrawnRun } from "../run/curves";
import type { Scene, Seek } from "../schema";
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
  const model = new FakeModel();
  const sitting = new Sitting(model.open);
  const { sent, listener } = model;
  listener.connection("open");
  /** A scene that answers all that was sent, or up to some number. */
  const answer = (one: Scene, serial = sent.at(-1)?.serial ?? -1): void =>
    listener.scene({ ...one, answered: { [sent[0]?.reader ?? ""]: serial } });
  return { sitting, sent, listener, answer, reach: (can: boolean) => (model.reachable = can) };
}

describe("Sitting", () => {
  it("stands where the scene says when it opens", () => {
    const { sitting, listener } = open();
    listener.scene(scene(0, 2.5));
    expect(sitting.player.position).toBe(2.5);
  });

  it("tells each intent the moment on screen, position included, and resolves with the new scene", async () => {
    const { sitting, sent, listener, answer } = open();
    listener.scene(scene(4));
    sitting.player.seek(5);
    const asked = sitting.ask({ type: "reset" });
    expect(sent[0]?.at).toEqual({ run: "1", step: 0, revision: 4, phase: 5, sample: 0 });
    answer(scene(5));
    expect(await asked).toBeUndefined();
    expect(sitting.player.position).toBe(3);
  });

  it("resolves with the problem that answers the intent", async () => {
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

  it("sends intents without waiting, numbered, and settles each by what the scenes say", async () => {
    const { sitting, sent, listener, answer } = open();
    listener.scene(scene(0));
    const settled: number[] = [];
    for (let index = 0; index < 3; index++) {
      void sitting
        .ask({ type: "set_parameter", link: 0, role: "bias", index: [index], value: 1 })
        .then(() => settled.push(index));
    }
    expect(sent.map(({ serial }) => serial)).toEqual([1, 2, 3]);
    expect(new Set(sent.map(({ reader }) => reader)).size).toBe(1);
    answer(scene(1), 1);
    await vi.waitFor(() => expect(settled).toEqual([0]));
    answer(scene(3), 3);
    await vi.waitFor(() => expect(settled).toEqual([0, 1, 2]));
  });

  it("keeps every message until it is dismissed", () => {
    const { sitting, listener } = open();
    listener.scene(scene(0));
    for (const message of ["one", "two", "two"]) {
      listener.problem({ type: "problem", kind: "refused", field: "", message, serial: 77 });
    }
    listener.scene(scene(1));
    listener.connection("lost");
    listener.connection("open");
    expect(sitting.problems.map(({ message }) => message)).toEqual(["one", "two"]);
    sitting.dismiss();
    expect(sitting.problems).toEqual([]);
  });

  it("says once why what is shown is not being kept, until it is", () => {
    const { sitting, listener } = open();
    const troubled = (revision: number, trouble: string) => {
      const drawn = scene(revision);
      return { ...drawn, run: { ...drawn.run!, trouble } };
    };
    listener.scene(troubled(0, "full"));
    listener.scene(troubled(1, "full"));
    expect(sitting.problems.map(({ message }) => message)).toEqual(["full"]);
    sitting.dismiss();
    listener.scene(troubled(2, "full"));
    expect(sitting.problems).toEqual([]);
    listener.scene(troubled(3, ""));
    listener.scene(troubled(4, "full"));
    expect(sitting.problems.map(({ message }) => message)).toEqual(["full"]);
    listener.scene(troubled(5, ""));
    expect(sitting.problems).toEqual([]);
  });

  it("says once that there was nothing to do, until something is done", () => {
    const { sitting, listener } = open();
    listener.scene(scene(0));
    for (let times = 0; times < 6; times++) {
      listener.problem({ type: "problem", kind: "needless", field: "", message: "nothing left", serial: 77 });
    }
    expect(sitting.problems.map(({ message }) => message)).toEqual(["nothing left"]);
    listener.scene(scene(1));
    expect(sitting.problems).toEqual([]);
  });

  it("asks a question again that a lost connection left without an answer, and one asked without any", async () => {
    const { sitting, sent, listener, reach } = open();
    listener.scene(scene(0));
    const first = sitting.question({ type: "ask_members" });
    listener.connection("lost");
    reach(false);
    const second = sitting.question({ type: "ask_checked" });
    expect(sent.map(({ type }) => type)).toEqual(["ask_members"]);
    reach(true);
    listener.connection("open");
    expect(sent.slice(1).map(({ type, serial }) => [type, serial])).toEqual([
      ["ask_members", 1],
      ["ask_checked", 2],
    ]);
    const answers = ["members", "checked"].map((type, k) => ({ type, serial: k + 1 }) as never);
    answers.forEach((answer) => listener.answer(answer));
    expect(await Promise.all([first, second])).toEqual(answers);
    listener.connection("lost");
    listener.connection("open");
    expect(sent).toHaveLength(3);
  });

  it("refuses at once where nobody can be reached, and says so until it is read", async () => {
    const { sitting, listener, reach } = open();
    listener.scene(scene(0));
    reach(false);
    expect((await sitting.ask({ type: "undo" }))?.message).toBe(
      "Learnscope could not be reached, so nothing was changed; repeat it when it is back.",
    );
    listener.connection("open");
    expect(sitting.problems).toHaveLength(1);
  });

  it("promises nothing where it is over", async () => {
    const { sitting, sent, listener, reach } = open();
    listener.scene(scene(0));
    const asked = sitting.question({ type: "list_runs" });
    reach(false);
    listener.connection("over");
    const over = { type: "problem", message: "This is over, so nothing was changed." };
    expect(await asked).toMatchObject(over);
    expect(await sitting.question({ type: "list_runs" })).toMatchObject(over);
    expect(await sitting.ask({ type: "reset" })).toMatchObject(over);
    expect(sitting.problems).toMatchObject([over]);
    expect(sent).toHaveLength(1);
  });

  it("sends again what nothing was heard of, with its number, when there is a connection again", async () => {
    const { sitting, sent, listener, answer } = open();
    listener.scene(scene(0));
    const first = sitting.ask({ type: "undo" });
    const second = sitting.ask({ type: "next_batch" });
    answer(scene(1), 1);
    await first;
    listener.connection("again");
    listener.connection("open");
    expect(sent.map(({ type, serial }) => [type, serial])).toEqual([
      ["undo", 1],
      ["next_batch", 2],
      ["next_batch", 2],
      ["rest", 3],
    ]);
    answer(scene(2), 3);
    expect(await second).toBeUndefined();
  });

  it("takes no scene for an answer whose refusals may have been lost with a connection", async () => {
    const { sitting, sent, listener, answer } = open();
    listener.scene(scene(0));
    const asked = sitting.ask({ type: "undo" });
    listener.connection("lost");
    listener.connection("open");
    answer(scene(1), 1);
    const problem = { type: "problem", kind: "refused", field: "", message: "no", serial: 1 } as const;
    listener.problem(problem);
    answer(scene(1), sent.at(-1)?.serial);
    expect(await asked).toEqual(problem);
  });

  it("does not jump at the echo of its own rest, and follows the rest of another page", () => {
    const { sitting, listener, answer } = open();
    listener.scene(scene(0));
    sitting.player.seek(4);
    sitting.player.rest();
    sitting.player.seek(1);
    listener.scene(scene(0, 3));
    answer(scene(0, 4));
    expect(sitting.player.position).toBe(1);
    answer(scene(0, 2));
    expect(sitting.player.position).toBe(2);
  });
});

describe("Sitting, while training plays", () => {
  /** A frame of a playing run. */
  function frame(revision: number, changes: Partial<DrawnRun> = {}): Scene {
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
    expect(sitting.problems.map(({ message }) => message)).toEqual(["no"]);
  });

  it("pauses before a change, which follows at once", async () => {
    const { sitting, sent, listener, answer } = open();
    listener.scene(frame(1));
    const asked = sitting.ask({ type: "set_parameter", link: 0, role: "bias", index: [0], value: 1 });
    expect(sent.map(({ type }) => type)).toEqual(["pause", "set_parameter"]);
    listener.scene(frame(2));
    answer(rest(8));
    expect(await asked).toBeUndefined();
  });

  it("pauses for a change made before the playing that was asked for is seen", () => {
    const { sitting, sent, listener } = open();
    listener.scene(rest(1));
    void sitting.ask({ type: "play", pace: 0, until: "paused", race: false });
    void sitting.ask({ type: "undo" });
    void sitting.ask({ type: "undo" });
    expect(sent.map(({ type }) => type)).toEqual(["play", "pause", "undo", "undo"]);
  });

  it("changes the learning rate while playing goes on", () => {
    const { sitting, sent, listener } = open();
    listener.scene(frame(1));
    void sitting.ask({ type: "configure", name: "learning_rate", value: 0.2 });
    expect(sent.map(({ type }) => type)).toEqual(["configure"]);
  });

  it("pauses once, however much waits for it", async () => {
    const { sitting, sent, listener, answer } = open();
    listener.scene(frame(1));
    let paused = 0;
    for (let k = 0; k < 2; k++) void sitting.pause().then(() => paused++);
    expect(sent.map(({ type }) => type)).toEqual(["pause"]);
    await Promise.resolve();
    expect(paused).toBe(0);
    answer(rest(7));
    await vi.waitFor(() => expect(paused).toBe(2));
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

  it("takes no scene that does not know of it for an answer", async () => {
    const { sitting, listener, answer } = open();
    listener.scene(rest(7));
    let answered = false;
    void sitting.ask({ type: "undo" }).then(() => (answered = true));
    listener.scene(rest(8));
    await Promise.resolve();
    expect(answered).toBe(false);
    answer({ ...rest(8), said: "nothing has changed" });
    await vi.waitFor(() => expect(answered).toBe(true));
  });
});

describe("Sitting, travelling in time", () => {
  const at = (step: number, revision: number): Scene => {
    const one = sceneOf(runOf(), step, revision);
    return { ...one, stage: scene(0).stage };
  };

  it("has one seek under way, and of a drag sends only the newest step after it", async () => {
    const { sitting, sent, listener, answer } = open();
    listener.scene(at(100, 0));
    for (let step = 99; step > 20; step--) sitting.seek(step);
    expect(sent.map((one) => (one as Seek).step)).toEqual([99]);
    expect(sitting.sought).toBe(21);
    answer(at(99, 1));
    await vi.waitFor(() => expect(sent.map((one) => (one as Seek).step)).toEqual([99, 21]));
    answer(at(21, 2));
    await vi.waitFor(() => expect(sitting.sought).toBeUndefined());
  });

  it("sends a step that waits before anything else is asked for", () => {
    const { sitting, sent, listener } = open();
    listener.scene(at(100, 0));
    for (const step of [99, 98, 97]) sitting.seek(step);
    void sitting.ask({ type: "play", pace: 0, until: "step", race: false });
    expect(sent.map((one) => [one.type, (one as Seek).step])).toEqual([
      ["seek", 99],
      ["seek", 97],
      ["play", undefined],
    ]);
    expect(sitting.sought).toBe(98);
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
