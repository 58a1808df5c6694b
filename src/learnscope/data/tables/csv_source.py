"""CSV files as a Source.

Polars parses the blocks. Types are not guessed from the first rows: a block that does not parse as the
types seen so far is looked through as a whole, and the survey settles the difference.

Rows are counted from 1 without the lines before the first sample; rows that hold nothing are passed over and
not counted.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

import polars as pl

from learnscope.data.decisions import Decision
from learnscope.data.limits import check_columns
from learnscope.data.remedies import RefusedError, Remedy, counted
from learnscope.data.stored import Stored
from learnscope.data.tables.choices import Ragged
from learnscope.data.tables.csv_text import blocks, head_of, leading_zeros, stray_quote
from learnscope.data.tables.encodings import Encoding
from learnscope.data.tables.layout import SEPARATORS, Layout, find_layout, records
from learnscope.data.tables.source import FAILURES, ReadAgain, Schema, Types
from learnscope.errors import DataError

SOMETHING = re.compile(rb"[^\r\n]")
CODE = r"^\s*0\d+\s*$"


def _separators(head: str, separator: str | None) -> int:
    """How often the first line that holds something has the separator, or the one that it has most often."""
    start = len(head) - len(head.lstrip())
    end = head.find("\n", start)
    line = (start, len(head) if end < 0 else end)
    return max(head.count(each, *line) for each in ((separator,) if separator else SEPARATORS))


class CsvSource:
    """A CSV file, read in blocks."""

    def __init__(
        self,
        stored: Stored,
        *,
        separator: str | None,
        header: bool | None,
        encoding: Encoding,
        ragged: Ragged,
        tabs: bool,
    ) -> None:
        self.name = stored.name
        self._stored, self._encoding, self._ragged = stored, encoding, ragged
        head = head_of(stored, encoding)
        if not head.strip():
            raise DataError(f"{self.name} is empty; a table has a line of column names and a line per sample")
        check_columns(self.name, 1 + _separators(head, separator))
        self._layout = find_layout(head, separator=separator, header=header, tabs=tabs)
        self.columns = self._layout.columns
        self.units = self._layout.units
        if not self.columns:
            raise RefusedError(
                f"{self.name}: the first line must name the columns, but holds no names",
                remedies=[Remedy("header", False, "The first line is a sample")],
                by_hand="add a line of names",
            )
        self.comma = self._layout.commas
        self._extra = 0  # columns behind the last that has a name
        self._dropped = 0  # rows left out for having cells there
        self._widths_known = False

    @property
    def decisions(self) -> Sequence[Decision]:
        """How the text was read."""
        found = [*self._encoding.decisions, *self._layout.decisions]
        if self._dropped:
            found.append(Decision(f"{counted(self._dropped, 'row')} with too many cells left out"))
        elif self._extra:
            found.append(Decision("empty cells behind the last column left out"))
        return found

    def with_commas(self, commas: bool = True) -> bool:
        """Read with decimal commas from now on, or no longer."""
        self.comma = commas
        return True

    def frames(self, names: Collection[str], types: Types) -> Iterator[pl.DataFrame]:
        """The rows, a block at a time."""
        complete = all(name in types for name in names)
        every = self._every()
        schema = {name: types.get(name, pl.String()) for name in every} if complete else None
        row, self._dropped = 1, 0
        quote = self._layout.quote.encode()
        for block in blocks(self._stored, self._encoding, self._layout):
            if not SOMETHING.search(block):
                continue
            if (
                not types
                and quote in block
                and stray_quote(block, self._layout.separator, self._layout.quote) is not None
            ):
                raise self._fault(block, row)
            frame = None if schema is None else self._parse(block, schema)
            if frame is None and not complete:
                schema = self._infer(block, row) | dict(types)
                frame = self._parse(block, schema)
            if frame is None:
                raise self._fault(block, row)
            if frame.to_series(0).null_count():
                frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))
            if self._extra:
                frame = self._without_extra(frame, row)
            row += len(frame)
            yield frame.select(names)

    def _every(self) -> tuple[str, ...]:
        """All columns there are in the file, those without a name last."""
        return (*self.columns, *(f"\0{number}" for number in range(self._extra)))

    def _without_extra(self, frame: pl.DataFrame, row: int) -> pl.DataFrame:
        """The rows without the cells behind the last column, which are empty, or else the row goes."""
        extra = frame.select(self._every()[len(self.columns) :])
        full = extra.select(pl.any_horizontal((pl.all() != "").fill_null(False))).to_series()
        if full.any():
            self._dropped += int(full.sum())
            return frame.filter(~full)
        return frame

    def _parse(self, block: bytes, schema: Schema) -> pl.DataFrame | None:
        """The block's rows, or None where they are not as the schema says."""
        try:
            return pl.read_csv(
                block,
                has_header=False,
                schema=schema,
                separator=self._layout.separator,
                quote_char=self._layout.quote,
                decimal_comma=self._decimal_comma,
                missing_columns="insert",
            )
        except FAILURES:
            return None

    @property
    def _decimal_comma(self) -> bool:
        return self.comma and self._layout.separator != ","

    def _infer(self, block: bytes, row: int) -> Schema:
        """The type of each column of the block, from all of its rows; words where it is not clear."""
        every = self._every()
        try:
            frame = pl.read_csv(
                block,
                has_header=False,
                infer_schema_length=None,
                separator=self._layout.separator,
                quote_char=self._layout.quote,
                decimal_comma=self._decimal_comma,
            )
        except FAILURES:
            return {name: pl.String() for name in every}
        if frame.width > len(every):
            raise self._fault(block, row)
        found = [*frame.dtypes, *[pl.String()] * (len(every) - frame.width)]
        schema = dict(zip(every, found, strict=True))
        if self.comma and not self._decimal_comma:  # points are not decimal signs, or not all
            schema |= {name: pl.String() for name, kind in schema.items() if kind.is_float()}
        schema |= {name: pl.String() for name in every[len(self.columns) :]}
        return schema | self._codes(block, schema)

    def _codes(self, block: bytes, schema: Schema) -> Schema:
        """Columns of whole numbers of which some begin with a zero: words."""
        whole = [name for name, kind in schema.items() if kind.is_integer()]
        if not whole or not leading_zeros(block, self._layout.separator):
            return {}
        frame = self._parse(block, schema | {name: pl.String() for name in whole})
        if frame is None:
            return {}
        found = frame.select(pl.col(whole).str.contains(CODE).any())
        return {name: pl.String() for name in whole if found.get_column(name)[0]}

    def _fault(self, block: bytes, row: int) -> DataError:
        """Why the block, whose first row has number `row`, cannot be parsed."""
        separator, quote = self._layout.separator, self._layout.quote
        start = stray_quote(block, separator, quote)
        if start is not None:
            row += len(self._records(block[:start]))
            return DataError(
                f"{self.name} row {row}: a quotation mark stands inside a cell or is never closed; "
                "write it twice and put the cell between quotation marks"
            )
        if not self._widths_known:
            fault = self._too_wide(row)
            if fault is not None:
                return fault
            raise ReadAgain
        return DataError(f"{self.name} cannot be read as a table from row {row} on; save it as CSV again")

    def _records(self, block: bytes) -> list[list[str]]:
        plain = Layout(self._layout.separator, self._layout.quote)  # blanks and escapes are gone from blocks
        return records(block.decode(), plain)

    def _too_wide(self, row: int) -> DataError | None:
        """What to say of rows with more cells than names; None where all these cells are empty."""
        self._widths_known = True
        columns, rows, wide, first, empty = len(self.columns), 0, 0, (0, 0), True
        widest = columns
        for block in blocks(self._stored, self._encoding, self._layout):
            with suppress(csv.Error):
                reader = csv.reader(
                    io.StringIO(block.decode(), newline=""),
                    delimiter=self._layout.separator,
                    quotechar=self._layout.quote,
                )
                for cells in reader:
                    if not any(cells):
                        continue
                    rows += 1
                    if len(cells) > columns:
                        wide += 1
                        widest = max(widest, len(cells))
                        first = first if first[0] else (rows, len(cells))
                        empty &= not any(cells[columns:])
        if not wide:
            return DataError(f"{self.name} cannot be read as a table from row {row} on; save it as CSV again")
        if empty or self._ragged == "drop":
            self._extra = widest - columns
            return None
        problem = f"{self.name} row {first[0]} has {first[1]} cells where there are {columns} columns"
        if wide == 1 < rows:
            problem += f" (it is the only one of {counted(rows, 'row')})"
        elif wide > 1:
            problem += f" ({'all' if wide == rows else wide} of {counted(rows, 'row')} have too many)"
        ways = []
        if wide < rows:
            left = f"leaves {rows - wide} of {counted(rows, 'row')}"
            ways.append(Remedy("ragged", "drop", "Leave rows with too many cells out", left))
        separator = self._layout.separator
        return RefusedError(
            problem, remedies=ways, by_hand=f"put a cell that contains {separator!r} between quotation marks"
        )
