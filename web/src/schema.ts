// Written by `python -m learnscope.scene.typescript` from src/learnscope/scene/schema/. Do not edit.

/**
 * The wire format, and its only definition: what a reader sends (intents) and gets (scenes, problems).
 *
 * Messages travel as MessagePack, in which floats keep all their bits and not-a-number is a number like any
 * other.
 * Arrays are raw little-endian float64, row by row. `web/src/schema.ts` is generated from this package.
 *
 * One step of training is drawn along a timeline of phases, one unit of length each:
 *
 *     read · forward 1..L · loss · backward L..1 · update        (2 L + 3 phases)
 *
 * A position p on it is a real number: phases below floor(p) are done, phase floor(p) is under way. A stage
 * scene holds all numbers of its step, so that every position can be drawn from it. At the end of the timeline
 * the parameters are the new ones, beside the old ones; what was computed with these is shown as past.
 *
 * Layers are counted from 0, the input. Links are counted from 0: link k leads from layer k to layer k + 1 and
 * carries weights[k] and biases[k] of the network. Samples are counted from 1 where they are named `number`,
 * from 0 where named `index`.
 */
export const PROTOCOL = 4;

export type ChangedKind = "parameters" | "values" | "gradients";

export type ClassAct =
  | "pause"
  | "go_on"
  | "pace"
  | "open"
  | "open_this"
  | "reveal"
  | "hide"
  | "reset"
  | "rename"
  | "remove"
  | "answers"
  | "close";

export type Race = "rates" | "optimizers" | "batches";

export type Went = "creeps" | "walks down" | "jumps across" | "wanders" | "jumps away";

export type About = "numbers" | "sample" | "part" | "layer" | "futures" | "looks" | "question";

export type When = "at_rest" | "while_playing" | "any_moment" | "always";

export type Role = "weight" | "bias";

export type LandscapeOver = "numbers" | "random" | "path" | "ends";

export type LossOf = "train" | "batch";

export type AskKind = "number" | "change" | "sign" | "choice" | "weight" | "point" | "words";

export type JudgedBy = "all" | "train" | "validation" | "test";

export type MarkKind = "edit" | "fork" | "best" | "breakpoint" | "fault";

export type SeriesKind = "loss" | "accuracy" | "norm";

export type WhatIfPer = "steps" | "epochs";

export type AnswerState = "blank" | "right" | "wrong" | "follows" | "no number";

export type PhaseName = "read" | "forward" | "loss" | "backward" | "update";

/** The chain of blame: the ways from the loss to a number, and who is to blame for the loss. */
export interface BlameScene {
  readonly type: "blame";
  /** of the question */
  readonly serial: number;
  readonly name: string;
  readonly sentence: string;
  /** all paths together, and the penalty */
  readonly gradient: number;
  /** the largest first; none where the number is a loss */
  readonly paths: readonly PathScene[];
  /** paths there are */
  readonly count: number;
  /** what those not listed come to together */
  readonly rest: number;
  /** its part of the gradient */
  readonly penalty: number;
  /** whether it is the batch's, and parts are means over its samples */
  readonly mean: boolean;
  /** whose factors are told: "flower 87" */
  readonly sample: string;
  /** forward; none of what is no parameter */
  readonly outputs: readonly OutputChange[];
  readonly shares: readonly SharesScene[];
  /** where a program finds it */
  readonly path: string;
}

/** Which gradients were compared with differences of the loss, and where they differ most. */
export interface CheckedScene {
  readonly type: "checked";
  /** of the question */
  readonly serial: number;
  readonly passed: boolean;
  readonly sentence: string;
  /** what was left out, and why; "" where nothing was */
  readonly kinks: string;
  /** the largest difference first */
  readonly compared: readonly ComparedScene[];
  /** a sentence for each: how far its gradients agree */
  readonly layers: readonly string[];
  readonly count: number;
  readonly total: number;
  readonly path: string;
}

/** A gradient, and what nudging its parameter gives. */
export interface ComparedScene {
  readonly name: string;
  readonly title: string;
  readonly gradient: number;
  readonly quotient: number;
}

/** How far the quotient of a nudge is from the gradient, over the size of the nudge. */
export interface ErrorCurveScene {
  readonly type: "error_curve";
  /** of the question */
  readonly serial: number;
  readonly name: string;
  /** (M,) */
  readonly epsilons: Array;
  /** (M,) |quotient − gradient| */
  readonly errors: Array;
  /** (M,) 1 where the nudge takes a sample across a kink */
  readonly crossed: Array;
  /** place of the smallest error */
  readonly best: number;
  readonly sentence: string;
}

/** A parameter in time: its start minus all its updates. */
export interface HistoryScene {
  readonly type: "history";
  /** of the question */
  readonly serial: number;
  readonly name: string;
  readonly sentence: string;
  /** "+0.1336 − (−0.07702) = +0.2106" */
  readonly line: string;
  readonly start: number;
  /** their sum */
  readonly updates: number;
  /** what edits did besides */
  readonly edits: number;
  readonly now: number;
  /** (M,) updates made */
  readonly steps: Array;
  /** (M,) the parameter then */
  readonly values: Array;
  /** the steps that moved it most, the largest first */
  readonly moves: readonly MoveScene[];
  /** the most steps that are told together: 1 where each is told by itself */
  readonly stretch: number;
  readonly path: string;
}

/** What some steps made of a parameter. */
export interface MoveScene {
  /** updates made before them */
  readonly first: number;
  readonly last: number;
  readonly before: number;
  readonly after: number;
}

/** What a parameter changes in an output, per 1 of it. */
export interface OutputChange {
  readonly name: string;
  readonly title: string;
  readonly change: number;
}

/** One way from the loss to a number. */
export interface PathScene {
  /** the neurons on it: "hidden 3 → versicolor" */
  readonly title: string;
  /** of the gradient */
  readonly part: number;
  /** the product of its factors, of one sample: "−0.1313 × 1 × −0.8057 = +0.1058" */
  readonly line: string;
  /** from the number to the loss */
  readonly factors: readonly OperandScene[];
  /** link, from, to of the wires on it */
  readonly wires: readonly (readonly [number, number, number])[];
}

/** How much one is to blame for the loss of the batch. */
export interface ShareScene {
  readonly name: string;
  readonly title: string;
  /** of 1 */
  readonly share: number;
}

/** Who of one kind is to blame, the most first. */
export interface SharesScene {
  readonly kind: "neurons" | "parameters" | "samples";
  readonly title: string;
  /** of a share */
  readonly definition: string;
  readonly shares: readonly ShareScene[];
  readonly count: number;
  /** what those not listed have together */
  readonly rest: number;
}

/** What a step changed most or, where a future lies beside the one shown, in what that differs most. */
export interface ChangedScene {
  readonly type: "changed";
  /** of the question */
  readonly serial: number;
  /** the one beside, "" where it is the update of the step */
  readonly future: string;
  /** updates made before it, in both */
  readonly step: number;
  /** whose values they are: "flower 87" */
  readonly sample: string;
  readonly kind: ChangedKind;
  /** those there are an answer for */
  readonly kinds: readonly ChangedKind[];
  /** the largest difference first */
  readonly changes: readonly ChangeEntry[];
  /** of all numbers of the kind */
  readonly count: number;
  /** the largest difference, without its sign, of those left out */
  readonly rest: number;
  readonly sentence: string;
  /** where a program finds it */
  readonly path: string;
}

/** A number before and after, or in the future shown and in the other. */
export interface ChangeEntry {
  readonly name: string;
  /** "hidden 3 → versicolor" */
  readonly title: string;
  readonly before: number;
  readonly after: number;
  /** after less before */
  readonly difference: number;
}

/** Answers that say the same, or nearly. */
export interface ClassBar {
  readonly said: string;
  readonly count: number;
  /** how many of them are right; 0 until it is revealed */
  readonly right: number;
}

/** A QR code. */
export interface ClassCode {
  /** modules on a side */
  readonly size: number;
  /** of the dark ones, as SVG has it, a module being 1 wide; without the quiet zone of 4 around */
  readonly path: string;
}

/** What all said to a question at first, without names. */
export interface ClassQuestion {
  /** "blame/3/0": lesson, page, and number on it */
  readonly key: string;
  /** title */
  readonly lesson: string;
  /** from 1 */
  readonly page: number;
  readonly text: string;
  readonly bars: readonly ClassBar[];
  readonly answers: number;
  /** how many asked to be shown before they answered */
  readonly shown: number;
  readonly revealed: boolean;
  /** what is right, "" until it is revealed or where each has numbers of their own */
  readonly result: string;
}

/** What the teacher sees. */
export interface ClassScene {
  readonly type: "class";
  /** for all students, with the word of the class */
  readonly address: string;
  /** that holds it */
  readonly code: ClassCode | null;
  readonly students: readonly ClassStudent[];
  /** in the order of the lessons' pages */
  readonly questions: readonly ClassQuestion[];
  readonly paused: boolean;
  /** page that may be opened; 0 for any */
  readonly furthest: number;
  /** name of the lesson the class is about, "" for none */
  readonly lesson: string;
  /** of it */
  readonly title: string;
  /** titles of its pages */
  readonly pages: readonly string[];
  /** what became of the answers, once the class is closed */
  readonly ended: string;
}

/** What a student is told. */
export interface ClassSeat {
  readonly type: "seat";
  readonly name: string;
  readonly paused: boolean;
  /** name of the lesson the class is about, "" for none */
  readonly lesson: string;
  /** page of it that may be opened; 0 for any */
  readonly furthest: number;
  /** to be opened now, since the teacher says so; "" for none */
  readonly link: string;
  /** which one that is: they are counted, since one link may be opened twice */
  readonly call: number;
  readonly ended: boolean;
  /** by their teacher */
  readonly removed: boolean;
  /** how often their teacher has let them begin anew */
  readonly resets: number;
}

/** Where a student is. */
export interface ClassStudent {
  /** in the order in which they came, from 1 */
  readonly number: number;
  readonly name: string;
  /** title of the lesson, "" outside of lessons */
  readonly lesson: string;
  /** from 1; 0 outside of lessons */
  readonly page: number;
  /** whether a page of theirs is open */
  readonly here: boolean;
  /** when they last did something, in seconds since 1970 */
  readonly seen: number;
  /** questions */
  readonly answered: number;
  /** when they came to that page, in seconds since 1970 */
  readonly since: number;
  /** whether they have answered all that the page asks, or were shown; of the class's lesson only */
  readonly done: boolean;
  /** the name of theirs, at which the teacher may look */
  readonly sitting: string;
}

/** What was done with the class. */
export interface Taught {
  readonly type: "taught";
  /** of the question */
  readonly serial: number;
  readonly said: string;
  /** of what a student answered, one for each of their attempts */
  readonly lines?: readonly string[];
}

