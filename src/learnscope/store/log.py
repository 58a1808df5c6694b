"""The log of a file that goes on: what keeps it whole where the machine loses its power.

A change is written into a log beside the file and nowhere else, with a sum over all that the log holds: what
a disk did not take in time is found out by whoever opens the file, and left out with what came after it. The
file itself is touched only when the disk holds all of the log, and the log is begun again only when the disk
holds all of the file. So at any moment the two together are a file as one change left it. What may be
missing are the changes since the disk was last asked to hold the log (`sync`).

None of this is waited for by whoever saves: changes are handed to the system, the disk is asked later. Where
a disk or a system knows no such logs, SQLite keeps a journal of what was there before, and the disk is asked
with each change.

Source: sqlite.org/wal.html; sqlite.org/howtocorrupt.html, section 2.2 (why readers never open for writing)
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from learnscope.store.beside import LOG, beside, holds, sync_folder
from learnscope.store.header import OURS

LONGEST = 4 * 2**20  # bytes of a log, after which it is put into the file
PATIENCE = 1.0  # seconds for others to end their reading


class Log:
    """It, and `tables`, whose changes go into it; one thread at a time uses them, but for `sync`."""

    def __init__(self, connect: Callable[..., sqlite3.Connection], path: Path) -> None:
        """Of the file at `path`; `connect` makes a connection, with `alone` one beside which is no other."""
        self._path = path
        self._named = False  # whether the disk holds that there is a log
        self.there = True
        try:
            self.tables = _logging(connect(path), fresh=not holds(path, LOG))
        except sqlite3.OperationalError:
            self.there = False
            self.tables = _without(connect(path, alone=True))

    def sync(self) -> None:
        """Wait until the disk holds what was changed until now. Raises OSError where it cannot."""
        if self.there:
            opened = os.open(beside(self._path, LOG), os.O_RDWR)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
            if not self._named:
                sync_folder(self._path.parent)
                self._named = True

    @property
    def is_long(self) -> bool:
        """Whether it is to be put into the file."""
        try:
            return self.there and beside(self._path, LOG).stat().st_size > LONGEST
        except OSError:
            return False

    def fold(self) -> None:
        """Put all of it into the file, and begin it again, with all waiting that this takes."""
        self.tables.execute("PRAGMA synchronous = NORMAL")
        _, pages, put = self.tables.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if pages == put:  # nobody reads: what is changed now begins it again, and the disk is asked once more
            self.tables.execute(f"PRAGMA application_id = {OURS}")  # which it is

    def end(self) -> None:
        """Put all of it into the file and remove it: the file is one again.

        Where that cannot be, as while others read, it stays beside the file and is read with it.
        """
        until = time.monotonic() + PATIENCE
        with contextlib.suppress(sqlite3.Error, OSError):
            changed = last_change(self._path)
            self.tables.execute("PRAGMA synchronous = NORMAL")
            while not (ended := self._ended()) and time.monotonic() < until:
                time.sleep(0.01)
            if ended:
                os.utime(self._path, ns=(changed, changed))  # it says when it was changed last, not closed

    def _ended(self) -> bool:
        try:
            self.tables.execute("PRAGMA journal_mode = MEMORY")  # the switch is within one page
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True

    def drop(self) -> None:
        """Have nothing of it put into the file any more, which is no longer the one it belongs to."""
        with contextlib.suppress(OSError):
            os.truncate(beside(self._path, LOG), 0)


def last_change(path: Path) -> int:
    """When the file, or what lies beside it, was changed last (ns). Raises OSError where there is no file."""
    found = path.stat().st_mtime_ns
    with contextlib.suppress(OSError):
        found = max(found, beside(path, LOG).stat().st_mtime_ns)
    return found


def _logging(tables: sqlite3.Connection, *, fresh: bool) -> sqlite3.Connection:
    """The connection, whose changes go into a log from now on."""
    pragmas = ["wal_autocheckpoint = 0", "journal_size_limit = 0", "journal_mode = WAL"]
    if fresh:  # the switch is one page; the first line of a new log may be late
        pragmas = ["synchronous = OFF", "journal_mode = MEMORY", *pragmas]
    return _set(tables, pragmas)


def _without(tables: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, with a journal. It may be alone with the file, so as to need no index of a log."""
    return _set(tables, ["journal_mode = DELETE", "locking_mode = NORMAL"])


def _set(tables: sqlite3.Connection, pragmas: list[str]) -> sqlite3.Connection:
    """The connection, so set, which was seen to be able to write."""
    try:
        for order in (*(f"PRAGMA {pragma}" for pragma in pragmas), "BEGIN IMMEDIATE", "ROLLBACK"):
            tables.execute(order)
    except BaseException:
        tables.close()
        raise
    return tables
