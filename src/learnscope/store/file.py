"""The file of a run that goes on: what is new is added in one change at a time, made whole or not at all.

A file appears when all that is to be in it is there. Afterwards every change is a transaction of SQLite with
a journal of what was there before: a process that dies at any moment leaves the file as one change left it.
What a machine does that loses its power is another matter: of a file that goes on, the disk is asked to hold
what was written when it is let go of, and not with each change, which would take as long as several answers;
until then such a file may be left damaged.
"""

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from learnscope.data.dataset import Dataset
from learnscope.experiment import Setup
from learnscope.run import Tree
from learnscope.store.changes import place_of, write_tree
from learnscope.store.contents import TITLE, Notes, about_start, about_tree, put_about, read_about
from learnscope.store.header import FORMAT, OURS
from learnscope.store.owner import Ownership
from learnscope.store.packing import LEVEL
from learnscope.store.settings import write_data, write_settings
from learnscope.store.tables import create

LARGEST_DATA = 256 * 10**6  # bytes of data that is put into the file unasked
WAIT = 2.0  # seconds for another process that reads
PART = ".part"  # ending of a file that is not whole yet
SPARE = 64  # settings that nothing was made under any more, which may stay


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
        self._owner = Ownership(path)
        try:
            self._tables = connected(path, lasting=False)
            with translated(path):
                try:
                    found = read_about(self._tables, "stamp").get("stamp")
                except ValueError as error:
                    raise DamagedError(f"{path.name} is damaged ({error})") from None
            if found != stamp:
                raise BlockingIOError(f"{path.name} was written to by another sitting")
        except BaseException:
            self.close()
            raise
        self.stamp = stamp

    def save(self, tree: Tree, notes: Notes) -> None:
        """Make the file hold `tree`. Raises OSError where that fails, and nothing has changed then.

        It is a DamagedError where the file is not what it was.
        """
        setups, stamp = list(self._setups), notes.stamp or uuid.uuid4().hex
        known = self._tree
        used = [setup for setup in setups_of(tree) if place_of(setup, setups) is None]
        if len(setups) > SPARE + 2 * len({id(setup) for setup in setups_of(tree)}):
            known, setups, used = None, [], setups_of(tree)
        with translated(self.path), changing(self._tables):
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

    def _is_new(self, name: str, value: Any) -> bool:
        return name not in self._about or self._about[name] != value

    @property
    def setups(self) -> tuple[Setup, ...]:
        """Its settings, in order."""
        return tuple(self._setups)

    def close(self) -> None:
        """Let others write to it, and see that the disk holds what was written."""
        if hasattr(self, "_tables"):
            self._tables.close()
            self._owner.settle()
        self._owner.release()


def set_title(path: Path, title: str) -> None:
    """Write into a file what its reader calls the run. Raises OSError where that fails or another writes."""
    owner = Ownership(path)
    try:
        with translated(path), contextlib.closing(connected(path)) as tables, changing(tables):
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

    `also` is told the tables before they are closed. Raises OSError where it cannot be written, or where it
    is to be made `anew`, to go on with, and there is a file already.
    """
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}{PART}")
    try:
        with translated(path), contextlib.closing(connected(part, lasting=not anew)) as tables:
            for pragma in (f"application_id = {OURS}", f"user_version = {FORMAT}", "journal_mode = MEMORY"):
                tables.execute(f"PRAGMA {pragma}")
            with changing(tables):
                setups = fill(tables, tree, notes, with_data=with_data)
                if also is not None:
                    also(tables)
        if anew:
            _link(part, path)
        else:
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


def connected(path: Path, *, lasting: bool = True) -> sqlite3.Connection:
    """A connection for writing; the caller sees to it that one thread at a time uses it.

    Where it is `lasting`, each change is on the disk itself, and not only with the system, when it is made.
    """
    tables = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=WAIT)
    tables.execute(f"PRAGMA synchronous = {'NORMAL' if lasting else 'OFF'}")
    tables.execute("PRAGMA trusted_schema = OFF")
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
