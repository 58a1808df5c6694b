"""A table that can be read again and again, a few thousand rows at a time."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

import polars as pl

ROWS = 2**16  # at a time, where they can be counted beforehand

FAILURES = (pl.exceptions.PolarsError, pl.exceptions.PanicException)  # what Polars raises for a broken file

Schema = dict[str, pl.DataType]
Types = Mapping[str, pl.DataType]


class Source(Protocol):
    """A named table with named columns."""

    name: str  # what messages call it: "flowers.csv"
    columns: tuple[str, ...]  # all different
    comma: bool  # whether the comma is the decimal point of numbers among words

    def frames(self, names: Collection[str], types: Types) -> Iterator[pl.DataFrame]:
        """Its rows in order, in frames of the columns `names`; those in `types` have the type given there."""
