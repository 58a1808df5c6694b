import { describe, expect, it } from "vitest";

import type { Listener } from "../host/model";
import type { AnyIntent, Scene } from "../schema";
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
