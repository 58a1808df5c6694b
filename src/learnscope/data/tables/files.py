"""Which source reads a file, by its first bytes."""

import io
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import polars as pl

from learnscope.data.decisions import Decision
from learnscope.data.kinds import kind_of, why_unread
from learnscope.data.limits import check_size
from learnscope.data.stored import Stored, plain_name
from learnscope.data.tables.choices import Ragged
from learnscope.data.tables.csv_source import CsvSource
from learnscope.data.tables.encodings import check_encoding, encoding_of
from learnscope.data.tables.frame_source import FrameSource, feather_source, parquet_source
from learnscope.data.tables.json_source import json_frame
from learnscope.data.tables.source import Source
from learnscope.data.zipped import is_npz, is_workbook, member, members_of
from learnscope.errors import ArgumentError, DataError, FormatError, check_choice, shown

TABS = (".tsv", ".tab")
OTHERS = {
    "idx": "is an IDX file; open it with load_idx",
    "run": "is a database; if it is a saved run, open it with open_run",
    "npz": "is an .npz archive; open it with load_npz",
}


@dataclass(frozen=True)
class TextOptions:
    """Checked choices of how a file is read; None where that is to be found."""

    header: bool | None = None
    separator: str | None = None
    encoding: str | None = None
    ragged: Ragged = "error"
    table: str | None = None

    @classmethod
    def of(
        cls, *, header: Any, separator: Any, decimal: Any, encoding: Any, ragged: Any, table: Any
    ) -> "TextOptions":
        """The choices as a caller gave them. Raises ArgumentError where a rule is broken."""
        if header is not None and not isinstance(header, bool):
            raise ArgumentError(f"header must be True, False or None, got {shown(header)}")
        if separator is not None and (not isinstance(separator, str) or len(separator.encode()) != 1):
            raise ArgumentError(f"separator must be a single character, got {shown(separator)}")
        if separator is not None and separator in (decimal, "\n", "\r", '"'):
            other = "decimal" if separator == decimal else "the ends of lines and cells"
            raise ArgumentError(f"separator and {other} must differ, got {separator!r} for both")
        check_choice("ragged", ragged, get_args(Ragged))
        if table is not None and not isinstance(table, str):
            raise ArgumentError(
                f"table must be the name of a sheet or of a file in an archive, got {shown(table)}"
            )
        return cls(header, separator, check_encoding(encoding), ragged, table)


def table_source(stored: Stored, options: TextOptions) -> Source:
    """The table in `stored`. Raises DataError or FormatError where it holds none that can be read."""
    head = stored.head
    kind = kind_of(head)
    if kind == "zip":
        return _zipped(stored, options)
    if kind == "parquet":
        return parquet_source(stored)
    if kind == "feather":
        return feather_source(stored)
    if kind == "npy":
        return _npy(stored)
    if kind == "json":
        return FrameSource(stored.name, json_frame(stored).lazy())
    unread = OTHERS.get(kind) or why_unread(head)
    if unread:
        raise FormatError(f"{stored.name} {unread}")
    return _text(stored, options)


def _text(stored: Stored, options: TextOptions) -> CsvSource:
    return CsvSource(
        stored,
        separator=options.separator,
        header=options.header,
        encoding=encoding_of(stored.head, options.encoding),
        ragged=options.ragged,
        tabs=plain_name(stored.name).lower().endswith(TABS),
    )


def _zipped(stored: Stored, options: TextOptions) -> Source:
    members = members_of(stored)
    if is_npz(members):
        raise FormatError(f"{stored.name} {OTHERS['npz']}")
    if not is_workbook(members):
        return table_source(member(stored, members, options.table), options)
    from learnscope.data.tables.excel import sheet_text

    text, decisions = sheet_text(stored, options.table)
    source = _text(text, TextOptions(header=options.header, separator=",", ragged=options.ragged))
    return _Decided(source, decisions) if decisions else source


class _Decided:
    """A source about which more was decided."""

    def __init__(self, source: CsvSource, decisions: list[Decision]) -> None:
        self._source, self._decisions = source, decisions
        self.name, self.columns, self.units = source.name, source.columns, source.units
        self.frames, self.with_commas = source.frames, source.with_commas

    @property
    def comma(self) -> bool:
        return self._source.comma

    @property
    def decisions(self) -> list[Decision]:
        return [*self._decisions, *self._source.decisions]


def _npy(stored: Stored) -> FrameSource:
    """An array of rows (N, columns), or of records."""
    try:
        array = np.load(io.BytesIO(stored.read()), allow_pickle=False)
    except (ValueError, EOFError, OSError, SyntaxError, MemoryError, OverflowError) as error:
        raise FormatError(
            f"{stored.name} is no .npy file that can be read ({error}); save it again"
        ) from None
    if array.dtype.names and array.ndim == 1:
        columns = {name: array[name] for name in array.dtype.names}
        if all(column.ndim == 1 and column.dtype.kind in "biufU" for column in columns.values()):
            return FrameSource(stored.name, pl.DataFrame(columns).lazy())
    if array.ndim != 2 or array.dtype.kind not in "biufU" or 0 in array.shape:
        raise DataError(
            f"{stored.name} holds an array of {array.dtype} with shape {array.shape}, and a table is one of "
            "numbers with shape (N, columns); put inputs X and targets y into one file with numpy.savez"
        )
    check_size(stored.name, *array.shape)
    names = [f"column {number}" for number in range(1, array.shape[1] + 1)]
    frame = pl.DataFrame(
        {name: np.ascontiguousarray(column) for name, column in zip(names, array.T, strict=True)}
    )
    return FrameSource(stored.name, frame.lazy())
