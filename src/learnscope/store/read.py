"""A run from a file."""

import contextlib
import json
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from learnscope.data.dataset import Dataset
from learnscope.data.paths import existing_file
from learnscope.errors import FormatError, LearnscopeError
from learnscope.run.history import KEPT
from learnscope.store.beside import JOURNAL, LOG, beside, holds, is_alone
from learnscope.store.contents import read_about
from learnscope.store.header import AGAIN, FORMAT, check_header, logs
from learnscope.store.owner import is_owned
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
    """The tables of a file, for reading; what a process that died left to undo is undone first.

    What lies in a log beside it is read with it. It is only whoever may write to it that opens it otherwise.
    """
    with contextlib.ExitStack() as ends:
        tables = ends.enter_context(contextlib.closing(_opened(file, ends)))
        tables.execute("PRAGMA trusted_schema = OFF")
        tables.execute("BEGIN")  # so that all of it is as one change left it
        yield tables


def _opened(file: Path, ends: contextlib.ExitStack) -> sqlite3.Connection:
    if logs(file) and is_alone(file):  # nobody is at it; a log and its index would be left beside it
        return _connected(file, "mode=ro&immutable=1")
    interrupted = holds(file, JOURNAL) and not is_owned(file)
    try:
        return _connected(file, "mode=rw" if interrupted else "mode=ro")
    except sqlite3.OperationalError:  # in a folder where nothing can be locked
        if holds(file, LOG):
            place = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="learnscope-")))
            for one in (beside(file, LOG), file):
                shutil.copyfile(one, place / one.name)
            return _connected(place / file.name, "mode=rw")
        return _connected(file, "mode=ro&immutable=1")


def _connected(file: Path, way: str) -> sqlite3.Connection:
    tables = sqlite3.connect(f"{file.resolve().as_uri()}?{way}", uri=True, timeout=WAIT)
    try:
        tables.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        tables.close()
        raise
    return tables


@contextlib.contextmanager
def translated(name: str) -> Iterator[None]:
    """Faults in what is called `name` as FormatError."""
    try:
        yield
    except LearnscopeError:
        raise
    except FAULTS as error:
        raise FormatError(f"{name} is damaged ({error}); {AGAIN}") from None