/** How the loss curves where the network stands, and where each learning rate would lead. */
export interface CurvatureScene {
  readonly type: "curvature";
  /** of the question */
  readonly serial: number;
  readonly of: LossOf;
  /** (k,) the largest of the Hessian, descending */
  readonly eigenvalues: Array;
  /** the smallest */
  readonly least: number;
  /** the curvature along the gradient */
  readonly along_gradient: number;
  /** the largest of plain descent; None where nothing curves upward */
  readonly stable_rate: number | null;
  /** of the next step */
  readonly rate: number;
  /** of `losses` at rate 0 */
  readonly slope: number;
  /** (cells,) from 0 */
  readonly rates: Array;
  /** (cells,) where a step of plain descent at each rate would land */
  readonly losses: Array;
  /** what the largest stable rate is; sentences all */
  readonly stability: string;
  /** how it curves, and whether that is sharp or flat at the present rate */
  readonly shape: string;
  /** how it was found */
  readonly method: string;
  /** where a program finds it */
  readonly path: string;
}

/** One descent of a race. It moves all parameters; its shadow is drawn, its losses are true ones. */
export interface DescentScene {
  /** what tells it from the others: "0.35", "momentum", "batches of 1" */
  readonly title: string;
  /** what it was seen to do */
  readonly word: Went;
  readonly rate: number;
  readonly optimizer: string;
  readonly batch: number;
  /** (S + 1, 2), from the start */
  readonly points: Array;
  /** (S + 1,); a last one may be no finite number */
  readonly losses: Array;
  /** (S + 1,) those of the slice */
  readonly shadows: Array;
  /** whether it ended higher than it began, or at no finite number */
  readonly diverged: boolean;
  readonly sentence: string;
}

/** Descents from one place, by rules that differ in one thing. */
export interface DescentsScene {
  readonly type: "descents";
  /** of the question */
  readonly serial: number;
  readonly race: Race;
  readonly start: LandscapePoint;
  /** at the start */
  readonly stable_rate: number | null;
  readonly descents: readonly DescentScene[];
  /** what they share and what differs */
  readonly about: string;
  readonly path: string;
}

/** Where the next step leads when it is made of single samples or of batches that chance draws. */
export interface NextStepsScene {
  readonly type: "next_steps";
  /** of the question */
  readonly serial: number;
  /** samples of a batch */
  readonly size: number;
  /** (m, 2) */
  readonly points: Array;
  /** (m,) true ones after each */
  readonly losses: Array;
  /** (m,) indices of the data set; empty where a batch holds more than one */
  readonly samples: readonly number[];
  /** after the step of all samples */
  readonly whole: LandscapePoint;
  /** share of them after which the true loss is higher than here */
  readonly uphill: number;
  readonly sentence: string;
}

