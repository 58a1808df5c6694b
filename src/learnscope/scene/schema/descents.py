"""Descent on the landscape: curvature and the rates it bears, races from a place, possible next steps.

Places are those of the slice that the question names, in the units of its picture.
"""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.landscape import LandscapePoint, LossOf
from learnscope.scene.schema.moments import Array

Race = Literal["rates", "optimizers", "batches"]
Went = Literal["creeps", "walks down", "jumps across", "wanders", "jumps away"]


class CurvatureScene(Answer, frozen=True, tag="curvature"):
    """How the loss curves where the network stands, and where each learning rate would lead."""

    of: LossOf
    eigenvalues: Array  # (k,) the largest of the Hessian, descending
    least: float  # the smallest
    along_gradient: float  # the curvature along the gradient
    stable_rate: float | None  # the largest of plain descent; None where nothing curves upward
    rate: float  # of the next step
    slope: float  # of `losses` at rate 0
    rates: Array  # (cells,) from 0
    losses: Array  # (cells,) where a step of plain descent at each rate would land
    stability: str  # what the largest stable rate is; sentences all
    shape: str  # how it curves, and whether that is sharp or flat at the present rate
    method: str  # how it was found
    path: str  # where a program finds it


class DescentScene(msgspec.Struct, frozen=True):
    """One descent of a race. It moves all parameters; its shadow is drawn, its losses are true ones."""

    title: str  # what tells it from the others: "0.35", "momentum", "batches of 1"
    word: Went  # what it was seen to do
    rate: float
    optimizer: str
    batch: int
    points: Array  # (S + 1, 2), from the start
    losses: Array  # (S + 1,); a last one may be no finite number
    shadows: Array  # (S + 1,) those of the slice
    diverged: bool  # whether it ended higher than it began, or at no finite number
    sentence: str


class DescentsScene(Answer, frozen=True, tag="descents"):
    """Descents from one place, by rules that differ in one thing."""

    race: Race
    start: LandscapePoint
    stable_rate: float | None  # at the start
    descents: tuple[DescentScene, ...]
    about: str  # what they share and what differs
    path: str


class NextStepsScene(Answer, frozen=True, tag="next_steps"):
    """Where the next step leads when it is made of single samples or of batches that chance draws."""

    size: int  # samples of a batch
    points: Array  # (m, 2)
    losses: Array  # (m,) true ones after each
    samples: tuple[int, ...]  # (m,) indices of the data set; empty where a batch holds more than one
    whole: LandscapePoint  # after the step of all samples
    uphill: float  # share of them after which the true loss is higher than here
    sentence: str
