"""The path of a future through parameter space: where it was, at steps spread evenly over it."""

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.run.point import Point
from learnscope.run.read import segment_at
from learnscope.run.segment import Segment
from learnscope.run.tree import Tree, spans
from learnscope.training.loop import TrainingState

MOST = 65  # points; a line through more looks no different


def path(
    tree: Tree, name: str, step: int, *, most: int = MOST, remade: int | None = None
) -> tuple[NDArray[np.int64], Floats]:
    """Steps (K,) and parameters (K, P) of the future `name`, from its start to `step`.

    Where its network had another shape, the path begins when it got this one. At most `most` points, evenly
    spread, the last of them that of `step`. Each is exact: what is not kept is made again or, where that
    would take more than `remade` steps for one point, the kept one before stands in its place, under its
    own step.
    """
    shape = segment_at(tree, name, step).loop.plan.network.layers
    alike: list[Segment] = []
    for segment, _ in spans(tree, name):
        if segment.first >= step:
            break
        if segment.loop.plan.network.layers != shape:
            alike = []
            continue
        alike.append(segment)
    steps: list[int] = []
    points: list[Floats] = []
    if alike:
        first = alike[0].first
        state: TrainingState | None = None
        place = 0
        for wanted in np.unique(np.linspace(first, step, most).round().astype(np.int64)).tolist():
            while place + 1 < len(alike) and alike[place + 1].first <= wanted:
                place, state = place + 1, None
            point, state = _reached(alike[place], wanted, state, remade)
            if not steps or point.step > steps[-1]:
                steps.append(point.step)
                points.append(point.parameters.astype(np.float64))
    if not steps or steps[-1] != step:
        head = segment_at(tree, name, step).at(step)
        steps.append(step)
        points.append(head.parameters.astype(np.float64))
    return np.array(steps, dtype=np.int64), frozen(np.array(points))


def _reached(
    segment: Segment, step: int, state: TrainingState | None, remade: int | None
) -> tuple[Point, TrainingState | None]:
    """The point of `segment` after `step` updates, or a kept one before; and a state to go on from."""
    kept = segment.before(step)
    if segment.by_hand is not None:
        return segment.at(step), None
    begun = kept.state() if state is None or state.step < kept.step else state
    if remade is not None and step - begun.step > remade:
        return kept, None
    segment.loop.advance_to(begun, step, segment.made_by)
    return Point.of(begun), begun
