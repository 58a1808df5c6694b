"""Edits of a tree that make no steps: events, forks, names, removals."""

from dataclasses import replace

import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.errors import ArgumentError, check_whole
from learnscope.experiment import Setup
from learnscope.run.bins import HIGH, LOW, Bins
from learnscope.run.future import Best, Future, better, going_on
from learnscope.run.point import Point
from learnscope.run.read import measures_again, owner, point as point_at, record, segment_at
from learnscope.run.rows import STEP, VALIDATION, step_columns, step_rows
from learnscope.run.segment import Segment
from learnscope.run.tree import Tree
from learnscope.training.loop import Loop

MOST_RACING = 8


def event(tree: Tree, name: str, point: Point, setup: Setup, loop: Loop, cause: str) -> Tree:
    """An edit at the head of a future: its next steps go on from `point` under `setup`.

    `point.step` is the head's. A segment without steps is replaced and its causes are kept; of two causes
    that differ in their last word only ("learning rate 0.1", "learning rate 0.2") the later stands.

    Raises ArgumentError where the point is at another step.
    """
    future = tree[name]
    _check_place(point, future.steps)
    causes: tuple[str, ...] = (cause,)
    if not future.segment.count:
        causes = (*(c for c in future.segment.causes if _subject(c) != _subject(cause)), cause)
    future = replace(future, head=point, latest=None, waited=0, stopped="")
    future = going_on(future, setup=setup, loop=loop, engine=future.segment.engine, causes=causes)
    log = future.log.widened(step_columns(len(loop.plan.network.layers)))
    return tree.with_future(replace(future, log=log))


def placed(tree: Tree, name: str, ahead: int) -> Tree:
    """The tree whose next step of `name` learns from the batch at place head.step + `ahead` of the order.

    The same tree where it does so anyway. No cause is noted: who only skips or repeats batches edits nothing.
    Raises ArgumentError where there is no such place.
    """
    future = tree[name]
    if future.head.ahead == ahead:
        return tree
    check_whole("ahead", ahead, low=-future.steps)
    future = replace(future, head=replace(future.head, ahead=ahead))
    return tree.with_future(going_on(future))


def fork(
    tree: Tree,
    name: str,
    step: int,
    *,
    title: str,
    point: Point | None = None,
    setup: Setup | None = None,
    loop: Loop | None = None,
    cause: str = "fork",
) -> Tree:
    """A new future, the last of the result's, that departs from `name` after `step` updates.

    It goes on from `point` under `setup`; what is not given is as it was there. Its name is the next number,
    its colour the least that no other has. Its parent is the future that the step before belongs to.

    Raises ArgumentError where `name` has no such step or `point` is at another.
    """
    start = point_at(tree, name, step) if point is None else point
    _check_place(start, step)
    there = segment_at(tree, name, step)
    parent = owner(tree, name, step)
    while parent.parent and step == parent.departure:
        parent = tree[parent.parent]
    setup, loop = setup or there.setup, loop or there.loop
    future = tree[name]
    measures, found, noted = _measures_until(tree, future, step)
    colours = {future.colour for future in tree.futures}
    alike = loop.plan.network.sizes == there.loop.plan.network.sizes
    return tree.with_future(
        Future(
            name=str(tree.born + 1),
            title=title,
            colour=next(k for k in range(len(colours) + 1) if k not in colours),
            parent=parent.name,
            departure=step,
            segments=(
                Segment(setup, loop, start, there.engine, (cause,), seconds=there.seconds if alike else 0.0),
            ),
            head=start,
            log=_log_until(tree, future, step).widened(step_columns(len(loop.plan.network.layers))),
            measures=measures,
            noted=noted,
            latest=None,
            best=found,
        )
    )


def rename(tree: Tree, name: str, title: str) -> Tree:
    """The future `name` under another title."""
    return tree.with_future(replace(tree[name], title=title))


def remove(tree: Tree, name: str) -> Tree:
    """Without the future `name` and those that departed from it. Raises ArgumentError for the first."""
    if not tree[name].parent:
        raise ArgumentError(
            f"future must be one that departed from another, got {name!r}, the first; begin another run"
        )
    gone = {name}
    for future in tree.futures:  # in the order they began: parents before those that departed from them
        if future.parent in gone:
            gone.add(future.name)
    return replace(tree, futures=tuple(f for f in tree.futures if f.name not in gone))


def race(tree: Tree, name: str, racing: bool) -> Tree:
    """The future `name` in the race, or out of it. Raises ArgumentError where eight are in it already."""
    others = sum(future.racing for future in tree.futures if future.name != name)
    if racing and others >= MOST_RACING:
        raise ArgumentError(
            f"racing must be true for at most {MOST_RACING} futures, got {others + 1}; take another out first"
        )
    return tree.with_future(replace(tree[name], racing=racing))


def stopping(tree: Tree, name: str, why: str) -> Tree:
    """The future `name` with a sentence that says why it ended; the next steps made take it away."""
    return tree.with_future(replace(tree[name], stopped=why))


def _log_until(tree: Tree, future: Future, step: int) -> Bins:
    """The rows of the steps before `step`: full bins as they are, the steps after them made again."""
    origin = tree.futures[0].departure
    if step == future.steps:
        return future.log
    bins = future.log.first_full((step - origin) // future.log.stride)
    return bins.append(step_rows(record(tree, future.name, origin + bins.rows, step), future.log.columns))


def _measures_until(tree: Tree, future: Future, step: int) -> tuple[Bins, Best | None, Floats | None]:
    """What was measured until `step`, where the validation loss was lowest then, and the last row."""
    if step == future.steps:
        return future.measures, future.best, future.noted
    numbers, counts = future.measures.between(0, len(future.measures))
    steps = numbers[:, :, STEP]
    whole = int((steps[HIGH, : future.measures.full] <= step).sum())
    rows = np.empty((0, future.measures.columns))
    if whole < len(counts) and steps[LOW, whole] <= step:  # a bin with rows from before and after
        before = int(steps[HIGH, whole - 1]) if whole else tree.futures[0].departure - 1
        rows = _measured_after(tree, future, before, step)
    found = future.best
    if found is not None and found.step > step:
        found = None
        lows = numbers[LOW, :whole, VALIDATION]
        if np.isfinite(lows).any():
            place = int(np.nanargmin(lows))
            first, last = int(steps[LOW, place]), int(steps[HIGH, place])
            known = counts[place] == 1
            lowest = (
                numbers[LOW, place : place + 1] if known else _measured_after(tree, future, first - 1, last)
            )
            found = better(None, lowest)
        found = better(found, rows)
    noted = frozen(rows[-1:].copy()) if len(rows) else None
    return future.measures.first_full(whole).append(rows), found, noted


def _measured_after(tree: Tree, future: Future, before: int, last: int) -> Floats:
    """The rows of measures after more than `before` and at most `last` updates, made again."""
    first = max(before, tree.futures[0].departure)
    rows = measures_again(tree, future.name, first, last)
    return rows[rows[:, STEP] > before] if len(rows) else np.empty((0, future.measures.columns))


def _check_place(point: Point, step: int) -> None:
    if point.step != step:
        raise ArgumentError(f"point must be after {step} updates, got one after {point.step}")


def _subject(cause: str) -> str:
    """What a cause is about: its words but for the last, or the whole of one word."""
    return cause.rpartition(" ")[0] or cause
