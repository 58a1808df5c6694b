/** The sitting as a second stage knows it: another future is looked at there, and changed nowhere but on the first. */
import type { Problem, Scene } from "../schema";
import { timelineOf } from "../state/timeline";
import type { Sitting } from "../state/sitting.svelte";

const WHY = "This future lies beside the one on the stage; press Switch to change it.";

/** Stands in for `sitting` below a comparison: the same clock, the other future's scene, every intent refused in place. */
export function besideOf(sitting: Sitting, scene: () => Scene): Sitting {
  const refuse = (): Promise<Problem> =>
    Promise.resolve({ type: "problem", kind: "refused", field: "", message: WHY, serial: -1 });
  const stand = {
    get scene(): Scene {
      return scene();
    },
    get timeline() {
      return timelineOf(scene().stage.timeline);
    },
    get course() {
      return timelineOf(scene().stage.timeline);
    },
    get player() {
      return sitting.player;
    },
    get connection() {
      return sitting.connection;
    },
    get training() {
      return sitting.training;
    },
    ask: refuse,
    question: refuse,
    seek: () => undefined,
    dismiss: () => undefined,
    pause: () => sitting.pause(),
  };
  return stand as unknown as Sitting; // what components below a stage use of one
}
