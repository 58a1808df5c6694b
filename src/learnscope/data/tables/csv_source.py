"""CSV files as a Source.

Polars parses the blocks. Types are not guessed from the first rows: a block that does not parse as the
types seen so far is looked through as a whole, and the survey settles the difference.

Rows are counted from 1 without the line of names; rows that hold nothing are passed over and not counted.
"""

import codecs
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from learnscope.data.tables.csv_text import blocks, records, stray_quote, without_first_record
from learnscope.data.tables.source import FAILURES, Schema, Types
from learnscope.errors import ArgumentError, DataError, check_choice, shown

SEPARATORS = (",", ";", "\t", "|")
SOMETHING = re.compile(rb"[^\r\n]")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


class CsvSource:
    """A CSV file, read in blocks."""

    def __init__(
        self, path: Path, *, separator: str | None, comma: bool, header: bool, encoding: str
    ) -> None:
        self.name = path.name
        self._path, self._encoding, self._header = path, encoding, header
        first = next(blocks(path, encoding), b"")
        if not first.strip():
            raise DataError(f"{self.name} is empty; a table has a line of column names and a line per sample")
        self._separator = _likely_separator(first) if separator is None else separator
        self.comma = comma
        cells = next(records(first, self._separator), [])
        if header:
            self.columns = _column_names(self.name, cells)
        else:
            self.columns = tuple(f"column {number}" for number in range(1, len(cells) + 1))

    def frames(self, names: Collection[str], types: Types) -> Iterator[pl.DataFrame]:
        """The rows, a block at a time."""
        complete = all(name in types for name in names)
        schema = {name: types.get(name, pl.String()) for name in self.columns} if complete else None
        row = 1
        for block in self._blocks():
            if not types and b'"' in block and stray_quote(block, self._separator) is not None:
                raise self._fault(block, row)
            frame = None if schema is None else self._parse(block, schema)
            if frame is None and not complete:
                schema = self._infer(block, row) | dict(types)
                frame = self._parse(block, schema)
            if frame is None:
                raise self._fault(block, row)
            if frame.to_series(0).null_count():
                frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))
            row += len(frame)
            yield frame.select(names)

    def _blocks(self) -> Iterator[bytes]:
        """The blocks, without the line of names."""
        for number, block in enumerate(blocks(self._path, self._encoding)):
            if number == 0 and self._header:
                block = without_first_record(block, self._separator)
            if SOMETHING.search(block):
                yield block

    def _parse(self, block: bytes, schema: Schema) -> pl.DataFrame | None:
        """The block's rows, or None where they are not as the schema says."""
        try:
            return pl.read_csv(
                block,
                has_header=False,
                schema=schema,
                separator=self._separator,
                decimal_comma=self.comma,
                missing_columns="insert",
            )
        except FAILURES:
            return None

    def _infer(self, block: bytes, row: int) -> Schema:
        """The type of each column of the block, from all of its rows; words where it is not clear."""
        try:
            frame = pl.read_csv(
                block,
                has_header=False,
                infer_schema_length=None,
                separator=self._separator,
                decimal_comma=self.comma,
            )
        except FAILURES:
            return {name: pl.String() for name in self.columns}
        if frame.width > len(self.columns):
            raise self._fault(block, row)
        found = [*frame.dtypes, *[pl.String()] * (len(self.columns) - frame.width)]
        return dict(zip(self.columns, found, strict=True))

    def _fault(self, block: bytes, row: int) -> DataError:
        """Why the block, whose first row has number `row`, cannot be parsed."""
        start = stray_quote(block, self._separator)
        if start is not None:
            row += sum(1 for _ in records(block[:start], self._separator))
            return DataError(
                f"{self.name} row {row}: a quotation mark stands inside a cell or is never closed; "
                "write it twice and put the cell between quotation marks"
            )
        for number, cells in enumerate(records(block, self._separator), start=row):
            if len(cells) > len(self.columns):
                return DataError(
                    f"{self.name} row {number} has {len(cells)} cells where there are {len(self.columns)} "
                    f"columns; put a cell that contains {self._separator!r} between quotation marks"
                )
        return DataError(f"{self.name} cannot be read as a table from row {row} on; save it as CSV again")


def csv_source(path: Path, *, separator: str | None, decimal: str, header: bool, encoding: str) -> CsvSource:
    """The table a CSV or TSV file holds; `separator` and `decimal` are checked."""
    name = path.name.lower().removesuffix(".gz")
    if separator is None and name.endswith((".tsv", ".tab")):
        separator = "\t"
    check_choice("decimal", decimal, (".", ","))
    if separator is not None and (not isinstance(separator, str) or len(separator.encode()) != 1):
        raise ArgumentError(f"separator must be a single character, got {shown(separator)}")
    if separator == decimal:
        raise ArgumentError(f"separator and decimal must differ, got {decimal!r} for both")
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise ArgumentError(
            f"unknown encoding {shown(encoding)}; 'utf-8', 'cp1252' and 'utf-16' are usual"
        ) from None
    return CsvSource(path, separator=separator, comma=decimal == ",", header=header, encoding=encoding)


def _likely_separator(block: bytes) -> str:
    """The separator most frequent in the first line outside quotation marks; a comma where there is none."""
    line = block.decode().lstrip().partition("\n")[0]
    counts = Counter(re.sub(r'"[^"]*"', "", line))
    return max(SEPARATORS, key=lambda separator: counts[separator])


def _column_names(file: str, cells: list[str]) -> tuple[str, ...]:
    """The first line's cells, if they can be the names of columns."""
    names = tuple(cell.strip() for cell in cells)
    numbers = [name for name in names if NUMBER.fullmatch(name)]
    decimals = [name for name in numbers if not name.isdigit()]
    if decimals or len(numbers) == len(names):
        held = shown((decimals or numbers)[0]) if names else "no names"
        raise DataError(
            f"{file}: the first line must name the columns, but holds {held}; "
            "add a line of names or pass header=False"
        )
    for number, name in enumerate(names, start=1):
        if not name:
            raise DataError(f"{file}: column {number} has no name in the first line; give it one")
        if names.count(name) > 1:
            raise DataError(
                f"{file}: the first line names two columns {name!r}; rename one, "
                "or pass header=False if the line holds no names"
            )
    return names
