"""The file of a run that goes on: what is new is added in one change at a time, made whole or not at all.

A file appears when all that is to be in it is there, and on the disk. Afterwards every change is a
transaction of SQLite in a log beside the file (`store/log.py`): a process that dies at any moment leaves it
as the last change left it, a machine that loses its power as one left it that is a few seconds old. Let go
of, it is one file again. Who has not the right to write to a file (`Ownership`) never opens it for writing:
so nobody takes the log from whoever has.
"""

import contextlib
import os
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from learnscope.data.dataset import Dataset
from learnscope.errors import LearnscopeError
from learnscope.experiment import Setup
from learnscope.run import Tree
from learnscope.store.beside import INDEX, LOG, beside, clear, is_alone
from learnscope.store.changes import place_of, write_tree
from learnscope.store.contents import TITLE, Notes, about_start, about_tree, put_about, read_about
from learnscope.store.header import FORMAT, LENGTH, OURS
from learnscope.store.log import Log
from learnscope.store.owner import Ownership, is_owned
from learnscope.store.packing import LEVEL
from learnscope.store.read import open_stored
from learnscope.store.settings import write_data, write_settings
from learnscope.store.tables import create
from learnscope.store.writing import HOLDING

LARGEST_DATA = 256 * 10**6  # bytes of data that is put into the file unasked
WAIT = 2.0  # seconds for another process that reads
PART = ".part"  # ending of a file that is not whole yet
SPARE = 64  # settings that nothing was made under any more, which may stay
WITHIN = 5.0  # seconds until the disk is asked to hold what was saved: those that a loss of power may cost
BRIEF = 1.0  # seconds for another who only looks after a file


class DamagedError(OSError):
    """A file is no longer what it was: something else has written into it, or the disk is failing."""


