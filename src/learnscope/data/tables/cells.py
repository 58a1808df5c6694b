"""What a cell means: a word, a number, or nothing.

A cell of words is missing if it is empty or one of MISSING; a cell among numbers, if it is no number within
±1e150. `numerals.py` says how a number may be written; spaces around it do not count.
"""

import numpy as np
import polars as pl

from learnscope.data.dataset import LARGEST, Floats
from learnscope.data.tables.numerals import USUAL, Numerals, parsed

# What programs write where there is nothing. "None" is Python's; "none" is a word.
MISSING = (
    *("", "?", "NA", "N/A", "n/a", "<NA>", "#N/A", "#NA", "#N/A N/A", "NaN", "nan", "-NaN", "-nan"),
    *(
        "NULL",
        "null",
        "None",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NUM!",
        "#NAME?",
        "#NULL!",
        "1.#IND",
        "-1.#IND",
    ),
)
SIGNS = r"^[^\p{L}\p{N}]+$"  # no letter and no digit: among numbers, what people write for nothing


def numbers_of(cells: pl.Series, numerals: Numerals = USUAL) -> Floats:
    """The cells' numbers (n,), NaN where there is none."""
    if cells.dtype == pl.String:
        cells = parsed(cells.str.strip_chars(), numerals)
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
