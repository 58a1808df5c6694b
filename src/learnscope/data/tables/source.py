"""A table that can be read again and again, a few thousand rows at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from learnscope.data.decisions import Decision
from learnscope.errors import DataError, shown

ROWS = 2**16  # at a time, where they can be counted beforehand

FAILURES = (pl.exceptions.PolarsError, pl.exceptions.PanicException)  # what Polars raises for a broken file

Schema = dict[str, pl.DataType]
Types = Mapping[str, pl.DataType]


class ReadAgain(Exception):  # noqa: N818  # no error
    """What was found while reading changes how the table is read; begin again."""


class Source(Protocol):
    """A named table with named columns."""

    @property
    def name(self) -> str:
        """What messages call it: "flowers.csv"."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, all different."""

    @property
    def units(self) -> tuple[str, ...]:
        """Of the columns, "" where none is known."""

    @property
    def comma(self) -> bool:
        """Whether the comma is the decimal sign where numbers are told from words."""

    def frames(self, names: Collection[str], types: Types) -> Iterator[pl.DataFrame]:
        """Its rows in order, in frames of the columns `names`; those in `types` have the type given there.

        Raises ReadAgain where it is to be read from the beginning.
        """

    @property
    def decisions(self) -> Sequence[Decision]:
        """What was decided to read it so."""

    def with_commas(self, commas: bool = True) -> bool:
        """Read with decimal commas from now on, or no longer; False where its numbers are no text."""


@dataclass
class JoinedSource:
    """Tables of the same columns, one below the other."""

    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        first = self.sources[0]
        for other in self.sources[1:]:
            there = frozenset(other.columns)
            lacking = [name for name in first.columns if name not in there]
            if lacking:
                raise DataError(
                    f"{other.name} lacks the column {shown(lacking[0])} of {first.name}; both must have the "
                    "same columns, the target too"
                )
        self.counts = [0] * len(self.sources)  # rows of each, as last read

    @property
    def name(self) -> str:
        """Of the first."""
        return self.sources[0].name

    @property
    def columns(self) -> tuple[str, ...]:
        """Of the first."""
        return self.sources[0].columns

    @property
    def units(self) -> tuple[str, ...]:
        """Of the first."""
        return self.sources[0].units

    @property
    def comma(self) -> bool:
        """Of the first."""
        return self.sources[0].comma

    @property
    def decisions(self) -> Sequence[Decision]:
        """Of all, those of the others only where they are new."""
        words = dict.fromkeys(decision for source in self.sources for decision in source.decisions)
        return list(words)

    def with_commas(self, commas: bool = True) -> bool:
        """All of them."""
        able = [source.with_commas(commas) for source in self.sources]  # each is asked, whatever another says
        return all(able)

    def frames(self, names: Collection[str], types: Types) -> Iterator[pl.DataFrame]:
        """The rows of one after the other."""
        self.counts = [0] * len(self.sources)
        for k, source in enumerate(self.sources):
            for frame in source.frames(names, types):
                self.counts[k] += len(frame)
                yield frame


@dataclass
class MarkedSource:
    """A table in which some cells stand for nothing: words anywhere, numbers in the columns named."""

    source: Source
    words: tuple[str, ...]
    numbers: Mapping[str, tuple[float, ...]]

    @property
    def name(self) -> str:
        """Of the table."""
        return self.source.name

    @property
    def columns(self) -> tuple[str, ...]:
        """Of the table."""
        return self.source.columns

    @property
    def units(self) -> tuple[str, ...]:
        """Of the table."""
        return self.source.units

    @property
    def comma(self) -> bool:
        """Of the table."""
        return self.source.comma

    @property
    def decisions(self) -> Sequence[Decision]:
        """Of the table."""
        return self.source.decisions

    def with_commas(self, commas: bool = True) -> bool:
        """As the table."""
        return self.source.with_commas(commas)

    def frames(self, names: Collection[str], types: Types) -> Iterator[pl.DataFrame]:
        """The rows, with nothing where a marker stands."""
        everywhere = [float(word) for word in self.words if _is_number(word)]
        for frame in self.source.frames(names, types):
            made = []
            for series in frame.get_columns():
                numbers = [*everywhere, *self.numbers.get(series.name, ())]
                marked = None
                if series.dtype.is_numeric() and numbers:
                    marked = series.cast(pl.Float64).is_in(numbers)
                elif series.dtype == pl.String:
                    bare = series.str.strip_chars()
                    marked = bare.is_in(list(self.words)) if self.words else None
                    if numbers:
                        same = bare.str.replace("^−", "-").cast(pl.Float64, strict=False).is_in(numbers)
                        marked = same.fill_null(False) if marked is None else marked | same.fill_null(False)
                if marked is not None and marked.any():
                    series = pl.select(
                        pl.when(~marked.fill_null(False)).then(series).alias(series.name)
                    ).to_series()
                made.append(series)
            yield pl.DataFrame(made)


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
