"""A data set from a table: a CSV, TSV or Parquet file, or a data frame.

The target is the column named, or the last; all others are inputs, unless ignored. `columns.py` and
`outputs.py` in this package say what becomes of them.
"""

from pathlib import Path
from typing import Any

from learnscope.data.dataset import Dataset
from learnscope.data.limits import CATEGORIES, WORDS
from learnscope.data.paths import existing_file, stem
from learnscope.data.tables.choices import Choices, Names


def load_csv(
    path: str | Path,
    *,
    target: Names | None = None,
    kind: str | None = None,
    ignore: Names = (),
    missing: str = "error",
    header: bool = True,
    separator: str | None = None,
    decimal: str = ".",
    encoding: str = "utf-8",
    categories: int = CATEGORIES,
    words: int = WORDS,
    name: str | None = None,
) -> Dataset:
    """The data set that a .csv, .tsv (also packed, .csv.gz) or .parquet file holds.

    target      the name of the target column, or several; the last column if none is named
    kind        "classes", "labels" or "values" of targets, where their cells say otherwise
    ignore      names of columns to leave out
    missing     "error" names the first missing value; "drop" leaves out rows with one; "mean" puts the mean
                of the column over all rows that have a value there, and leaves out rows without a target
    header      whether the first line names the columns; without, they are "column 1", "column 2", …
    separator   of cells; if not given, the tab in .tsv, else the one of , ; | and tab most frequent in the
                first line
    decimal     the "." or "," of numbers
    categories  the most different words a column may have that is no text
    words       the most words that are counted of a column of text

    A data set has 250 million inputs (2 GB) at most; the file may be larger than memory. Raises DataError or
    FormatError, which name file, row, column, value and remedy. Rows count from 1, without the line of names.
    """
    choices = Choices.of(
        target=target, kind=kind, ignore=ignore, missing=missing, categories=categories, words=words
    )
    file = existing_file(path)
    called = stem(file) if name is None else name
    from learnscope.data.tables.build import build
    from learnscope.data.tables.csv_source import csv_source
    from learnscope.data.tables.frame_source import parquet_source

    if file.suffix.lower() in (".parquet", ".pq"):
        return build(parquet_source(file), called, choices)
    table = csv_source(file, separator=separator, decimal=decimal, header=header, encoding=encoding)
    return build(table, called, choices)


def from_frame(
    frame: Any,
    *,
    target: Names | None = None,
    kind: str | None = None,
    ignore: Names = (),
    missing: str = "error",
    categories: int = CATEGORIES,
    words: int = WORDS,
    name: str = "frame",
) -> Dataset:
    """The data set that a data frame of Polars, pandas, PyArrow or any other library Narwhals knows holds.

    The arguments are those of `load_csv`. Raises DataError, which names row, column, value and remedy.
    """
    choices = Choices.of(
        target=target, kind=kind, ignore=ignore, missing=missing, categories=categories, words=words
    )
    from learnscope.data.tables.build import build
    from learnscope.data.tables.frame_source import frame_source

    return build(frame_source(name, frame, ignore=frozenset(choices.ignore)), name, choices)
