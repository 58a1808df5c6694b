"""Who is to blame, how a parameter came to be, and which gradients were checked: as they are drawn."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.moments import Array
from learnscope.scene.schema.why import OperandScene

RankedKind = Literal["parameters", "neurons", "samples"]


class PathScene(msgspec.Struct, frozen=True):
    """One way from the loss to a number."""

    title: str  # the neurons on it: "hidden 3 → versicolor"
    part: float  # of the gradient
    line: str  # the product of its factors, of one sample: "−0.1313 × 1 × −0.8057 = +0.1058"
    factors: tuple[OperandScene, ...]  # from the number to the loss
    wires: tuple[tuple[int, int, int], ...]  # link, from, to of the wires on it


class OutputChange(msgspec.Struct, frozen=True):
    """What a parameter changes in an output, per 1 of it."""

    name: str
    title: str
    change: float


class ShareScene(msgspec.Struct, frozen=True):
    """How much one is to blame for the loss of the batch."""

    name: str
    title: str
    share: float  # of 1


class SharesScene(msgspec.Struct, frozen=True):
    """Who of one kind is to blame, the most first."""

    kind: RankedKind
    title: str
    definition: str  # of a share
    shares: tuple[ShareScene, ...]
    count: int
    rest: float  # what those not listed have together


class BlameScene(Answer, frozen=True, tag="blame"):
    """The chain of blame: the ways from the loss to a number, and who is to blame for the loss."""

    name: str
    sentence: str
    gradient: float  # all paths together, and the penalty
    paths: tuple[PathScene, ...]  # the largest first; none where the number is a loss
    count: int  # paths there are
    rest: float  # what those not listed come to together
    penalty: float  # its part of the gradient
    mean: bool  # whether it is the batch's, and parts are means over its samples
    sample: str  # whose factors are told: "flower 87"
    outputs: tuple[OutputChange, ...]  # forward; none of what is no parameter
    shares: tuple[SharesScene, ...]
    path: str  # where a program finds it


class MoveScene(msgspec.Struct, frozen=True):
    """What some steps made of a parameter."""

    first: int  # updates made before them
    last: int
    before: float
    after: float


class HistoryScene(Answer, frozen=True, tag="history"):
    """A parameter in time: its start minus all its updates."""

    name: str
    sentence: str
    line: str  # "+0.1336 − (−0.07702) = +0.2106"
    start: float
    updates: float  # their sum
    edits: float  # what edits did besides
    now: float
    steps: Array  # (M,) updates made
    values: Array  # (M,) the parameter then
    moves: tuple[MoveScene, ...]  # the steps that moved it most, the largest first
    stretch: int  # the most steps that are told together: 1 where each is told by itself
    path: str


class ComparedScene(msgspec.Struct, frozen=True):
    """A gradient, and what nudging its parameter gives."""

    name: str
    title: str
    gradient: float
    quotient: float


class CheckedScene(Answer, frozen=True, tag="checked"):
    """Which gradients were compared with differences of the loss, and where they differ most."""

    passed: bool
    sentence: str
    kinks: str  # what was left out, and why; "" where nothing was
    compared: tuple[ComparedScene, ...]  # the largest difference first
    layers: tuple[str, ...]  # a sentence for each: how far its gradients agree
    count: int
    total: int
    path: str


class ErrorCurveScene(Answer, frozen=True, tag="error_curve"):
    """How far the quotient of a nudge is from the gradient, over the size of the nudge."""

    name: str
    epsilons: Array  # (M,)
    errors: Array  # (M,) |quotient − gradient|
    crossed: Array  # (M,) 1 where the nudge takes a sample across a kink
    best: int  # place of the smallest error
    sentence: str
