"""Parquet files and data frames as a Source."""

import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from learnscope.data.decisions import Decision
from learnscope.data.stored import Stored
from learnscope.data.tables.faults import date_fault, type_fault
from learnscope.data.tables.source import FAILURES, ROWS, Types
from learnscope.data.targets import class_name
from learnscope.errors import DataError, FormatError, LearnscopeError


class FrameSource:
    """A table whose types are known, read in slices."""

    def __init__(self, name: str, frame: pl.LazyFrame) -> None:
        self.name = name
        self.comma = False
        self.decisions: tuple[Decision, ...] = ()
        self.columns = tuple(frame.collect_schema().names())
        self.units = ("",) * len(self.columns)
        self._frame = frame
        self._rows = int(frame.select(pl.len()).collect().item())

    def frames(self, names: Collection[str], types: Types) -> Iterator[pl.DataFrame]:
        """The rows, a slice at a time."""
        columns = [pl.col(name).cast(types[name]) if name in types else pl.col(name) for name in names]
        for start in range(0, self._rows, ROWS):
            with reading(self.name):
                frame = self._frame.slice(start, ROWS).select(columns).collect()
            yield frame

    def with_commas(self, commas: bool = True) -> bool:
        """Numbers are no text here."""
        return False


def parquet_source(stored: Stored) -> FrameSource:
    """The table a Parquet file holds. Raises FormatError where it is none."""
    with reading(stored.name, "Parquet"):
        content: Any = stored.read() if stored.path is None else stored.path
        frame = (
            pl.read_parquet(content).lazy() if stored.path is None else pl.scan_parquet(content, glob=False)
        )
        return FrameSource(stored.name, _plain(frame))


def feather_source(stored: Stored) -> FrameSource:
    """The table a Feather file (Arrow IPC, a file or a stream) holds. Raises FormatError where it is none."""
    with reading(stored.name, "Feather"):
        stream = not stored.head.startswith(b"ARROW1")
        content = io.BytesIO(stored.read())
        frame = pl.read_ipc_stream(content) if stream else pl.read_ipc(content)
        return FrameSource(stored.name, _plain(frame.lazy()))


@contextmanager
def reading(name: str, kind: str = "Parquet") -> Iterator[None]:
    """Turn what Polars raises for a broken file into a FormatError."""
    try:
        yield
    except (*FAILURES, OSError, ValueError, TypeError) as error:
        if isinstance(error, LearnscopeError):
            raise
        reason = str(error).partition("\n")[0]
        raise FormatError(f"{name} is no {kind} file that can be read ({reason}); save it again") from None


def frame_source(name: str, frame: Any, *, ignore: frozenset[str]) -> FrameSource:
    """Any data frame Narwhals knows, as a table; columns to `ignore` are left empty."""
    try:
        table: Any = nw.from_native(frame)
    except nw.exceptions.DuplicateError:
        raise DataError(f"{name} has two columns of one name; rename one") from None
    except TypeError:
        raise DataError(
            f"{name} must be a data frame (of Polars, pandas, PyArrow or another that Narwhals knows), "
            f"got {type(frame).__name__}; arrays are taken by from_arrays"
        ) from None
    if isinstance(table, nw.LazyFrame):
        table = table.collect()
    native = table.to_native()
    if isinstance(native, pl.DataFrame):
        return FrameSource(name, _plain(native.lazy()))
    if len({str(label) for label in table.columns}) < len(table.columns):
        raise DataError(f"{name} has two columns of one name; rename one")
    columns = []
    for label in table.columns:
        if str(label) in ignore:
            columns.append(pl.Series(str(label), [None] * len(table), dtype=pl.String))
        else:
            columns.append(_series(name, str(label), table.get_column(label)))
    return FrameSource(name, pl.DataFrame(columns).lazy())


def _plain(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with categories as words and decimals as floats."""
    words = [name for name, kind in frame.collect_schema().items() if kind in (pl.Categorical, pl.Enum)]
    decimals = [name for name, kind in frame.collect_schema().items() if kind == pl.Decimal]
    return frame.with_columns(pl.col(words).cast(pl.String), pl.col(decimals).cast(pl.Float64))


def _series(file: str, name: str, column: Any) -> pl.Series:
    """A Narwhals series as one of Polars: numbers, truths or words, and gaps."""
    kind, missing = column.dtype, np.asarray(column.is_null().to_numpy(), dtype=bool)
    present = column.drop_nulls()
    if kind.is_temporal() and len(present):
        raise date_fault(file, int((~missing).argmax()) + 1, name, str(present[0]))
    if kind == nw.Decimal:
        present, kind = present.cast(nw.Float64), nw.Float64()
    if kind.is_numeric() or kind == nw.Boolean:
        return _with_gaps(
            name, np.asarray(present.to_numpy(), dtype=None if kind.is_numeric() else bool), missing
        )
    values = np.full(len(missing), None, dtype=object)
    values[~missing] = _words(file, name, present.to_list())
    return pl.Series(name, values.tolist(), dtype=pl.String)


def _with_gaps(name: str, present: NDArray[Any], missing: NDArray[np.bool_]) -> pl.Series:
    if not missing.any():
        return pl.Series(name, present)
    values = np.zeros(len(missing), dtype=present.dtype)
    values[~missing] = present
    return pl.select(
        pl.when(pl.Series(missing)).then(None).otherwise(pl.Series(values)).alias(name)
    ).to_series()


def _words(file: str, name: str, values: list[Any]) -> NDArray[np.object_]:
    """What a column of objects holds, as words; numbers among them are written out."""
    words = np.empty(len(values), dtype=object)
    for k, value in enumerate(values):
        if not isinstance(value, str | bool | int | float | np.generic):
            raise type_fault(file, name, type(value).__name__)
        words[k] = class_name(value)
    return words