class RunFile:
    """A file that this process alone writes to, and what it holds."""

    def __init__(self, path: Path, tree: Tree, setups: tuple[Setup, ...], stamp: str) -> None:
        """Go on with the file at `path`, which holds `tree` since `stamp` was set.

        Raises BlockingIOError where another writes to it, or has written since; OSError where it cannot be
        opened, DamagedError where it is not what it was.
        """
        self.path = path
        self._tree: Tree | None = tree
        self._setups = list(setups)
        self._about: dict[str, Any] = {}  # what this one has written of it
        self._change = threading.Lock()
        self._log: Log | None = None
        self._left: tuple[tuple[int, ...], int] = (), 0  # its state, after what this one has done
        self._head = b""
        self._owner = Ownership(path, wait=BRIEF)
        try:
            with translated(path):
                self._log = Log(connected, path)
                self._tables = self._log.tables
                try:
                    found = read_about(self._tables, "stamp").get("stamp")
                except ValueError as error:
                    raise DamagedError(f"{path.name} is damaged ({error})") from None
            if found != stamp:
                raise BlockingIOError(f"{path.name} was written to by another sitting")
            self.stamp = stamp
            self._remember()
        except BaseException:
            self.close()
            raise

    def save(self, tree: Tree, notes: Notes) -> None:
        """Make the file hold `tree`. Raises OSError where that fails, and nothing has changed then.

        It is a DamagedError where the file is not what it was.
        """
        with self._change, translated(self.path):
            self._check()
            self._save(tree, notes)
            self._remember()
        HOLDING.after(WITHIN, self.hold)

    def hold(self) -> None:
        """See that the disk holds what was saved. Who saves meanwhile waits only where the log is long."""
        if (log := self._log) is None:
            return
        with contextlib.suppress(OSError, sqlite3.Error):  # what was saved before stays; it is tried again
            log.sync()
            if log.is_long:
                with self._change:
                    if self._log is not None and self._left == self._state():
                        log.fold()
                        self._remember()

    def _save(self, tree: Tree, notes: Notes) -> None:
        setups, stamp = list(self._setups), notes.stamp or uuid.uuid4().hex
        known = self._tree
        used = [setup for setup in setups_of(tree) if place_of(setup, setups) is None]
        if len(setups) > SPARE + 2 * len({id(setup) for setup in setups_of(tree)}):
            known, setups, used = None, [], setups_of(tree)
        with changing(self._tables):
            if known is None:
                for table in ("settings", "futures", "segments", "keyframes", "curves", "bins"):
                    self._tables.execute(f"DELETE FROM {table}")
                self._tables.execute("DELETE FROM arrays WHERE settings >= 0")
            if not self._about:
                self._tables.execute("DELETE FROM history")  # a tree that goes on has no exact columns
            first = len(setups)
            for setup in used:
                if place_of(setup, setups) is None:
                    setups.append(setup)
            write_settings(self._tables, setups, first)
            write_tree(self._tables, tree, known, setups)
            about = about_tree(tree, notes) | {"stamp": stamp}
            put_about(self._tables, {name: about[name] for name in about if self._is_new(name, about[name])})
        self._tree, self._setups, self.stamp, self._about = tree, setups, stamp, about

    def _check(self) -> None:
        """Raise DamagedError where something else has written into the file, unless it is whole still."""
        (file, log), (left, mine) = self._state(), self._left
        if log != mine:  # put into the file by something else, or removed: what it held is not lost
            raise OSError(f"{beside(self.path, LOG).name} was taken away")
        if file == left:
            return
        try:
            found = open_stored(self.path).about["stamp"]
        except LearnscopeError as error:
            raise DamagedError(str(error)) from None
        same = file[0] == left[0] and self._owner.head(LENGTH) == self._head
        if not same or found != self.stamp:
            raise DamagedError(f"{self.path.name} was written to by something else")

    def _remember(self) -> None:
        """How it was left."""
        self._left, before = self._state(), self._left
        if self._left != before:
            self._head = self._owner.head(LENGTH)

    def _state(self) -> tuple[tuple[int, ...], int]:
        """What is another when something else has written into the file, or taken its log away."""
        file, log = self.path.stat(), 0
        if self._log is not None and self._log.there:
            with contextlib.suppress(FileNotFoundError):
                log = beside(self.path, LOG).stat().st_ino
        return (file.st_ino, file.st_size, file.st_mtime_ns), log

    def _is_new(self, name: str, value: Any) -> bool:
        return name not in self._about or self._about[name] != value

    @property
    def setups(self) -> tuple[Setup, ...]:
        """Its settings, in order."""
        return tuple(self._setups)

    def close(self) -> None:
        """Let others write to it: all of it is in the one file, and on the disk."""
        self._end(Log.end)

    def abandon(self) -> None:
        """Leave it as something else has left it."""
        self._end(Log.drop)
        for kind in (LOG, INDEX):
            beside(self.path, kind).unlink(missing_ok=True)

    def _end(self, end: Callable[[Log], None]) -> None:
        with self._change:
            log, self._log = self._log, None
            if log is not None:
                end(log)
                log.tables.close()
            self._owner.release()


def settle(path: Path) -> None:
    """Make one file again of what a process that died has left.

    Raises OSError where another writes to it, DamagedError where it is no such file.
    """
    if not is_alone(path):
        owner = Ownership(path)
        try:
            with translated(path), _logged(path):
                pass
        finally:
            owner.release()


@contextlib.contextmanager
def _logged(path: Path) -> Iterator[sqlite3.Connection]:
    """The tables of a file, for a change; afterwards it is one file."""
    log = Log(connected, path)
    try:
        yield log.tables
    finally:
        log.end()
        log.tables.close()


def set_title(path: Path, title: str) -> None:
    """Write into a file what its reader calls the run. Raises OSError where that fails or another writes."""
    owner = Ownership(path)
    try:
        with translated(path), _logged(path) as tables, changing(tables):
            put_about(tables, {TITLE: title})
    finally:
        owner.release()


