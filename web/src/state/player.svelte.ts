/** The clock of the stage: moves the position along the step's timeline, and says when it has come to rest. */
import type { Memory } from "./memory";
import { secondsOf, type Timeline } from "./timeline";

/** Seconds a phase is shown where the reader wants no movement. */
const DWELL = 0.5;
/** Times as fast as drawn; 0 is reading pace: at speed 1, and at rest after every phase. */
export const SPEEDS = [0, 0.25, 0.5, 1, 2, 4, 8];
const READING = 0;
const STORED = "speed";

export class Player {
  position = $state(0);
  playing = $state(false);
  #speed = $state(READING);

  readonly #memory: Memory;
  #timeline: () => Timeline;
  #rested: (position: number) => void;
  #goal = 0;
  #haste: number | undefined; // of a performance, which reports nothing; else the reader's speed holds
  #reports = true; // where it came to rest
  #frame = 0;
  #last = 0;
  #waited = 0;

  constructor(timeline: () => Timeline, rested: (position: number) => void, memory: Memory) {
    this.#memory = memory;
    this.#speed = memory.remembered(STORED, SPEEDS) ?? READING;
    this.#timeline = timeline;
    this.#rested = rested;
  }

  /** How much faster than at 1 a step is drawn; remembered by the browser. */
  get speed(): number {
    return this.#speed;
  }
  set speed(speed: number) {
    this.#speed = speed;
    this.#memory.remember(STORED, String(speed));
  }

  /** Whether a phase is played at a time, and then waits for ever. */
  get reading(): boolean {
    return this.#speed === READING;
  }

  /** Move forward to `goal`, at reading pace to the end of the phase, then rest. */
  playTo(goal: number): void {
    const phase = Math.floor(this.position + 1e-9) + 1;
    this.#goal = Math.min(this.reading ? Math.min(goal, phase) : goal, this.#timeline().end);
    this.#waited = 0;
    if (this.position >= this.#goal) return this.rest();
    if (this.playing && this.#haste === undefined) return;
    this.#begin();
  }

  /** Move to `goal` without waiting between phases, whatever the reader's pace, then rest: as a lesson plays. */
  playThrough(goal: number): void {
    this.#goal = Math.min(goal, this.#timeline().end);
    this.#waited = 0;
    if (this.position >= this.#goal) return this.rest();
    this.#begin(1, true);
  }

  /** What is playing comes to its end at once. */
  finish(): void {
    this.seek(this.#goal);
    this.rest();
  }

  /** Show the whole step within so many seconds, from its start, and report nothing: training goes on by itself. */
  perform(seconds: number): void {
    this.seek(0);
    this.#goal = this.#timeline().end;
    this.#waited = 0;
    const natural = this.#timeline().phases.reduce((sum, phase) => sum + secondsOf(phase), 0);
    this.#begin(natural / seconds);
  }

  #begin(haste?: number, reports = haste === undefined): void {
    this.stop();
    this.#haste = haste;
    this.#reports = reports;
    this.playing = true;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
  }

  /** Stand at `position` at once; what was playing stops. */
  seek(position: number): void {
    this.stop();
    this.position = Math.max(0, Math.min(position, this.#timeline().end));
  }

  /** Stop where it is and report it. */
  rest(): void {
    this.stop();
    this.#rested(this.position);
  }

  /** Stop where it is, silently. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.playing = false;
  }

  #tick = (now: number): void => {
    const seconds = Math.max(0, (now - this.#last) / 1000) * (this.#haste ?? (this.#speed || 1));
    this.#last = now;
    this.position = this.#moved(seconds);
    if (this.position >= this.#goal) {
      if (this.#reports) this.rest();
      else this.stop();
    } else this.#frame = requestAnimationFrame(this.#tick);
  };

  #moved(seconds: number): number {
    if (wantsNoMovement()) {
      this.#waited += seconds;
      if (this.#waited < DWELL) return this.position;
      this.#waited = 0;
      return Math.min(this.#goal, Math.floor(this.position) + 1);
    }
    let position = this.position;
    while (seconds > 0 && position < this.#goal) {
      const index = Math.floor(position);
      const duration = secondsOf(this.#timeline().phases[index]);
      const left = Math.min(index + 1, this.#goal) - position;
      if (seconds < left * duration) return position + seconds / duration;
      seconds -= left * duration;
      position += left;
    }
    return position;
  }
}

function wantsNoMovement(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
