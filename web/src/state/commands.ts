/** What the buttons and keys of the stage and of the run do, in terms of intents and the clock. */
import type { Play } from "../schema";
import type { Outcome } from "../ui/outcome";
import type { Pace } from "./pace.svelte";
import type { Sitting } from "./sitting.svelte";

export interface Commands {
  forward(): Promise<void>;
  backprop(): Promise<void>;
  update(): Promise<void>;
  /** A whole step, the next where this one is over; one that waits between its phases is brought to its end. */
  step(): Promise<void>;
  next(back?: boolean): Promise<void>;
  /** Pause where it is, go on, or, at rest at the end, do the next step. */
  toggle(): Promise<void>;
  /** One phase back, at once; from the start of a step, to the step before. */
  back(): void;
  /** One phase on, with motion; at reading pace, a motion that is under way is finished first. */
  on(): void;
  toStart(): void;
  toEnd(): void;
  /** Train on at the chosen pace, until paused or as far as is said. */
  train(until?: Play["until"], race?: boolean): Promise<void>;
  /** Pause training or what moves on the stage; where all is at rest, train on. */
  space(): Promise<void>;
  /** To the step so many before or after; from the last on, training makes the next. */
  walk(steps: number): void;
}

export function commandsOf(sitting: Sitting, pace: Pace): Commands {
  const { player } = sitting;
  /** The step that is on its way: what is asked of it meanwhile does not go on to one more. */
  let advancing: Promise<Outcome> | undefined;
  /** The step that was begun as a whole. */
  let begun = "";
  const here = () => `${sitting.scene?.moment.run} ${sitting.scene?.moment.step}`;

  /** Play from one position to another in this step or, if it is over, in the next with the same or the next batch. */
  async function play(from: number, to: number, next_batch = false): Promise<void> {
    if (sitting.scene === undefined) return;
    await sitting.pause();
    if (player.position >= sitting.timeline.end && sitting.may("advance")) {
      advancing ??= sitting
        .ask({ type: "advance", next_batch, phase: from })
        .finally(() => (advancing = undefined));
    }
    if (await advancing) return;
    player.seek(from);
    player.playTo(to);
  }

  const line = () => sitting.timeline;
  return {
    forward: () => play(0, line().forwardEnd),
    backprop: () => play(line().forwardEnd, line().backwardEnd),
    update: () => play(line().backwardEnd, line().end),
    async step() {
      const waits = player.reading && !player.playing && player.position > 0 && player.position < line().end;
      if (waits && begun === here()) return this.toEnd();
      await play(0, line().end, true);
      begun = here();
    },
    async next(back = false) {
      player.stop();
      await sitting.ask({ type: "next_batch", back });
    },
    async toggle() {
      if (player.playing) player.rest();
      else if (player.position >= line().end) await this.step();
      else player.playTo(goalFrom(player.position, line()));
    },
    async train(until = "paused", race = false) {
      player.stop();
      await sitting.ask({ type: "play", pace: until === "paused" ? pace.steps : 0, until, race });
    },
    async space() {
      if (sitting.training) await sitting.pause();
      else if (player.playing) player.rest();
      else await this.train();
    },
    walk(steps) {
      const { scene } = sitting;
      if (!scene?.run) return;
      const to = (sitting.sought ?? sitting.shown) + steps;
      if (steps < 0 || to <= scene.run.head) return sitting.seek(Math.max(0, to));
      void sitting.pause();
      void this.train("step");
    },
    back() {
      if (player.position <= 0) return this.walk(-1);
      player.seek(Math.ceil(player.position - 1e-9) - 1);
      player.rest();
    },
    on() {
      if (player.position >= line().end) void this.step();
      else if (player.playing && player.reading) player.finish();
      else player.playTo(Math.floor(player.position + 1e-9) + 1);
    },
    toStart() {
      player.seek(0);
      player.rest();
    },
    toEnd() {
      player.seek(line().end);
      player.rest();
    },
  };
}

/** Going on from a position means: to the end of the part of the step it stands in. */
function goalFrom(position: number, line: { forwardEnd: number; backwardEnd: number; end: number }): number {
  return [line.forwardEnd, line.backwardEnd].find((goal) => position < goal - 1e-9) ?? line.end;
}