def write_whole(
    path: Path,
    tree: Tree,
    notes: Notes,
    *,
    with_data: bool | None = None,
    anew: bool = False,
    also: Callable[[sqlite3.Connection], None] | None = None,
) -> tuple[Setup, ...]:
    """Write a file with all of `tree` to `path`, in place of what is there, and return its settings in order.

    `also` is told the tables before they are closed. Raises OSError where it cannot be written, where another
    writes to the file there, or where it is to be made `anew`, to go on with, and there is one already.
    """
    if not anew and path.exists() and is_owned(path):
        raise BlockingIOError(f"{path.name} is being written to by another sitting")
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}{PART}")
    try:
        with translated(path), contextlib.closing(connected(part)) as tables:
            tables.execute("PRAGMA journal_mode = MEMORY")
            with changing(tables):
                for pragma in (f"application_id = {OURS}", f"user_version = {FORMAT}"):
                    tables.execute(f"PRAGMA {pragma}")
                setups = fill(tables, tree, notes, with_data=with_data)
                if also is not None:
                    also(tables)
        if anew:
            _link(part, path)
        else:
            clear(path)
            part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return setups


def fill(
    tables: sqlite3.Connection, tree: Tree, notes: Notes, *, with_data: bool | None, level: int = LEVEL
) -> tuple[Setup, ...]:
    """Make the tables and write all of `tree` into them; its settings in order.

    Data of one's own is among them, packed at a level of zlib, unless it is large, or as `with_data` says.
    """
    setups: list[Setup] = []
    for setup in setups_of(tree):
        if place_of(setup, setups) is None:
            setups.append(setup)
    create(tables)
    own = setups[0].experiment.data
    held = isinstance(own, Dataset) and (is_kept(own) if with_data is None else with_data)
    data = write_data(tables, own, level=level) if held and isinstance(own, Dataset) else None
    write_settings(tables, setups)
    write_tree(tables, tree, None, setups)
    put_about(tables, about_start(tree, data) | about_tree(tree, notes))
    return tuple(setups)


def _link(part: Path, path: Path) -> None:
    """Give a file another name, unlike a renaming not that of a file there is."""
    try:
        os.link(part, path)
    except OSError:  # there is one, or this kind of disk knows no links
        if path.exists():
            raise FileExistsError(f"{path.name} is there already") from None
        part.replace(path)


def is_kept(data: Dataset) -> bool:
    """Whether data of one's own is put into the file unasked."""
    return data.inputs.nbytes + data.targets.nbytes <= LARGEST_DATA


def setups_of(tree: Tree) -> list[Setup]:
    """What the steps of a tree were made under, in order, each object once."""
    found: dict[int, Setup] = {}
    for future in tree.futures:
        for segment in future.segments:
            found.setdefault(id(segment.setup), segment.setup)
    return list(found.values())


def connected(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """A connection for writing; the caller sees to it that one thread at a time uses it.

    While it is `alone`, no other can read.
    """
    tables = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=WAIT)
    try:
        if alone:
            tables.execute("PRAGMA locking_mode = EXCLUSIVE")
        tables.execute("PRAGMA synchronous = NORMAL")
        tables.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        tables.close()
        raise
    return tables


@contextlib.contextmanager
def changing(tables: sqlite3.Connection) -> Iterator[None]:
    """One change, which is made whole or not at all."""
    tables.execute("BEGIN IMMEDIATE")
    try:
        yield
        tables.execute("COMMIT")
    except BaseException:
        if tables.in_transaction:
            tables.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Faults of SQLite as OSError."""
    try:
        yield
    except sqlite3.Error as error:
        damaged = type(error) is sqlite3.DatabaseError  # pages that do not fit, or no tables at all
        kind = DamagedError if damaged else OSError
        raise kind(f"{path.name} cannot be written ({error})") from None
