"""The shuffled order in which an epoch visits the training rows.

Every epoch has its own permutation, drawn from (seed, "order", epoch), so that the order of any epoch is
known without those before it. Batches are consecutive slices of it; the last one holds what is left.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.errors import check_whole
from learnscope.streams import stream

Indices = NDArray[np.int64]


def epoch_order(rows: ArrayLike, *, seed: int, epoch: int) -> Indices:
    """`rows` (indices of training samples) as epoch `epoch`, from 0, visits them; read-only.

    >>> sorted(epoch_order([4, 6, 9], seed=7, epoch=0).tolist())
    [4, 6, 9]
    """
    order: Indices = stream(seed, "order", epoch).permutation(np.asarray(rows, dtype=np.int64))
    order.flags.writeable = False
    return order


def batch_count(samples: int, batch_size: int) -> int:
    """How many batches an epoch of `samples` has: a short last one counts.

    >>> batch_count(105, 20)
    6
    """
    size = check_whole("batch_size", batch_size, low=1)
    return -(-samples // size)


def batch(order: Indices, *, batch_size: int, index: int) -> Indices:
    """The rows of batch `index`, from 0, of an epoch's `order`.

    >>> batch(np.arange(7), batch_size=3, index=2)
    array([6])
    """
    check_whole("index", index, low=0, high=batch_count(len(order), batch_size) - 1)
    return order[index * batch_size : (index + 1) * batch_size]


def batch_holding(order: Sequence[int] | Indices, row: int, *, batch_size: int) -> int:
    """The index of the batch that holds `row`, one of `order`."""
    return int(np.flatnonzero(np.asarray(order) == row)[0]) // batch_size
