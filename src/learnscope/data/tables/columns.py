"""What becomes of each input column.

    numbers     most of its cells are numbers         an input: the number
    truths      true and false, or yes and no         an input: 1 or 0
    category    at most 50 different words            an input per word: 1 where the cell is that word, else 0
    text        mostly several words in a cell, and   an input per word, for the 200 commonest: how often the
                more than 50 or more than half of     cell has it
                the cells different

A column of dates or times is refused, and so is one that never changes, or holds more than 50 different words
that are no text. Inputs are called by their column, and "column = word" or "column: word".
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import polars as pl

from learnscope.data.dataset import Floats
from learnscope.data.limits import spaced
from learnscope.data.tables.cells import codes_of, numbers_of, words_of
from learnscope.data.tables.faults import comma_fault, constant_fault, date_fault, empty_fault
from learnscope.data.tables.survey import YES, Column
from learnscope.data.tables.vocabulary import count_words
from learnscope.errors import DataError


@dataclass(frozen=True)
class Plan(ABC):
    """How a column becomes inputs."""

    column: str

    @property
    def names(self) -> tuple[str, ...]:
        """Of the inputs it becomes: the column's own, if it stays one."""
        return (self.column,)

    @abstractmethod
    def fill(self, cells: pl.Series, out: Floats) -> None:
        """Write the inputs of `cells` (n,) to `out` (n, inputs); NaN where the cell is missing."""


@dataclass(frozen=True)
class NumberPlan(Plan):
    """A column of numbers stays as it is."""

    comma: bool = False

    def fill(self, cells: pl.Series, out: Floats) -> None:
        """The cells' numbers."""
        out[:, 0] = numbers_of(cells, comma=self.comma)


@dataclass(frozen=True)
class TruthPlan(Plan):
    """A column of truths becomes 1 and 0."""

    def fill(self, cells: pl.Series, out: Floats) -> None:
        """1 for true and yes."""
        if cells.dtype == pl.String:
            words = words_of(cells).str.to_lowercase()
            cells = words.is_in(list(YES)) & words.is_not_null()
            cells = pl.select(pl.when(words.is_not_null()).then(cells)).to_series()
        out[:, 0] = cells.cast(pl.Float64).to_numpy()


@dataclass(frozen=True)
class CategoryPlan(Plan):
    """A column of words becomes a column per word."""

    words: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """One per word."""
        return tuple(f"{self.column} = {word}" for word in self.words)

    def fill(self, cells: pl.Series, out: Floats) -> None:
        """1 in the column of the cell's word."""
        codes = codes_of(cells, self.words)
        out[:] = 0.0
        out[np.flatnonzero(codes >= 0), codes[codes >= 0]] = 1.0
        out[codes < 0] = np.nan


@dataclass(frozen=True)
class TextPlan(Plan):
    """A column of text becomes a column per common word."""

    words: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """One per word."""
        return tuple(f"{self.column}: {word}" for word in self.words)

    def fill(self, cells: pl.Series, out: Floats) -> None:
        """How often the cell has each word."""
        words = words_of(cells)
        out[:] = count_words(words, self.words)
        out[words.is_null().to_numpy()] = np.nan


def plan_column(file: str, column: Column, *, rows: int, categories: int, comma: bool) -> Plan | None:
    """What becomes of `column`; None for text, whose words are still to be counted."""
    check_usable(file, column)
    if is_number(column):
        return NumberPlan(column.name, comma)
    if len(column.words) == 1:
        raise constant_fault(file, column.name, next(iter(column.words)))
    if column.truths == column.present:
        return TruthPlan(column.name)
    many = len(column.words) > categories
    if 2 * column.several > column.present and (many or 2 * len(column.words) > rows):
        return None
    if many:
        raise DataError(
            f"{file}: column {column.name!r} holds more than {spaced(categories)} different words; "
            f"leave it out with ignore=[{column.name!r}] or pass a larger number as categories"
        )
    return CategoryPlan(column.name, tuple(sorted(column.words)))


def check_usable(file: str, column: Column, *, target: bool = False) -> None:
    """Raise DataError for a column that holds nothing, or dates, or numbers in a foreign spelling."""
    if not column.present:
        raise empty_fault(file, column.name, target=target)
    if 2 * column.dates > column.present and column.first_date is not None:
        raise date_fault(file, column.first_date[0], column.name, column.first_date[1], target=target)
    if 2 * column.commas > column.present and column.first_other is not None:
        raise comma_fault(file, column.first_other[0], column.name, column.first_other[1])


def is_number(column: Column) -> bool:
    """Whether most of the column's cells are numbers."""
    return 2 * column.numbers > column.present
