import { describe, expect, it } from "vitest";

import type { Sitting } from "../state/sitting.svelte";
import { besideOf } from "./beside.svelte";
import { runOf, sceneOf } from "./run.fake";

describe("a stage beside the stage", () => {
  const player = { position: 2 };
  const beside = besideOf({ player, training: false } as unknown as Sitting, () => sceneOf(runOf(), 40));

  it("has the clock of the first and the scene of the other future", () => {
    expect(beside.player).toBe(player);
    expect(beside.scene?.moment.step).toBe(40);
    expect(beside.timeline.end).toBe(5);
    expect(beside.course.phases.map(({ name }) => name)).toEqual([
      "read",
      "forward",
      "loss",
      "backward",
      "update",
    ]);
  });

  it("refuses every change with the reason, so that none is made to the first by mistake", async () => {
    const refused = await beside.ask({ type: "set_parameter", link: 0, role: "bias", index: [0], value: 1 });
    expect(refused?.message).toBe("This future lies beside the one on the stage; press Switch to change it.");
  });
});
