"""Windows on the curves of a future, as many bins as one wants, without losing an extreme."""

import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.errors import check_whole
from learnscope.run.bins import HIGH, LOW, TOTAL, grouped, no_bins
from learnscope.run.curves import Curves
from learnscope.run.read import record
from learnscope.run.rows import FIRST_MEASURE, MEASURES, STEP, step_names, step_rows
from learnscope.run.tree import Tree

REPLAY = 20_000  # steps that may be made again for a window finer than what is kept


def window(
    tree: Tree,
    name: str,
    first: int,
    last: int,
    bins: int,
    *,
    own: bool = False,
    replay: int = REPLAY,
    steady: bool = False,
) -> Curves:
    """Numbers of each step in `first` … `last` - 1, in at most about `bins` bins that cover them all.

    Columns: "loss" (of the batch, data part), "penalty", "gradient norm", "update norm", then "gradient norm,
    output", "gradient norm, hidden 1", "gradient norm, hidden 2" …; not-a-number where a network has no such
    layer. Bins at the ends may reach beyond. With `own`, from the bin of the future's departure on.

    Where the window is finer than what is kept and has at most `replay` steps, they are made again; pass 0
    while something plays. `steady` bins hardly ever change as a future grows: they may be half as many.
    """
    check_whole("bins", bins, low=1)
    future, origin = tree[name], tree.futures[0].departure
    first = max(first, future.departure if own else origin) - origin
    last = min(last, future.steps) - origin
    log, begins = future.log, 0
    if first >= last:
        return _curves(step_names(log.columns), np.empty(0, np.int64), *log.between(0, 0))
    if log.stride > 1 and last - first <= replay and last - first < bins * log.stride:
        rows = _made_again(tree, name, first, last)
        log, begins = no_bins(log.columns, limit=2 * replay).append(rows), first
        first, last = 0, last - first
    stride = log.stride
    low, high = first // stride, -(-last // stride)
    wide = _width(high - low, bins, steady=steady)
    shift = begins if stride == 1 else 0  # so that bins lie at the same steps however the window is moved
    starts = np.maximum(np.arange(low - (low + shift) % wide, high, wide), low)
    numbers, counts = log.between(low, high)
    if wide > 1:
        numbers, counts = grouped(numbers, counts, starts - low)
    return _curves(step_names(log.columns), origin + begins + starts * stride, numbers, counts)


def measured(
    tree: Tree, name: str, first: int, last: int, bins: int, *, own: bool = False, steady: bool = False
) -> Curves:
    """What was measured after `first` … `last` updates, in at most about `bins` bins.

    Columns: "train loss", "validation loss", "test loss" (data part), "penalty", "train accuracy",
    "validation accuracy", "test accuracy", "train r2", "validation r2", "test r2"; not-a-number where a part
    has no samples or the measure does not apply.
    """
    check_whole("bins", bins, low=1)
    future = tree[name]
    numbers, counts = future.measures.between(0, len(future.measures))
    if future.latest is not None:
        numbers = np.concatenate([numbers, np.repeat(future.latest[None], 3, axis=0)], axis=1)
        counts = np.append(counts, 1)
    first = max(first, future.departure) if own else first
    low = int(np.searchsorted(numbers[HIGH, :, STEP], first))
    high = int(np.searchsorted(numbers[LOW, :, STEP], last, side="right"))
    if low >= high:
        return _curves(MEASURES, np.empty(0, np.int64), numbers[:, :0, FIRST_MEASURE:], counts[:0])
    wide = _width(high - low, bins, steady=steady)
    numbers, counts = numbers[:, low:high], counts[low:high]
    if wide > 1:
        starts = np.maximum(np.arange(low - low % wide, high, wide), low)
        numbers, counts = grouped(numbers, counts, starts - low)
    return _curves(MEASURES, numbers[LOW, :, STEP].astype(np.int64), numbers[:, :, FIRST_MEASURE:], counts)


def measured_at_end(tree: Tree, name: str) -> dict[str, float] | None:
    """What was measured where the future ends, by its columns; None where it was not, or is summed up."""
    future = tree[name]
    if future.latest is not None and (future.noted is None or future.noted[0, STEP] < future.steps):
        row = future.latest[0]
        return dict(zip(MEASURES, row[FIRST_MEASURE:].tolist(), strict=True))
    curves = measured(tree, name, future.steps, future.steps, 1)
    if len(curves) == 0 or curves.steps[-1] != future.steps or curves.counts[-1] != 1:
        return None
    return dict(zip(MEASURES, curves.mean[-1].tolist(), strict=True))


def _width(count: int, bins: int, *, steady: bool) -> int:
    """How many of `count` bins become one, so that there are at most about `bins`."""
    wide = -(-count // bins)
    return 1 << (wide - 1).bit_length() if steady else wide


def _made_again(tree: Tree, name: str, first: int, last: int) -> Floats:
    """The rows of the steps `first` to `last`, counted from the origin, of which some may be at hand."""
    log, origin = tree[name].log, tree.futures[0].departure

    def made(begin: int, end: int) -> Floats:
        return step_rows(record(tree, name, origin + begin, origin + end), log.columns)

    begin, rows = log.store.again
    settled = log.full * log.stride  # rows before it are those of everybody who has these bins
    low, high = max(first, begin), min(last, begin + len(rows), settled)
    if low >= high:
        found = made(first, last)
    else:
        found = np.concatenate([made(first, low), rows[low - begin : high - begin], made(high, last)])
    if first < settled:
        log.store.again = (first, frozen(found[: settled - first]))
    return found


def _curves(names: tuple[str, ...], steps: np.ndarray, numbers: np.ndarray, counts: np.ndarray) -> Curves:
    with np.errstate(invalid="ignore"):
        mean = numbers[TOTAL] / counts[:, None]
    low, high = numbers[LOW].view(), numbers[HIGH].view()
    for array in (steps, counts):
        array.flags.writeable = False
    return Curves(names, steps, counts, frozen(low), frozen(mean), frozen(high))
