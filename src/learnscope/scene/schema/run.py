"""The run: its futures, their curves, what is under way, what to stop for, other runs one might have had."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.experiment import MeasureScene
from learnscope.scene.schema.moments import Array
from learnscope.scene.schema.pictures import PlaneScene

MarkKind = Literal["edit", "fork", "best", "breakpoint", "fault"]
SeriesKind = Literal["loss", "accuracy", "norm"]
WhatIfPer = Literal["steps", "epochs"]


class Series(msgspec.Struct, frozen=True):
    """One curve, summed up in bins: in each its least, mean and greatest number, so that no extreme is lost.

    Where a bin holds one number, the three are equal.
    """

    name: str  # "batch loss", "penalty", "train loss", "validation loss", "test loss", "gradient norm" …
    kind: SeriesKind
    steps: Array  # (m,) updates made where the bin begins
    low: Array  # (m,)
    mean: Array  # (m,)
    high: Array  # (m,)


class FutureScene(msgspec.Struct, frozen=True):
    """One line of steps, from the start of the run or from where it departed from another."""

    name: str  # stays the same, unlike the title
    title: str  # as the reader calls it: "main", "learning rate 1.6"
    colour: int  # 0 for the first, counted on from there
    parent: str  # name of the future it departed from, "" for the first
    departure: int  # step at which it did
    steps: int  # its end
    racing: bool
    epochs: Array  # (m, 2) a step, and the epochs made by then: between and beyond, they go on evenly
    outcome: tuple[MeasureScene, ...]  # at its end: train, validation, test
    stopped: str  # why it ended, a sentence; "" where nothing but the reader ended it


class CurvesScene(msgspec.Struct, frozen=True):
    """The curves of one future, within the window and from its departure on."""

    future: str  # its name
    series: tuple[Series, ...]


class Mark(msgspec.Struct, frozen=True):
    """Something that happened, or would have, at one step."""

    future: str
    step: int
    kind: MarkKind
    title: str  # a sentence


class BreakpointScene(msgspec.Struct, frozen=True):
    """Something training may stop for."""

    name: str
    title: str  # "the loss rises"
    note: str  # one sentence: when exactly it is met
    on: bool
    number: float | None  # its threshold, where it has one
    low: float
    high: float
    whole: bool
    unit: str  # "times", "%"
    hits: tuple[int, ...]  # steps of the shown future at which it would have hit, at most 50


class OverfittingScene(msgspec.Struct, frozen=True):
    """What train, validation and test losses say together."""

    best: int  # step of the lowest validation loss; -1 without validation samples
    turned: bool  # whether the validation loss, or without it the test loss, has risen since its lowest
    sentence: str


class RunScene(msgspec.Struct, frozen=True):
    """The run, and the transport of training; curves are those of an open strip."""

    futures: tuple[FutureScene, ...]
    shown: str  # name of the future on the stage
    head: int  # its end
    playing: bool
    pace: float  # steps a second that are wanted, 0 as fast as possible
    rate: float  # steps a second that are made, 0 while nothing plays
    stopped: str  # why the last playing ended, a sentence; "" while nothing has played
    marks: tuple[Mark, ...]
    breakpoints: tuple[BreakpointScene, ...]
    overfitting: OverfittingScene | None
    epoch_steps: int  # steps in an epoch, under the present settings
    file: str  # name of the file the run is kept in, "" where it is not kept
    trouble: str  # why it is not kept, a sentence


class WhatIfLine(msgspec.Struct, frozen=True):
    """One of the two trainings of a what-if, from the start of the run. Test samples are left out."""

    steps: int  # where the two are compared
    epoch_steps: int  # steps in an epoch of its own
    updates: Array  # (m,) about 100, as far as it came
    train: Array  # (m,) loss
    validation: Array | None
    outcome: tuple[MeasureScene, ...]  # at `steps`: train and, where there are samples, validation
    plane: PlaneScene | None  # there, for planar data


class WhatIfScene(Answer, frozen=True, tag="what_if_scene"):
    """The training that another value of a setting would have given, beside that of the present recipe."""

    name: str
    value: float
    per: WhatIfPer  # what both have as many of where they are compared
    wanted: int  # steps it was to make
    complete: bool  # whether it went as far as wanted; else time ran out, and one may ask again with more
    here: WhatIfLine  # the recipe as it stands
    there: WhatIfLine  # with the value asked for
    judged: Literal["train", "validation", "test"]  # by which samples: never those of the test
    seconds: float
    sentence: str


class MapScene(Answer, frozen=True, tag="map_scene"):
    """The final loss for some values of two settings: one row of the map."""

    x_name: str
    y_name: str
    y: float
    x: Array  # (m,)
    loss: Array  # (m,) on validation samples or, without, on training samples; not-a-number where it diverged
    steps: int


class SavedRun(msgspec.Struct, frozen=True):
    """A run on disk."""

    name: str  # of its file
    title: str  # as its reader calls it, else data and shape
    named: bool  # whether its reader gave it the title
    differs: str  # settings in which those on the same data and network differ: "Adam, no patience"
    best: float | None  # lowest validation loss
    when: float  # seconds since 1970 at which it was last written
    steps: int
    futures: int
    size: int  # bytes
    loss: Array  # (m,) a small curve, at most 40 points
    present: bool  # whether it is the run of this sitting
    trouble: str  # why it cannot be opened, "" where it can


class SavedRuns(Answer, frozen=True, tag="saved_runs"):
    """The runs in the reader's folder, the latest first."""

    folder: str
    runs: tuple[SavedRun, ...]
