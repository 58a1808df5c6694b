"""The shuffled order of an epoch and its batches."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from learnscope.errors import ArgumentError
from learnscope.training.order import batch, batch_count, batch_holding, epoch_order


@given(st.integers(1, 50), st.integers(1, 60), st.integers(0, 2**32), st.integers(0, 1000))
def test_an_epoch_visits_every_row_once(count: int, size: int, seed: int, epoch: int) -> None:
    """The batches of an epoch together are a permutation of the training rows."""
    rows = np.arange(count) * 3 + 1

    order = epoch_order(rows, seed=seed, epoch=epoch)
    batches = [batch(order, batch_size=size, index=k) for k in range(batch_count(count, size))]

    assert sorted(np.concatenate(batches)) == rows.tolist()
    assert all(len(part) == size for part in batches[:-1])
    assert 1 <= len(batches[-1]) <= size


@given(st.integers(1, 50), st.integers(1, 60), st.data())
def test_the_batch_that_holds_a_row_holds_it(count: int, size: int, data: st.DataObject) -> None:
    """Looking for a row's batch finds the one slice it is in."""
    order = epoch_order(np.arange(count), seed=1, epoch=0)
    row = data.draw(st.integers(0, count - 1))

    assert row in batch(order, batch_size=size, index=batch_holding(order, row, batch_size=size))


def test_an_order_follows_from_seed_and_epoch_alone() -> None:
    """The same twice, another with another epoch or seed."""
    rows = np.arange(100)
    order = epoch_order(rows, seed=7, epoch=3)

    assert np.array_equal(order, epoch_order(rows, seed=7, epoch=3))
    assert not np.array_equal(order, epoch_order(rows, seed=7, epoch=4))
    assert not np.array_equal(order, epoch_order(rows, seed=8, epoch=3))
    assert not order.flags.writeable


def test_a_batch_beyond_the_epoch_is_refused() -> None:
    """The message names the last one."""
    with pytest.raises(ArgumentError) as raised:
        batch(np.arange(7), batch_size=3, index=3)

    assert str(raised.value) == "index must be a whole number from 0 to 2, got 3"


def test_a_batch_size_of_nothing_is_refused() -> None:
    """A batch holds one sample at least."""
    with pytest.raises(ArgumentError) as raised:
        batch_count(7, 0)

    assert str(raised.value) == "batch_size must be a whole number of at least 1, got 0"
