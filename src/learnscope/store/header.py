"""Is a file a run that was saved, and whole? Told from its first hundred bytes, before anything opens it.

A SQLite file begins with "SQLite format 3" and a zero, and says, highest byte first,

    bytes 16-17   the size of its pages (1 stands for 65536)
    bytes 18-19   each 2 where changes go into a log beside it, else 1
    bytes 28-31   how many pages it has
    bytes 60-63   a number of whoever made it: the version of our format
    bytes 68-71   another: whose file it is

While a part of a file lies beside it (`store/beside.py`), its first bytes may speak of pages that are there.

Source: sqlite.org/fileformat2.html, sections 1.3 and 3.
"""

import struct
from pathlib import Path

from learnscope.errors import FormatError
from learnscope.store.beside import is_going

MAGIC = b"SQLite format 3\0"
OURS = int.from_bytes(b"LSrn")
FORMAT = 2
NEEDS = "0.1.0"  # the first Learnscope that reads it
LENGTH = 100
AGAIN = "save it or copy it again"


def head(path: Path) -> bytes:
    """The bytes by which a file is known. Raises OSError."""
    with path.open("rb") as file:
        return file.read(LENGTH)


def is_run(path: Path) -> bool:
    """Whether a file begins as those do that Learnscope saved, of whatever version."""
    found = head(path)
    return found.startswith(MAGIC) and len(found) == LENGTH and _number(found, 68) == OURS


def logs(path: Path) -> bool:
    """Whether changes to a file go into a log beside it: its writer is at it, or has left it so."""
    return head(path)[18:20] == b"\2\2"


def check_header(path: Path) -> int:
    """The version of the format of a run's file. Raises FormatError where it is none, or cut short."""
    if not is_run(path):
        raise FormatError(f"{path.name} is no run that Learnscope saved; pass a file that run.save wrote")
    found = head(path)
    page = struct.unpack_from(">H", found, 16)[0]
    announced = _number(found, 28) * (65536 if page == 1 else page)
    size = path.stat().st_size
    if size < announced and not is_going(path):
        raise FormatError(f"{path.name} is cut short: it has {size} of its {announced} bytes; {AGAIN}")
    return _number(found, 60)


def _number(head: bytes, place: int) -> int:
    return int.from_bytes(head[place : place + 4])
