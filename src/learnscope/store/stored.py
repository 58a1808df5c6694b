"""A tree from the tables of its file."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from learnscope.core.arrays import frozen
from learnscope.core.compiled import EngineName
from learnscope.experiment import Setup
from learnscope.run import Best, ByHand, Future, Point, Segment, Tree
from learnscope.run.bins import Bins, Store
from learnscope.run.frames import Frames
from learnscope.run.limits import LIMITS
from learnscope.store.changes import BLOCK
from learnscope.store.packing import Array, numbers, unpacked, unsealed
from learnscope.store.tables import CURVES, HEAD
from learnscope.training.loop import Loop

Settings = Sequence[tuple[Setup, Loop]]
Rows = dict[tuple[Any, ...], list[tuple[Any, ...]]]


@dataclass(frozen=True, eq=False)
class StoredRun:
    """What a run's file holds."""

    path: Path
    tree: Tree
    setups: tuple[Setup, ...]  # in the order of the file
    about: dict[str, Any]
    history: dict[str, Array]  # exact columns of the first future, where the library saved it
    note: str  # why steps made again here may differ from those that were made, "" where they do not

    @property
    def shown(self) -> str:
        """The name of the future that was on the stage, or of the first."""
        name = self.about["shown"]["future"]
        return name if name in self.tree.names else self.tree.names[0]


def read_tree(tables: sqlite3.Connection, about: dict[str, Any], settings: Settings) -> Tree:
    """The tree that was written. Raises ValueError where something is missing."""
    segments = _by(tables, "segments", 1, "place")
    frames = _by(tables, "keyframes", 2, "segment, step")
    curves, blocks = _by(tables, "curves", 2, "name"), _by(tables, "bins", 2, "place")
    rows = [unsealed(row) for row in tables.execute("SELECT * FROM futures ORDER BY place")]
    if len(rows) != about["futures"] or not rows:
        raise ValueError("futures are missing")
    futures = tuple(_future(row, segments, frames, curves, blocks, settings) for row in rows)
    return Tree(futures, about["born"], LIMITS, about["spacing"])


def read_history(tables: sqlite3.Connection) -> dict[str, Array]:
    """The exact columns there are, by name."""
    found: dict[str, list[Array]] = {}
    for row in tables.execute("SELECT * FROM history ORDER BY name, first"):
        name, first, count, data = unsealed(row)
        parts = found.setdefault(name, [])
        if first != sum(map(len, parts)):
            raise ValueError("steps are missing")
        parts.append(unpacked(data, count))
    return {name: frozen(np.concatenate(parts)) for name, parts in found.items()}


def _by(tables: sqlite3.Connection, table: str, keys: int, order: str) -> Rows:
    """The rows of a table by their first columns."""
    found: Rows = {}
    for row in tables.execute(f"SELECT * FROM {table} ORDER BY {order}"):
        found.setdefault(row[:keys], []).append(unsealed(row)[keys:])
    return found


def _future(
    row: tuple[Any, ...], segments: Rows, frames: Rows, curves: Rows, blocks: Rows, settings: Settings
) -> Future:
    (name, _, title, colour, parent, departure, steps, count, best_step, best_loss, waited, racing, stopped,
     noted, latest) = row  # fmt: skip
    rows = segments.get((name,), [])
    if [entry[0] for entry in rows] != list(range(count)) or not rows:
        raise ValueError("segments are missing")
    own = tuple(_segment(entry, frames.get((name, entry[0]), []), settings) for entry in rows)
    heads = frames.get((name, HEAD), [])
    if len(heads) != 1 or heads[0][0] != steps:
        raise ValueError("a keyframe is missing")
    log, measures = (_bins(curves, blocks, name, curve) for curve in CURVES)
    return Future(
        name=name,
        title=title,
        colour=colour,
        parent=parent,
        departure=departure,
        segments=own,
        head=_point(heads[0], own[-1].loop),
        log=log,
        measures=measures,
        noted=None if noted is None else numbers(noted, 1, measures.columns),
        latest=None if latest is None else numbers(latest, 1, measures.columns),
        best=None if best_step is None else Best(best_step, best_loss),
        waited=waited,
        racing=bool(racing),
        stopped=stopped,
    )


def _segment(row: tuple[Any, ...], frames: list[tuple[Any, ...]], settings: Settings) -> Segment:
    _, place, first, count, engine, causes, by_hand, keyframes, seconds = row
    if engine not in ("plain", "compiled"):
        raise ValueError(f"engine {engine!r}")
    if len(frames) != keyframes or frames[0][0] != first:
        raise ValueError("a keyframe is missing")
    setup, loop = settings[place]
    start, *others = (_point(frame, loop) for frame in frames)
    return Segment(
        setup,
        loop,
        start,
        cast(EngineName, engine),
        causes=tuple(json.loads(causes)),
        count=count,
        by_hand=None if by_hand is None else _by_hand(json.loads(by_hand)),
        frames=Frames(others, len(others)),
        seconds=seconds,
    )


def _by_hand(fields: dict[str, Any]) -> ByHand:
    inputs, target = fields["inputs"], fields["target"]
    return ByHand(
        fields["sample"],
        None if inputs is None else tuple(inputs),
        None if target is None else tuple(target),
        fields.get("picture", False),
    )


def _point(row: tuple[Any, ...], loop: Loop) -> Point:
    step, ahead, began, parameters, slots = row
    network, kept = loop.plan.network.parameters, loop.plan.optimizer.kind.slots
    vector = numbers(parameters, network.size, dtype=network.dtype)
    return Point(step, vector, numbers(slots, kept, network.size, dtype=network.dtype), ahead, began)


def _bins(curves: Rows, blocks: Rows, name: str, curve: str) -> Bins:
    (columns, limit, stride, full, parts, part), *_ = curves[name, curve]
    store = Store(max(full, 1), columns)
    store.filled = full
    for place, block in enumerate(_blocks(blocks.get((name, curve), []), columns)):
        store.numbers[:, place * BLOCK : place * BLOCK + block.shape[1]] = block
    if sum(row[1] for row in blocks.get((name, curve), [])) != full:
        raise ValueError("bins are missing")
    return Bins(columns, limit, store, full, stride, numbers(part, 3, columns), parts)


def _blocks(rows: list[tuple[Any, ...]], columns: int) -> Iterator[Array]:
    for number, (place, count, data) in enumerate(rows):
        if place != number or count > BLOCK:
            raise ValueError("bins are missing")
        yield unpacked(data, 3, count, columns)
