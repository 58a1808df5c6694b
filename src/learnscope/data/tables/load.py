"""A data set from a table: a file of any kind that holds one, or a data frame.

The target is the column named, or the last; all others are inputs, unless ignored or left out because nothing
can be learned from them. `columns.py`, `leaving.py` and `outputs.py` say what becomes of them.
"""

from pathlib import Path
from typing import Any

from learnscope.data.dataset import Dataset
from learnscope.data.limits import CATEGORIES, WORDS
from learnscope.data.paths import existing_file, stem
from learnscope.data.tables.choices import Choices, Markers, Names
from learnscope.keywords import answering


@answering
def load_csv(
    path: str | Path,
    *,
    target: Names | None = None,
    kind: str | None = None,
    ignore: Names = (),
    keep: Names = (),
    missing: str = "error",
    missing_markers: Markers | None = None,
    header: bool | None = None,
    separator: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
    encoding: str | None = None,
    ragged: str = "error",
    table: str | None = None,
    test: str | Path | None = None,
    categories: int = CATEGORIES,
    words: int = WORDS,
    name: str | None = None,
) -> Dataset:
    """The data set that a table in a file holds, one sample per row.

    It is CSV, TSV, columns by blanks, Parquet, Feather, JSON, Excel (where `fastexcel` is installed) or .npy.
    The first bytes say which, not its name; it may be packed (gzip, bzip2, xz, or ZIP with one table).
    What is not given is found in the file, and what was decided is in the data set's `decisions` and `note`.

    target           the target column by name, or by place ("1" is the first), or several; the last that
                     holds something if none is named
    kind             "classes", "labels" or "values" of targets, where their cells say otherwise
    ignore           names of columns to leave out
    keep             names of columns to keep that would be left out: constant, counting the rows, identifiers
    missing          "error" names the first missing value; "drop" leaves out rows with one; "mean" puts the
                     mean of the column over all rows that have a value there, and leaves out rows without a
                     target
    missing_markers  further words and numbers that stand for a missing value, such as ["n.a.", -999]; with
                     [], numbers that look like such a marker (−999 far from all others) are numbers
    header           whether the first line names the columns; without, they are "column 1", "column 2", …
    separator        of cells: , ; | tab or another character
    decimal          the "." or "," of numbers
    thousands        what parts thousands: "," "." " " "'", or "" for nothing
    encoding         of the text: "utf-8", "cp1252", …; UTF-8 and UTF-16 are found
    ragged           "drop" leaves out rows with more cells than there are columns
    table            the sheet of a workbook, or the file of a ZIP archive
    path, name       where the file is, and what the data set is called, the file's name unless given
    test             another file with the same columns, whose samples are the test samples
    categories       the most different words a column may have that is no text
    words            the most words that are counted of a column of text

    A data set has 250 million inputs (2 GB) at most; the file may be larger than memory. Raises DataError or
    FormatError, which name file, row, column, value and remedy. Rows count from 1, without the line of names.
    """
    choices = Choices.of(
        target=target,
        kind=kind,
        ignore=ignore,
        keep=keep,
        missing=missing,
        missing_markers=missing_markers,
        decimal=decimal,
        thousands=thousands,
        categories=categories,
        words=words,
    )
    from learnscope.data.picture_table import holds_pictures, picture_table
    from learnscope.data.stored import Stored
    from learnscope.data.tables.build import build
    from learnscope.data.tables.files import TextOptions, table_source
    from learnscope.data.tables.source import JoinedSource

    options = TextOptions.of(
        header=header, separator=separator, decimal=decimal, encoding=encoding, ragged=ragged, table=table
    )
    file = existing_file(path)
    stored, called = Stored.at(file), stem(file) if name is None else name
    if test is None and holds_pictures(stored):
        return picture_table(
            stored,
            called,
            target=choices.target,
            ignore=choices.ignore,
            kind=choices.kind,
            missing=choices.missing,
        )
    source = table_source(stored, options)
    if test is None:
        return build(source, called, choices)
    return build(
        JoinedSource((source, table_source(Stored.at(existing_file(test)), options))), called, choices
    )


@answering
def from_frame(
    frame: Any,
    *,
    target: Names | None = None,
    kind: str | None = None,
    ignore: Names = (),
    keep: Names = (),
    missing: str = "error",
    missing_markers: Markers | None = None,
    categories: int = CATEGORIES,
    words: int = WORDS,
    name: str = "frame",
) -> Dataset:
    """The data set that a data frame of Polars, pandas, PyArrow or any other library Narwhals knows holds.

    `frame` has a row per sample. `target`, `kind`, `ignore`, `keep`, `missing`, `missing_markers`,
    `categories`, `words` and `name` are those of `load_csv`. Raises DataError, which names row, column, value
    and remedy.
    """
    choices = Choices.of(
        target=target,
        kind=kind,
        ignore=ignore,
        keep=keep,
        missing=missing,
        missing_markers=missing_markers,
        decimal=None,
        thousands=None,
        categories=categories,
        words=words,
    )
    from learnscope.data.tables.build import build
    from learnscope.data.tables.frame_source import frame_source

    return build(frame_source(name, frame, ignore=frozenset(choices.ignore)), name, choices)
