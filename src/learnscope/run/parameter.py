"""One parameter through a run: its start minus all its updates, and what edits did besides.

    now = start − Σ updates + Σ edits

The steps are made again. Of a run of many, several are made at once; their updates are told together, as a
stretch, and the sum stays the same. Where the network had another shape before, it begins when it had this
one first.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.core.layers import Role
from learnscope.core.layout import Layout
from learnscope.errors import check_whole
from learnscope.once import once
from learnscope.run.read import point, segment_at
from learnscope.run.segment import NOWHERE, Segment
from learnscope.run.tree import Tree, spans

Indices = NDArray[np.int64]

MOST_STRETCHES = 2000  # stretches that a run is told in: up to so many steps each is told by itself
MOST_STEPS = 60_000  # steps that are made again; of a longer run what lies between its keyframes is told


@dataclass(frozen=True)
class Moved:
    """What some steps took from a parameter."""

    first: int  # updates made before them
    last: int  # and after them; one more, where it is told by itself
    before: float
    after: float

    @property
    def update(self) -> float:
        """What was taken away: before − after."""
        return self.before - self.after

    @property
    def each(self) -> float:
        """The update, over how many steps it is of."""
        return self.update / (self.last - self.first)


@dataclass(frozen=True)
class Edited:
    """What an edit made of a parameter, after so many updates."""

    step: int
    before: float
    after: float


@dataclass(frozen=True, eq=False)
class ParameterHistory:
    """The way of one parameter through a run."""

    moves: tuple[Moved, ...]
    edits: tuple[Edited, ...]
    start: float
    now: float
    first: int  # updates made before it began
    stretch: int  # the most steps that are told together: 1 where each is told by itself

    @once
    def updates(self) -> float:
        """Sum of all updates, added up without rounding in between."""
        return _sum([move.update for move in self.moves])

    @once
    def edited(self) -> float:
        """Sum of what edits did."""
        return _sum([edit.after - edit.before for edit in self.edits])

    @property
    def steps(self) -> Indices:
        """Updates made where `values` are told: (M,)."""
        return np.array([self.first, *(move.last for move in self.moves)])

    @property
    def values(self) -> Floats:
        """The parameter there (M,)."""
        return frozen(np.array([self.start, *(move.after for move in self.moves)]))

    def most(self, count: int = 3) -> tuple[Moved, ...]:
        """The steps, or stretches of steps, that moved it most, the largest first; of none that did not.

        Stretches are ranked by what a step of theirs did.
        """
        ranked = sorted(self.moves, key=lambda move: -_size(move.each))
        return tuple(move for move in ranked[:count] if move.update != 0)

    def then(self, before: float, after: float) -> "ParameterHistory":
        """The same and one update more."""
        last = self.moves[-1].last if self.moves else self.first
        move = Moved(last, last + 1, before, after)
        return ParameterHistory((*self.moves, move), self.edits, self.start, after, self.first, self.stretch)

    def __str__(self) -> str:
        rows = [f"{self.start!r} − {self.updates!r} = {self.now!r} after {self.steps[-1]} steps"]
        rows += [f"  step {move.first}: {move.before!r} → {move.after!r}" for move in self.most()]
        return "\n".join(rows)

    __repr__ = __str__


def parameter_history(
    tree: Tree, future: str, step: int, layer: int, role: Role, index: tuple[int, ...]
) -> ParameterHistory:
    """The way of the weight or bias at `index` of `layer`, from 0, up to `step` updates of `future`.

    Raises ArgumentError where the future has no such step, or its network no such parameter.
    """
    check_whole("step", step, low=tree.futures[0].departure, high=tree[future].steps)
    layout = _layout(segment_at(tree, future, step))
    place = layout.place(layer, role, index)
    parts = _parts(tree, future, step, layout)
    total = sum(end - segment.first for segment, end in parts)
    stride = max(1, -(-total // MOST_STRETCHES))
    moves: list[Moved] = []
    edits: list[Edited] = []
    value: float | None = None
    last = parts[0][0].first if parts else step
    start = float("nan")
    for segment, end in parts:
        begun = float(segment.start.parameters[place])
        if value is None:
            start = begun
        elif _differs(begun, value):
            edits.append(Edited(segment.first, value, begun))
        value = begun
        for at, after in _values(segment, end, place, stride, keyframes=total > MOST_STEPS):
            moves.append(Moved(last, at, value, after))
            last, value = at, after
    head = float(point(tree, future, step).parameters[place])
    if value is None:
        start = value = head
    if _differs(head, value):
        edits.append(Edited(step, value, head))
    widest = max((move.last - move.first for move in moves), default=1)
    first = parts[0][0].first if parts else step
    return ParameterHistory(tuple(moves), tuple(edits), start, head, first, widest)


def _parts(tree: Tree, future: str, step: int, layout: Layout) -> list[tuple[Segment, int]]:
    """The last segments, up to `step`, whose networks are all laid out like `layout`."""
    found: list[tuple[Segment, int]] = []
    for segment, end in spans(tree, future):
        if segment.first >= step:
            break
        if _shape(_layout(segment)) != _shape(layout):
            found = []
        else:
            found.append((segment, min(end, step)))
    return found


def _layout(segment: Segment) -> Layout:
    return segment.loop.plan.network.layout


def _shape(layout: Layout) -> list[tuple[int, str, tuple[int, ...]]]:
    """What lies where, whatever of it learns."""
    return [(block.layer, block.role, block.shape) for block in layout.blocks]


def _values(
    segment: Segment, end: int, place: int, stride: int, *, keyframes: bool
) -> list[tuple[int, float]]:
    """The parameter after every `stride` steps of a segment, and at its end."""
    if keyframes:
        points = [each for each in segment.frames if segment.first < each.step < end] + [segment.at(end)]
        return [(each.step, float(each.parameters[place])) for each in points]
    state, found = segment.start.state(), []
    while state.step < end:
        to = min(end, state.step + stride)
        if segment.by_hand is None:
            segment.loop.advance_to(state, to, segment.made_by)
        else:
            segment.make(state, 1, measure=NOWHERE)
        found.append((state.step, float(state.parameters[place])))
    return found


def _differs(one: float, other: float) -> bool:
    """Whether they are not the same number; not-a-number is itself."""
    return one != other and not (math.isnan(one) and math.isnan(other))


def _size(number: float) -> float:
    return abs(number) if math.isfinite(number) else math.inf


def _sum(numbers: list[float]) -> float:
    """Their sum, rounded once where it can be told so."""
    try:
        return math.fsum(numbers)
    except (OverflowError, ValueError):  # beyond what a number holds, or infinite both ways
        with np.errstate(all="ignore"):
            return float(np.sum(numbers))