/** The gradients of this batch compared with central differences: all, or some of a large network's. */
export interface CheckScene {
  readonly passed: boolean;
  /** norm of the difference over the larger norm */
  readonly error: number;
  readonly tolerance: number;
  /** gradients compared */
  readonly count: number;
  /** gradients there are */
  readonly total: number;
  /** whether all were meant to be compared */
  readonly every: boolean;
  /** samples left out because a central difference would cross a kink */
  readonly skipped: number;
  /** a sentence for those who ask */
  readonly note: string;
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

/** Why the network as it stands learns badly. */
export interface DiagnosisScene {
  readonly name: string;
  /** "dead neurons" */
  readonly title: string;
  /** a sentence or two, with numbers */
  readonly evidence: string;
  /** none where no setting helps */
  readonly remedies: readonly RemedyScene[];
}

/** The recipe, and what may be chosen. */
export interface ExperimentScene {
  /** name of the one it came from, "" for any other experiment */
  readonly starting_point: string;
  readonly starting_points: readonly StartingPoint[];
  readonly data_title: string;
  /** what the network is asked, one plain sentence */
  readonly task: string;
  /** whether inputs count the words of a text */
  readonly reads_text: boolean;
  /** what a sample is called: "flower" */
  readonly noun: string;
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
  readonly sample: SampleScene;
  readonly batch: BatchScene;
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
  /** what a what-if may ask of: neurons of each, dropout of all */
  readonly numbers: readonly NumberSetting[];
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
  /** classes, from 0, that samples have and the network says of none */
  readonly unpredicted: readonly number[];
  /** accuracy of always saying what most training samples are; None for values */
  readonly baseline?: number | null;
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
  /** what it counts, "" where it counts nothing */
  readonly unit: string;
  /** whether it can be off */
  readonly optional: boolean;
  /** whether a what-if may ask of it */
  readonly asked: boolean;
}

/** Measures over the data, under the parameters before and after this step's update. */
export interface OutcomeScene {
  readonly before: readonly MeasureScene[];
  readonly after: readonly MeasureScene[];
}

/** Something to try, as a button that begins the run anew. */
export interface RemedyScene {
  /** "learn ten times slower" */
  readonly words: string;
  /** what TryRemedy carries: the fields of the recipe that it changes, as JSON */
  readonly changes: string;
}

/** The sample shown, for the experiment panel. */
export interface SampleScene {
  /** from 1, as in the data set */
  readonly number: number;
  /** its class, or its target values; "edited" is told apart by `edited` */
  readonly label: string;
  readonly edited: boolean;
  /** whether its inputs are a reader's own picture */
  readonly picture: boolean;
  /** number of the sample before, in the batch or, with single samples, in the data set */
  readonly previous: number;
  readonly next: number;
}

/** Settings that belong together; those that have no effect as things stand are left out. */
export interface SettingGroup {
  readonly name: "basics" | "data" | "learning" | "network" | "stopping";
  readonly title: string;
  readonly settings: readonly Setting[];
}

/** A ready-made experiment to choose. */
export interface StartingPoint {
  readonly name: string;
  readonly title: string;
  /** one sentence */
  readonly note: string;
}

/** What the last training of many steps did. */
export interface TrainingScene {
  /** made by it */
  readonly steps: number;
  readonly epochs: number;
  readonly seconds: number;
  /** why it ended, a sentence */
  readonly stopped: string;
  /** updates at the lowest validation loss, where there is validation data */
  readonly best: number | null;
}

/** Put a hidden layer before layer `before`, from 1 to that of the outputs. */
export interface AddLayer {
  readonly type: "add_layer";
  readonly before: number;
  readonly size: number;
  readonly activation: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Add a neuron at the end of hidden layer `layer`, from 1. */
export interface AddNeuron {
  readonly type: "add_neuron";
  readonly layer: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
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
  readonly reader?: string;
  readonly gesture?: number;
}

/** Begin anew with the recipe of an address. */
export interface BeginWith {
  readonly type: "begin_with";
  /** "data=circle&hidden=4" */
  readonly query: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Begin with another starting point. */
export interface Choose {
  readonly type: "choose";
  readonly name: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Have nothing of a kind open, such as "comparison"; nothing changes where none is. */
export interface Close {
  readonly type: "close";
  readonly what: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Set a ChoiceSetting or NumberSetting; None turns an optional number off. */
export interface Configure {
  readonly type: "configure";
  readonly name: string;
  readonly value: string | number | null;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Set the hidden layers. */
export interface ConfigureLayers {
  readonly type: "configure_layers";
  readonly layers: readonly LayerSpec[];
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Set a ManySetting. */
export interface ConfigureMany {
  readonly type: "configure_many";
  readonly name: string;
  readonly values: readonly string[];
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Remove a future and those that departed from it. */
export interface DeleteFuture {
  readonly type: "delete_future";
  readonly future: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Put a saved run aside, or bring it back; of those aside the last 20 are kept. */
export interface DeleteRun {
  readonly type: "delete_run";
  readonly name: string;
  readonly back?: boolean;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
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
  readonly reader?: string;
  readonly gesture?: number;
}

/** Begin another future at the step shown, with nothing changed yet. */
export interface Fork {
  readonly type: "fork";
  readonly title?: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Make the training that another value of a setting gives a future, from the start of the run. */
export interface KeepWhatIf {
  readonly type: "keep_what_if";
  readonly name: string;
  readonly value: number;
  readonly steps: number;
  /** another setting, as of a cell of a map; "" for none */
  readonly y_name?: string;
  readonly y?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Go back to one's own experiment or, to explore it, take the lesson's as one's own, to be undone. */
export interface LeaveLesson {
  readonly type: "leave_lesson";
  readonly explore?: boolean;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Put hidden layer `layer`, from 1, in the place of hidden layer `to`. */
export interface MoveLayer {
  readonly type: "move_layer";
  readonly layer: number;
  readonly to: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Draw other starting weights, from a seed not used before. */
export interface NewStart {
  readonly type: "new_start";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Look at another batch of the shuffled order; the network stays as shown. */
export interface NextBatch {
  readonly type: "next_batch";
  readonly back?: boolean;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Have something open, in place of what is open of its kind; everybody at the sitting has it. */
export interface Open {
  readonly type: "open";
  readonly what: Opened;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Go to what a link means, as the next move: a state, a recipe, the playground's, a page of a lesson. */
export interface OpenLink {
  readonly type: "open_link";
  readonly text: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Go on with a saved run. */
export interface OpenRun {
  readonly type: "open_run";
  readonly name: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Stop playing; made at any moment. */
export interface Pause {
  readonly type: "pause";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Train on from the step shown, or walk on along what is recorded, until paused or something stops it. */
export interface Play {
  readonly type: "play";
  /** steps a second, 0 as fast as possible */
  readonly pace: number;
  readonly until?: "condition" | "epoch" | "paused" | "step";
  /** where it is until "step": so many, at once where they are as fast as possible */
  readonly steps?: number;
  /** all racing futures at once */
  readonly race?: boolean;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Put a future into the race, or take it out; at most eight race. */
export interface RaceFuture {
  readonly type: "race_future";
  readonly future: string;
  readonly racing: boolean;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Make the change again that was taken back last. */
export interface Redo {
  readonly type: "redo";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Remove the last neuron of hidden layer `layer`, from 1, however many it has by then. */
export interface RemoveLastNeuron {
  readonly type: "remove_last_neuron";
  readonly layer: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Remove hidden layer `layer`, from 1. */
export interface RemoveLayer {
  readonly type: "remove_layer";
  readonly layer: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Remove neuron `index`, from 0, of hidden layer `layer`, from 1. */
export interface RemoveNeuron {
  readonly type: "remove_neuron";
  readonly layer: number;
  readonly index: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Call a future otherwise. */
export interface RenameFuture {
  readonly type: "rename_future";
  readonly future: string;
  readonly title: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Call a saved run something else; with an empty title, what is made of its data and settings. */
export interface RenameRun {
  readonly type: "rename_run";
  readonly name: string;
  readonly title: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Return to the starting weights and the first batch. */
export interface Reset {
  readonly type: "reset";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** The timeline has come to rest at at.phase. */
export interface Rest {
  readonly type: "rest";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Drop the edited copy and show the sample as it is in the data set. */
export interface RestoreSample {
  readonly type: "restore_sample";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Take the network of the lowest validation loss of the last training. */
export interface ReturnToBest {
  readonly type: "return_to_best";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Show a step of the shown or another future; made at any moment of the run. */
export interface Seek {
  readonly type: "seek";
  readonly step: number;
  /** the shown one */
  readonly future?: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Select a number by its name (docs/names.md), as one may a neuron by its value; "" lets it go. */
export interface Select {
  readonly type: "select";
  readonly name: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Give hidden layer `layer`, from 1, another activation; all weights stay. */
export interface SetActivation {
  readonly type: "set_activation";
  readonly layer: number;
  readonly activation: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Switch a breakpoint on or off, or change its threshold. */
export interface SetBreakpoint {
  readonly type: "set_breakpoint";
  readonly name: string;
  readonly on: boolean;
  /** None leaves its threshold as it is */
  readonly number?: number | null;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Set an input of the sample shown, in its own unit; the sample becomes an edited copy. */
export interface SetInput {
  readonly type: "set_input";
  readonly index: number;
  readonly value: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
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
  readonly reader?: string;
  readonly gesture?: number;
}

/**
 * Put the network at a place of a landscape, asked for as `ask_landscape` does.
 *
 * Of numbers, these are set; along directions, it goes to that place of the slice, and all that moves along
 * them moves.
 */
export interface SetPlace {
  readonly type: "set_place";
  /** in the units of the picture */
  readonly a: number;
  /** 0 on a line */
  readonly b?: number;
  readonly over?: LandscapeOver;
  readonly names?: readonly string[];
  readonly seed?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Set a target of the sample shown; the sample becomes an edited copy. */
export interface SetTarget {
  readonly type: "set_target";
  readonly index: number;
  readonly value: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Show a sample: in its batch if it is there, else in the batch of this epoch that holds it. */
export interface ShowSample {
  readonly type: "show_sample";
  readonly number: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Open a page of a lesson; the reader's own experiment is put aside, and comes back when it is left. */
export interface TakeLesson {
  readonly type: "take_lesson";
  readonly lesson: string;
  readonly page?: number;
  /** of an exercise drawn anew */
  readonly seed?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Train for some epochs, from the step shown, as fast as possible; a stop rule may end it early. */
export interface Train {
  readonly type: "train";
  readonly epochs: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Begin anew with some fields of the recipe changed, as a RemedyScene gives them. */
export interface TryRemedy {
  readonly type: "try_remedy";
  /** JSON: an object of values by field */
  readonly changes: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Take back the last change. */
export interface Undo {
  readonly type: "undo";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Show a reader's own image, already brought to the network's size, in place of the sample's inputs. */
export interface UsePicture {
  readonly type: "use_picture";
  /** (n_in,) in the data's own units */
  readonly inputs: Array;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Let the inputs of the sample shown count the words of a reader's own text. */
export interface UseText {
  readonly type: "use_text";
  readonly text: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** A direction, in the units of its number, or from 0, where the network stands. */
export interface LandscapeAxis {
  /** "weight coffees → bill", "principal direction 1 of the path" */
  readonly title: string;
  /** of the weight or bias; "" of another direction */
  readonly name: string;
  /** where the network stands */
  readonly value: number;
  /** where the next step leads */
  readonly after: number;
  /** where the picture ends */
  readonly low: number;
  readonly high: number;
  /** of the loss along it, by the backward pass */
  readonly slope: number;
  /** of the variance of the path */
  readonly share: number | null;
}

/** The shadow of a future on the slice. */
export interface LandscapePath {
  readonly future: string;
  readonly title: string;
  readonly colour: number;
  readonly steps: readonly number[];
  /** (K, 2) */
  readonly points: Array;
  /** (K,) true ones; empty of futures that are not shown */
  readonly losses: Array;
  /** (K,) those of the slice */
  readonly shadows: Array;
}

/** A place of the picture, and the losses there. */
export interface LandscapePoint {
  readonly a: number;
  /** 0 on a line */
  readonly b: number;
  /** true */
  readonly loss: number;
  /** of the slice where its shadow falls */
  readonly shadow: number;
}

/** The loss over a line or a plane through the network, everything else held. */
export interface LandscapeScene {
  readonly type: "landscape";
  /** of the question */
  readonly serial: number;
  readonly over: LandscapeOver;
  readonly of: LossOf;
  /** one or two */
  readonly axes: readonly LandscapeAxis[];
  /** points along each axis, its ends included */
  readonly cells: number;
  /** (cells,) or (cells, cells): b, a */
  readonly losses: Array;
  /** of the lines that join equal losses; empty on a line */
  readonly levels: readonly number[];
  /** (m, cells) losses of single samples; None over two axes */
  readonly samples: Array | null;
  readonly here: LandscapePoint;
  /** after the update of this step */
  readonly next: LandscapePoint;
  /** of the points of the picture; None where none is finite */
  readonly lowest: LandscapePoint | null;
  /** the shown future first */
  readonly paths: readonly LandscapePath[];
  /** whether nothing else can be learned */
  readonly whole: boolean;
  /** what is held fixed, and at which step; sentences all */
  readonly held: string;
  /** whose loss it is */
  readonly about: string;
  /** the step from here */
  readonly move: string;
  /** how far the path lies from the slice; "" where it lies on it */
  readonly gap: string;
  /** where the loss is no finite number; "" */
  readonly odd: string;
  /** where a program finds it */
  readonly path: string;
}

/** One of several parts of an answer. */
export interface AnsweredPart {
  readonly said: string;
  readonly right: boolean | null;
  readonly result: string;
}

/** What an answer is worth. */
export interface AnsweredScene {
  readonly type: "answered";
  /** of the question */
  readonly serial: number;
  /** None where nothing is judged */
  readonly right: boolean | null;
  /** the answer in words */
  readonly said: string;
  /** what is right */
  readonly result: string;
  /** of a number that is right */
  readonly value: number | null;
  /** to this very answer */
  readonly reply: readonly TextScene[];
  /** the arithmetic of what is right */
  readonly line: string;
  /** of a place that is right */
  readonly point: readonly number[];
  /** of a weight that is right; "" */
  readonly name: string;
  /** where an answer has several */
  readonly parts: readonly AnsweredPart[];
}

/** A question. */
export interface AskScene {
  readonly type: "ask";
  /** among those of its page, from 0 */
  readonly number: number;
  readonly kind: AskKind;
  readonly texts: readonly TextScene[];
  /** of a choice */
  readonly choices: readonly TextScene[];
  /** of a sign or a change: below 0, above 0 */
  readonly words: readonly string[];
  /** to be had one by one */
  readonly hints: readonly LessonText[];
  /** the picture of a point, "decision" or "landscape" */
  readonly on: string;
  /** of a number or a change */
  readonly line: LineScene | null;
  /** whether half and double of it still count as right */
  readonly double: boolean;
  /** what across and upward are, of a point; on a curve across alone */
  readonly axes: readonly string[];
}

/** What the reader is to bring about. */
export interface GoalScene {
  readonly type: "goal";
  /** among those of its page, from 0 */
  readonly number: number;
  readonly texts: readonly TextScene[];
  readonly hints: readonly LessonText[];
}

/** Folded until it is asked for. */
export interface LessonDeeper {
  readonly type: "deeper";
  readonly texts: readonly TextScene[];
}

/** A lesson in the list. */
export interface LessonEntry {
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  readonly pages: number;
  /** titles of those that come before it */
  readonly needs: readonly string[];
}

/** A page as it is opened; it stays the same while its reader is there. */
export interface LessonPage {
  /** name */
  readonly lesson: string;
  readonly title: string;
  /** among the lessons, from 1; 0 of one apart from them */
  readonly place: number;
  /** how many there are, without those */
  readonly lessons: number;
  /** from 1 */
  readonly page: number;
  /** their titles */
  readonly pages: readonly string[];
  readonly blocks: readonly LessonBlock[];
  /** names of numbers, blanks until the questions are answered */
  readonly hidden: readonly string[];
  /** what may be changed, such as "numbers" or names of settings */
  readonly touch: readonly string[];
  readonly selection: string;
  /** "" for none */
  readonly lens: string;
  /** what stands in the middle */
  readonly stage: "decision" | "landscape" | "network";
  /** weights and biases over which the landscape is drawn, () where its reader chooses */
  readonly over: readonly string[];
  /** whether the run stands below */
  readonly curves: boolean;
  /** of its numbers; None as the reader has them */
  readonly decimals: number | null;
  /** "" as the reader has it */
  readonly decimal_mark: "" | "comma" | "point";
  /** what is not there: "show-me", "hints", … */
  readonly hide: readonly string[];
  /** whether another exercise can be drawn */
  readonly anew: boolean;
  /** of the exercise; 0 where its numbers are those of the file */
  readonly seed: number;
  /** the lesson after this one, "" for none */
  readonly next: string;
  readonly next_title: string;
  /** whether somebody may be writing at it */
  readonly own: boolean;
  /** when its shelf was written last */
  readonly stamp: number;
}

/** A part of the page, as it stands. */
export interface LessonPanel {
  readonly type: "panel";
  /** "outcome", "diagnosis" */
  readonly part: string;
}

/** The lesson that the sitting is in. */
export interface LessonScene {
  readonly page: LessonPage;
  /** of each goal, after how many steps of this page it was; None while not */
  readonly reached: readonly (number | null)[];
}

/** Which lessons there are, in their order. */
export interface LessonsScene {
  readonly type: "lessons";
  /** of the question */
  readonly serial: number;
  readonly lessons: readonly LessonEntry[];
  /** of lessons that cannot be read */
  readonly faults: readonly string[];
  /** when the newest of their files was written */
  readonly stamp: number;
}

/** What stands on the page. */
export interface LessonText {
  readonly type: "text";
  readonly texts: readonly TextScene[];
}

/** The arithmetic, once all questions above it are answered. */
export interface LessonWhy {
  readonly type: "why";
  readonly texts: readonly TextScene[];
}

/** A number line on which an answer is pointed at. */
export interface LineScene {
  readonly low: number;
  readonly high: number;
  /** where what changes stands; None where nothing changes */
  readonly now: number | null;
}

/** What is played once the questions above it are answered. */
export interface PlayScene {
  readonly type: "play";
  /** the position on the timeline where it ends */
  readonly to: number;
  /** made by it, 0 where one step is played */
  readonly steps: number;
  /** the one it ends at */
  readonly step: number;
}

/** A piece of a text that looks one way. */
export interface SpanScene {
  readonly text: string;
  readonly look?: "code" | "emphasis" | "lesson" | "link" | "number" | "plain" | "strong" | "why" | "word";
  /** of a number, word, lesson, or the address of a link */
  readonly name?: string;
  /** of a number */
  readonly value?: number | null;
}

/** A paragraph, or an item of a list. */
export interface TextScene {
  readonly spans: readonly SpanScene[];
  readonly item?: boolean;
}

/** What a link means, before it is opened. */
export interface LinkReading {
  readonly type: "link_reading";
  /** of the question */
  readonly serial: number;
  readonly kind: "lesson" | "playground" | "recipe" | "state";
  /** the panel that was open, "" for none */
  readonly dock: string;
  /** names of numbers that are blanks */
  readonly hidden: readonly string[];
  /** what is otherwise than in the playground, a sentence each */
  readonly differs: readonly string[];
  /** fields that could not be read */
  readonly faults: readonly string[];
}

/** A link to what is shown. */
export interface MadeLink {
  readonly type: "made_link";
  /** of the question */
  readonly serial: number;
  /** behind the # of an address: "state=1.…" */
  readonly text: string;
  /** what it opens, in a sentence */
  readonly holds: string;
}

/** The step shown as a program that makes it. */
export interface CodeScene {
  readonly type: "code";
  /** of the question */
  readonly serial: number;
  readonly dialect: string;
  readonly text: string;
}

/** One equation of the step. */
export interface EquationScene {
  /** of the step's timeline in which it is worked out */
  readonly phase: number;
  /** LaTeX */
  readonly formula: string;
  /** the same as text */
  readonly line: string;
  /** "15×4 · 4×5 + 1×5 → 15×5"; "" where it is no product */
  readonly shapes: string;
}

/** All equations of a step, and the matrices of one. */
export interface MatricesScene {
  readonly type: "matrices";
  /** of the question */
  readonly serial: number;
  readonly equations: readonly EquationScene[];
  /** of the one whose matrices these are */
  readonly place: number;
  /** rows times columns, or cell by cell */
  readonly kind: "each" | "product";
  /** of a product: left, right and perhaps what is added */
  readonly operands: readonly MatrixScene[];
  readonly result: MatrixScene;
  readonly sentence: string;
  /** which rows of the batch are not here, "" where all are */
  readonly left_out: string;
}

/** A matrix of the step. A cell's name is `name` with its place in `rows` and `columns` written in. */
export interface MatrixScene {
  /** "W₁" */
  readonly symbol: string;
  /** "weights of hidden 1" */
  readonly title: string;
  /** "105×4", in full where not all of it is here */
  readonly shape: string;
  /** (rows, columns) */
  readonly cells: Array;
  /** "weight.0.{row}.{column}"; "" where its cells have no names */
  readonly name: string;
  /** what is written for {row} */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** "flower 77", "petal length" */
  readonly row_titles: readonly string[];
  readonly column_titles: readonly string[];
  /** a power of two that no cell exceeds, for colouring */
  readonly scale: number;
  readonly role: "backward" | "data" | "forward" | "measure" | "parameter" | "setting";
}

/** A sample of the batch. */
export interface MemberScene {
  /** from 1, as in the data set */
  readonly number: number;
  /** of its loss */
  readonly name: string;
  /** in words: "virginica" */
  readonly target: string;
  /** what the network says of it, before the update; "" where that is no finite number */
  readonly said: string;
  /** None for values */
  readonly right: boolean | null;
  /** before the update, without the penalty */
  readonly loss: number;
}

/** The samples of the batch, and the order that it is a part of. */
export interface MembersScene {
  readonly type: "members";
  /** of the question */
  readonly serial: number;
  /** in their order, at most 200 */
  readonly members: readonly MemberScene[];
  /** of all samples of the batch */
  readonly count: number;
  /** from 1 */
  readonly epoch: number;
  /** of the batch in its epoch, from 1 */
  readonly index: number;
  /** in an epoch */
  readonly batches: number;
  readonly batch_size: number;
  /** numbers of samples as the epoch visits them, whole batches around this one */
  readonly order: readonly number[];
  /** which batch `order` begins with, from 1 */
  readonly first: number;
  /** visited in an epoch */
  readonly samples: number;
  /** of the order */
  readonly seed: number;
  /** why the order is shuffled, and by which seed */
  readonly sentence: string;
  /** where a program finds the samples of the batch */
  readonly path: string;
}

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

/** Another future beside the one shown. */
export interface Comparison {
  readonly type: "comparison";
  readonly future: string;
}

/** Another future at the step shown, given the same samples. */
export interface ComparisonScene {
  readonly type: "comparison";
  readonly future: string;
  /** of both; where the step shown is beyond the end of the other, that end */
  readonly step: number;
  /** None where the step shown is beyond its end */
  readonly stage: StageScene | null;
  readonly outcome: readonly MeasureScene[];
  readonly plane: PlaneScene | null;
  readonly same_shape: boolean;
  /** None for networks of other shapes */
  readonly difference: DifferenceScene | null;
  /** the names of the weights and biases that differ most, at most ten */
  readonly most: readonly string[];
  /** in what they differ most, or why that cannot be said */
  readonly sentence: string;
}

/** What the network says over the plane of two inputs. */
export interface DecisionPicture {
  readonly type: "decision_picture";
}

/** What the network says over the plane. */
export interface DecisionScene {
  readonly type: "decision_picture";
  readonly plane: PlaneScene;
  /** once the update of this step is made; None while training is played */
  readonly after: PlaneScene | null;
  /** where the validation loss was lowest, once it has turned and that is not shown */
  readonly best: PlaneScene | null;
  /** where that was, 0 for none */
  readonly best_step: number;
}

/** What another future has less what the shown one has. */
export interface DifferenceScene {
  /** per link, laid out as the wires of the other */
  readonly weight: readonly Array[];
  /** (n,) per link */
  readonly bias: readonly (Array | null)[];
  /** (n,) per layer, from 1 */
  readonly value: readonly Array[];
  /** (n_out,) */
  readonly probability: Array | null;
}

/** The Game of Life as the network plays it, beside the true one. */
export interface Life {
  readonly type: "life";
}

/** What a network says of all neighbourhoods. */
export interface LifeAnswers {
  /** (512,) 1 where the middle cell lives next; a neighbourhood is its nine cells as digits */
  readonly alive: Uint8Array;
  /** how many of them as the rule */
  readonly right: number;
  readonly sentence: string;
}

/** All that is needed to play the Game of Life by looking up. */
export interface LifeScene {
  readonly type: "life";
  /** (512,) as LifeAnswers.alive */
  readonly rule: Uint8Array;
  readonly network: LifeAnswers;
  /** once the update of this step is made; None while training is played */
  readonly after: LifeAnswers | null;
  readonly starts: readonly LifeStart[];
}

/** Cells to begin with, on a torus. */
export interface LifeStart {
  readonly name: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** (height, width) row by row, 1 where one lives */
  readonly cells: Uint8Array;
}

/** Inside the neurons, their response over that plane or their incoming weights as an image. */
export interface NeuronPictures {
  readonly type: "neuron_pictures";
}

/**
 * What stands inside the neurons, with the parameters of the step and with those after its update.
 *
 * While training is played there is none of after it.
 */
export interface NeuronPicturesScene {
  readonly type: "neuron_pictures";
  /** for planar data */
  readonly responses: ResponsesScene | null;
  readonly responses_after: ResponsesScene | null;
  /** for images */
  readonly weights: FaceScene | null;
  readonly weights_after: FaceScene | null;
}

/** Something to have open, and how. */
export interface Panel {
  readonly type: "Panel";
}

/** The curves of the run, within a window of steps, None for all, in so many bins. */
export interface Strip {
  readonly type: "strip";
  readonly first?: number | null;
  readonly last?: number | null;
  readonly bins?: number;
}

/** The curves of every future within the window. */
export interface StripScene {
  readonly type: "strip";
  /** the window, in steps */
  readonly first: number;
  readonly last: number;
  /** in the order of the run's */
  readonly futures: readonly CurvesScene[];
}

/** What is right of a question. */
export interface AnswerOnPaper {
  /** "" where nothing is judged */
  readonly result: string;
  /** the arithmetic, "" where none is known */
  readonly line: string;
}

/** A page of a lesson, with all that is right. */
export interface PageOnPaper {
  readonly title: string;
  readonly blocks: readonly LessonBlock[];
  /** what the lesson says of it in its summary */
  readonly summary: readonly TextScene[];
  /** of its questions, in their order */
  readonly answers: readonly AnswerOnPaper[];
  /** numbers that its questions ask for */
  readonly blanks: readonly string[];
}

/** A lesson, or a page of it. */
export interface PaperScene {
  readonly type: "paper";
  /** of the question */
  readonly serial: number;
  readonly title: string;
  /** the number of its first page here, from 1 */
  readonly first: number;
  readonly pages: readonly PageOnPaper[];
}

/** The incoming weights of the neurons of a layer as images of the layer below. */
export interface FaceScene {
  readonly layer: number;
  /** (neurons, height, width[, 3]) */
  readonly weights: Tones;
  /** what a cell is, where it is not one weight; else "" */
  readonly rule: string;
}

/** A reader's own image, brought to the network's size and classified. */
export interface PictureReading {
  readonly type: "picture_reading";
  /** of the question */
  readonly serial: number;
  readonly stages: readonly PictureStage[];
  /** (n_in,) in the data's own units, for `use_picture` */
  readonly inputs: Array;
  /** likeliest first */
  readonly tags: readonly Tag[];
  /** a sentence for the live region */
  readonly said: string;
}

/** One stage of an image on its way to the inputs. */
export interface PictureStage {
  /** "as it came", "grey", "cut to what is drawn", "8 × 8" */
  readonly title: string;
  /** one sentence: what was done */
  readonly note: string;
  readonly width: number;
  readonly height: number;
  /** RGB, row by row, at most 280 pixels along an edge */
  readonly pixels: Uint8Array;
}

/** The plane of the two inputs, in their own units, and the samples on it. */
export interface Plane {
  /** left and right edge */
  readonly x: readonly [number, number];
  /** lower and upper edge */
  readonly y: readonly [number, number];
  readonly names: readonly [string, string];
  readonly units: readonly [string, string];
  /** of the targets */
  readonly kind: "classes" | "labels" | "values";
  /** what tones 1 and 255 of an output stand for: a share, or a value in its own unit */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** (m, 2) samples, in their own units */
  readonly points: Array;
  /** (m,) number of the class; else (m, n_out) labels, or values in their own units */
  readonly truth: Array;
  /** (m,) 0 train, 1 validation, 2 test */
  readonly part: Array;
  /** (m,) 1 where the network says another class or other labels, 0 elsewhere */
  readonly wrong: Array;
  /** which samples are drawn, where not all are; else "" */
  readonly rule: string;
}

/** What the network says over the plane. */
export interface PlaneScene {
  /** left and right edge */
  readonly x: readonly [number, number];
  /** lower and upper edge */
  readonly y: readonly [number, number];
  readonly names: readonly [string, string];
  readonly units: readonly [string, string];
  /** of the targets */
  readonly kind: "classes" | "labels" | "values";
  /** what tones 1 and 255 of an output stand for: a share, or a value in its own unit */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** (m, 2) samples, in their own units */
  readonly points: Array;
  /** (m,) number of the class; else (m, n_out) labels, or values in their own units */
  readonly truth: Array;
  /** (m,) 0 train, 1 validation, 2 test */
  readonly part: Array;
  /** (m,) 1 where the network says another class or other labels, 0 elsewhere */
  readonly wrong: Array;
  /** which samples are drawn, where not all are; else "" */
  readonly rule: string;
  /** cells along each edge; numbers are those of cells' centres, the first row at the top */
  readonly size: number;
  /** (size, size) number of the likeliest class, where targets are classes */
  readonly winner: Array | null;
  /** (n, size, size) how far the likeliest class leads (n = 1), else what each output says */
  readonly value: Tones;
  /** what there is to see */
  readonly sentence: string;
}

/** What each neuron says over the plane. */
export interface ResponsesScene {
  /** left and right edge */
  readonly x: readonly [number, number];
  /** lower and upper edge */
  readonly y: readonly [number, number];
  readonly names: readonly [string, string];
  readonly units: readonly [string, string];
  /** of the targets */
  readonly kind: "classes" | "labels" | "values";
  /** what tones 1 and 255 of an output stand for: a share, or a value in its own unit */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** (m, 2) samples, in their own units */
  readonly points: Array;
  /** (m,) number of the class; else (m, n_out) labels, or values in their own units */
  readonly truth: Array;
  /** (m,) 0 train, 1 validation, 2 test */
  readonly part: Array;
  /** (m,) 1 where the network says another class or other labels, 0 elsewhere */
  readonly wrong: Array;
  /** which samples are drawn, where not all are; else "" */
  readonly rule: string;
  /** by layer, 0 the inputs: activations (neurons, cells, cells) */
  readonly neurons: readonly Tones[];
  /** by layer: the neurons that no cell of the plane rouses */
  readonly dead: readonly (readonly number[])[];
}

/** A class or label and how probable the network says it is. */
export interface Tag {
  readonly name: string;
  readonly likelihood: number;
}

/**
 * Numbers for colouring alone: each is one byte, from 1 (-scale) over 128 (0) to 255 (scale).
 *
 * 0 stands for what is not a number.
 */
export interface Tones {
  readonly shape: readonly number[];
  /** row by row */
  readonly data: Uint8Array;
  readonly scale: number;
}

/** By which ways does the loss reach a number, and of a loss: who is to blame for it? */
export interface AskBlame {
  readonly type: "ask_blame";
  readonly name: string;
  /** of its products, at least */
  readonly digits?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Which gradients of the step shown were checked, and where do they differ most? */
export interface AskChecked {
  readonly type: "ask_checked";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** How does the loss curve where the network stands, and which learning rates does that bear? */
export interface AskCurvature {
  readonly type: "ask_curvature";
  readonly of?: LossOf;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Where do several rules of descent lead from a place of a landscape, asked for as that is? */
export interface AskDescents {
  readonly type: "ask_descents";
  readonly over?: LandscapeOver;
  readonly names?: readonly string[];
  readonly of?: LossOf;
  /** of random directions */
  readonly seed?: number;
  /** None: the network shown */
  readonly start?: readonly [number, number] | null;
  readonly race?: Race;
  readonly rates?: readonly number[];
  readonly steps?: number;
  /** seed of the order of samples */
  readonly order?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** How does the error of a gradient's check depend on the size of the nudge? */
export interface AskErrorCurve {
  readonly type: "ask_error_curve";
  readonly name: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** How did a weight or bias, by the name of one of its numbers, come to be what it is? */
export interface AskHistory {
  readonly type: "ask_history";
  readonly name: string;
  readonly digits?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** How does the loss go around the network shown, over one or two of its numbers or over directions? */
export interface AskLandscape {
  readonly type: "ask_landscape";
  readonly over?: LandscapeOver;
  /** of weights or biases, one or two; () for those that tell most */
  readonly names?: readonly string[];
  readonly of?: LossOf;
  /** ends in own values; None: so that all is within */
  readonly window?: readonly [number, number, number, number] | null;
  /** another moment follows soon */
  readonly quick?: boolean;
  /** whether single samples have theirs */
  readonly curves?: boolean;
  /** of random directions */
  readonly seed?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Which samples does the batch shown hold, and in which order does the epoch visit them? */
export interface AskMembers {
  readonly type: "ask_members";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Where on a landscape, asked for as that is, does the next step lead, made of other samples? */
export interface AskNextSteps {
  readonly type: "ask_next_steps";
  readonly over?: LandscapeOver;
  readonly names?: readonly string[];
  readonly of?: LossOf;
  readonly seed?: number;
  /** samples a batch: of 1, each by itself */
  readonly size?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What is printed of a page of a lesson, or of all of them? */
export interface AskPaper {
  readonly type: "ask_paper";
  readonly lesson: string;
  /** from 1; 0 is all */
  readonly page?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What becomes of loss and answers without a part of the network, or two, or with them nudged? */
export interface AskRemoval {
  readonly type: "ask_removal";
  /** of numbers of inputs, hidden neurons or wires, one or two */
  readonly names: readonly string[];
  /** what is added to a value or weight, None where it is removed */
  readonly by?: number | null;
  /** that judge */
  readonly samples?: JudgedBy;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What becomes of them without each single part of a kind? Answered in parts. */
export interface AskRemovalMap {
  readonly type: "ask_removal_map";
  /** "layer.1", "link.0" or "pairs" */
  readonly map: string;
  /** entry of the part */
  readonly first?: number;
  readonly samples?: JudgedBy;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What does each sample of the batch ask of a parameter, and how noisy is their mean? */
export interface AskSpread {
  readonly type: "ask_spread";
  /** of a number of the parameter or its neuron; else that with the largest gradient */
  readonly name?: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What is printed of the step shown as an exercise? */
export interface AskWorksheet {
  readonly type: "ask_worksheet";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What did the step shown change most or, with a future beside it, in what does that differ most? */
export interface Changed {
  readonly type: "ask_changed";
  readonly kind?: ChangedKind;
  readonly future?: string;
  /** numbers in the list */
  readonly most?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What is an answer to a question of the lesson's page worth? */
export interface CheckAnswer {
  readonly type: "check_answer";
  readonly lesson: string;
  /** from 1 */
  readonly page: number;
  /** of its exercise, 0 where its numbers are those of the file */
  readonly seed: number;
  /** of the question on its page, from 0 */
  readonly number: number;
  /** a number, -1 or 1, the place of an item, a name, a sentence; "" asks to be shown */
  readonly given: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Which of one's own numbers, by their names, are right, in the step shown or in an exercise? */
export interface CheckSheet {
  readonly type: "check_sheet";
  readonly key?: string;
  /** of the number that the sheet "one" asks for */
  readonly name?: string;
  /** of an exercise */
  readonly seed?: number;
  readonly answers?: Readonly<Record<string, string>>;
  /** whether what is right is told all the same */
  readonly revealed?: boolean;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** The step shown as a program. */
export interface Code {
  readonly type: "ask_code";
  readonly dialect?: "numpy" | "octave" | "pytorch";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Which lessons are there? */
export interface ListLessons {
  readonly type: "list_lessons";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Which runs are on disk? */
export interface ListRuns {
  readonly type: "list_runs";
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Which text opens exactly this state elsewhere? */
export interface MakeLink {
  readonly type: "make_link";
  /** the panel that is open */
  readonly dock?: string;
  /** names of numbers that are to be blanks there */
  readonly hidden?: readonly string[];
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** The final loss after so many steps, for one value of a setting and some of another. */
export interface MapRow {
  readonly type: "map_row";
  readonly x_name: string;
  readonly x: readonly number[];
  readonly y_name: string;
  readonly y: number;
  readonly steps: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** The step shown as products of matrices, and the cells of one of them. */
export interface Matrices {
  readonly type: "ask_matrices";
  /** of the equation, None for that of the phase under way */
  readonly place?: number | null;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What does a link mean? */
export interface ReadLink {
  readonly type: "read_link";
  readonly text: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Bring an image to the network's size and say what it shows. */
export interface ReadPicture {
  readonly type: "read_picture";
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row */
  readonly pixels: Uint8Array;
  /** on the pad, which is cut to what is drawn */
  readonly drawn: boolean;
  /** of an earlier reading, to be classified again; the image is then left out */
  readonly inputs?: Array | null;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What does the network say of a text, and what does each of its words add to the score of an output? */
export interface ReadText {
  readonly type: "read_text";
  /** None: that of the sample shown, where the data keeps it */
  readonly text?: string | null;
  readonly output?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What a teacher wants done with the class. Of the sitting nothing changes. */
export interface Teach {
  readonly type: "teach";
  readonly act: ClassAct;
  /** of a page or a student */
  readonly number?: number;
  /** a link, the key of a question, or a name */
  readonly text?: string;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What would the run be with another value of a setting of numbers, after as many steps or epochs? */
export interface WhatIf {
  readonly type: "what_if";
  readonly name: string;
  readonly value: number;
  readonly steps: number;
  /** that it may take */
  readonly milliseconds: number;
  readonly points?: number;
  /** epochs: as many as `steps` steps of the recipe as it stands come to, rounded */
  readonly per?: WhatIfPer;
  /** another setting, as of a cell of a map; "" for none */
  readonly y_name?: string;
  readonly y?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** Why is a number, by its name, what it is at the moment shown? */
export interface Why {
  readonly type: "ask_why";
  readonly name: string;
  /** of its formula, at least */
  readonly digits?: number;
  /** by which its parameter is nudged for the proof */
  readonly epsilon?: number;
  readonly at: Moment;
  readonly serial?: number;
  readonly reader?: string;
  readonly gesture?: number;
}

/** What all hidden neurons do for the loss, in parts that add up. */
export interface EmergenceScene {
  /** what the loss rises by without any of them */
  readonly whole: number;
  /** the sum of what it rises by without each */
  readonly singles: number;
  /** the sum of what two change beyond each alone */
  readonly pairs: number;
  /** the rest, of three and more */
  readonly together: number;
  readonly sentence: string;
}

/** What an output says, of the sample shown and in the mean over the samples that judge. */
export interface OutputEffect {
  readonly title: string;
  readonly before: number;
  readonly after: number;
  readonly mean_before: number;
  readonly mean_after: number;
}

/** A map that can be asked for. */
export interface RemovalMap {
  /** "layer.1", "link.0" or "pairs" */
  readonly key: string;
  readonly title: string;
  /** of its entries */
  readonly count: number;
  /** why there is none, "" where there is one */
  readonly left_out: string;
}

/** Entries `first`, first + 1, … of a map: as many as were worked out in the time of an answer. */
export interface RemovalMapScene {
  readonly type: "removal_map";
  /** of the question */
  readonly serial: number;
  readonly maps: readonly RemovalMap[];
  readonly key: string;
  readonly row_titles: readonly string[];
  readonly column_titles: readonly string[];
  /** of the numbers that stand for rows; a wire's name is in `names` */
  readonly row_names: readonly string[];
  /** "weight.0.{row}.{column}", "value.1.{column}" or, of pairs, "" */
  readonly names: string;
  /** entries follow each other row by row; of pairs, (0, 1), (0, 2), …, (1, 2), … */
  readonly first: number;
  /** (entries,) by how much the loss changes; of pairs, beyond what each alone changes */
  readonly change: Array;
  /** (entries,) by how much the share of right answers changes; nan of values */
  readonly accuracy: Array;
  readonly loss: number;
  /** share of right answers of the whole network */
  readonly judged: number | null;
  readonly samples: number;
  /** which samples judge, in words */
  readonly about: string;
  /** where all pairs are known */
  readonly emergence: EmergenceScene | null;
}

/** The network with one part changed, or with two. */
export interface RemovalScene {
  readonly type: "removal";
  /** of the question */
  readonly serial: number;
  /** of the values and weights that are changed */
  readonly names: readonly string[];
  /** "hidden 3", "petal length → hidden 3" */
  readonly titles: readonly string[];
  /** what is added to each, None where they are removed */
  readonly by: number | null;
  /** mean over the samples that judge, without the penalty */
  readonly loss: number;
  readonly new_loss: number;
  /** share of right answers; None of values */
  readonly accuracy: number | null;
  readonly new_accuracy: number | null;
  /** of two: by how much the loss changes for each alone */
  readonly alone: readonly number[];
  /** of two: what both change beyond that */
  readonly interaction: number | null;
  readonly outputs: readonly OutputEffect[];
  /** whose outputs these are: "flower 87" */
  readonly sample: string;
  /** that judge */
  readonly samples: number;
  readonly sentence: string;
  /** where a program finds it */
  readonly path: string;
}

/** The next scene for one reader: what has changed since the last that this reader was sent (`frames`). */
export interface Frame {
  readonly type: "frame";
  /** of the scene */
  readonly changes: Readonly<Record<string, unknown>>;
}

/** An intent that could not be carried out. Nothing has changed. */
export interface Problem {
  readonly type: "problem";
  /** needless: there was nothing to do */
  readonly kind: "failed" | "malformed" | "needless" | "refused" | "stale";
  /** the part of the intent at fault, "" if none */
  readonly field: string;
  /** rule, value and remedy, in one sentence */
  readonly message: string;
  /** of the intent it answers, -1 where that could not be read */
  readonly serial: number;
}

/** All there is to draw at one moment. */
export interface Scene {
  readonly type: "scene";
  readonly protocol: number;
  readonly moment: Moment;
  readonly experiment: ExperimentScene;
  readonly stage: StageScene;
  readonly selection: SelectionScene | null;
  readonly outcome: OutcomeScene;
  readonly check: CheckScene | null;
  /** None before the first */
  readonly training: TrainingScene | null;
  readonly diagnoses: readonly DiagnosisScene[];
  readonly run: RunScene | null;
  /** what somebody has open */
  readonly opened: readonly OpenedScene[];
  /** kinds of `Opened` of which there is something to draw */
  readonly openable: readonly string[];
  /** what an undo would take back, "" if nothing */
  readonly undo: string;
  readonly redo: string;
  /** what the last intent changed, for the live region */
  readonly said: string;
  /** None while it plays */
  readonly welcome: WelcomeScene | null;
  /** None outside of lessons */
  readonly lesson: LessonScene | null;
  /** of each reader, the serial of its last intent that was answered */
  readonly answered?: Readonly<Record<string, number>>;
  /** None where there is no class */
  readonly classroom?: ClassScene | ClassSeat | null;
}

/** One thing to see in the network. */
export interface SeenScene {
  readonly title: string;
  /** with this moment's numbers */
  readonly text: string;
  /** the number it is about; "" for none */
  readonly name: string;
}

/** What is said to who has never been here. */
export interface WelcomeScene {
  readonly title: string;
  readonly text: string;
  /** of inputs, wires and outputs */
  readonly seen: readonly SeenScene[];
}

/** Something training may stop for. */
export interface BreakpointScene {
  readonly name: string;
  /** "the loss rises" */
  readonly title: string;
  /** one sentence: when exactly it is met */
  readonly note: string;
  readonly on: boolean;
  /** its threshold, where it has one */
  readonly number: number | null;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
  /** "times", "%" */
  readonly unit: string;
  /** steps of the shown future at which it would have hit, at most 50 */
  readonly hits: readonly number[];
}

/** The curves of one future, within the window and from its departure on. */
export interface CurvesScene {
  /** its name */
  readonly future: string;
  readonly series: readonly Series[];
}

/** One line of steps, from the start of the run or from where it departed from another. */
export interface FutureScene {
  /** stays the same, unlike the title */
  readonly name: string;
  /** as the reader calls it: "main", "learning rate 1.6" */
  readonly title: string;
  /** 0 for the first, counted on from there */
  readonly colour: number;
  /** name of the future it departed from, "" for the first */
  readonly parent: string;
  /** step at which it did */
  readonly departure: number;
  /** its end */
  readonly steps: number;
  readonly racing: boolean;
  /** (m, 2) a step, and the epochs made by then: between and beyond, they go on evenly */
  readonly epochs: Array;
  /** at its end: train, validation, test */
  readonly outcome: readonly MeasureScene[];
  /** why it ended, a sentence; "" where nothing but the reader ended it */
  readonly stopped: string;
}

/** The final loss for some values of two settings: one row of the map. */
export interface MapScene {
  readonly type: "map_scene";
  /** of the question */
  readonly serial: number;
  readonly x_name: string;
  readonly y_name: string;
  readonly y: number;
  /** (m,) */
  readonly x: Array;
  /** (m,) on validation samples or, without, on training samples; not-a-number where it diverged */
  readonly loss: Array;
  readonly steps: number;
}

/** Something that happened, or would have, at one step. */
export interface Mark {
  readonly future: string;
  readonly step: number;
  readonly kind: MarkKind;
  /** a sentence */
  readonly title: string;
}

/** What train, validation and test losses say together. */
export interface OverfittingScene {
  /** step of the lowest validation loss; -1 without validation samples */
  readonly best: number;
  /** whether the validation loss, or without it the test loss, has risen since its lowest */
  readonly turned: boolean;
  readonly sentence: string;
}

/** The run, and the transport of training; curves are those of an open strip. */
export interface RunScene {
  readonly futures: readonly FutureScene[];
  /** name of the future on the stage */
  readonly shown: string;
  /** its end */
  readonly head: number;
  readonly playing: boolean;
  /** steps a second that are wanted, 0 as fast as possible */
  readonly pace: number;
  /** steps a second that are made, 0 while nothing plays */
  readonly rate: number;
  /** why the last playing ended, a sentence; "" while nothing has played */
  readonly stopped: string;
  readonly marks: readonly Mark[];
  readonly breakpoints: readonly BreakpointScene[];
  readonly overfitting: OverfittingScene | null;
  /** steps in an epoch, under the present settings */
  readonly epoch_steps: number;
  /** name of the file the run is kept in, "" where it is not kept */
  readonly file: string;
  /** why it is not kept, a sentence */
  readonly trouble: string;
}

/** A run on disk. */
export interface SavedRun {
  /** of its file */
  readonly name: string;
  /** as its reader calls it, else data and shape */
  readonly title: string;
  /** whether its reader gave it the title */
  readonly named: boolean;
  /** settings in which those on the same data and network differ: "Adam, no patience" */
  readonly differs: string;
  /** lowest validation loss */
  readonly best: number | null;
  /** seconds since 1970 at which it was last written */
  readonly when: number;
  readonly steps: number;
  readonly futures: number;
  /** bytes */
  readonly size: number;
  /** (m,) a small curve, at most 40 points */
  readonly loss: Array;
  /** whether it is the run of this sitting */
  readonly present: boolean;
  /** why it cannot be opened, "" where it can */
  readonly trouble: string;
}

/** The runs in the reader's folder, the latest first. */
export interface SavedRuns {
  readonly type: "saved_runs";
  /** of the question */
  readonly serial: number;
  readonly folder: string;
  readonly runs: readonly SavedRun[];
}

/**
 * One curve, summed up in bins: in each its least, mean and greatest number, so that no extreme is lost.
 *
 * Where a bin holds one number, the three are equal.
 */
export interface Series {
  /** "batch loss", "penalty", "train loss", "validation loss", "test loss", "gradient norm" … */
  readonly name: string;
  readonly kind: SeriesKind;
  /** (m,) updates made where the bin begins */
  readonly steps: Array;
  /** (m,) */
  readonly low: Array;
  /** (m,) */
  readonly mean: Array;
  /** (m,) */
  readonly high: Array;
}

/** One of the two trainings of a what-if, from the start of the run. Test samples are left out. */
export interface WhatIfLine {
  /** where the two are compared */
  readonly steps: number;
  /** steps in an epoch of its own */
  readonly epoch_steps: number;
  /** (m,) about 100, as far as it came */
  readonly updates: Array;
  /** (m,) loss */
  readonly train: Array;
  readonly validation: Array | null;
  /** at `steps`: train and, where there are samples, validation */
  readonly outcome: readonly MeasureScene[];
  /** there, for planar data */
  readonly plane: PlaneScene | null;
}

/** The training that another value of a setting would have given, beside that of the present recipe. */
export interface WhatIfScene {
  readonly type: "what_if_scene";
  /** of the question */
  readonly serial: number;
  readonly name: string;
  readonly value: number;
  /** what both have as many of where they are compared */
  readonly per: WhatIfPer;
  /** steps it was to make */
  readonly wanted: number;
  /** whether it went as far as wanted; else time ran out, and one may ask again with more */
  readonly complete: boolean;
  /** the recipe as it stands */
  readonly here: WhatIfLine;
  /** with the value asked for */
  readonly there: WhatIfLine;
  /** by which samples: never those of the test */
  readonly judged: "test" | "train" | "validation";
  readonly seconds: number;
  readonly sentence: string;
}

/** A number that is asked for, and what is right of what was answered. */
export interface BlankScene {
  readonly name: string;
  readonly title: string;
  readonly state: AnswerState;
  /** "" until it is answered or revealed */
  readonly right: string;
  /** a sentence, "" where there is nothing to say */
  readonly note: string;
}

/** A number that an exercise gives. */
export interface GivenScene {
  readonly name: string;
  readonly title: string;
  /** in full */
  readonly text: string;
}

/** A mistake that the wrong answers come from. */
export interface MistakeScene {
  readonly title: string;
  readonly remedy: string;
}

/** A sheet that can be chosen. */
export interface SheetChoice {
  readonly key: string;
  readonly title: string;
  readonly group: "A kind" | "A layer" | "Exercises" | "The step shown";
}

/** A sheet as it stands. */
export interface SheetScene {
  readonly type: "sheet";
  /** of the question */
  readonly serial: number;
  readonly choices: readonly SheetChoice[];
  readonly key: string;
  /** what is asked, in a sentence */
  readonly text: string;
  /** of an exercise; a step's stand on the stage */
  readonly given: readonly GivenScene[];
  readonly blanks: readonly BlankScene[];
  /** blanks beyond those listed */
  readonly left_out: number;
  /** the name of the number at which the first mistake entered, "" where there is none */
  readonly first: string;
  readonly mistakes: readonly MistakeScene[];
  /** what is right so far */
  readonly sentence: string;
}

/** What one sample of the batch asks of the parameter. */
export interface OwnGradient {
  /** from 1, as in the data set */
  readonly number: number;
  /** of its gradient */
  readonly name: string;
  readonly gradient: number;
}

/** The gradients of one parameter. */
export interface SpreadScene {
  readonly type: "spread";
  /** of the question */
  readonly serial: number;
  /** of the gradient that is applied */
  readonly name: string;
  /** "weight petal length → hidden 3" */
  readonly title: string;
  /** in the order of the batch, at most 200 */
  readonly own: readonly OwnGradient[];
  /** of all samples of the batch */
  readonly count: number;
  /** over the batch, without the penalty */
  readonly mean: number;
  /** with the penalty's part */
  readonly applied: number;
  /** of a batch */
  readonly size: number;
  /** that batches are drawn from */
  readonly samples: number;
  /** (batches,) the gradient in each of many batches from this step, with the penalty's part */
  readonly batches: Array;
  /** of all these samples */
  readonly whole: number;
  /** standard deviation over batches */
  readonly spread: number;
  /** the same over single samples */
  readonly single: number;
  /** share of the batches that have the other sign than the whole */
  readonly against: number;
  /** mean cosine between a batch's gradient, of all parameters, and the whole one */
  readonly along: number;
  readonly sentence: string;
  /** where a program finds it */
  readonly path: string;
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

/** What one update did to its own batch and to the sample shown. Losses hold no penalty. */
export interface Change {
  /** updates made before it */
  readonly step: number;
  readonly batch_loss_before: number;
  readonly batch_loss_after: number;
  readonly before: Verdict;
  readonly after: Verdict;
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
  /** a fixed one has a gradient, and no update moves it */
  readonly bias_kind: "fixed" | "learned" | "none";
  /** (n,) None where there is none, as in the input layer */
  readonly bias: Array | null;
  /** (n,) mean over the batch */
  readonly bias_gradient: Array | null;
  /** (n,) what the update takes away: bias_after = bias - bias_update */
  readonly bias_update: Array | null;
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
  /** (n_in, n_out) what the update takes away: after = weight - update */
  readonly update: Array;
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
  /** the largest output, by its probability where there is one; None if none is a number */
  readonly winner: number | null;
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
  /** (n_out, 2) the ends of the scale that both are drawn on */
  readonly own_range: Array | null;
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

/** Along which wires most of what wins came, for the sample shown. */
export interface PathsScene {
  /** by what rule, in a sentence */
  readonly rule: string;
  /** the strongest first, each from the winning output back */
  readonly paths: readonly (readonly (readonly [number, number, number])[])[];
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

/** The number that is selected. It stays so while one steps, plays and seeks. */
export interface SelectionScene {
  readonly name: string;
  /** what it is: "gradient of the weight hidden 3 → versicolor" */
  readonly words: string;
  /** at the moment shown; None where this step has none, as of a sample of another batch */
  readonly value: number | null;
  /** once the update is on screen */
  readonly after: number | null;
  /** where a program finds it: "run.step(38).gradients.layers[1].weight[2, 0]"; "" for nowhere */
  readonly path: string;
  readonly editable: boolean;
}

/** All numbers of one step. */
export interface StageScene {
  readonly layers: readonly LayerScene[];
  readonly links: readonly LinkScene[];
  readonly output: OutputScene;
  readonly strongest: PathsScene;
  readonly timeline: readonly PhaseScene[];
  readonly update: UpdateScene;
  /** what the update of this step does */
  readonly change: Change;
  /** what the update before this step did */
  readonly previous: Change | null;
}

/** How the update of the step makes new numbers of old ones, by what stands beside them. */
export interface UpdateScene {
  /** "old → new = old − 0.1 × gradient, the mean of 15 flowers" */
  readonly rule: string;
  /** update = their product * gradient; () where the optimizer makes more of it */
  readonly factors: readonly number[];
  /** what it is that is taken away then: "Adam's step"; "" where factors say it */
  readonly step: string;
}

/** What the network says of the sample shown, under one set of parameters and with nothing dropped. */
export interface Verdict {
  /** a class, the labels that are on or "none", values in their own units; "" if not finite */
  readonly predicted: string;
  /** None for values, and where the target names no single class */
  readonly right: boolean | null;
}

/** A part of the text: a word, or what stands between words. */
export interface TextPiece {
  readonly text: string;
  readonly word: boolean;
  /** to the score of the output asked about; None where no input counts it */
  readonly adds: number | null;
}

/** What the network says of a text, and what each of its words adds. */
export interface TextReading {
  readonly type: "text_reading";
  /** of the question */
  readonly serial: number;
  readonly text: string;
  /** whose score it is */
  readonly output: number;
  /** of the outputs */
  readonly names: readonly string[];
  readonly score: number;
  /** which follow each other */
  readonly pieces: readonly TextPiece[];
  /** in the order of the outputs; none where the loss makes no likelihoods */
  readonly tags: readonly Tag[];
  readonly sentence: string;
  /** what the score is, and what a word adds to it */
  readonly rule: string;
}

/** What the step does to the parameter. */
export interface EffectScene {
  readonly old: number;
  readonly update: number;
  readonly new: number;
  /** "+0.44123 − 0.1 × −0.03900 = +0.44513" */
  readonly line: string;
}

/** A number that another is made of; asking it is asking again. */
export interface OperandScene {
  readonly name: string;
  /** "δ of versicolor" */
  readonly title: string;
  /** LaTeX */
  readonly symbol: string;
  /** as it stands in the formula with numbers */
  readonly text: string;
  readonly value: number;
  /** its colour of meaning */
  readonly role: "backward" | "data" | "forward" | "measure" | "parameter" | "setting";
}

/** A parameter nudged by ±epsilon: both losses, their quotient, and the gradient beside it. */
export interface ProofScene {
  readonly epsilon: number;
  readonly loss_minus: number;
  readonly loss_plus: number;
  /** (loss_plus − loss_minus) / 2 epsilon */
  readonly quotient: number;
  readonly gradient: number;
  /** |quotient − gradient| over the larger; 0 where both are 0 */
  readonly error: number;
  readonly agrees: boolean;
  /** a sentence; of kinks, where the nudge crosses one */
  readonly note: string;
}

/** One term of a sum, and the sum so far. */
export interface TermScene {
  /** "−0.8057 × −0.1313" */
  readonly text: string;
  /** of its operands */
  readonly names: readonly string[];
  /** what it is of: "flower 87", "petal length" */
  readonly label: string;
  readonly value: number;
  readonly running: number;
}

/** Why a number is what it is. */
export interface WhyScene {
  readonly type: "why";
  /** of the question */
  readonly serial: number;
  readonly name: string;
  readonly title: string;
  readonly value: number;
  /** the value, as its formula prints it */
  readonly text: string;
  readonly sentence: string;
  /** LaTeX in symbols; "" where it follows from nothing in this step */
  readonly formula: string;
  /** LaTeX with numbers */
  readonly numbers: string;
  /** the same as a line of text */
  readonly line: string;
  readonly operands: readonly OperandScene[];
  /** of its sum, at most 200 */
  readonly terms: readonly TermScene[];
  readonly term_count: number;
  /** of gradients */
  readonly proof: ProofScene | null;
  /** of weights, biases and what becomes of them */
  readonly effect: EffectScene | null;
  readonly role: "backward" | "data" | "forward" | "measure" | "parameter" | "setting";
  /** where a program finds it */
  readonly path: string;
}

/** A number that is asked for. */
export interface WorksheetItem {
  readonly name: string;
  readonly title: string;
  readonly right: string;
  /** the arithmetic, "" where the number follows from nothing in the step */
  readonly line: string;
}

/** Numbers that are worked out one after the other. */
export interface WorksheetPart {
  readonly title: string;
  readonly items: readonly WorksheetItem[];
}

/** A step that is worked by hand, from what is given alone. */
export interface WorksheetScene {
  readonly type: "worksheet";
  /** of the question */
  readonly serial: number;
  readonly title: string;
  /** what is asked, in sentences */
  readonly text: string;
  readonly given: readonly GivenScene[];
  readonly parts: readonly WorksheetPart[];
}

export type ClassPart = ClassScene | ClassSeat;

export type Setting = ChoiceSetting | NumberSetting | ManySetting | LayersSetting;

export type AnyIntent =
  | Rest
  | Advance
  | NextBatch
  | ShowSample
  | SetParameter
  | SetPlace
  | SetInput
  | SetTarget
  | RestoreSample
  | Configure
  | ConfigureMany
  | ConfigureLayers
  | TryRemedy
  | DrawData
  | Train
  | ReturnToBest
  | Reset
  | NewStart
  | Choose
  | BeginWith
  | Undo
  | Redo
  | AddNeuron
  | RemoveNeuron
  | RemoveLastNeuron
  | AddLayer
  | RemoveLayer
  | MoveLayer
  | SetActivation
  | UsePicture
  | UseText
  | Play
  | Pause
  | Seek
  | Fork
  | RenameFuture
  | DeleteFuture
  | RaceFuture
  | SetBreakpoint
  | KeepWhatIf
  | OpenRun
  | DeleteRun
  | RenameRun
  | TakeLesson
  | LeaveLesson
  | OpenLink
  | Open
  | Close
  | Select
  | ReadPicture
  | ReadText
  | WhatIf
  | MapRow
  | ListRuns
  | Why
  | Changed
  | AskMembers
  | Matrices
  | Code
  | CheckSheet
  | AskBlame
  | AskHistory
  | AskChecked
  | AskErrorCurve
  | AskRemoval
  | AskRemovalMap
  | AskSpread
  | AskLandscape
  | AskCurvature
  | AskDescents
  | AskNextSteps
  | ListLessons
  | CheckAnswer
  | MakeLink
  | ReadLink
  | AskPaper
  | AskWorksheet
  | Teach;

export type LessonBlock =
  | LessonText
  | AskScene
  | PlayScene
  | GoalScene
  | LessonPanel
  | LessonWhy
  | LessonDeeper;

export type Opened = DecisionPicture | NeuronPictures | Life | Comparison | Strip;

export type OpenedScene = DecisionScene | NeuronPicturesScene | LifeScene | ComparisonScene | StripScene;

export type Message = Scene | Problem | Answer | Frame;

export type Reply = Scene | Problem | Answer;

/** Answered to the one who asks; nothing changes, and nobody waits for it. */
export type Question =
  | ReadPicture
  | ReadText
  | WhatIf
  | MapRow
  | ListRuns
  | Why
  | Changed
  | AskMembers
  | Matrices
  | Code
  | CheckSheet
  | AskBlame
  | AskHistory
  | AskChecked
  | AskErrorCurve
  | AskRemoval
  | AskRemovalMap
  | AskSpread
  | AskLandscape
  | AskCurvature
  | AskDescents
  | AskNextSteps
  | ListLessons
  | CheckAnswer
  | MakeLink
  | ReadLink
  | AskPaper
  | AskWorksheet
  | Teach;

/** What a question is answered with, to the one who asked; a record of each kind. */
export type Answer =
  | PictureReading
  | TextReading
  | WhatIfScene
  | MapScene
  | SavedRuns
  | WhyScene
  | ChangedScene
  | MembersScene
  | MatricesScene
  | CodeScene
  | SheetScene
  | BlameScene
  | HistoryScene
  | CheckedScene
  | ErrorCurveScene
  | RemovalScene
  | RemovalMapScene
  | SpreadScene
  | LandscapeScene
  | CurvatureScene
  | DescentsScene
  | NextStepsScene
  | LessonsScene
  | AnsweredScene
  | MadeLink
  | LinkReading
  | PaperScene
  | WorksheetScene
  | Taught;

/** What a question of some kind is answered with. */
export interface Answers {
  readonly read_picture: PictureReading;
  readonly read_text: TextReading;
  readonly what_if: WhatIfScene;
  readonly map_row: MapScene;
  readonly list_runs: SavedRuns;
  readonly ask_why: WhyScene;
  readonly ask_changed: ChangedScene;
  readonly ask_members: MembersScene;
  readonly ask_matrices: MatricesScene;
  readonly ask_code: CodeScene;
  readonly check_sheet: SheetScene;
  readonly ask_blame: BlameScene;
  readonly ask_history: HistoryScene;
  readonly ask_checked: CheckedScene;
  readonly ask_error_curve: ErrorCurveScene;
  readonly ask_removal: RemovalScene;
  readonly ask_removal_map: RemovalMapScene;
  readonly ask_spread: SpreadScene;
  readonly ask_landscape: LandscapeScene;
  readonly ask_curvature: CurvatureScene;
  readonly ask_descents: DescentsScene;
  readonly ask_next_steps: NextStepsScene;
  readonly list_lessons: LessonsScene;
  readonly check_answer: AnsweredScene;
  readonly make_link: MadeLink;
  readonly read_link: LinkReading;
  readonly ask_paper: PaperScene;
  readonly ask_worksheet: WorksheetScene;
  readonly teach: Taught;
}

/** What kind an intent is of: when it may be made, what it is about, whether keeping it can wait, whether it only looks. */
export interface IntentKind {
  readonly when: When;
  readonly about: About;
  readonly unhurried: boolean;
  readonly only_looks: boolean;
}

export const KINDS: Readonly<Record<AnyIntent["type"], IntentKind>> = {
  rest: { when: "while_playing", about: "numbers", unhurried: false, only_looks: true },
  advance: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  next_batch: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  show_sample: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  set_parameter: { when: "at_rest", about: "part", unhurried: false, only_looks: false },
  set_place: { when: "at_rest", about: "part", unhurried: false, only_looks: false },
  set_input: { when: "at_rest", about: "sample", unhurried: false, only_looks: false },
  set_target: { when: "at_rest", about: "sample", unhurried: false, only_looks: false },
  restore_sample: { when: "at_rest", about: "sample", unhurried: false, only_looks: false },
  configure: { when: "while_playing", about: "numbers", unhurried: false, only_looks: false },
  configure_many: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  configure_layers: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  try_remedy: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  draw_data: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  train: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  return_to_best: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  reset: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  new_start: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  choose: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  begin_with: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  undo: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  redo: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  add_neuron: { when: "at_rest", about: "layer", unhurried: false, only_looks: false },
  remove_neuron: { when: "at_rest", about: "part", unhurried: false, only_looks: false },
  remove_last_neuron: { when: "at_rest", about: "layer", unhurried: false, only_looks: false },
  add_layer: { when: "at_rest", about: "layer", unhurried: false, only_looks: false },
  remove_layer: { when: "at_rest", about: "layer", unhurried: false, only_looks: false },
  move_layer: { when: "at_rest", about: "layer", unhurried: false, only_looks: false },
  set_activation: { when: "at_rest", about: "layer", unhurried: false, only_looks: false },
  use_picture: { when: "at_rest", about: "sample", unhurried: false, only_looks: false },
  use_text: { when: "at_rest", about: "sample", unhurried: false, only_looks: false },
  play: { when: "any_moment", about: "numbers", unhurried: false, only_looks: false },
  pause: { when: "any_moment", about: "numbers", unhurried: false, only_looks: false },
  seek: { when: "any_moment", about: "futures", unhurried: true, only_looks: true },
  fork: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  rename_future: { when: "any_moment", about: "futures", unhurried: false, only_looks: false },
  delete_future: { when: "at_rest", about: "futures", unhurried: false, only_looks: false },
  race_future: { when: "any_moment", about: "futures", unhurried: false, only_looks: false },
  set_breakpoint: { when: "any_moment", about: "numbers", unhurried: false, only_looks: false },
  keep_what_if: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  open_run: { when: "at_rest", about: "numbers", unhurried: false, only_looks: false },
  delete_run: { when: "any_moment", about: "numbers", unhurried: false, only_looks: false },
  rename_run: { when: "any_moment", about: "numbers", unhurried: false, only_looks: false },
  take_lesson: { when: "always", about: "futures", unhurried: false, only_looks: false },
  leave_lesson: { when: "always", about: "futures", unhurried: false, only_looks: false },
  open_link: { when: "always", about: "futures", unhurried: false, only_looks: false },
  open: { when: "always", about: "looks", unhurried: true, only_looks: true },
  close: { when: "always", about: "looks", unhurried: true, only_looks: true },
  select: { when: "always", about: "looks", unhurried: true, only_looks: true },
  read_picture: { when: "always", about: "question", unhurried: false, only_looks: true },
  read_text: { when: "always", about: "question", unhurried: false, only_looks: true },
  what_if: { when: "always", about: "question", unhurried: false, only_looks: true },
  map_row: { when: "always", about: "question", unhurried: false, only_looks: true },
  list_runs: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_why: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_changed: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_members: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_matrices: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_code: { when: "always", about: "question", unhurried: false, only_looks: true },
  check_sheet: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_blame: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_history: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_checked: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_error_curve: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_removal: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_removal_map: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_spread: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_landscape: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_curvature: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_descents: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_next_steps: { when: "always", about: "question", unhurried: false, only_looks: true },
  list_lessons: { when: "always", about: "question", unhurried: false, only_looks: true },
  check_answer: { when: "always", about: "question", unhurried: false, only_looks: true },
  make_link: { when: "always", about: "question", unhurried: false, only_looks: true },
  read_link: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_paper: { when: "always", about: "question", unhurried: false, only_looks: true },
  ask_worksheet: { when: "always", about: "question", unhurried: false, only_looks: true },
  teach: { when: "always", about: "question", unhurried: false, only_looks: true },
};

/** The kinds of numbers that have names, and what the indices of each count. */
export const NAMES = {
  input: ["input"],
  mean: ["input"],
  deviation: ["input"],
  value: ["layer", "neuron"],
  preactivation: ["layer", "neuron"],
  slope: ["layer", "neuron"],
  mask: ["layer", "neuron"],
  product: ["link", "from", "to"],
  probability: ["output"],
  prediction: ["output"],
  target: ["output"],
  "target.own": ["output"],
  "target.mean": ["output"],
  "target.deviation": ["output"],
  error: ["output"],
  arriving: ["layer", "neuron"],
  "product.back": ["link", "from", "to"],
  delta: ["layer", "neuron"],
  "delta.mean": ["layer", "neuron"],
  weight: ["link", "from", "to"],
  bias: ["link", "neuron"],
  gradient: ["link", "from", "to"],
  "gradient.bias": ["link", "neuron"],
  "gradient.penalty": ["link", "from", "to"],
  update: ["link", "from", "to"],
  "update.bias": ["link", "neuron"],
  "old.weight": ["link", "from", "to"],
  "old.bias": ["link", "neuron"],
  "new.weight": ["link", "from", "to"],
  "new.bias": ["link", "neuron"],
  "state.v": ["link", "from", "to"],
  "state.v.bias": ["link", "neuron"],
  "new.state.v": ["link", "from", "to"],
  "new.state.v.bias": ["link", "neuron"],
  "state.s": ["link", "from", "to"],
  "state.s.bias": ["link", "neuron"],
  "new.state.s": ["link", "from", "to"],
  "new.state.s.bias": ["link", "neuron"],
  "loss.part": ["output"],
  "loss.sample": [],
  "loss.batch": [],
  "new.loss.batch": [],
  "last.loss.batch": [],
  "last.new.loss.batch": [],
  "loss.lowest": [],
  penalty: [],
  "penalty.l1": [],
  "penalty.l2": [],
  "new.penalty": [],
  rate: [],
  "gradient.norm": [],
  clip: [],
  "train.loss": [],
  "train.accuracy": [],
  "train.r2": [],
  "train.confusion": ["truth", "guess"],
  "validation.loss": [],
  "validation.accuracy": [],
  "validation.r2": [],
  "validation.confusion": ["truth", "guess"],
  "test.loss": [],
  "test.accuracy": [],
  "test.r2": [],
  "test.confusion": ["truth", "guess"],
  "new.train.loss": [],
  "new.train.accuracy": [],
  "new.train.r2": [],
  "new.train.confusion": ["truth", "guess"],
  "new.validation.loss": [],
  "new.validation.accuracy": [],
  "new.validation.r2": [],
  "new.validation.confusion": ["truth", "guess"],
  "new.test.loss": [],
  "new.test.accuracy": [],
  "new.test.r2": [],
  "new.test.confusion": ["truth", "guess"],
  "train.baseline": [],
  "validation.baseline": [],
  "test.baseline": [],
  updates: [],
  setting: [],
} as const;
