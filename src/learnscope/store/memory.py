"""A run as bytes: the tables of its file, held in memory. For what is kept inside something else.

    as_bytes(tree, notes)      its bytes
    from_bytes(data)           what they hold

Nobody outside knows that they are SQLite's. Where that is missing, another pair of functions may stand here
that writes the rows of the same tables one after the other.
"""

import contextlib
import sqlite3
from pathlib import Path

from learnscope.run import Tree
from learnscope.store.contents import Notes
from learnscope.store.file import changing, fill
from learnscope.store.header import FORMAT
from learnscope.store.read import read_tables
from learnscope.store.stored import StoredRun

PAGE = 1024  # bytes: tables of a few rows are many, and none shares a page


def as_bytes(tree: Tree, notes: Notes) -> bytes:
    """All of `tree`, data of one's own included, whose bytes are left as they are."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as tables:
        for pragma in (f"page_size = {PAGE}", "journal_mode = OFF", f"user_version = {FORMAT}"):
            tables.execute(f"PRAGMA {pragma}")
        with changing(tables):
            fill(tables, tree, notes, with_data=True, level=0)
        return tables.serialize()


def from_bytes(data: bytes, name: str) -> StoredRun:
    """What `as_bytes` wrote; `name` is what messages call it. Raises one of FAULTS where it is damaged."""
    with contextlib.closing(sqlite3.connect(":memory:")) as tables:
        tables.deserialize(data)
        tables.execute("PRAGMA trusted_schema = OFF")
        return read_tables(tables, Path(name), None)
