"""A run from a file."""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from learnscope.data.dataset import Dataset
from learnscope.data.paths import existing_file
from learnscope.errors import FormatError, LearnscopeError
from learnscope.run.history import KEPT
from learnscope.store.contents import read_about
from learnscope.store.header import AGAIN, FORMAT, check_header, is_interrupted
from learnscope.store.settings import read_settings
from learnscope.store.stored import StoredRun, read_history, read_tree
from learnscope.store.versions import difference, versions
from learnscope.version import VERSION

FAULTS = (
    sqlite3.Error, zlib.error, ValueError, TypeError, KeyError, IndexError, OverflowError, MemoryError,
)  # fmt: skip
WAIT = 2.0  # seconds for another process that writes


def open_stored(path: str | Path, *, data: Dataset | None = None) -> StoredRun:
    """What the file at `path` holds, which `run.save` or the page wrote; `data` where it does not hold it.

    Raises FormatError where it is no run, damaged, or of a newer Learnscope, DataError where there is no file
    or data is missing. Nothing is written but, where a process died while it wrote to the file, what that
    left to do.
    """
    file = existing_file(path)
    version = check_header(file)
    with translated(file.name), reading(file) as tables:
        if version > FORMAT:
            needs = tables.execute("SELECT value FROM about WHERE name = 'needs'").fetchone()[0]
            raise FormatError(
                f"{file.name} needs Learnscope {json.loads(needs)} or newer, this is {VERSION}; "
                "pip install --upgrade learnscope"
            )
        if version < FORMAT:
            raise FormatError(
                f"{file.name} has format {version}, which an early Learnscope 0.1.0 wrote and this {VERSION} "
                "does not read; train its recipe again"
            )
        return read_tables(tables, file, data)


def read_tables(tables: sqlite3.Connection, path: Path, data: Dataset | None) -> StoredRun:
    """What the tables of the file at `path` hold. Raises one of FAULTS where they are damaged."""
    if tables.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise ValueError("pages do not fit each other")
    about = read_about(tables)
    settings = read_settings(tables, path.name, about, data)
    tree, history = read_tree(tables, about, settings), read_history(tables)
    steps = tree.futures[0].steps
    if history and steps and any(len(history[name]) != steps for name in KEPT):
        raise ValueError("steps are missing")
    note = difference(about["versions"], versions())
    return StoredRun(path, tree, tuple(setup for setup, _ in settings), about, history, note)


@contextlib.contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """The tables of a file, for reading; what a process that died left to do is done first."""
    way = "mode=rw" if is_interrupted(file) else "mode=ro"
    address = f"{file.resolve().as_uri()}?{way}"
    try:
        tables = sqlite3.connect(address, uri=True, timeout=WAIT)
        tables.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:  # in a folder where nothing can be locked
        tables = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    with contextlib.closing(tables):
        tables.execute("PRAGMA trusted_schema = OFF")
        tables.execute("BEGIN")  # so that all of it is as one change left it
        yield tables


@contextlib.contextmanager
def translated(name: str) -> Iterator[None]:
    """Faults in what is called `name` as FormatError."""
    try:
        yield
    except LearnscopeError:
        raise
    except FAULTS as error:
        raise FormatError(f"{name} is damaged ({error}); {AGAIN}") from None
