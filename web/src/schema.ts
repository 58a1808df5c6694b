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
  /** (height, width[, 3]) where its neurons are pixels; else empty */
  readonly image_shape: readonly number[];
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
  /** (n,) what dropout multiplies its values by in this step: 0 or 1 / (1 - share) */
  readonly mask: Array | null;
  /** (n,) sum of what flowed back for this sample; delta = arriving * mask * slope */
  readonly arriving: Array | null;
}

/**
 * The wires from one layer to the next.
 *
 * A link of many wires carries only some of them: then `chosen` (m, 2) holds their places [from, to], the
 * other arrays have shape (m,), and `rule` says in a sentence which they are.
 */
export interface LinkScene {
  /** of all wires */
  readonly count: number;
  readonly chosen: Array | null;
  readonly rule: string;
  /** (n_in, n_out) */
  readonly weight: Array;
  /** (n_in, n_out) mean over the batch, that of the penalty included */
  readonly gradient: Array;
  /** (n_in, n_out) */
  readonly after: Array;
  /** (n_in, n_out) value * mask * weight, what flows forward for the sample shown */
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
  /** (n_out,) where the loss makes probabilities of the outputs */
  readonly probability: Array | null;
  /** (n_out,) in the network's units */
  readonly target: Array;
  /** (n_out,) dL/da of this sample alone */
  readonly error: Array;
  /** "p − y", "p · Σy − y", "a − y", "2 (a − y)" */
  readonly error_label: string;
  /** (n_out,) of the sample shown in the data's own units, where targets are values */
  readonly own_value: Array | null;
  /** (n_out,) */
  readonly own_target: Array | null;
  /** of these */
  readonly units: readonly string[];
  /** of the sample shown, before the update; no penalty */
  readonly sample_loss: number;
  /** what L1 and L2 add to the loss of the batch */
  readonly penalty: number;
  readonly penalty_after: number;
  /** the least any weights could reach here, where that is known and not 0 */
  readonly lowest_loss: number | null;
  /** why, in a sentence; "" where lowest_loss is None */
  readonly lowest_reason: string;
}

/** What the network says of the sample shown, under one set of parameters and with nothing dropped. */
export interface Verdict {
  /** a class, the labels that are on or "none", values in their own units; "" if not finite */
  readonly predicted: string;
  /** None for values, and where the target names no single class */
  readonly right: boolean | null;
}

/** What one update did to its own batch and to the sample shown. Losses hold no penalty. */
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
  /** share of samples (classes) or outputs (labels) that are right; None for values */
  readonly accuracy: number | null;
  /** share of the variance explained; None for classes and labels, and where undefined */
  readonly r2: number | null;
  readonly confusion: Array | null;
}

/** Measures over the data, under the parameters before and after this step's update. */
export interface OutcomeScene {
  readonly before: readonly MeasureScene[];
  readonly after: readonly MeasureScene[];
}

/** One of the words a setting can take. */
export interface Choice {
  readonly name: string;
  readonly title: string;
  /** one sentence: what it is, its formula, what it is good for */
  readonly note: string;
}

/** A setting that takes one of some words. */
export interface ChoiceSetting {
  readonly type: "choice";
  /** the field of the experiment */
  readonly name: string;
  readonly title: string;
  readonly note: string;
  /** whether changing it begins a new run */
  readonly anew: boolean;
  readonly value: string;
  readonly choices: readonly Choice[];
}

/** A setting that takes a number; None is off. */
export interface NumberSetting {
  readonly type: "number";
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly anew: boolean;
  readonly value: number | null;
  /** ends of the slider; what may be typed is what the experiment's rule allows */
  readonly low: number;
  readonly high: number;
  readonly scale: "linear" | "log";
  readonly whole: boolean;
  /** whether it can be off */
  readonly optional: boolean;
}

/** A setting that takes any of some words. */
export interface ManySetting {
  readonly type: "many";
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly anew: boolean;
  readonly values: readonly string[];
  readonly choices: readonly Choice[];
}

/** A hidden layer as the recipe has it. */
export interface LayerSpec {
  readonly size: number;
  readonly activation: string;
  /** share dropped */
  readonly dropout: number;
}

/** The hidden layers. */
export interface LayersSetting {
  readonly type: "layers";
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly anew: boolean;
  readonly layers: readonly LayerSpec[];
  readonly activations: readonly Choice[];
}

/** Settings that belong together; those that have no effect as things stand are left out. */
export interface SettingGroup {
  readonly name: "data" | "learning" | "network" | "stopping";
  readonly title: string;
  readonly settings: readonly (ChoiceSetting | NumberSetting | ManySetting | LayersSetting)[];
}

/** What the last training of many steps did, and the curves of the run so far. */
export interface TrainingScene {
  /** made by it */
  readonly steps: number;
  readonly epochs: number;
  readonly seconds: number;
  /** why it ended, a sentence */
  readonly stopped: string;
  /** (m,) updates made where it was measured, at most some hundred points */
  readonly updates: Array;
  /** (m,) loss, penalty included */
  readonly train: Array;
  /** (m,) loss, no penalty */
  readonly validation: Array | null;
  readonly test: Array | null;
  /** updates at the lowest validation loss, where there is validation data */
  readonly best: number | null;
}

/** Something that is wrong with the network as it stands. */
export interface DiagnosisScene {
  readonly name: string;
  /** "dead ReLUs" */
  readonly title: string;
  /** a sentence, with numbers */
  readonly evidence: string;
  /** a sentence: what to try */
  readonly advice: string;
}

/** The recipe, and what may be chosen. */
export interface ExperimentScene {
  /** name of the one it came from, "" for any other experiment */
  readonly starting_point: string;
  readonly starting_points: readonly StartingPoint[];
  readonly data_title: string;
  /** source and licence, or what it shows */
  readonly data_note: string;
  readonly groups: readonly SettingGroup[];
  /** the recipe as the query of an address; "" where the data is not built in */
  readonly address: string;
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
  /** None before the first */
  readonly training: TrainingScene | null;
  readonly diagnoses: readonly DiagnosisScene[];
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

/** Set a ChoiceSetting or NumberSetting; None turns an optional number off. */
export interface Configure {
  readonly type: "configure";
  readonly name: string;
  readonly value: string | number | null;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Set a ManySetting. */
export interface ConfigureMany {
  readonly type: "configure_many";
  readonly name: string;
  readonly values: readonly string[];
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Set the hidden layers. */
export interface ConfigureLayers {
  readonly type: "configure_layers";
  readonly layers: readonly LayerSpec[];
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Begin anew with points drawn on the plane. */
export interface DrawData {
  readonly type: "draw_data";
  /** (N, 2) */
  readonly points: Array;
  /** of each point, from 0 */
  readonly classes: readonly number[];
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Train for some epochs, from the step shown, as fast as possible; a stop rule may end it early. */
export interface Train {
  readonly type: "train";
  readonly epochs: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly gesture?: number;
}

/** Take the network of the lowest validation loss of the last training. */
export interface ReturnToBest {
  readonly type: "return_to_best";
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

export type Setting = ChoiceSetting | NumberSetting | ManySetting | LayersSetting;

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
  | Configure
  | ConfigureMany
  | ConfigureLayers
  | DrawData
  | Train
  | ReturnToBest
  | Reset
  | NewStart
  | Choose
  | Undo
  | Redo;
