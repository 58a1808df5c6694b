"""A run of the library to a file: its tree, and exact numbers of every step besides."""

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from learnscope.data.paths import existing_file, existing_folder
from learnscope.errors import FormatError
from learnscope.run import Tree, tree_of
from learnscope.run.experiment_run import ExperimentRun
from learnscope.run.limits import LIMITS
from learnscope.run.store.contents import Notes
from learnscope.run.store.file import write_whole
from learnscope.run.store.header import is_run
from learnscope.run.store.opened import OpenedRun
from learnscope.run.store.packing import Array, packed, sealed
from learnscope.run.store.tables import put
from learnscope.training.history import History

APART = 256  # steps between keyframes at least
BLOCK = 2**16  # numbers of a column together
EXACT = ("loss", "penalty", "gradient_norm", "update_norm")  # columns of a history that are kept


def write_run(run: ExperimentRun, path: Path, *, with_data: bool | None) -> None:
    """Write `run` to `path`. Raises FormatError where another kind of file is there."""
    check_place(path)
    tree, shown = tree_in(run), "1"
    if isinstance(run.run, OpenedRun):
        shown = run.run.future
    notes = Notes(shown=shown, step=run.steps, stopped=None if run.stopped is None else asdict(run.stopped))

    def also(tables: sqlite3.Connection) -> None:
        if len(tree.futures) == 1:
            put(tables, "history", _history_rows(run.history))

    write_whole(path, tree, notes, with_data=with_data, also=also)


def tree_in(run: ExperimentRun) -> Tree:
    """The tree of a run, with no more keyframes than its file is to hold."""
    if isinstance(run.run, OpenedRun):
        return run.run.tree
    tree = tree_of(run)
    future = tree["1"]
    frames, spacing = sum(len(segment.frames) for segment in future.segments), APART
    if frames:
        room = max(1, LIMITS.frames // future.head.size)
        while run.steps / spacing > room:
            spacing *= 2
    segments = tuple(replace(s, frames=s.frames.thinned(s.first, spacing)) for s in future.segments)
    return replace(tree.with_future(replace(future, segments=segments)), spacing=1)


def check_place(path: Path) -> None:
    """Raise DataError where `path` can be no file, FormatError where it is another one than a run."""
    existing_folder(path.parent)
    if path.exists() and not is_run(existing_file(path)):
        raise FormatError(f"{path.name} is there already and is no saved run; choose another name")


def _history_rows(history: History) -> Iterator[tuple[Any, ...]]:
    measures = history.measures
    columns: dict[str, Array] = {name: history[name] for name in EXACT}
    columns["measured"] = measures.step.astype(np.float64)
    columns["measured penalty"] = measures.penalty
    columns["measured values"] = np.ascontiguousarray(measures.values).reshape(-1)
    for name, column in columns.items():
        for first in range(0, len(column), BLOCK):
            part = column[first : first + BLOCK]
            yield sealed(name, first, len(part), packed(part))
