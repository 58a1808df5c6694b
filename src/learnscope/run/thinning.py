"""Keyframes of a whole tree within a budget, and near enough to each other to seek quickly."""

from dataclasses import replace
from itertools import pairwise

from learnscope.run.bins import Bins
from learnscope.run.future import Future
from learnscope.run.limits import Limits
from learnscope.run.segment import Segment
from learnscope.run.tree import Tree

UNKNOWN = 16  # steps between keyframes while nobody knows how long a step takes
ENOUGH = 0.75  # share of the budget that is left filled, so that thinning is rare


def apart(tree: Tree, segment: Segment) -> int:
    """How many steps the next keyframe of `segment` comes after the one before it.

    A power of two, so that distances stay even when every second one is dropped.
    """
    limits = tree.limits
    wanted = UNKNOWN if segment.seconds <= 0 else int(limits.replay / segment.seconds)
    wanted = max(1, min(wanted, limits.apart))
    return max(tree.spacing, 1 << (wanted.bit_length() - 1))


def thinned(tree: Tree, future: Future) -> tuple[Tree, Future]:
    """The tree and its `future`, which has grown, with keyframes dropped where they outgrow the budget.

    Points where segments begin are kept whatever they take.
    """
    grown = (future, *(other for other in tree.futures if other.name != future.name))
    if _within(grown, tree.limits, 1.0):
        return tree, future
    tree = tree.with_future(future)
    while not _within(tree.futures, tree.limits, ENOUGH):
        nearest = min((_nearest(s) for f in tree.futures for s in f.segments if len(s.frames)), default=0)
        if nearest == 0:
            break
        spacing = 2 * max(tree.spacing, nearest)
        tree = replace(tree, spacing=spacing, futures=tuple(_spaced(f, spacing) for f in tree.futures))
    return tree, tree[future.name]


def fitting(tree: Tree, *, frames: int, curves: int) -> Tree:
    """The tree with keyframes and curves dropped until each take no more than so many bytes, if they can.

    The numbers of any step stay what they are, and it takes longer to come to them.
    """
    spacing = max(tree.spacing, 1)
    count = sum(len(segment.frames) for future in tree.futures for segment in future.segments)
    steps = sum(segment.count for future in tree.futures for segment in future.segments)
    while (size := _frames_size(tree)) > frames:
        spacing = max(2 * spacing, steps * (size // count) // max(frames, 1))
        tree = replace(tree, futures=tuple(_spaced(future, spacing) for future in tree.futures))
    share = curves // (2 * len(tree.futures))
    return replace(tree, futures=tuple(_coarser(future, share) for future in tree.futures))


def _within(futures: tuple[Future, ...], limits: Limits, share: float) -> bool:
    """Whether their keyframes take no more than that share of the budget."""
    return (
        sum(future.size for future in futures) <= share * limits.frames
        and sum(future.points for future in futures) <= share * limits.points
    )


def _frames_size(tree: Tree) -> int:
    """Bytes of keyframes apart from the points where segments begin."""
    return sum(len(s.frames) * s.start.size for future in tree.futures for s in future.segments)


def _coarser(future: Future, share: int) -> Future:
    log, measures = (_halved(bins, share) for bins in (future.log, future.measures))
    return replace(future, log=log, measures=measures)


def _halved(bins: Bins, most: int) -> Bins:
    while bins.full > 2 and 24 * bins.columns * bins.full > most:
        bins = bins.halved()
    return bins


def _nearest(segment: Segment) -> int:
    steps = [segment.first, *(frame.step for frame in segment.frames)]
    return min(last - first for first, last in pairwise(steps))


def _spaced(future: Future, spacing: int) -> Future:
    return replace(future, segments=tuple(_thinned(segment, spacing) for segment in future.segments))


def _thinned(segment: Segment, spacing: int) -> Segment:
    if len(segment.frames) == 0:
        return segment
    return replace(segment, frames=segment.frames.thinned(segment.first, spacing))
