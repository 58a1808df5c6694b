"""The tables of a saved run, and how arrays are kept in them.

    about       name, value     the recipe, the data's names, versions, why it stopped: as JSON
    steps       a row per step: epoch, learning rate, loss, penalty, norms (by layer: a blob)
    measures    a row per part of the data for each time it was measured
    keyframes   parameters and optimizer state after a step, and the engine that makes the steps after it
    arrays      name, place, bytes: scalings, the parts of the split, the last parameters, data of one's own

Blobs are little-endian numbers, row by row; those of `arrays` are packed by zlib, in pieces of 8 MB. SQLite
has no not-a-number and no minus zero: they are kept as NULL and 0 where they are a column of their own.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import EngineName
from learnscope.data.split import PARTS
from learnscope.training import kernels
from learnscope.training.history import History, Keyframe, Measures

SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE steps (
    step INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, learning_rate REAL NOT NULL, loss REAL, penalty REAL,
    gradient_norm REAL, update_norm REAL, layer_norms BLOB NOT NULL
);
CREATE TABLE measures (
    step INTEGER, part TEXT, samples INTEGER NOT NULL, loss REAL, penalty REAL, accuracy REAL, r2 REAL,
    raw BLOB NOT NULL, PRIMARY KEY (step, part)
);
CREATE TABLE keyframes (step INTEGER PRIMARY KEY, engine TEXT NOT NULL, parameters BLOB NOT NULL, slots BLOB NOT NULL);
CREATE TABLE arrays (name TEXT, place INTEGER, bytes BLOB NOT NULL, PRIMARY KEY (name, place));
"""
PIECE = 8 * 2**20
Array = NDArray[Any]


def write_history(tables: sqlite3.Connection, history: History) -> None:
    """All of `history`."""
    tables.executemany("INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _step_rows(history))
    tables.executemany("INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _measure_rows(history.measures))
    tables.executemany(
        "INSERT INTO keyframes VALUES (?, ?, ?, ?)",
        ((frame.step, frame.engine, _raw(frame.parameters), _raw(frame.slots)) for frame in history.keyframes),
    )


def read_history(
    tables: sqlite3.Connection,
    *,
    layers: int,
    outputs: int,
    parameters: int,
    slots: int,
    dtype: np.dtype[Any],
    counts: tuple[int, int, int],
    kind: str,
    spread: Floats,
) -> History:
    """The history that was written, of a network and data of these shapes."""
    rows = tables.execute("SELECT * FROM steps ORDER BY step").fetchall()
    record = np.empty((len(rows), kernels.LAYERS + 2 * layers))
    record[:, : kernels.LAYERS] = np.array([row[3:7] for row in rows], dtype=float).reshape(-1, kernels.LAYERS)
    for place, row in enumerate(rows):
        record[place, kernels.LAYERS :] = np.frombuffer(row[7], dtype="<f8")
    found = tables.execute("SELECT step, part, penalty, raw FROM measures").fetchall()
    by_place = {(step, part): (penalty, raw) for step, part, penalty, raw in found}
    measured = sorted({step for step, _ in by_place})
    values = [
        np.frombuffer(by_place[step, part][1], dtype="<f8").reshape(1 + outputs)
        for step in measured
        for part in PARTS
    ]
    measures = Measures(
        step=_whole(measured),
        epoch=_whole([]),
        penalty=_floats([by_place[step, "train"][0] for step in measured]),
        values=_floats(values).reshape(-1, len(PARTS), 1 + outputs),
        counts=counts,
        kind=kind,
        spread=spread,
    )
    return History(
        step=_whole([row[0] for row in rows]),
        epoch=_whole([row[1] for row in rows]),
        learning_rate=_floats([row[2] for row in rows]),
        record=frozen(record),
        measures=measures,
        keyframes=tuple(_keyframes(tables, parameters, slots, dtype)),
    )


def write_array(tables: sqlite3.Connection, name: str, array: Array) -> None:
    """An array, in pieces."""
    view = memoryview(np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))).cast("B")
    for place in range(max(1, -(-len(view) // PIECE))):
        piece = zlib.compress(view[place * PIECE : (place + 1) * PIECE], 1)
        tables.execute("INSERT INTO arrays VALUES (?, ?, ?)", (name, place, piece))


def read_array(tables: sqlite3.Connection, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
    """An array that was written, read-only. Raises ValueError where it does not have that size."""
    array = np.empty(shape, dtype=np.dtype(dtype))
    view, filled = memoryview(array.reshape(-1).view(np.uint8)), 0
    for (piece,) in tables.execute("SELECT bytes FROM arrays WHERE name = ? ORDER BY place", (name,)):
        plain = zlib.decompressobj().decompress(piece, PIECE + 1)
        view[filled : filled + len(plain)] = plain
        filled += len(plain)
    if filled != array.nbytes:
        raise ValueError(f"array {name!r} has {filled} of {array.nbytes} bytes")
    array.flags.writeable = False
    return array


def _step_rows(history: History) -> Iterator[tuple[Any, ...]]:
    columns = [history.step, history.epoch, history.learning_rate, *history.record[:, : kernels.LAYERS].T]
    norms = history.record[:, kernels.LAYERS :]
    for place, row in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        yield (*row, _raw(norms[place]))


def _measure_rows(measures: Measures) -> Iterator[tuple[Any, ...]]:
    for k, (part, samples) in enumerate(zip(PARTS, measures.counts, strict=True)):
        columns = (measures.loss(part), measures.penalty, measures.accuracy(part), measures.r2(part))
        lists = [measures.step.tolist(), *(column.tolist() for column in columns)]
        for place, (step, *numbers) in enumerate(zip(*lists, strict=True)):
            yield (step, part, samples, *numbers, _raw(measures.values[place, k]))


def _keyframes(
    tables: sqlite3.Connection, parameters: int, slots: int, dtype: np.dtype[Any]
) -> Iterator[Keyframe]:
    kept = dtype.newbyteorder("<")
    for step, engine, vector, state in tables.execute("SELECT * FROM keyframes ORDER BY step"):
        if engine not in ("plain", "compiled"):
            raise ValueError(f"engine {engine!r}")
        numbers = np.frombuffer(vector, dtype=kept).astype(dtype).reshape(parameters)
        remembered = np.frombuffer(state, dtype=kept).astype(dtype).reshape(slots, parameters)
        yield Keyframe(step, frozen(numbers), frozen(remembered), cast(EngineName, engine))


def _raw(array: Array) -> bytes:
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()


def _whole(values: Iterable[Any]) -> NDArray[np.int64]:
    array = np.array(list(values), dtype=np.int64)
    array.flags.writeable = False
    return array


def _floats(values: Iterable[Any]) -> Floats:
    return frozen(np.array(list(values), dtype=np.float64))
