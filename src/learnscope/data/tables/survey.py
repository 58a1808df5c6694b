"""The first reading of a table: what each column holds.

It is read in frames, and what they show of a column adds up in a `Column`. `cells.py` says when a cell is
missing and when it is a number, `numerals.py` how numbers may be written.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from learnscope.data.dataset import LARGEST
from learnscope.data.limits import check_rows
from learnscope.data.tables.cells import MISSING, SIGNS
from learnscope.data.tables.counting import Counting, Different, is_called_so
from learnscope.data.tables.faults import type_fault
from learnscope.data.tables.numerals import Evidence, Numerals, affix_of, parsed
from learnscope.data.tables.source import ReadAgain, Schema, Source

# 2024-03-01, 1.3.2024, 03/01/24, each with or without a time, and times alone
DATE = (
    r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([T ].*)?$"
    r"|^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[APap][Mm])?$"
)
WHOLE = r"^[+-]?\d+(?:[.,]0*)?$"
TYPES: Mapping[str, pl.DataType] = {
    "number": pl.Float64(),
    "truth": pl.Boolean(),
    "word": pl.String(),
    "date": pl.String(),
}
NINES = tuple(
    float(sign + digits) for digits in ("99", "999", "9999", "99999", "999999") for sign in ("-", "")
)
STRAYS = 50  # different words among numbers that are remembered

Cell = tuple[int, str]  # row, from 1, and what stands there


@dataclass
class Stray:
    """A word among numbers: how often it stands there, and in which row first."""

    times: int
    row: int


@dataclass
class Column:
    """What has been seen of one column."""

    name: str
    limit: int  # so many different words are remembered, and one more
    target: bool  # whether different numbers are remembered as well
    types: set[str] = field(default_factory=set)  # as the cells were parsed: keys of TYPES
    present: int = 0
    numbers: int = 0
    truths: int = 0
    trues: int = 0  # of these
    dates: int = 0
    several: int = 0  # cells of more than one word
    digits: int = 0  # cells of digits only
    zeros: int = 0  # of these, those that begin with 0 and go on
    lengths: set[int] = field(default_factory=set)  # of these
    signs: int = 0  # cells without letter and digit
    whole: bool = True  # no number has decimals
    low: float = np.inf
    high: float = -np.inf
    nines: dict[float, int] = field(default_factory=dict)  # −999 and the like: how often
    low_rest: float = np.inf  # of the numbers that are none of these
    high_rest: float = -np.inf
    evidence: Evidence = field(default_factory=Evidence)
    affixes: dict[str, int] = field(default_factory=dict)  # % and money, and how many numbers bear them
    words: dict[str, int] = field(default_factory=dict)  # and how often
    strays: dict[str, Stray] = field(default_factory=dict)  # words that are no numbers
    values: dict[float, None] = field(default_factory=dict)
    counting: Counting = field(default_factory=Counting)
    different: Different = field(default_factory=Different)
    first_missing: Cell | None = None
    first_date: Cell | None = None

    @property
    def others(self) -> int:
        """Cells that hold something and are no numbers."""
        return self.present - self.numbers

    @property
    def words_known(self) -> bool:
        """Whether `words` are all there are."""
        return len(self.words) <= self.limit


@dataclass(frozen=True)
class Survey:
    """What a table holds: its rows, its columns, and the types to read them as."""

    rows: int
    columns: Mapping[str, Column]
    types: Schema


def survey(
    source: Source,
    names: Collection[str],
    *,
    limits: Mapping[str, int],
    targets: Collection[str],
    numerals: Mapping[str, Numerals],
) -> Survey:
    """Read the columns `names`, and remember up to `limits` different words of each and numbers of `targets`.

    A column that parses as words in one block and as numbers in another is read again as words throughout.
    """
    forced: Schema = {}
    while True:
        columns = {name: _column(name, limits[name], name in targets) for name in names}
        rows = 0
        try:
            for frame in source.frames(names, forced):
                for name, series in zip(names, frame.get_columns(), strict=True):
                    _look(source, columns[name], series, rows, numerals.get(name, Numerals()))
                rows += len(frame)
                check_rows(source.name, rows)
        except ReadAgain:
            continue
        mixed = [name for name in names if len(columns[name].types) > 1]
        if not mixed:
            read = {name: TYPES[next(iter(columns[name].types), "word")] for name in names}
            return Survey(rows, columns, read)
        forced |= {name: pl.String() for name in mixed}


def _column(name: str, limit: int, target: bool) -> Column:
    return Column(name, limit, target, different=Different(is_called_so(name)))


def _look(source: Source, column: Column, series: pl.Series, before: int, numerals: Numerals) -> None:
    """Add what `series` holds, of which `before` rows were seen earlier."""
    kind = series.dtype
    if kind.is_numeric():
        _numbers(column, series, before)
    elif kind == pl.Boolean:
        _note(column, "truth", series, series.is_null(), before)
        column.truths += series.count()
        column.trues += int(series.sum())
    elif kind == pl.String:
        _words(column, series, before, numerals)
    elif kind.is_temporal():
        _note(column, "date", series, series.is_null(), before)
        column.dates += series.count()
        column.first_date = column.first_date or _first(series, series.is_not_null(), before)
    elif kind != pl.Null and series.count():
        raise type_fault(source.name, column.name, str(kind).lower())
    else:
        _note(column, "word", series, series.is_null(), before)


def _note(column: Column, kind: str, series: pl.Series, missing: pl.Series, before: int) -> None:
    gaps = int(missing.sum())
    column.present += len(series) - gaps
    column.types |= {kind} if gaps < len(series) else set()
    if gaps:
        column.first_missing = column.first_missing or _first(series, missing, before)


def _numbers(column: Column, series: pl.Series, before: int) -> None:
    integer = series.dtype.is_integer()
    if series.null_count() == 0 and len(series):
        low, high = float(series.min()), float(series.max())  # type: ignore[arg-type]  # of numbers
        if low >= -LARGEST and high <= LARGEST and (integer or not series.is_nan().any()):
            column.present += len(series)
            column.types.add("number")
            _add_numbers(column, series, before, low, high)
            return
    numbers = series.cast(pl.Float64)
    usable = (numbers.abs() <= LARGEST).fill_null(False)
    _note(column, "number", series, ~usable, before)
    column.counting.broken = True
    numbers = numbers.filter(usable)
    if len(numbers):
        array = numbers.to_numpy()
        _add_numbers(column, numbers, before, float(array.min()), float(array.max()))


def _words(column: Column, series: pl.Series, before: int, numerals: Numerals) -> None:
    stripped = series.str.strip_chars()
    missing = stripped.is_null() | stripped.is_in(list(MISSING))
    _note(column, "word", stripped, missing, before)
    found = (
        pl.DataFrame({"word": stripped, "row": np.arange(before + 1, before + 1 + len(stripped))})
        .filter(~missing)
        .group_by("word")
        .agg(pl.col("row").min().alias("first"), pl.len().alias("times"))
        .sort("first")
    )
    if not len(found):
        return
    words, times, rows = found.get_column("word"), found.get_column("times"), found.get_column("first")
    for word, count in zip(
        words.head(column.limit + 1).to_list(), times.head(column.limit + 1).to_list(), strict=True
    ):
        if word in column.words or len(column.words) <= column.limit:
            column.words[word] = column.words.get(word, 0) + count
    column.different.add(words, int(times.sum()))
    column.evidence.add(words, times)
    numbers = parsed(words, numerals)
    is_number = numbers.is_not_null()
    _forms(column, words, times, is_number)
    if is_number.any():
        every = numbers.filter(is_number)
        array = every.to_numpy()
        column.whole &= bool((array == np.floor(array)).all())
        how_often = times.filter(is_number)
        _add_numbers(column, every, before, float(array.min()), float(array.max()), times=how_often)
        if int(missing.sum()) or len(every) < len(found):
            column.counting.broken = True
        else:
            column.counting.add(parsed(stripped, numerals).to_numpy(), before)
    if is_number.all():
        return
    column.counting.broken = True
    others, first, count = words.filter(~is_number), rows.filter(~is_number), times.filter(~is_number)
    for word, row, number in zip(
        others.head(STRAYS).to_list(), first.head(STRAYS).to_list(), count.head(STRAYS).to_list(), strict=True
    ):
        if word in column.strays:
            column.strays[word].times += number
        elif len(column.strays) < STRAYS:
            column.strays[word] = Stray(number, row)
    dates = others.str.contains(DATE)
    if dates.any() and column.first_date is None:
        place = dates.arg_max()
        column.first_date = None if place is None else (int(first[place]), str(others[place]))
    column.dates += int(count.filter(dates).sum())
    column.several += int(count.filter(others.str.contains(r"\S\s+\S")).sum())
    column.signs += int(count.filter(others.str.contains(SIGNS)).sum())


def _forms(column: Column, words: pl.Series, times: pl.Series, is_number: pl.Series) -> None:
    """Note digits, leading zeros, and what numbers bear at their ends."""
    digits = words.str.contains(r"^\d+$")
    if digits.any():
        column.digits += int(times.filter(digits).sum())
        column.zeros += int(times.filter(words.str.contains(r"^0\d+$")).sum())
        if len(column.lengths) < 2:
            column.lengths |= set(words.filter(digits).str.len_chars().unique().head(2).to_list())
    borne = words.str.contains("[%$€£¥]") & is_number
    for word, count in zip(words.filter(borne).to_list(), times.filter(borne).to_list(), strict=True):
        affix = affix_of(word)
        column.affixes[affix] = column.affixes.get(affix, 0) + count


def _add_numbers(
    column: Column,
    numbers: pl.Series,
    before: int,
    low: float,
    high: float,
    *,
    times: pl.Series | None = None,
) -> None:
    """Add numbers that lie between `low` and `high`; with `times`, each stands so often."""
    column.numbers += len(numbers) if times is None else int(times.sum())
    column.low, column.high = min(column.low, low), max(column.high, high)
    integer = numbers.dtype.is_integer()
    if times is None:
        if not integer:
            column.counting.broken = True
            if column.whole and column.target:
                array = numbers.to_numpy()
                column.whole = bool((array == np.floor(array)).all())
            elif not column.target:
                column.whole = False
        elif not column.counting.broken:
            column.counting.add(numbers.to_numpy(), before)
        if integer and column.different.wanted:
            column.different.add(numbers.unique(), len(numbers))
    if low in NINES or high in NINES:
        nines = numbers.cast(pl.Float64).is_in(list(NINES))
        often = pl.ones(len(numbers), dtype=pl.Int64, eager=True) if times is None else times
        for value, count in zip(numbers.filter(nines).cast(pl.Float64), often.filter(nines), strict=True):
            column.nines[value] = column.nines.get(value, 0) + int(count)
        rest = numbers.filter(~nines).to_numpy()
        low, high = (float(rest.min()), float(rest.max())) if len(rest) else (np.inf, -np.inf)
    column.low_rest, column.high_rest = min(column.low_rest, low), max(column.high_rest, high)
    if column.target and len(column.values) <= column.limit:
        column.values |= dict.fromkeys(numbers.cast(pl.Float64).unique().head(column.limit + 1).to_list())


def _first(series: pl.Series, mask: pl.Series, before: int) -> Cell | None:
    """The first row of the mask, from 1, and what stands there."""
    place = mask.arg_max()
    if place is None or not mask[place]:
        return None
    value = series[place]
    return before + place + 1, "" if value is None else str(value)
