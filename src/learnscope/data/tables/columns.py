"""What becomes of each input column.

    numbers     most of its cells are numbers         an input: the number
    truths      true and false, yes and no, in any    an input: 1 or 0
                spelling
    codes       digits, some of them with leading     as a category
                zeros
    category    at most 50 different words; or few    an input per word: 1 where the cell is that word, else 0
                whole numbers beside words that
                come again (2, 3, 4, 5more)
    text        mostly several words in a cell, and   an input per word, for the 200 commonest: how often the
                more than 50 or more than half of     cell has it
                the cells different

A column of dates or times is refused, and so is one with more than 50 different words that are no text.
Inputs are called by their column, and "column = word" or "column: word".
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from learnscope.data.dataset import Floats
from learnscope.data.limits import WHOLE_CLASSES
from learnscope.data.tables.cells import codes_of, numbers_of, words_of
from learnscope.data.tables.numerals import USUAL, Numerals
from learnscope.data.tables.survey import Column
from learnscope.data.tables.vocabulary import count_words

YES = ("true", "yes", "y", "t", "on", "1")
NO = ("false", "no", "n", "f", "off", "0")
# Spellings that go together: "f" and "n" alone are two letters, not false and no.
TRUTHS = (
    frozenset(("true", "false", "yes", "no", "y", "n", "1", "0")),
    frozenset(("true", "false", "yes", "no", "t", "f", "1", "0")),
    frozenset(("on", "off")),
)

Meaning = Literal["nothing", "date", "number", "truth", "code", "category", "words"]


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

    numerals: Numerals = USUAL

    def fill(self, cells: pl.Series, out: Floats) -> None:
        """The cells' numbers."""
        out[:, 0] = numbers_of(cells, self.numerals)


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


def meaning_of(column: Column) -> Meaning:
    """What the cells of a column are."""
    if not column.present:
        return "nothing"
    if column.types == {"number"}:  # which columns of wide tables are
        return "number"
    if 2 * column.dates > column.present:
        return "date"
    if "truth" in column.types or is_truth(column):
        return "truth"
    if column.digits == column.present and column.zeros and len(column.lengths) == 1:
        return "code"
    if _is_mixed(column):
        return "category"
    return "number" if 2 * column.numbers > column.present else "words"


def is_truth(column: Column) -> bool:
    """Whether words are true and false, or yes and no, in whatever spelling; not 1 and 0 alone."""
    if not column.words_known or not column.others:
        return False
    spelled = {word.lower() for word in column.words}
    together = any(spelled <= group for group in TRUTHS)
    return together and bool(spelled & set(YES)) and bool(spelled & set(NO))


def in_order(words: Collection[str]) -> tuple[str, ...]:
    """Words by the number they begin with, and by the alphabet.

    >>> in_order(["5more", "10", "2", "low"])
    ('2', '5more', '10', 'low')
    """

    def place(word: str) -> tuple[bool, float, str]:
        begins = re.match(r"\d+", word)
        return (begins is None, float(begins[0]) if begins else 0.0, word)

    return tuple(sorted(words, key=place))


def _is_mixed(column: Column) -> bool:
    """Whether few whole numbers and words that come again are the categories of a column."""
    if not column.words_known or len(column.words) > WHOLE_CLASSES or not column.whole:
        return False
    if not column.numbers or not column.others or column.signs:
        return False
    again = all(stray.times > 1 for stray in column.strays.values())
    return again and 2 * len(column.words) * column.others >= column.present
