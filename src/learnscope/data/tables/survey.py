"""The first reading of a table: what each column holds.

It is read in frames, and what they show of a column adds up in a `Column`. `cells.py` says when a cell is
missing and when it is a number.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from learnscope.data.dataset import LARGEST
from learnscope.data.tables.cells import MISSING, parsed
from learnscope.data.tables.faults import type_fault
from learnscope.data.tables.source import Schema, Source

YES = ("true", "yes")
NO = ("false", "no")
# 2024-03-01, 1.3.2024, 03/01/24, each with or without a time, and times alone
DATE = (
    r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([T ].*)?$"
    r"|^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[APap][Mm])?$"
)
WHOLE = r"^[+-]?\d+$"
COMMA = r"^[+-]?\d+,\d+$"
TYPES: Mapping[str, pl.DataType] = {
    "number": pl.Float64(),
    "truth": pl.Boolean(),
    "word": pl.String(),
    "date": pl.String(),
}

Cell = tuple[int, str]  # row, from 1, and what stands there


@dataclass
class Column:
    """What has been seen of one column."""

    name: str
    limit: int  # so many different words are remembered, and one more
    count_values: bool  # whether different numbers are remembered as well
    types: set[str] = field(default_factory=set)  # as the cells were parsed: keys of TYPES
    present: int = 0
    numbers: int = 0
    truths: int = 0
    dates: int = 0
    commas: int = 0  # cells that are numbers if the comma is a decimal point
    several: int = 0  # cells of more than one word
    whole: bool = True  # no number has a decimal point
    low: float = np.inf
    high: float = -np.inf
    words: dict[str, None] = field(default_factory=dict)
    values: dict[float, None] = field(default_factory=dict)
    first_missing: Cell | None = None
    first_other: Cell | None = None  # present, and no number
    first_date: Cell | None = None


@dataclass(frozen=True)
class Survey:
    """What a table holds: its rows, its columns, and the types to read them as."""

    rows: int
    columns: Mapping[str, Column]
    types: Schema


def survey(
    source: Source, names: Collection[str], *, limits: Mapping[str, int], targets: Collection[str]
) -> Survey:
    """Read the columns `names`, and remember up to `limits` different words of each and numbers of `targets`.

    A column that parses as words in one block and as numbers in another is read again as words throughout.
    """
    forced: Schema = {}
    while True:
        columns = {name: Column(name, limits[name], name in targets) for name in names}
        rows = 0
        for frame in source.frames(names, forced):
            for name in names:
                _look(source, columns[name], frame.get_column(name), rows)
            rows += len(frame)
        mixed = [name for name in names if len(columns[name].types) > 1]
        if not mixed:
            read = {name: TYPES[next(iter(columns[name].types), "word")] for name in names}
            return Survey(rows, columns, read)
        forced |= {name: pl.String() for name in mixed}


def _look(source: Source, column: Column, series: pl.Series, before: int) -> None:
    """Add what `series` holds, of which `before` rows were seen earlier."""
    kind = series.dtype
    if kind.is_numeric():
        _numbers(column, series, before)
    elif kind == pl.Boolean:
        _note(column, "truth", series, series.is_null(), before)
        column.truths += series.count()
    elif kind == pl.String:
        _words(column, series, before, comma=source.comma)
    elif kind.is_temporal():
        _note(column, "date", series, series.is_null(), before)
        column.dates += series.count()
        column.first_date = column.first_date or _first(series, series.is_not_null(), before)
    elif kind != pl.Null and series.count():
        raise type_fault(source.name, column.name, str(kind).lower())
    else:
        _note(column, "word", series, series.is_null(), before)


def _note(column: Column, kind: str, series: pl.Series, missing: pl.Series, before: int) -> None:
    present = len(series) - int(missing.sum())
    column.present += present
    column.types |= {kind} if present else set()
    column.first_missing = column.first_missing or _first(series, missing, before)


def _numbers(column: Column, series: pl.Series, before: int) -> None:
    numbers = series.cast(pl.Float64)
    usable = (numbers.abs() <= LARGEST).fill_null(False)
    _note(column, "number", series, ~usable, before)
    column.whole &= series.dtype.is_integer()
    _add_values(column, numbers.filter(usable))


def _words(column: Column, series: pl.Series, before: int, *, comma: bool) -> None:
    stripped = series.str.strip_chars()
    missing = stripped.is_null() | stripped.is_in(list(MISSING))
    _note(column, "word", stripped, missing, before)
    words = stripped.filter(~missing)
    if len(column.words) <= column.limit:
        column.words |= dict.fromkeys(words.unique(maintain_order=True).head(column.limit + 1).to_list())
    numbers = parsed(words, comma=comma)
    _add_values(column, numbers.drop_nulls())
    column.whole &= bool(words.str.contains(WHOLE).all())
    if numbers.null_count() == 0:
        return
    others = ~missing & parsed(stripped, comma=comma).is_null()
    dates = stripped.str.contains(DATE).fill_null(False)
    column.first_other = column.first_other or _first(stripped, others, before)
    column.first_date = column.first_date or _first(stripped, dates, before)
    column.dates += int(dates.sum())
    column.truths += int(words.str.to_lowercase().is_in([*YES, *NO]).sum())
    column.commas += int(words.str.contains(COMMA).sum())
    column.several += int(words.str.contains(r"\S\s+\S").sum())


def _add_values(column: Column, numbers: pl.Series) -> None:
    column.numbers += len(numbers)
    if len(numbers):
        column.low = min(column.low, float(numbers.to_numpy().min()))
        column.high = max(column.high, float(numbers.to_numpy().max()))
    if column.count_values and len(column.values) <= column.limit:
        column.values |= dict.fromkeys(numbers.unique().head(column.limit + 1).to_list())


def _first(series: pl.Series, mask: pl.Series, before: int) -> Cell | None:
    """The first row of the mask, from 1, and what stands there."""
    place = mask.arg_max()
    if place is None or not mask[place]:
        return None
    value = series[place]
    return before + place + 1, "" if value is None else str(value)
