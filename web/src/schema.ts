// Written by `python -m learnscope.scene.typescript` from src/learnscope/scene/schema.py. Do not edit.

/**
 * The wire format, and its only definition: what a reader sends (intents) and gets (scenes, problems).
 *
 * Messages travel as MessagePack, in which floats keep all their bits and not-a-number is a number like any
 * other.
 * Arrays are raw little-endian float64, row by row. `web/src/schema.ts` is generated from this module.
 *
 * One step of training is drawn along a timeline of phases, one unit of length each:
 *
 *     read · forward 1..L · loss · backward L..1 · update        (2 L + 3 phases)
 *
 * A position p on it is a real number: phases below floor(p) are done, phase floor(p) is under way. A stage
 * scene holds all numbers of its step, so that every position can be drawn from it. At the end of the timeline
 * the parameters are the new ones, and what was computed with the old ones is no longer shown.
 *
 * Layers are counted from 0, the input. Links are counted from 0: link k leads from layer k to layer k + 1 and
 * carries weights[k] and biases[k] of the network. Samples are counted from 1 where they are named `number`,
 * from 0 where named `index`.
 */
export const PROTOCOL = 1;

export type Role = "weight" | "bias";

export type PhaseName = "read" | "forward" | "loss" | "backward" | "update";

/** Numbers of any shape: raw little-endian float64, row by row. */
export interface Array {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** What exactly is shown: everything in a scene belongs to this. */
export interface Moment {
  /** changes when another experiment, seed or start is chosen */
  readonly run: string;
  /** updates made before this step, from 0 */
  readonly step: number;
  /** counts every change of any number of the sitting, so that an old picture is recognised */
  readonly revision: number;
  /** position on the step's timeline */
  readonly phase: number;
  /** index of the sample shown */
  readonly sample: number;
}

/** An activation function as drawn inside its neurons: a = f(z) on a grid of z. */
export interface Curve {
  /** (points,) */
  readonly z: Array;
  /** (points,) */
  readonly a: Array;
}

/** One column of neurons, with the numbers of the sample shown. */
export interface LayerScene {
  readonly role: "hidden" | "input" | "output";
  /** "inputs", "hidden 1", "outputs" */
  readonly title: string;
  /** how its numbers come about, in a word: "standardised", "tanh" */
  readonly note: string;
  /** of its neurons: "sepal length", "hidden 1.2", "setosa" */
  readonly names: readonly string[];
  /** of the inputs' own values; empty strings elsewhere */
  readonly units: readonly string[];
  /** "" for the input layer */
  readonly activation: string;
  /** what stands before an activation: "tanh", "σ", "ReLU", "" where the result is z itself */
  readonly symbol: string;
  /** of the activation, for explanation */
  readonly formula: string;
  /** None for the input layer */
  readonly curve: Curve | null;
  /** (n,) inputs in their own units; None for other layers */
  readonly raw: Array | null;
  /** (n,) what the neurons pass on: standardised inputs, activations */
  readonly value: Array;
  /** (n,) */
  readonly preactivation: Array | null;
  /** (n,) */
  readonly bias: Array | null;
  /** (n,) mean over the batch */
  readonly bias_gradient: Array | null;
  /** (n,) */
  readonly bias_after: Array | null;
  /** (n,) f'(z) of the sample shown */
  readonly slope: Array | null;
  /** (n,) the shown sample's own dL/dz */
  readonly delta: Array | null;
  /** (n,) dL/da of the shown sample, the sum of what flowed back; None for inputs */
  readonly arriving: Array | null;
}

/** The wires from one layer to the next. */
export interface LinkScene {
  /** (n_in, n_out) */
  readonly weight: Array;
  /** (n_in, n_out) mean over the batch */
  readonly gradient: Array;
  /** (n_in, n_out) */
  readonly after: Array;
  /** (n_in, n_out) value * weight, what flows forward for the sample shown */
  readonly forward: Array;
  /** (n_in, n_out) delta * weight, what flows back for the sample shown */
  readonly backward: Array;
}

/** What comes after the last layer, for the sample shown. */
export interface OutputScene {
  /** "softmax_cross_entropy" */
  readonly loss: string;
  /** "cross-entropy" */
  readonly loss_title: string;
  readonly loss_formula: string;
  /** (n_out,) where the loss takes a softmax */
  readonly probability: Array | null;
  /** (n_out,) in the network's units */
  readonly target: Array;
  /** (n_out,) dL/da of this sample alone */
  readonly error: Array;
  /** "p − y", "p · Σy − y", "a − y", "2 (a − y)" */
  readonly error_label: string;
  /** of the sample shown, before the update */
  readonly sample_loss: number;
  /** the least any weights could reach here, where that is known and not 0 */
  readonly lowest_loss: number | null;
  /** why, in a sentence; "" where lowest_loss is None */
  readonly lowest_reason: string;
}

/** What the network says of the sample shown, under one set of parameters; for classes. */
export interface Verdict {
  /** "" where the targets are no classes, or not all numbers are finite */
  readonly predicted: string;
  /** None where the target names no single class */
  readonly right: boolean | null;
}

/** What one update did to its own batch and to the sample shown. */
export interface Change {
  /** updates made before it */
  readonly step: number;
  readonly batch_loss_before: number;
  readonly batch_loss_after: number;
  readonly before: Verdict;
  readonly after: Verdict;
}

/** One unit of the timeline. */
export interface PhaseScene {
  readonly name: PhaseName;
  /** the layer it computes (forward, backward), 0 elsewhere */
  readonly layer: number;
  /** what happens in it, in one sentence, with its numbers */
  readonly sentence: string;
  /** a word or two for the timeline: "forward 1" */
  readonly short: string;
}

/** The batch of the step, and which of its samples is shown. */
export interface BatchScene {
  /** how many samples it holds */
  readonly size: number;
  /** of its samples, from 1, in the order of the data set's shuffling */
  readonly numbers: readonly number[];
  /** index of the sample shown in `numbers` */
  readonly place: number;
  /** from 1 */
  readonly epoch: number;
  /** which batch of the epoch, from 1 */
  readonly index: number;
  /** batches in an epoch */
  readonly count: number;
}

/** All numbers of one step. */
export interface StageScene {
  readonly layers: readonly LayerScene[];
  readonly links: readonly LinkScene[];
  readonly output: OutputScene;
  readonly timeline: readonly PhaseScene[];
  /** what the update of this step does */
  readonly change: Change;
  /** what the update before this step did */
  readonly previous: Change | null;
}

/** The sample shown, for the experiment panel. */
export interface SampleScene {
  /** from 1, as in the data set */
  readonly number: number;
  /** its class, or its target values; "edited" is told apart by `edited` */
  readonly label: string;
  readonly edited: boolean;
  /** number of the sample before, in the batch or, with single samples, in the data set */
  readonly previous: number;
  readonly next: number;
}

/** A ready-made experiment to choose. */
export interface StartingPoint {
  readonly name: string;
  readonly title: string;
  /** one sentence */
  readonly note: string;
}

/** How a network does on one part of the data. */
export interface MeasureScene {
  readonly part: "test" | "train" | "validation";
  readonly count: number;
  readonly loss: number;
  /** share of samples, None where there are no classes */
  readonly accuracy: number | null;
}

/** Measures over the data, under the parameters before and after this step's update. */
export interface OutcomeScene {
  readonly before: readonly MeasureScene[];
  readonly after: readonly MeasureScene[];
}

/** The recipe, and what may be chosen. */
export interface ExperimentScene {
  /** name of the one it came from */
  readonly starting_point: string;
  readonly starting_points: readonly StartingPoint[];
  readonly data_title: string;
  /** neurons per layer */
  readonly shape: readonly number[];
  /** activations, for the header: "tanh, softmax" */
  readonly description: string;
  /** "105 train · 23 validation · 22 test" */
  readonly counts: string;
  readonly learning_rate: number;
  readonly batch_size: number;
  readonly batch_size_max: number;
  readonly seed: number;
  readonly sample: SampleScene;
  readonly batch: BatchScene;
}

/** Every gradient of this batch compared with central differences. */
export interface CheckScene {
  readonly passed: boolean;
  /** norm of the difference over the larger norm */
  readonly error: number;
  readonly tolerance: number;
  /** gradients compared */
  readonly count: number;
  /** samples left out because a central difference would cross a kink */
  readonly skipped: number;
  /** a sentence for those who ask */
  readonly note: string;
}

/** All there is to draw at one moment. */
export interface Scene {
  readonly type: "scene";
  readonly protocol: number;
  readonly moment: Moment;
  readonly experiment: ExperimentScene;
  readonly stage: StageScene;
  readonly outcome: OutcomeScene;
  /** None where the network is too large to check between two frames */
  readonly check: CheckScene | null;
  /** what an undo would take back, "" if nothing */
  readonly undo: string;
  readonly redo: string;
  /** what the last intent changed, for the live region */
  readonly said: string;
}

/** An intent that could not be carried out. Nothing has changed. */
export interface Problem {
  readonly type: "problem";
  readonly kind: "failed" | "malformed" | "refused" | "stale";
  /** the part of the intent at fault, "" if none */
  readonly field: string;
  /** rule, value and remedy, in one sentence */
  readonly message: string;
  /** of the intent it answers, -1 where that could not be read */
  readonly serial: number;
}

/** The timeline has come to rest at at.phase. */
export interface Rest {
  readonly type: "rest";
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Make this step's update and go to the next: with the same batch, or the next in the shuffled order. */
export interface Advance {
  readonly type: "advance";
  readonly next_batch: boolean;
  /** where on the new step's timeline to stand */
  readonly phase: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Look at another batch of the shuffled order; the network stays as shown. */
export interface NextBatch {
  readonly type: "next_batch";
  readonly back?: boolean;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Show a sample: in its batch if it is there, else in the batch of this epoch that holds it. */
export interface ShowSample {
  readonly type: "show_sample";
  readonly number: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Set one weight (index = [from, to]) or bias (index = [neuron]). */
export interface SetParameter {
  readonly type: "set_parameter";
  readonly link: number;
  readonly role: Role;
  readonly index: readonly number[];
  readonly value: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Set an input of the sample shown, in its own unit; the sample becomes an edited copy. */
export interface SetInput {
  readonly type: "set_input";
  readonly index: number;
  readonly value: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Set a target of the sample shown; the sample becomes an edited copy. */
export interface SetTarget {
  readonly type: "set_target";
  readonly index: number;
  readonly value: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Drop the edited copy and show the sample as it is in the data set. */
export interface RestoreSample {
  readonly type: "restore_sample";
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Set the learning rate, in (0, inf). */
export interface SetLearningRate {
  readonly type: "set_learning_rate";
  readonly value: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Set how many samples a batch holds, from 1 to all that are learned from. */
export interface SetBatchSize {
  readonly type: "set_batch_size";
  readonly value: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Return to the starting weights and the first batch. */
export interface Reset {
  readonly type: "reset";
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Draw other starting weights, from `seed` or, where it is None, from a seed not used before. */
export interface NewStart {
  readonly type: "new_start";
  readonly seed?: number | null;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Begin with another starting point. */
export interface Choose {
  readonly type: "choose";
  readonly name: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Take back the last change. */
export interface Undo {
  readonly type: "undo";
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Make the change again that was taken back last. */
export interface Redo {
  readonly type: "redo";
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

export type Reply = Scene | Problem;

export type AnyIntent =
  | Rest
  | Advance
  | NextBatch
  | ShowSample
  | SetParameter
  | SetInput
  | SetTarget
  | RestoreSample
  | SetLearningRate
  | SetBatchSize
  | Reset
  | NewStart
  | Choose
  | Undo
  | Redo;
