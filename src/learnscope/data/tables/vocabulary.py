"""Words in text: which are the commonest, and how often each cell has them.

A word is a run of letters and digits in small letters; an apostrophe may join two runs. Words of a column
are ordered by how often they occur in all rows, equally frequent ones by the alphabet. No word is left out
for being common.
"""

from collections import Counter
from collections.abc import Collection

import numpy as np
import polars as pl

from learnscope.data.dataset import Floats
from learnscope.data.tables.source import Source, Types

WORD = r"[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*"


def commonest(
    source: Source, columns: Collection[str], types: Types, *, limit: int
) -> dict[str, tuple[str, ...]]:
    """The `limit` commonest words of each of `columns`."""
    counters: dict[str, Counter[str]] = {name: Counter() for name in columns}
    for frame in source.frames(columns, types):
        for name, counter in counters.items():
            found = _split(frame.get_column(name)).explode().drop_nulls().value_counts()
            counter.update(dict(zip(found.to_series(0).to_list(), found.to_series(1).to_list(), strict=True)))
    return {
        name: tuple(sorted(counter, key=lambda word: (-counter[word], word))[:limit])
        for name, counter in counters.items()
    }


def count_words(cells: pl.Series, words: tuple[str, ...]) -> Floats:
    """How often each cell has each of `words` (n, words)."""
    table = pl.DataFrame({"row": np.arange(len(cells)), "word": _split(cells)}).explode("word").drop_nulls()
    codes = table.get_column("word").cast(pl.Enum(words), strict=False).to_physical().cast(pl.Int64)
    known = codes.is_not_null()
    rows, places = table.get_column("row").filter(known).to_numpy(), codes.filter(known).to_numpy()
    counts = np.bincount(rows * len(words) + places, minlength=len(cells) * len(words))
    return counts.reshape(len(cells), len(words)).astype(np.float64)


def _split(cells: pl.Series) -> pl.Series:
    """The words of each cell, as lists."""
    return cells.str.to_lowercase().str.extract_all(WORD)
