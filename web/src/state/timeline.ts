/** Where a position on a step's timeline stands: pure functions, so that one position has one picture. */
import { easeCubicInOut } from "d3-ease";

import type { PhaseScene, Scene } from "../schema";

/** Seconds each phase lasts at speed 1. */
const SECONDS: Record<PhaseScene["name"], number> = {
  read: 0.45,
  forward: 1.1,
  loss: 0.9,
  backward: 1.3,
  update: 0.9,
};

export interface Timeline {
  readonly phases: readonly PhaseScene[];
  /** The position at which nothing of the step is left to do. */
  readonly end: number;
  /** The positions at which Forward, Backprop and Update come to rest. */
  readonly forwardEnd: number;
  readonly backwardEnd: number;
}

/** Which phases there are, in their order: all that the picture of a position takes from a timeline. */
export interface Course {
  readonly phases: readonly Pick<PhaseScene, "name" | "layer">[];
}

export function timelineOf(phases: readonly PhaseScene[]): Timeline {
  const loss = phases.findIndex((phase) => phase.name === "loss");
  return { phases, end: phases.length, forwardEnd: loss + 1, backwardEnd: phases.length - 1 };
}

export function secondsOf(phase: PhaseScene | undefined): number {
  return phase === undefined ? 1 : SECONDS[phase.name];
}

/** How much of a phase is done at a position, from 0 to 1; 0 for a phase that is not there. */
export function progress(
  timeline: Course,
  name: PhaseScene["name"],
  layer: number,
  position: number,
): number {
  const index = timeline.phases.findIndex((phase) => phase.name === name && phase.layer === layer);
  return index < 0 ? 0 : clamp(position - index);
}

/** The part of `done` between two shares, again from 0 to 1: what happens when within a phase. */
export function part(done: number, from: number, to: number): number {
  return clamp((done - from) / (to - from));
}

/** Smooth start and stop for things that move. */
export const eased = easeCubicInOut;

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** What is shown of one layer at a position. All are shares from 0 (not yet) to 1. */
export interface LayerPicture {
  /** The layer's values: 1 where they are on screen. */
  value: number;
  /** Its preactivations, known a moment before the activations. */
  sum: number;
  /** δ of the layer. */
  delta: number;
  /** Gradients of its biases. */
  gradient: number;
}

/** What is shown of the wires into a layer. */
export interface LinkPicture {
  /** How far forward pulses have come, or undefined when none are under way. */
  forward: number | undefined;
  /** How far backward pulses have come from the layer above. */
  backward: number | undefined;
  /** Gradients of the weights. */
  gradient: number;
}

export interface Picture {
  layers: LayerPicture[];
  links: LinkPicture[];
  /** Probabilities, targets' errors and losses. */
  loss: number;
  error: number;
  /** Whether parameters are those after the update. */
  updated: boolean;
  /** How far the old parameters have stepped aside for the new ones, beside which they stay. */
  aside: number;
  /** How clearly parameters are seen, 1 but for the moment in which old ones become new ones. */
  parameters: number;
  /** Whether the step is over. */
  over: boolean;
}

// Within the update phase, old parameters step aside, and new ones come up in their place.
const ASIDE: [number, number] = [0.05, 0.6];
const [FADES, ARRIVES, SEEN] = [0.3, 0.5, 0.8];

/** Steps made at a position of a scene's step: its own is among them once its update is on screen. */
export function stepsMade({ moment, stage }: Pick<Scene, "moment" | "stage">, position: number): number {
  return moment.step + (progress({ phases: stage.timeline }, "update", 0, position) >= ARRIVES ? 1 : 0);
}

/** What the stage shows at a position. */
export function pictureAt(timeline: Course, layerCount: number, position: number): Picture {
  const update = progress(timeline, "update", 0, position);
  const read = progress(timeline, "read", 0, position);
  const lossDone = progress(timeline, "loss", 0, position);
  const layers: LayerPicture[] = [{ value: part(read, 0.2, 1), sum: 0, delta: 0, gradient: 0 }];
  const links: LinkPicture[] = [];
  for (let layer = 1; layer < layerCount; layer++) {
    const forward = progress(timeline, "forward", layer, position);
    const backward = progress(timeline, "backward", layer, position);
    layers.push({
      sum: part(forward, 0.68, 0.8),
      value: part(forward, 0.82, 1),
      delta: part(backward, 0, 0.15),
      gradient: part(backward, 0.2, 0.4),
    });
    links.push({
      forward: forward > 0 && forward < 0.72 ? eased(part(forward, 0, 0.68)) : undefined,
      backward: layer > 1 && backward > 0.35 && backward < 1 ? eased(part(backward, 0.35, 0.97)) : undefined,
      gradient: part(backward, 0.2, 0.4),
    });
  }
  return {
    layers,
    links,
    loss: part(lossDone, 0.6, 1),
    error: part(lossDone, 0.2, 0.5),
    updated: update >= ARRIVES,
    aside: eased(part(update, ...ASIDE)),
    parameters: update < ARRIVES ? 1 - part(update, FADES, ARRIVES) : part(update, ARRIVES, SEEN),
    over: update >= 1,
  };
}
