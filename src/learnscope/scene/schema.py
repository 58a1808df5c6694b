"""The wire format, and its only definition: what a reader sends (intents) and gets (scenes, problems).

Messages travel as MessagePack, in which floats keep all their bits and not-a-number is a number like any
other.
Arrays are raw little-endian float64, row by row. `web/src/schema.ts` is generated from this module.

One step of training is drawn along a timeline of phases, one unit of length each:

    read · forward 1..L · loss · backward L..1 · update        (2 L + 3 phases)

A position p on it is a real number: phases below floor(p) are done, phase floor(p) is under way. A stage
scene holds all numbers of its step, so that every position can be drawn from it. At the end of the timeline
the parameters are the new ones, and what was computed with the old ones is no longer shown.

Layers are counted from 0, the input. Links are counted from 0: link k leads from layer k to layer k + 1 and
carries weights[k] and biases[k] of the network. Samples are counted from 1 where they are named `number`,
from 0 where named `index`.
"""

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike

PROTOCOL = 1  # raised when an older page could misread a newer server

Role = Literal["weight", "bias"]
PhaseName = Literal["read", "forward", "loss", "backward", "update"]


class Array(msgspec.Struct, frozen=True):
    """Numbers of any shape: raw little-endian float64, row by row."""

    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, values: ArrayLike) -> "Array":
        """The array holding `values`."""
        array = np.asarray(values, dtype="<f8")
        return cls(array.shape, array.tobytes())

    def numpy(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """The numbers as a read-only NumPy array."""
        return np.frombuffer(self.data, dtype="<f8").reshape(self.shape)


# ── moments ──────────────────────────────────────────────────────────────────────────────────────────────


class Moment(msgspec.Struct, frozen=True):
    """What exactly is shown: everything in a scene belongs to this."""

    run: str  # changes when another experiment, seed or start is chosen
    step: int  # updates made before this step, from 0
    revision: int  # counts every change of any number of the sitting, so that an old picture is recognised
    phase: float  # position on the step's timeline
    sample: int  # index of the sample shown


# ── the stage ────────────────────────────────────────────────────────────────────────────────────────────


class Curve(msgspec.Struct, frozen=True):
    """An activation function as drawn inside its neurons: a = f(z) on a grid of z."""

    z: Array  # (points,)
    a: Array  # (points,)


class LayerScene(msgspec.Struct, frozen=True):
    """One column of neurons, with the numbers of the sample shown."""

    role: Literal["input", "hidden", "output"]
    title: str  # "inputs", "hidden 1", "outputs"
    note: str  # how its numbers come about, in a word: "standardised", "tanh"
    names: tuple[str, ...]  # of its neurons: "sepal length", "hidden 1.2", "setosa"
    units: tuple[str, ...]  # of the inputs' own values; empty strings elsewhere
    activation: str  # "" for the input layer
    image_shape: tuple[int, ...]  # (height, width[, 3]) where its neurons are pixels; else empty
    symbol: str  # what stands before an activation: "tanh", "σ", "ReLU", "" where the result is z itself
    formula: str  # of the activation, for explanation
    curve: Curve | None  # None for the input layer
    raw: Array | None  # (n,) inputs in their own units; None for other layers
    value: Array  # (n,) what the neurons pass on: standardised inputs, activations
    preactivation: Array | None  # (n,)
    bias: Array | None  # (n,)
    bias_gradient: Array | None  # (n,) mean over the batch
    bias_after: Array | None  # (n,)
    slope: Array | None  # (n,) f'(z) of the sample shown
    delta: Array | None  # (n,) the shown sample's own dL/dz
    mask: Array | None  # (n,) what dropout multiplies its values by in this step: 0 or 1 / (1 - share)
    arriving: Array | None  # (n,) sum of what flowed back for this sample; delta = arriving * mask * slope


class LinkScene(msgspec.Struct, frozen=True):
    """The wires from one layer to the next.

    A link of many wires carries only some of them: then `chosen` (m, 2) holds their places [from, to], the
    other arrays have shape (m,), and `rule` says in a sentence which they are.
    """

    count: int  # of all wires
    chosen: Array | None
    rule: str
    weight: Array  # (n_in, n_out)
    gradient: Array  # (n_in, n_out) mean over the batch, that of the penalty included
    after: Array  # (n_in, n_out)
    forward: Array  # (n_in, n_out) value * mask * weight, what flows forward for the sample shown
    backward: Array  # (n_in, n_out) delta * weight, what flows back for the sample shown


class OutputScene(msgspec.Struct, frozen=True):
    """What comes after the last layer, for the sample shown."""

    loss: str  # "softmax_cross_entropy"
    loss_title: str  # "cross-entropy"
    loss_formula: str
    probability: Array | None  # (n_out,) where the loss makes probabilities of the outputs
    target: Array  # (n_out,) in the network's units
    error: Array  # (n_out,) dL/da of this sample alone
    error_label: str  # "p − y", "p · Σy − y", "a − y", "2 (a − y)"
    own_value: Array | None  # (n_out,) of the sample shown in the data's own units, where targets are values
    own_target: Array | None  # (n_out,)
    units: tuple[str, ...]  # of these
    sample_loss: float  # of the sample shown, before the update; no penalty
    penalty: float  # what L1 and L2 add to the loss of the batch
    penalty_after: float
    lowest_loss: float | None  # the least any weights could reach here, where that is known and not 0
    lowest_reason: str  # why, in a sentence; "" where lowest_loss is None


class Verdict(msgspec.Struct, frozen=True):
    """What the network says of the sample shown, under one set of parameters and with nothing dropped."""

    predicted: str  # a class, the labels that are on or "none", values in their own units; "" if not finite
    right: bool | None  # None for values, and where the target names no single class


class Change(msgspec.Struct, frozen=True):
    """What one update did to its own batch and to the sample shown. Losses hold no penalty."""

    step: int  # updates made before it
    batch_loss_before: float
    batch_loss_after: float
    before: Verdict
    after: Verdict


class PhaseScene(msgspec.Struct, frozen=True):
    """One unit of the timeline."""

    name: PhaseName
    layer: int  # the layer it computes (forward, backward), 0 elsewhere
    sentence: str  # what happens in it, in one sentence, with its numbers
    short: str  # a word or two for the timeline: "forward 1"


class BatchScene(msgspec.Struct, frozen=True):
    """The batch of the step, and which of its samples is shown."""

    size: int  # how many samples it holds
    numbers: tuple[int, ...]  # of its samples, from 1, in the order of the data set's shuffling
    place: int  # index of the sample shown in `numbers`
    epoch: int  # from 1
    index: int  # which batch of the epoch, from 1
    count: int  # batches in an epoch


class StageScene(msgspec.Struct, frozen=True):
    """All numbers of one step."""

    layers: tuple[LayerScene, ...]
    links: tuple[LinkScene, ...]
    output: OutputScene
    timeline: tuple[PhaseScene, ...]
    change: Change  # what the update of this step does
    previous: Change | None  # what the update before this step did


# ── around the stage ─────────────────────────────────────────────────────────────────────────────────────


class SampleScene(msgspec.Struct, frozen=True):
    """The sample shown, for the experiment panel."""

    number: int  # from 1, as in the data set
    label: str  # its class, or its target values; "edited" is told apart by `edited`
    edited: bool
    previous: int  # number of the sample before, in the batch or, with single samples, in the data set
    next: int


class StartingPoint(msgspec.Struct, frozen=True):
    """A ready-made experiment to choose."""

    name: str
    title: str
    note: str  # one sentence


class MeasureScene(msgspec.Struct, frozen=True):
    """How a network does on one part of the data."""

    part: Literal["train", "validation", "test"]
    count: int
    loss: float
    accuracy: float | None  # share of samples (classes) or outputs (labels) that are right; None for values
    r2: float | None  # share of the variance explained; None for classes and labels, and where undefined
    confusion: (
        Array | None
    )  # (classes, classes) counts, rows the truth, columns the guess; None above 12 classes


class OutcomeScene(msgspec.Struct, frozen=True):
    """Measures over the data, under the parameters before and after this step's update."""

    before: tuple[MeasureScene, ...]
    after: tuple[MeasureScene, ...]


class Choice(msgspec.Struct, frozen=True):
    """One of the words a setting can take."""

    name: str
    title: str
    note: str  # one sentence: what it is, its formula, what it is good for


class ChoiceSetting(msgspec.Struct, frozen=True, tag="choice"):
    """A setting that takes one of some words."""

    name: str  # the field of the experiment
    title: str
    note: str
    anew: bool  # whether changing it begins a new run
    value: str
    choices: tuple[Choice, ...]


class NumberSetting(msgspec.Struct, frozen=True, tag="number"):
    """A setting that takes a number; None is off."""

    name: str
    title: str
    note: str
    anew: bool
    value: float | None
    low: float  # ends of the slider; what may be typed is what the experiment's rule allows
    high: float
    scale: Literal["linear", "log"]
    whole: bool
    optional: bool  # whether it can be off


class ManySetting(msgspec.Struct, frozen=True, tag="many"):
    """A setting that takes any of some words."""

    name: str
    title: str
    note: str
    anew: bool
    values: tuple[str, ...]
    choices: tuple[Choice, ...]


class LayerSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hidden layer as the recipe has it."""

    size: int
    activation: str
    dropout: float  # share dropped


class LayersSetting(msgspec.Struct, frozen=True, tag="layers"):
    """The hidden layers."""

    name: str
    title: str
    note: str
    anew: bool
    layers: tuple[LayerSpec, ...]
    activations: tuple[Choice, ...]


Setting = ChoiceSetting | NumberSetting | ManySetting | LayersSetting


class SettingGroup(msgspec.Struct, frozen=True):
    """Settings that belong together; those that have no effect as things stand are left out."""

    name: Literal["data", "network", "learning", "stopping"]
    title: str
    settings: tuple[Setting, ...]


class TrainingScene(msgspec.Struct, frozen=True):
    """What the last training of many steps did, and the curves of the run so far."""

    steps: int  # made by it
    epochs: float
    seconds: float
    stopped: str  # why it ended, a sentence
    updates: Array  # (m,) updates made where it was measured, at most some hundred points
    train: Array  # (m,) loss, penalty included
    validation: Array | None  # (m,) loss, no penalty
    test: Array | None
    best: int | None  # updates at the lowest validation loss, where there is validation data


class DiagnosisScene(msgspec.Struct, frozen=True):
    """Something that is wrong with the network as it stands."""

    name: str
    title: str  # "dead ReLUs"
    evidence: str  # a sentence, with numbers
    advice: str  # a sentence: what to try


class ExperimentScene(msgspec.Struct, frozen=True):
    """The recipe, and what may be chosen."""

    starting_point: str  # name of the one it came from, "" for any other experiment
    starting_points: tuple[StartingPoint, ...]
    data_title: str
    data_note: str  # source and licence, or what it shows
    groups: tuple[SettingGroup, ...]
    address: str  # the recipe as the query of an address; "" where the data is not built in
    shape: tuple[int, ...]  # neurons per layer
    description: str  # activations, for the header: "tanh, softmax"
    counts: str  # "105 train · 23 validation · 22 test"
    learning_rate: float
    batch_size: int
    batch_size_max: int
    seed: int
    sample: SampleScene
    batch: BatchScene


class CheckScene(msgspec.Struct, frozen=True):
    """Every gradient of this batch compared with central differences."""

    passed: bool
    error: float  # norm of the difference over the larger norm
    tolerance: float
    count: int  # gradients compared
    skipped: int  # samples left out because a central difference would cross a kink
    note: str  # a sentence for those who ask


class Scene(msgspec.Struct, frozen=True, tag="scene"):
    """All there is to draw at one moment."""

    protocol: int
    moment: Moment
    experiment: ExperimentScene
    stage: StageScene
    outcome: OutcomeScene
    check: CheckScene | None  # None where the network is too large to check between two frames
    training: TrainingScene | None  # None before the first
    diagnoses: tuple[DiagnosisScene, ...]
    undo: str  # what an undo would take back, "" if nothing
    redo: str
    said: str  # what the last intent changed, for the live region


class Problem(msgspec.Struct, frozen=True, tag="problem"):
    """An intent that could not be carried out. Nothing has changed."""

    kind: Literal["stale", "refused", "malformed", "failed"]
    field: str  # the part of the intent at fault, "" if none
    message: str  # rule, value and remedy, in one sentence
    serial: int  # of the intent it answers, -1 where that could not be read


Reply = Scene | Problem

# ── intents ──────────────────────────────────────────────────────────────────────────────────────────────


class Intent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """A wish of the reader, made while looking at moment `at`; `serial` numbers a reader's intents.

    Intents of one kind that follow each other with the same `gesture` (a drag; 0 is none) are one change:
    one undo takes them all back.
    """

    at: Moment
    serial: int = 0
    gesture: int = 0


class Rest(Intent, frozen=True, tag="rest"):
    """The timeline has come to rest at at.phase."""


class Advance(Intent, frozen=True, tag="advance"):
    """Make this step's update and go to the next: with the same batch, or the next in the shuffled order."""

    next_batch: bool
    phase: float  # where on the new step's timeline to stand


class NextBatch(Intent, frozen=True, tag="next_batch"):
    """Look at another batch of the shuffled order; the network stays as shown."""

    back: bool = False


class ShowSample(Intent, frozen=True, tag="show_sample"):
    """Show a sample: in its batch if it is there, else in the batch of this epoch that holds it."""

    number: int


class SetParameter(Intent, frozen=True, tag="set_parameter"):
    """Set one weight (index = [from, to]) or bias (index = [neuron])."""

    link: int
    role: Role
    index: tuple[int, ...]
    value: float


class SetInput(Intent, frozen=True, tag="set_input"):
    """Set an input of the sample shown, in its own unit; the sample becomes an edited copy."""

    index: int
    value: float


class SetTarget(Intent, frozen=True, tag="set_target"):
    """Set a target of the sample shown; the sample becomes an edited copy."""

    index: int
    value: float


class RestoreSample(Intent, frozen=True, tag="restore_sample"):
    """Drop the edited copy and show the sample as it is in the data set."""


class SetLearningRate(Intent, frozen=True, tag="set_learning_rate"):
    """Set the learning rate, in (0, inf)."""

    value: float


class SetBatchSize(Intent, frozen=True, tag="set_batch_size"):
    """Set how many samples a batch holds, from 1 to all that are learned from."""

    value: int


class Configure(Intent, frozen=True, tag="configure"):
    """Set a ChoiceSetting or NumberSetting; None turns an optional number off."""

    name: str
    value: str | float | None


class ConfigureMany(Intent, frozen=True, tag="configure_many"):
    """Set a ManySetting."""

    name: str
    values: tuple[str, ...]


class ConfigureLayers(Intent, frozen=True, tag="configure_layers"):
    """Set the hidden layers."""

    layers: tuple[LayerSpec, ...]


class DrawData(Intent, frozen=True, tag="draw_data"):
    """Begin anew with points drawn on the plane."""

    points: Array  # (N, 2)
    classes: tuple[int, ...]  # of each point, from 0


class Train(Intent, frozen=True, tag="train"):
    """Train for some epochs, from the step shown, as fast as possible; a stop rule may end it early."""

    epochs: int


class ReturnToBest(Intent, frozen=True, tag="return_to_best"):
    """Take the network of the lowest validation loss of the last training."""


class Reset(Intent, frozen=True, tag="reset"):
    """Return to the starting weights and the first batch."""


class NewStart(Intent, frozen=True, tag="new_start"):
    """Draw other starting weights, from `seed` or, where it is None, from a seed not used before."""

    seed: int | None = None


class Choose(Intent, frozen=True, tag="choose"):
    """Begin with another starting point."""

    name: str


class Undo(Intent, frozen=True, tag="undo"):
    """Take back the last change."""


class Redo(Intent, frozen=True, tag="redo"):
    """Make the change again that was taken back last."""


AnyIntent = (
    Rest | Advance | NextBatch | ShowSample | SetParameter | SetInput | SetTarget | RestoreSample
    | SetLearningRate | SetBatchSize | Configure | ConfigureMany | ConfigureLayers | DrawData
    | Train | ReturnToBest
    | Reset | NewStart | Choose | Undo | Redo
)  # fmt: skip
