"""The second reading of a table: its cells become the numbers of a data set, written where they will stay."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnscope.data.dataset import Floats
from learnscope.data.limits import check_size
from learnscope.data.remedies import RefusedError, Remedy
from learnscope.data.tables.choices import Missing
from learnscope.data.tables.columns import Plan
from learnscope.data.tables.source import Source, Types
from learnscope.errors import DataError


def encode(
    source: Source,
    inputs: Sequence[Plan],
    targets: Sequence[Plan],
    types: Types,
    *,
    rows: int,
    missing: Missing,
) -> tuple[Floats, Floats, int, NDArray[np.int64]]:
    """Inputs (N, n), what the targets' plans fill in (N, plans), how many gaps were filled, the rows kept.

    `missing="drop"` leaves out rows with a gap. `missing="mean"` fills a gap in the inputs with the mean of
    the rows that have none there (for words: the share of rows, the mean count) and leaves out rows without
    target.
    """
    ends = np.cumsum([len(plan.names) for plan in inputs]).tolist()
    starts = [0, *ends[:-1]]
    check_size(source.name, rows, ends[-1])
    x, y = np.empty((rows, ends[-1])), np.empty((rows, len(targets)))
    kept = read = 0
    rows_kept = []
    names = [plan.column for plan in (*inputs, *targets)]
    for frame in source.frames(names, types):
        read += len(frame)
        if read > rows:
            break
        part = slice(kept, kept + len(frame))
        for plan, start, end in zip(inputs, starts, ends, strict=True):
            plan.fill(frame.get_column(plan.column), x[part, start:end])
        for k, plan in enumerate(targets):
            plan.fill(frame.get_column(plan.column), y[part, k : k + 1])
        whole = ~np.isnan(y[part]).any(axis=1)
        if missing == "drop":
            whole &= ~np.isnan(x[part]).any(axis=1)
        count = int(whole.sum())
        rows_kept.append(np.flatnonzero(whole) + read - len(frame))
        if count < len(frame):
            x[kept : kept + count], y[kept : kept + count] = x[part][whole], y[part][whole]
        kept += count
    if read != rows:
        raise DataError(f"{source.name} changed while it was read; load it again")
    if kept == 0:
        ways = (
            [Remedy("missing", "mean", "Fill gaps with the mean of their column")]
            if missing == "drop"
            else []
        )
        raise RefusedError(
            f"{source.name}: every row has a missing value",
            remedies=ways,
            by_hand="leave out the columns that have most of them",
        )
    # In place, so that rows left out cost no second array.
    x.resize((kept, x.shape[1]), refcheck=False)
    y.resize((kept, y.shape[1]), refcheck=False)
    filled = 0
    if missing == "mean":
        filled = sum(int(np.isnan(x[:, start]).sum()) for start in starts)
        _fill_gaps(x)
    for array in (x, y):
        array.flags.writeable = False
    return x, y, filled, np.concatenate(rows_kept)


def _fill_gaps(rows: Floats) -> None:
    """Put the mean of each column where it has a gap."""
    for column in rows.T:
        gaps = np.isnan(column)
        if gaps.any():
            column[gaps] = column[~gaps].mean()
