"""Reading a tree: any point of it, exact, and what made each step.

A point is made again from the keyframe before it, by the engine that made its steps. Where an edit was made
at a step, the point there is the one after the edit.
"""

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.errors import check_whole
from learnscope.run.future import Best, Future, going_on
from learnscope.run.point import Point
from learnscope.run.rows import epoch_ends, measure_rows
from learnscope.run.segment import Segment
from learnscope.run.tree import Tree, spans
from learnscope.training import kernels
from learnscope.training.loop import Stretch


def point(tree: Tree, name: str, step: int, *, before: bool = False) -> Point:
    """Where the future `name` was after `step` updates, from 0 to its end, bit for bit.

    With `before`, as the steps led there: without what was edited at that very step.
    Raises ArgumentError where it has no such step.
    """
    future = owner(tree, name, step)
    if before:
        led = [segment for segment, end in spans(tree, name) if segment.first < step <= end]
        return led[0].at(step) if led else future.segments[0].start
    if step == future.steps:
        return future.head
    return _segment(future, step).at(step)


def segment_at(tree: Tree, name: str, step: int) -> Segment:
    """The segment that makes step number `step`, from 0: its settings, and whether it was made by hand.

    At the end of the future, the one that would make the next. Raises ArgumentError where there is no such
    step.
    """
    future = owner(tree, name, step)
    if step == future.steps and future.segment.by_hand is not None:
        return going_on(future).segment
    return _segment(future, step)


def owner(tree: Tree, name: str, step: int) -> Future:
    """The future that step number `step` of the future `name` belongs to: itself, or one before it."""
    future = tree[name]
    check_whole("step", step, low=tree.futures[0].departure, high=future.steps)
    while future.parent and step < future.departure:
        future = tree[future.parent]
    return future


def record(tree: Tree, name: str, first: int, last: int) -> Floats:
    """Rows (last - first, 4 + 2 L) of the steps `first` to `last` as the training loop writes them.

    They are made again. Where networks differ in their number of layers, L is the most and the rows of the
    others end with not-a-number; LAYERS + k is the gradient norm of layer k, LAYERS + L + k its update norm.
    """
    parts = [stretch.record for _, _, stretch in made_again(tree, name, first, last, measure=False)]
    most = max(((part.shape[1] - kernels.LAYERS) // 2 for part in parts), default=0)
    rows = np.full((last - first, kernels.LAYERS + 2 * most), np.nan)
    start = 0
    for part in parts:
        layers, end = (part.shape[1] - kernels.LAYERS) // 2, start + len(part)
        gradients, updates = kernels.LAYERS + layers, kernels.LAYERS + most
        rows[start:end, :gradients] = part[:, :gradients]
        rows[start:end, updates : updates + layers] = part[:, gradients:]
        start = end
    return rows


def best(tree: Tree, name: str) -> Best | None:
    """Where the validation loss of the future was lowest, its ancestors' steps included."""
    return tree[name].best


def measures_again(tree: Tree, name: str, first: int, last: int) -> Floats:
    """The rows of measures after `first` … `last` updates, made again: (M, columns).

    Those taken after exactly `first` updates are the ones at the start of a segment.
    """
    found = []
    for segment, state_step, stretch in made_again(tree, name, first, last, measure=True):
        if segment.causes and state_step == segment.first:
            begun, engine = segment.start, segment.made_by
            measures = segment.loop.measures_now(begun.step, begun.parameters, engine, ahead=begun.ahead)
            found.append(measure_rows(measures))
        found.append(measure_rows(segment.measures_in(stretch)))
    return np.concatenate(found) if found else np.empty((0, 0))


def made_again(
    tree: Tree, name: str, first: int, last: int, *, measure: bool
) -> Iterator[tuple[Segment, int, Stretch]]:
    """The steps `first` to `last` of a future in stretches, each with its segment and its first step.

    With `measure`, it is measured where epochs end.
    """
    future = tree[name]
    low = tree.futures[0].departure
    check_whole("first", first, low=low, high=future.steps)
    check_whole("last", last, low=first, high=future.steps)
    for segment, end in spans(tree, name):
        if end <= first:
            continue
        if segment.first >= last:
            break
        begin, end = max(first, segment.first), min(end, last)
        state = segment.at(begin).state()
        while state.step < end:
            step = state.step
            ends = epoch_ends(segment.loop, step, end, state.ahead) if measure else np.empty(0, np.int64)
            yield segment, step, segment.make(state, end - step, measure=ends)


def _segment(future: Future, step: int) -> Segment:
    place = bisect_right(future.segments, step, key=lambda segment: segment.first) - 1
    return future.segments[max(place, 0)]
