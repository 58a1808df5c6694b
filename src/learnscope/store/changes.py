"""A tree into the tables of its file: all of it, or what is new since it was written last.

Trees are values that share what they have in common, so that what changed is told by identity: a future that
is the same object was written; keyframes that were added are behind those of the same list; full bins of the
same store never change.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from learnscope.experiment import Setup
from learnscope.run import Future, Point, Segment, Tree
from learnscope.run.bins import Bins
from learnscope.store.packing import LEVEL, packed, raw, sealed
from learnscope.store.settings import same_settings
from learnscope.store.tables import CURVES, HEAD, put

BLOCK = 512  # full bins together
OF_FUTURE = ("segments", "keyframes", "curves", "bins")  # tables with a row's future in their first column


def write_tree(tables: sqlite3.Connection, tree: Tree, before: Tree | None, setups: Sequence[Setup]) -> None:
    """Make the tables hold `tree`, where they hold `before`; `setups` are those of the table of settings."""
    known = {} if before is None else {future.name: future for future in before.futures}
    for name in known.keys() - set(tree.names):
        tables.execute("DELETE FROM futures WHERE name = ?", (name,))
        for table in OF_FUTURE:
            tables.execute(f"DELETE FROM {table} WHERE future = ?", (name,))
    for place, future in enumerate(tree.futures):
        old = known.get(future.name)
        if old is future and before is not None and before.futures[place : place + 1] == (future,):
            continue
        _write_future(tables, place, future, old, setups)


def place_of(setup: Setup, setups: Sequence[Setup]) -> int | None:
    """The place of settings that are the same, None where there are none."""
    same = next((place for place, one in enumerate(setups) if one is setup), None)
    if same is None:
        same = next((place for place, one in enumerate(setups) if same_settings(one, setup)), None)
    return same


def _write_future(
    tables: sqlite3.Connection, place: int, future: Future, old: Future | None, setups: Sequence[Setup]
) -> None:
    best, name = future.best, future.name
    row = (
        name, place, future.title, future.colour, future.parent, future.departure, future.steps,
        len(future.segments), None if best is None else best.step, None if best is None else best.loss,
        future.waited, int(future.racing), future.stopped,
        None if future.noted is None else raw(future.noted),
        None if future.latest is None else raw(future.latest),
    )  # fmt: skip
    put(tables, "futures", [sealed(*row)])
    if old is None or old.head is not future.head:
        tables.execute("DELETE FROM keyframes WHERE future = ? AND segment = ?", (name, HEAD))
        put(tables, "keyframes", [_frame_row(name, HEAD, future.head)])
    for k, segment in enumerate(future.segments):
        known = old.segments[k] if old is not None and k < len(old.segments) else None
        if known is not segment:
            _write_segment(tables, name, k, segment, known, setups)
    for table, column in (("segments", "place"), ("keyframes", "segment")):
        if old is not None and len(old.segments) > len(future.segments):
            tables.execute(
                f"DELETE FROM {table} WHERE future = ? AND {column} >= ?", (name, len(future.segments))
            )
    for curve, bins in zip(CURVES, (future.log, future.measures), strict=True):
        _write_curve(tables, name, curve, bins, None if old is None else getattr(old, _FIELD[curve]))


_FIELD = {"steps": "log", "measures": "measures"}  # of a future, for each of its curves


def _write_segment(
    tables: sqlite3.Connection,
    name: str,
    place: int,
    segment: Segment,
    known: Segment | None,
    setups: Sequence[Setup],
) -> None:
    settings = place_of(segment.setup, setups)
    row = (
        name, place, settings, segment.first, segment.count, segment.engine, json.dumps(segment.causes),
        None if segment.by_hand is None else json.dumps(asdict(segment.by_hand)),
        1 + len(segment.frames), segment.seconds,
    )  # fmt: skip
    put(tables, "segments", [sealed(*row)])
    frames, kept = segment.frames, 0
    if known is not None and known.start is segment.start and known.frames.points is frames.points:
        kept = 1 + min(len(known.frames), len(frames))
        stale = len(known.frames) > len(frames)
    else:
        stale = known is not None
    if stale:
        last = segment.start.step if kept else -1
        if kept > 1:
            last = frames.points[kept - 2].step
        tables.execute(
            "DELETE FROM keyframes WHERE future = ? AND segment = ? AND step > ?", (name, place, last)
        )
    points = [segment.start, *frames][kept:] if kept == 0 else frames.points[kept - 1 : len(frames)]
    put(tables, "keyframes", (_frame_row(name, place, point) for point in points))


def _frame_row(name: str, place: int, point: Point) -> tuple[Any, ...]:
    return sealed(name, place, point.step, point.ahead, point.began, raw(point.parameters), raw(point.slots))


def _write_curve(tables: sqlite3.Connection, name: str, curve: str, bins: Bins, old: Bins | None) -> None:
    if bins is old:
        return
    row = (name, curve, bins.columns, bins.limit, bins.stride, bins.full, bins.parts, raw(bins.part))
    put(tables, "curves", [sealed(*row)])
    first = 0
    if old is not None and old.store is bins.store:
        first = min(old.full, bins.full) // BLOCK  # the last block may have been filled further
    elif old is not None or bins.full == 0:
        tables.execute("DELETE FROM bins WHERE future = ? AND curve = ?", (name, curve))
    if old is not None and old.full > bins.full:
        last = -(-bins.full // BLOCK)
        tables.execute("DELETE FROM bins WHERE future = ? AND curve = ? AND place >= ?", (name, curve, last))
    put(tables, "bins", _block_rows(name, curve, bins, first, soon=old is not None))


def _block_rows(name: str, curve: str, bins: Bins, first: int, *, soon: bool) -> Iterator[tuple[Any, ...]]:
    """Blocks from `first` on; one that is not full and will be written again `soon` is not worth packing."""
    for place in range(first, -(-bins.full // BLOCK)):
        block = bins.store.numbers[:, place * BLOCK : min((place + 1) * BLOCK, bins.full)]
        level = 0 if soon and block.shape[1] < BLOCK else LEVEL
        yield sealed(name, curve, place, block.shape[1], packed(block, level=level))
