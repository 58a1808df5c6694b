"""How much is taken in, and where words are told from numbers and classes from values."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from learnscope.errors import DataError

NUMBERS = 250_000_000  # inputs, or outputs, of a data set: 2 GB of float64
CLASSES = 1000  # of a target
WHOLE_CLASSES = 20  # whole numbers with at most so many different values are class numbers
CATEGORIES = 50  # different words of an input column, each of which becomes a column
WORDS = 200  # of a text column, the commonest, each of which becomes a column
PIXELS = 64_000_000  # of one image file, before it is made smaller
UNPACKED = 8 * 10**9  # bytes of a folder in an archive, of all its files together: 8 GB


@dataclass(frozen=True)
class AtMost:
    """How much is read at once: who reads for many takes less."""

    numbers: int = NUMBERS
    pixels: int = PIXELS
    columns: int = NUMBERS
    unpacked: int = UNPACKED


EVERYTHING = AtMost()
_at_most: ContextVar[AtMost] = ContextVar("at_most")


def at_most() -> AtMost:
    """What holds here."""
    return _at_most.get(EVERYTHING)


@contextlib.contextmanager
def held_to(limits: AtMost) -> Iterator[None]:
    """A context, of this thread alone, in which no more than that is read."""
    before = _at_most.set(limits)
    try:
        yield
    finally:
        _at_most.reset(before)


def check_size(name: str, rows: int, columns: int, *, what: str = "inputs") -> None:
    """Raise DataError where `rows` × `columns` are more numbers, or columns, than are held at once."""
    check_columns(name, columns)
    most = at_most().numbers
    if rows * columns > most:
        raise DataError(
            f"{name}: {spaced(rows)} rows of {spaced(columns)} {what} are {spaced(rows * columns)} numbers, "
            f"more than the {spaced(most)} ({shown_bytes(8 * most)}) held at once; take fewer rows or columns"
        )


def check_columns(name: str, columns: int) -> None:
    """Raise DataError where there are more columns than are read at once."""
    most = at_most().columns
    if columns > most:
        raise DataError(
            f"{name}: {spaced(columns)} columns are more than the {spaced(most)} read at once; take fewer"
        )


def check_rows(name: str, rows: int) -> None:
    """Raise DataError where so many rows were seen that one number of each is more than is held at once."""
    most = at_most().numbers
    if rows > most:
        raise DataError(
            f"{name} has more than {spaced(most)} rows, and no more numbers than that "
            f"({shown_bytes(8 * most)}) are held at once; take fewer rows"
        )


def shown_bytes(count: int) -> str:
    """`count` in the largest unit of which there is one: 8 GB."""
    units = {10**9: "GB", 10**6: "MB", 1000: "kB", 1: "bytes"}
    size = next((size for size in units if count >= size), 1)
    return f"{count // size} {units[size]}"


def spaced(number: int) -> str:
    """`number` in groups of three: 1 797."""
    return f"{number:,}".replace(",", " ")
