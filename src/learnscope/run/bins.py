"""Rows of numbers summed up in a bounded number of bins, as values that share their memory.

Bin i holds the rows i * stride to (i + 1) * stride - 1: of each column the least, the sum and the greatest.
When the bins are full, two and two become one and the stride doubles. The last bin, not yet full, belongs to
the value alone; full ones lie in a store that several values share, each with its own length. Who appends
where another value has done so already copies the store first.

A number that is not finite makes the sum not finite; least and greatest are those of the other numbers. The
last bits of a sum may depend on how many rows were appended at a time.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats

Indices = NDArray[np.int64]
LOW, TOTAL, HIGH = range(3)
FIRST_ROOM = 64  # bins


class Store:
    """Full bins (3, room, columns), of which the first `filled` are never changed.

    `again` are single rows of theirs (n, columns) that were asked for last, from the row of that number on:
    whoever made them may leave them here.
    """

    def __init__(self, room: int, columns: int) -> None:
        self.numbers = np.empty((3, room, columns))
        self.filled = 0
        self.again: tuple[int, Floats] = (0, np.empty((0, columns)))


@dataclass(frozen=True, eq=False)
class Bins:
    """A bounded summary of `rows` rows."""

    columns: int
    limit: int  # full bins at most, an even number
    store: Store
    full: int  # bins of the store that are this value's
    stride: int  # rows in each of them
    part: Floats  # (3, columns) the last bin, not full
    parts: int  # rows in it

    @property
    def rows(self) -> int:
        """Rows appended in all."""
        return self.full * self.stride + self.parts

    def __len__(self) -> int:
        """How many bins there are."""
        return self.full + (self.parts > 0)

    @property
    def size(self) -> int:
        """Bytes of its store."""
        return self.store.numbers.nbytes

    def append(self, rows: Floats) -> "Bins":
        """With `rows` (n, columns) after the others."""
        if len(rows) == 0:
            return self
        bins = self
        while (bins.rows + len(rows)) // bins.stride > bins.limit:
            bins = bins.halved()
        if bins.parts:
            wanted = min(bins.stride - bins.parts, len(rows))
            part = _joined(bins.part, _summed(rows[None, :wanted])[:, 0])
            bins, rows = replace(bins, part=part, parts=bins.parts + wanted), rows[wanted:]
            if bins.parts == bins.stride:
                bins = bins._filled_by(part[:, None])
        whole = len(rows) // bins.stride
        if whole:
            blocks = rows[: whole * bins.stride].reshape(whole, bins.stride, bins.columns)
            bins, rows = bins._filled_by(_summed(blocks)), rows[whole * bins.stride :]
        if len(rows):
            bins = replace(bins, part=_summed(rows[None])[:, 0], parts=len(rows))
        return bins

    def first_full(self, bins: int) -> "Bins":
        """The value of the first `bins` full bins alone."""
        return replace(self, full=min(bins, self.full), part=_empty(self.columns), parts=0)

    def widened(self, columns: int) -> "Bins":
        """With columns added, of which nothing is known."""
        if columns <= self.columns:
            return self
        store = Store(len(self.store.numbers[0]), columns)
        store.numbers[:, : self.full] = np.nan
        store.numbers[:, : self.full, : self.columns] = self.store.numbers[:, : self.full]
        store.filled = self.full
        part = _empty(columns)
        part[:, : self.columns] = self.part
        if self.parts:
            part[:, self.columns :] = np.nan
        return replace(self, columns=columns, store=store, part=part)

    def between(self, first: int, last: int) -> tuple[Floats, Indices]:
        """Bins `first` to `last` - 1 (3, M, columns), and how many rows each holds (M,); read-only."""
        numbers = self.store.numbers[:, first : min(last, self.full)]
        counts = np.full(numbers.shape[1], self.stride)
        if last > self.full and self.parts:
            numbers = np.concatenate([numbers, self.part[:, None]], axis=1)
            counts = np.append(counts, self.parts)
        numbers = numbers.view()
        numbers.flags.writeable = counts.flags.writeable = False
        return numbers, counts

    def _filled_by(self, bins: Floats) -> "Bins":
        """With full bins (3, n, columns) in the place of the part."""
        store, count = self.store, bins.shape[1]
        if store.filled != self.full or self.full + count > store.numbers.shape[1]:
            room = store.numbers.shape[1]
            while room < self.full + count:
                room *= 2
            other = Store(min(room, self.limit), self.columns)
            other.numbers[:, : self.full] = store.numbers[:, : self.full]
            store = other
        store.numbers[:, self.full : self.full + count] = bins
        store.filled = self.full + count
        return replace(self, store=store, full=store.filled, part=_empty(self.columns), parts=0)

    def halved(self) -> "Bins":
        """With two and two bins as one."""
        pairs = self.full // 2
        numbers = self.store.numbers[:, : 2 * pairs].reshape(3, pairs, 2, self.columns)
        store = Store(self.store.numbers.shape[1], self.columns)
        store.numbers[:, :pairs] = _joined(numbers[:, :, 0], numbers[:, :, 1])
        store.filled = pairs
        part, parts = self.part, self.parts
        if self.full % 2:
            last = self.store.numbers[:, self.full - 1]
            part, parts = (_joined(last, part) if parts else last.copy()), parts + self.stride
        return replace(self, store=store, full=pairs, stride=2 * self.stride, part=part, parts=parts)


def no_bins(columns: int, *, limit: int) -> Bins:
    """No rows yet, of `columns` numbers; `limit` is an even number of bins."""
    return Bins(columns, limit, Store(min(FIRST_ROOM, limit), columns), 0, 1, _empty(columns), 0)


def grouped(numbers: Floats, counts: Indices, starts: Indices) -> tuple[Floats, Indices]:
    """Bins (3, M, columns) of `counts` rows, those from one of `starts` to the next as one each."""
    with np.errstate(invalid="ignore"):
        joined = np.stack(
            [
                np.fmin.reduceat(numbers[LOW], starts, axis=0),
                np.add.reduceat(numbers[TOTAL], starts, axis=0),
                np.fmax.reduceat(numbers[HIGH], starts, axis=0),
            ]
        )
    return joined, np.add.reduceat(counts, starts)


def _empty(columns: int) -> Floats:
    return np.zeros((3, columns))


def _summed(blocks: Floats) -> Floats:
    """Least, sum and greatest (3, n, columns) over the rows of each of `blocks` (n, rows, columns)."""
    if blocks.shape[1] == 1:
        return np.repeat(blocks[None, :, 0], 3, axis=0)
    with np.errstate(invalid="ignore", over="ignore"):
        return np.stack([np.fmin.reduce(blocks, axis=1), blocks.sum(axis=1), np.fmax.reduce(blocks, axis=1)])


def _joined(one: Floats, other: Floats) -> Floats:
    """Two times (3, …) as one."""
    with np.errstate(invalid="ignore", over="ignore"):
        return np.stack(
            [
                np.fmin(one[LOW], other[LOW]),
                one[TOTAL] + other[TOTAL],
                np.fmax(one[HIGH], other[HIGH]),
            ]
        )
