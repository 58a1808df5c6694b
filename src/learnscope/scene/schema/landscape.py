"""The lens Landscape: the loss over one number or two, or over directions, around the network shown."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.moments import Array

LandscapeOver = Literal["numbers", "random", "path", "ends"]
LossOf = Literal["train", "batch"]


class LandscapeAxis(msgspec.Struct, frozen=True):
    """A direction, in the units of its number, or from 0, where the network stands."""

    title: str  # "weight coffees → bill", "principal direction 1 of the path"
    name: str  # of the weight or bias; "" of another direction
    value: float  # where the network stands
    after: float  # where the next step leads
    low: float  # where the picture ends
    high: float
    slope: float  # of the loss along it, by the backward pass
    share: float | None  # of the variance of the path


class LandscapePoint(msgspec.Struct, frozen=True):
    """A place of the picture, and the losses there."""

    a: float
    b: float  # 0 on a line
    loss: float  # true
    shadow: float  # of the slice where its shadow falls


class LandscapePath(msgspec.Struct, frozen=True):
    """The shadow of a future on the slice."""

    future: str
    title: str
    colour: int
    steps: tuple[int, ...]
    points: Array  # (K, 2)
    losses: Array  # (K,) true ones; empty of futures that are not shown
    shadows: Array  # (K,) those of the slice


class LandscapeScene(Answer, frozen=True, tag="landscape"):
    """The loss over a line or a plane through the network, everything else held."""

    over: LandscapeOver
    of: LossOf
    axes: tuple[LandscapeAxis, ...]  # one or two
    cells: int  # points along each axis, its ends included
    losses: Array  # (cells,) or (cells, cells): b, a
    levels: tuple[float, ...]  # of the lines that join equal losses; empty on a line
    samples: Array | None  # (m, cells) losses of single samples; None over two axes
    here: LandscapePoint
    next: LandscapePoint  # after the update of this step
    lowest: LandscapePoint | None  # of the points of the picture; None where none is finite
    paths: tuple[LandscapePath, ...]  # the shown future first
    whole: bool  # whether nothing else can be learned
    held: str  # what is held fixed, and at which step; sentences all
    about: str  # whose loss it is
    move: str  # the step from here
    gap: str  # how far the path lies from the slice; "" where it lies on it
    odd: str  # where the loss is no finite number; ""
    path: str  # where a program finds it
