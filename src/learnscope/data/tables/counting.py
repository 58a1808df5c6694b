"""Whether a column counts the rows, or holds something else in each."""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

# What programs and people call the number of a row. Behind them, the numbers need not be in order.
CALLED = re.compile(
    r"^(unnamed:? ?\d+(_.*)?|index|rows?|row[ ._]?(names?|num|number|id|nr)|rn|level_0|__index_level_0__)$",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(r"(^|[ ._-])(id|ID|Id|nr|no|key)$|[a-z]I[Dd]$|^#$")
FEW = 10  # rows in which counting may be chance, unless the name says what it is


@dataclass
class Counting:
    """Whether whole numbers count the rows from 0 or from 1."""

    start: int = 0
    broken: bool = False
    rows: int = 0

    def add(self, numbers: np.ndarray[Any, Any], before: int) -> None:
        """Add numbers of the rows behind the first `before`."""
        if self.broken or not len(numbers):
            return
        if before == 0:
            self.start = int(numbers[0]) if numbers[0] in (0, 1) else -1
        first = self.start + before
        self.broken = (
            self.start < 0
            or numbers[0] != first
            or numbers[-1] != first + len(numbers) - 1
            or not np.array_equal(numbers, np.arange(first, first + len(numbers)))
        )
        self.rows += len(numbers)


@dataclass
class Different:
    """Whether every row holds something else."""

    wanted: bool = False  # of numbers, which mostly need not be looked at for it
    broken: bool = False
    parts: list[pl.Series] = field(default_factory=list)

    def add(self, found: pl.Series, rows: int) -> None:
        """Add the different values that so many rows hold."""
        self.broken |= len(found) < rows
        self.parts.append(found.hash())

    @property
    def count(self) -> int:
        """How many different values there are."""
        return pl.concat(self.parts).n_unique() if self.parts else 0

    @property
    def holds(self) -> bool:
        """Whether no value came twice."""
        if self.broken or not self.parts:
            return False
        return sum(map(len, self.parts)) == self.count


def is_called_so(name: str) -> bool:
    """Whether a column is called as numbers of rows or identifiers are."""
    return bool(CALLED.match(name) or IDENTIFIER.search(name))


def counts_rows(name: str, counting: Counting, different: Different, rows: int) -> bool:
    """Whether a column of whole numbers says no more than which row it is."""
    if not counting.broken and counting.rows == rows > 1:
        return rows >= FEW or is_called_so(name)
    return rows >= FEW and different.wanted and different.holds
