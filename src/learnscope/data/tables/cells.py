"""What a cell means: a word, a number, or nothing.

A cell of words is missing if it is empty or one of MISSING; a cell among numbers, if it is no number within
±1e150. A number is written with digits, a point and an exponent, like -2.5e3; spaces around it do not count.
"""

import numpy as np
import polars as pl

from learnscope.data.dataset import LARGEST, Floats

MISSING = ("", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null")


def parsed(words: pl.Series, *, comma: bool = False) -> pl.Series:
    """The numbers that cells of words stand for; null where they stand for none."""
    plain = words.str.replace(",", ".", literal=True) if comma else words
    numbers = plain.cast(pl.Float64, strict=False)
    return pl.select(pl.when(numbers.abs() <= LARGEST).then(numbers)).to_series()


def numbers_of(cells: pl.Series, *, comma: bool = False) -> Floats:
    """The cells' numbers (n,), NaN where there is none."""
    if cells.dtype == pl.String:
        cells = parsed(cells.str.strip_chars(), comma=comma)
    numbers: Floats = cells.cast(pl.Float64).to_numpy()
    return np.where(np.abs(numbers) <= LARGEST, numbers, np.nan)


def words_of(cells: pl.Series) -> pl.Series:
    """The cells' words without spaces around them, null where they are missing."""
    words = cells.str.strip_chars()
    return pl.select(pl.when(~words.is_in(list(MISSING))).then(words)).to_series()


def codes_of(cells: pl.Series, words: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The place of each cell's word in `words` (n,), −1 where the cell is missing."""
    codes = words_of(cells).cast(pl.Enum(words), strict=False).to_physical().cast(pl.Int64).fill_null(-1)
    return codes.to_numpy()


def plain(number: float) -> int | float:
    """A number as messages show it: 5, not 5.0."""
    return int(number) if number == int(number) else number
