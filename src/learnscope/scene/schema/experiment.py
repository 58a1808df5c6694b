"""The experiment panel: the recipe and what may be chosen, the sample, measures, what is wrong."""

from typing import Literal

import msgspec

from learnscope.scene.schema.moments import Array
from learnscope.scene.schema.stage import BatchScene


class SampleScene(msgspec.Struct, frozen=True):
    """The sample shown, for the experiment panel."""

    number: int  # from 1, as in the data set
    label: str  # its class, or its target values; "edited" is told apart by `edited`
    edited: bool
    picture: bool  # whether its inputs are a reader's own picture
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
    unpredicted: tuple[int, ...]  # classes, from 0, that samples have and the network says of none
    baseline: float | None = None  # accuracy of always saying what most training samples are; None for values


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
    unit: str  # what it counts, "" where it counts nothing
    optional: bool  # whether it can be off
    asked: bool  # whether a what-if may ask of it


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
    numbers: tuple[NumberSetting, ...]  # what a what-if may ask of: neurons of each, dropout of all


Setting = ChoiceSetting | NumberSetting | ManySetting | LayersSetting


class SettingGroup(msgspec.Struct, frozen=True):
    """Settings that belong together; those that have no effect as things stand are left out."""

    name: Literal["basics", "data", "network", "learning", "stopping"]
    title: str
    settings: tuple[Setting, ...]


class TrainingScene(msgspec.Struct, frozen=True):
    """What the last training of many steps did."""

    steps: int  # made by it
    epochs: float
    seconds: float
    stopped: str  # why it ended, a sentence
    best: int | None  # updates at the lowest validation loss, where there is validation data


class RemedyScene(msgspec.Struct, frozen=True):
    """Something to try, as a button that begins the run anew."""

    words: str  # "learn ten times slower"
    changes: str  # what TryRemedy carries: the fields of the recipe that it changes, as JSON


class DiagnosisScene(msgspec.Struct, frozen=True):
    """Why the network as it stands learns badly."""

    name: str
    title: str  # "dead neurons"
    evidence: str  # a sentence or two, with numbers
    remedies: tuple[RemedyScene, ...]  # none where no setting helps


class ExperimentScene(msgspec.Struct, frozen=True):
    """The recipe, and what may be chosen."""

    starting_point: str  # name of the one it came from, "" for any other experiment
    starting_points: tuple[StartingPoint, ...]
    data_title: str
    task: str  # what the network is asked, one plain sentence
    reads_text: bool  # whether inputs count the words of a text
    noun: str  # what a sample is called: "flower"
    data_note: str  # source and licence, or what it shows
    groups: tuple[SettingGroup, ...]
    address: str  # the recipe as the query of an address; "" where the data is not built in
    shape: tuple[int, ...]  # neurons per layer
    description: str  # activations, for the header: "tanh, softmax"
    counts: str  # "105 train · 23 validation · 22 test"
    sample: SampleScene
    batch: BatchScene


class CheckScene(msgspec.Struct, frozen=True):
    """The gradients of this batch compared with central differences: all, or some of a large network's."""

    passed: bool
    error: float  # norm of the difference over the larger norm
    tolerance: float
    count: int  # gradients compared
    total: int  # gradients there are
    every: bool  # whether all were meant to be compared
    skipped: int  # samples left out because a central difference would cross a kink
    note: str  # a sentence for those who ask
