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
from collections.abc import Iterator
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.core.compiled import EngineName
from learnscope.data.split import PARTS
from learnscope.training import kernels
from learnscope.training.history import History, Keyframe, Measures
from learnscope.training.plan import TrainingPlan

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
CREATE TABLE keyframes (
    step INTEGER PRIMARY KEY, engine TEXT NOT NULL, parameters BLOB NOT NULL, slots BLOB NOT NULL
);
CREATE TABLE arrays (name TEXT, place INTEGER, bytes BLOB NOT NULL, PRIMARY KEY (name, place));
"""
PIECE = 8 * 2**20  # bytes
AT_ONCE = 10_000  # rows
Array = NDArray[Any]


def write_history(tables: sqlite3.Connection, history: History) -> None:
    """All of `history`."""
    tables.executemany("INSERT INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _step_rows(history))
    tables.executemany(
        "INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _measure_rows(history.measures)
    )
    tables.executemany(
        "INSERT INTO keyframes VALUES (?, ?, ?, ?)",
        (
            (frame.step, frame.engine, _raw(frame.parameters), _raw(frame.slots))
            for frame in history.keyframes
        ),
    )


def read_history(tables: sqlite3.Connection, plan: TrainingPlan, spreads: Floats) -> History:
    """The history that was written, of a run of `plan` with `spreads` (3, n_out) of its targets."""
    count, layers = tables.execute("SELECT count(*) FROM steps").fetchone()[0], len(plan.network.layers)
    step, epoch = np.arange(count), np.empty(count, dtype=np.int64)
    rates, record = np.empty(count), np.empty((count, kernels.LAYERS + 2 * layers))
    rows = tables.execute("SELECT * FROM steps ORDER BY step")
    for start in range(0, count, AT_ONCE):
        some = rows.fetchmany(AT_ONCE)
        part = slice(start, start + len(some))
        columns = np.array([row[:-1] for row in some], dtype=np.float64)
        if not np.array_equal(columns[:, 0], step[part]):
            raise ValueError("steps are missing")
        epoch[part], rates[part] = columns[:, 1], columns[:, 2]
        record[part, : kernels.LAYERS] = columns[:, 3:]
        record[part, kernels.LAYERS :] = _numbers(b"".join(row[-1] for row in some), len(some), 2 * layers)
    for array in (step, epoch, rates, record):
        array.flags.writeable = False
    keyframes = tuple(_keyframes(tables, plan))
    if not keyframes or keyframes[0].step != 0:
        raise ValueError("the first keyframe is missing")
    return History(step, epoch, rates, record, _measures(tables, plan, spreads), keyframes)


def write_array(tables: sqlite3.Connection, name: str, array: Array) -> None:
    """An array, in pieces."""
    view = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).reshape(-1).view(np.uint8)
    for place in range(max(1, -(-len(view) // PIECE))):
        piece = zlib.compress(view[place * PIECE : (place + 1) * PIECE].data, 1)
        tables.execute("INSERT INTO arrays VALUES (?, ?, ?)", (name, place, piece))


def read_array(tables: sqlite3.Connection, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
    """An array that was written, read-only. Raises ValueError where it does not have that size."""
    array = np.empty(shape, dtype=np.dtype(dtype))
    view, filled = array.reshape(-1).view(np.uint8), 0
    for (piece,) in tables.execute("SELECT bytes FROM arrays WHERE name = ? ORDER BY place", (name,)):
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(piece, PIECE + 1)
        if not unpacker.eof:
            raise ValueError(f"array {name!r} is packed wrongly")
        view[filled : filled + len(plain)] = np.frombuffer(plain, dtype=np.uint8)
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


def _measures(tables: sqlite3.Connection, plan: TrainingPlan, spreads: Floats) -> Measures:
    rows = tables.execute("SELECT step, part, penalty, raw FROM measures").fetchall()
    found = {(step, part): (penalty, raw) for step, part, penalty, raw in rows}
    step = np.array(sorted({step for step, _ in found}), dtype=np.int64)
    penalty = np.array([found[s, "train"][0] for s in step.tolist()], dtype=np.float64)
    raw = b"".join(found[s, part][1] for s in step.tolist() for part in PARTS)
    epoch = step // plan.batches
    for array in (step, epoch, penalty):
        array.flags.writeable = False
    values = _numbers(raw, len(step), len(PARTS), 1 + plan.network.sizes[-1])
    counts = (len(plan.split.train), len(plan.split.validation), len(plan.split.test))
    return Measures(step, epoch, penalty, values, counts, plan.kind, spreads)


def _keyframes(tables: sqlite3.Connection, plan: TrainingPlan) -> Iterator[Keyframe]:
    slots, parameters = plan.optimizer.kind.slots, plan.network.parameters
    for step, engine, vector, state in tables.execute("SELECT * FROM keyframes ORDER BY step"):
        if engine not in ("plain", "compiled"):
            raise ValueError(f"engine {engine!r}")
        numbers = _numbers(vector, parameters.size, dtype=parameters.dtype)
        remembered = _numbers(state, slots, parameters.size, dtype=parameters.dtype)
        yield Keyframe(step, numbers, remembered, cast(EngineName, engine))


def _raw(array: Array) -> bytes:
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()


def _numbers(raw: bytes, *shape: int, dtype: Any = np.float64) -> Array:
    """What `_raw` wrote, read-only. Raises ValueError where it does not have that shape."""
    array = np.frombuffer(raw, dtype=np.dtype(dtype).newbyteorder("<")).astype(dtype).reshape(shape)
    array.flags.writeable = False
    return array
