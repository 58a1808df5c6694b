"""A run of the library to a file: its tree, and exact numbers of every step besides."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from learnscope.data.paths import existing_file, existing_folder
from learnscope.errors import FormatError
from learnscope.run import Tree
from learnscope.run.history import KEPT, History
from learnscope.store.contents import Notes
from learnscope.store.file import write_whole
from learnscope.store.header import is_run
from learnscope.store.packing import Array, packed, sealed
from learnscope.store.tables import put

BLOCK = 2**16  # numbers of a column together


def write_run(path: Path, tree: Tree, notes: Notes, history: History, *, with_data: bool | None) -> None:
    """Write a run to `path`. Raises FormatError where another kind of file is there."""
    check_place(path)

    def also(tables: sqlite3.Connection) -> None:
        if len(tree.futures) == 1:
            put(tables, "history", _history_rows(history))

    write_whole(path, tree, notes, with_data=with_data, also=also)


def check_place(path: Path) -> None:
    """Raise DataError where `path` can be no file, FormatError where it is another one than a run."""
    existing_folder(path.parent)
    if path.exists() and not is_run(existing_file(path)):
        raise FormatError(f"{path.name} is there already and is no saved run; choose another name")


def _history_rows(history: History) -> Iterator[tuple[Any, ...]]:
    measures = history.measures
    columns: dict[str, Array] = {name: history[name] for name in KEPT}
    columns["measured"] = measures.step.astype(np.float64)
    columns["measured penalty"] = measures.penalty
    columns["measured values"] = np.ascontiguousarray(measures.values).reshape(-1)
    for name, column in columns.items():
        for first in range(0, len(column), BLOCK):
            part = column[first : first + BLOCK]
            yield sealed(name, first, len(part), packed(part))
