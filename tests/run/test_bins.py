"""Bins hold every row, lose no extreme, stay within their bound and never change one another."""

import numpy as np
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from learnscope.run.bins import HIGH, LOW, TOTAL, Bins, grouped, no_bins

NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.sampled_from([np.nan, np.inf, -np.inf]))
ROWS = st.integers(0, 60).flatmap(lambda n: arrays(float, (n, 2), elements=NUMBERS))
SUMMING = 1e-6  # of numbers up to a million, in another order


def brute(rows, stride):
    """Least, sum and greatest of every `stride` rows."""
    pieces = [rows[start : start + stride] for start in range(0, len(rows), stride)]
    with np.errstate(all="ignore"):
        found = [[np.fmin.reduce(piece), piece.sum(axis=0), np.fmax.reduce(piece)] for piece in pieces]
    return np.array(found).reshape(len(pieces), 3, 2).transpose(1, 0, 2), [len(piece) for piece in pieces]


def check(bins: Bins, rows) -> None:
    """`bins` are those of `rows`."""
    numbers, counts = bins.between(0, len(bins))
    expected, sizes = brute(rows, bins.stride)
    assert bins.rows == len(rows)
    assert counts.tolist() == sizes
    assert np.array_equal(numbers[[LOW, HIGH]], expected[[LOW, HIGH]], equal_nan=True)
    assert np.allclose(numbers[TOTAL], expected[TOTAL], atol=SUMMING, equal_nan=True)


@settings(deadline=None)
@given(pieces=st.lists(ROWS, max_size=8), limit=st.sampled_from([2, 4, 16, 1000]))
def test_bins_sum_up_every_row(pieces, limit):
    """Least, sum and greatest by brute force, within the bound, whatever the pieces; infinities survive."""
    bins = no_bins(2, limit=limit)
    for piece in pieces:
        bins = bins.append(piece)

    check(bins, np.concatenate([np.empty((0, 2)), *pieces]))
    assert bins.full <= limit
    assert bins.stride == 1 or bins.rows > limit * bins.stride / 2
    assert bins.size <= 3 * 2 * 8 * max(64, limit)


@settings(deadline=None)
@given(pieces=st.lists(st.tuples(st.integers(0, 99), ROWS), max_size=12), limit=st.sampled_from([2, 16]))
def test_an_older_value_stays_what_it_was(pieces, limit):
    """Values branch off any earlier one, in any order, and none of them changes."""
    known = [(no_bins(2, limit=limit), np.empty((0, 2)))]
    for place, piece in pieces:
        bins, rows = known[place % len(known)]
        known.append((bins.append(piece), np.concatenate([rows, piece])))

    for bins, rows in known:
        check(bins, rows)


def test_growing_on_copies_nothing():
    """A value that nobody else grew from goes on in the same store."""
    bins = no_bins(2, limit=64).append(np.ones((10, 2)))

    further = bins.append(np.ones((10, 2)))
    other = bins.append(np.zeros((10, 2)))

    assert further.store is bins.store
    assert other.store is not bins.store


def test_a_mean_is_none_where_a_number_is_none():
    """Least and greatest are those of the others."""
    rows = np.array([[1.0, np.inf], [np.nan, 2.0], [5.0, -np.inf], [3.0, 1.0]])

    numbers, counts = grouped(*no_bins(2, limit=4).append(rows).between(0, 4), np.array([0, 2]))

    assert counts.tolist() == [2, 2]
    assert numbers[LOW].tolist() == [[1.0, 2.0], [3.0, -np.inf]]
    assert numbers[HIGH].tolist() == [[1.0, np.inf], [5.0, 1.0]]
    assert np.isnan(numbers[TOTAL, 0, 0])
    assert numbers[TOTAL, :, 1].tolist() == [np.inf, -np.inf]


def test_added_columns_are_unknown_before():
    """What was known stays, in the old value and in the new."""
    bins = no_bins(2, limit=4).append(np.arange(22.0).reshape(11, 2))

    wide = bins.widened(3).append(np.ones((1, 3)))

    numbers, counts = wide.between(0, len(wide))
    assert numbers.shape == (3, 3, 3)
    assert counts.tolist() == [4, 4, 4]
    assert numbers[LOW, :, :2].tolist() == [[0.0, 1.0], [8.0, 9.0], [1.0, 1.0]]
    assert np.isnan(numbers[:, :2, 2]).all()
    check(bins, np.arange(22.0).reshape(11, 2))
    assert bins.widened(2) is bins
