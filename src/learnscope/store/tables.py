"""The tables of a run's file.

    about       name, value: data set, versions, what is shown, breakpoints, a small curve for lists; JSON
    settings    a recipe (JSON) for each that steps were made under. Split and scalings are those kept for
                settings `data_of`, the starting network is that kept for settings `start_of`
    futures     a row each: where it departed from which other, where it ends, its lowest validation loss
    segments    stretches of steps under one recipe: `causes` says what was edited where it begins, `by_hand`
                whose values were edited for its one step; both JSON
    keyframes   parameters and optimizer state (raw) after `step` updates: the first of a segment is its
                start; segment -1 is the end of the future. Networks between them are made again
    curves      of each future one for its steps and one for what was measured: how many bins of how many rows
                there are, and the last bin, which is not full (raw)
    bins        blocks of full bins (3, count, columns), packed: of each column least, sum and greatest of its
                rows
    history     blocks of single columns, packed, of runs that the library saved: exact numbers of each step
    arrays      name, settings, place, bytes: split, scalings, starting networks; data of one's own (-1)

Raw are little-endian float64 (keyframes and starting networks in the precision of the network), row by row.
Packed are such numbers with all first bytes in front, then all second ones and so on, by zlib; `arrays` too,
in pieces of 8 MB before packing. `seal` is the CRC-32 of the rest of its row.

Columns of the steps: loss of the batch, penalty, norm of the gradient, of the update, of the gradient of the
output layer, of hidden layers 1, 2 …. Columns of what was measured: step; loss of train, validation, test;
penalty; accuracy of each part; R² of each part.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

import numpy as np

from learnscope.core.arrays import frozen
from learnscope.store.packing import LEVEL, Array, packed, unpacked

TABLES = {
    "about": ("name TEXT", "value TEXT NOT NULL", "seal INTEGER", "PRIMARY KEY (name)"),
    "settings": (
        "place INTEGER", "recipe TEXT NOT NULL", "fingerprint TEXT NOT NULL", "data_of INTEGER NOT NULL",
        "start_of INTEGER NOT NULL", "seal INTEGER", "PRIMARY KEY (place)",
    ),
    "futures": (
        "name TEXT", "place INTEGER NOT NULL", "title TEXT NOT NULL", "colour INTEGER NOT NULL",
        "parent TEXT NOT NULL", "departure INTEGER NOT NULL", "steps INTEGER NOT NULL",
        "segments INTEGER NOT NULL", "best_step INTEGER", "best_loss REAL", "waited INTEGER NOT NULL",
        "racing INTEGER NOT NULL", "stopped TEXT NOT NULL", "noted BLOB", "latest BLOB", "seal INTEGER",
        "PRIMARY KEY (name)",
    ),
    "segments": (
        "future TEXT", "place INTEGER", "settings INTEGER NOT NULL", "first INTEGER NOT NULL",
        "count INTEGER NOT NULL", "engine TEXT NOT NULL", "causes TEXT NOT NULL", "by_hand TEXT",
        "keyframes INTEGER NOT NULL", "seconds REAL NOT NULL", "seal INTEGER", "PRIMARY KEY (future, place)",
    ),
    "keyframes": (
        "future TEXT", "segment INTEGER", "step INTEGER", "ahead INTEGER NOT NULL", "began INTEGER NOT NULL",
        "parameters BLOB NOT NULL", "slots BLOB NOT NULL", "seal INTEGER",
        "PRIMARY KEY (future, segment, step)",
    ),
    "curves": (
        "future TEXT", "name TEXT", "columns INTEGER NOT NULL", "most INTEGER NOT NULL",
        "stride INTEGER NOT NULL", "full INTEGER NOT NULL", "parts INTEGER NOT NULL", "part BLOB NOT NULL",
        "seal INTEGER", "PRIMARY KEY (future, name)",
    ),
    "bins": (
        "future TEXT", "curve TEXT", "place INTEGER", "count INTEGER NOT NULL", "bytes BLOB NOT NULL",
        "seal INTEGER", "PRIMARY KEY (future, curve, place)",
    ),
    "history": (
        "name TEXT", "first INTEGER", "count INTEGER NOT NULL", "bytes BLOB NOT NULL", "seal INTEGER",
        "PRIMARY KEY (name, first)",
    ),
    "arrays": (
        "name TEXT", "settings INTEGER", "place INTEGER", "bytes BLOB NOT NULL",
        "PRIMARY KEY (name, settings, place)",
    ),
}  # fmt: skip
_PUT = {  # what writes a row
    table: f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * (len(columns) - 1))})"
    for table, columns in TABLES.items()  # of which the last is the key
}
OWN = -1  # settings of arrays that belong to the whole file
HEAD = -1  # segment of the keyframe at the end of a future
CURVES = ("steps", "measures")
PIECE = 8 * 2**20  # bytes


def create(tables: sqlite3.Connection) -> None:
    """Make all tables."""
    for name, columns in TABLES.items():
        tables.execute(f"CREATE TABLE {name} ({', '.join(columns)})")


def put(
    tables: sqlite3.Connection, table: str, rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]
) -> None:
    """Write rows, in place of those with the same key."""
    tables.executemany(_PUT[table], rows)


def write_array(
    tables: sqlite3.Connection, name: str, array: Array, settings: int = OWN, *, level: int = LEVEL
) -> None:
    """An array, in pieces, packed at a level of zlib."""
    flat = np.ascontiguousarray(array).reshape(-1)
    size = max(1, PIECE // flat.dtype.itemsize)
    pieces = range(max(1, -(-len(flat) // size)))
    parts = (packed(flat[k * size : (k + 1) * size], level=level) for k in pieces)
    put(tables, "arrays", ((name, settings, k, part) for k, part in enumerate(parts)))


def read_array(
    tables: sqlite3.Connection, name: str, shape: tuple[int, ...], dtype: Any, settings: int = OWN
) -> Array:
    """An array that was written, read-only. Raises ValueError where it does not have that size."""
    array = np.empty(shape, dtype=np.dtype(dtype))
    flat, filled = array.reshape(-1), 0
    size = max(1, PIECE // flat.dtype.itemsize)
    query = "SELECT bytes FROM arrays WHERE name = ? AND settings = ? ORDER BY place"
    for (piece,) in tables.execute(query, (name, settings)):
        wanted = min(size, len(flat) - filled)
        flat[filled : filled + wanted] = unpacked(piece, wanted, dtype=dtype)
        filled += wanted
    if filled != len(flat):
        raise ValueError(f"array {name!r} has {filled} of {len(flat)} numbers")
    return frozen(array)
