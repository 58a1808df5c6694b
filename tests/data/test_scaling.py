"""Scaling: mean 0, deviation 1, and exactly back."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from learnscope.data import scaling
from learnscope.data.builtin import load
from learnscope.data.scaling import Scaling
from learnscope.errors import ArgumentError, DataError, ShapeError

ROUND_TRIP = 1e-12  # a few roundings of float64, relative to the column's size

tables = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=12),
    elements=st.floats(-1e9, 1e9, allow_subnormal=False),
)


def test_scaled_columns_have_mean_0_and_deviation_1():
    """Iris, each column by itself, with the population's deviation."""
    rows = load("iris").inputs
    scaled = Scaling.fit(rows).apply(rows)

    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-14)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=1e-14)


@given(tables)
def test_inverting_undoes_applying(rows):
    """To rounding, whatever the columns."""
    fitted = Scaling.fit(rows)
    back = fitted.invert(fitted.apply(rows))

    size = np.abs(rows).max(axis=0)
    assert (np.abs(back - rows) <= ROUND_TRIP * size).all()


@given(st.floats(-1e9, 1e9), st.integers(1, 1000))
def test_a_constant_column_has_its_value_as_center_and_scale_1(value, count):
    """Exactly, also where the mean of so many equal numbers is rounded."""
    fitted = Scaling.fit(np.full((count, 1), value))

    assert fitted.center.tolist() == [value]
    assert fitted.scale.tolist() == [1.0]
    assert not fitted.apply([[value]]).any()


def test_the_smallest_differences_count_as_none():
    """Where squares underflow there is no deviation to divide by."""
    fitted = Scaling.fit([[0.0], [5e-324]])

    assert fitted.scale.tolist() == [1.0]


def test_identity_changes_nothing():
    """Bit for bit, both ways."""
    rows = load("iris").inputs
    identity = Scaling.identity(4)

    assert (identity.apply(rows) == rows).all()
    assert (identity.invert(rows) == rows).all()


def test_columns_do_not_depend_on_each_other(monkeypatch):
    """Each column's numbers are the same alone, together, and in small blocks."""
    rows = np.random.default_rng(1).normal(size=(100, 7))
    together = Scaling.fit(rows)
    alone = [Scaling.fit(rows[:, [k]]) for k in range(7)]
    monkeypatch.setattr(scaling, "BLOCK", 250)
    blocks = Scaling.fit(rows)

    assert together.center.tolist() == [one.center[0] for one in alone] == blocks.center.tolist()
    assert together.scale.tolist() == [one.scale[0] for one in alone] == blocks.scale.tolist()


def test_what_comes_out_is_read_only_and_what_went_in_is_unchanged():
    """Scaling hands out values, not views."""
    rows = np.array([[1.0], [3.0]])
    fitted = Scaling.fit(rows)
    outcomes = [fitted.apply(rows), fitted.invert(rows), fitted.center, fitted.scale]

    assert rows.tolist() == [[1.0], [3.0]]
    assert rows.flags.writeable
    assert not any(array.flags.writeable for array in outcomes)


@pytest.mark.parametrize("verb", ["apply", "invert"])
@pytest.mark.parametrize("shape", [(4,), (2, 3), (1, 2, 4)])
def test_other_shapes_are_refused(verb, shape):
    """Rows of exactly as many columns as were fitted."""
    with pytest.raises(ShapeError) as caught:
        getattr(Scaling.identity(4), verb)(np.zeros(shape))

    assert str(caught.value) == f"rows must have shape (N, 4), got {shape}"


def test_center_and_scale_of_different_shapes_are_refused():
    """They belong together column by column."""
    with pytest.raises(ShapeError) as caught:
        Scaling(np.zeros(2), np.ones(3))

    assert str(caught.value) == "center and scale must have the same shape (n,), got (2,) and (3,)"


def test_a_scale_of_0_is_refused():
    """Dividing by it would be the end."""
    with pytest.raises(ArgumentError) as caught:
        Scaling(np.zeros(2), np.array([1.0, 0.0]))

    assert str(caught.value) == (
        "center must be finite and scale in (0, inf) in every column, got [0.0, 0.0] and [1.0, 0.0]"
    )


def test_rows_with_a_gap_are_refused():
    """Nothing can be fitted to not-a-number."""
    with pytest.raises(DataError) as caught:
        Scaling.fit([[1.0], [np.nan]])

    assert str(caught.value) == "rows must be finite, got nan in row 2, column 1"
