"""Splits: every sample once, counts as promised, classes in proportion, the same for a seed."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from learnscope.data.arrays import from_arrays
from learnscope.data.builtin import load
from learnscope.data.split import PARTS, split
from learnscope.errors import ArgumentError, DataError


def parts_of(result):
    """The three index arrays."""
    return [getattr(result, part) for part in PARTS]


@st.composite
def shares(draw):
    """Three shares in hundredths that sum to 1, the first above 0."""
    train = draw(st.integers(1, 100))
    validation = draw(st.integers(0, 100 - train))
    return train / 100, validation / 100, (100 - train - validation) / 100


@given(
    classes=st.lists(st.integers(0, 5), min_size=3, max_size=80).filter(lambda y: len(set(y)) > 1),
    shares=shares(),
    seed=st.integers(0, 5),
)
def test_every_sample_is_in_exactly_one_part(classes, shares, seed):
    """Parts are sorted, read-only, cover the data, and have the counts of largest remainders, at least 1."""
    dataset = from_arrays(np.zeros((len(classes), 1)), classes)
    result = parts_of(split(dataset, shares, seed=seed))
    quotas = len(classes) * np.array(shares)

    assert np.sort(np.concatenate(result)).tolist() == list(range(len(classes)))
    for part, share, quota in zip(result, shares, quotas, strict=True):
        assert part.dtype == np.int64
        assert not part.flags.writeable
        assert (np.diff(part) > 0).all()
        assert (len(part) == 0) == (share == 0)
        assert len(part) < quota + 1
        assert len(part) > quota - 1 or quotas[np.array(shares) > 0].min() < 1


@given(
    sizes=st.lists(st.integers(10, 60), min_size=2, max_size=6),
    shares=st.sampled_from([(0.7, 0.15, 0.15), (0.5, 0.25, 0.25), (0.6, 0.4, 0.0), (0.34, 0.33, 0.33)]),
)
def test_classes_are_split_in_proportion(sizes, shares):
    """Each part holds each class within one sample of the class's own quota."""
    classes = np.repeat(np.arange(len(sizes)), sizes)
    dataset = from_arrays(np.zeros((len(classes), 1)), classes)
    result = parts_of(split(dataset, shares, seed=1))

    for part, share in zip(result, shares, strict=True):
        counts = np.bincount(classes[part], minlength=len(sizes))
        assert (np.abs(counts - share * np.array(sizes)) <= 1).all()


def test_iris_is_split_105_23_22():
    """35 of each class to learn from, and the flower left over goes to the earlier part."""
    dataset = load("iris")
    result = parts_of(split(dataset, (0.7, 0.15, 0.15), seed=7))

    assert [len(part) for part in result] == [105, 23, 22]
    assert np.bincount(dataset.classes[result[0]]).tolist() == [35, 35, 35]
    assert np.bincount(dataset.classes[result[1]]).tolist() == [8, 8, 7]


def test_a_seed_gives_one_split_and_another_seed_another():
    """The same seed deals the same samples; a different one does not."""
    dataset = load("iris")
    first, again, other = (parts_of(split(dataset, (0.7, 0.15, 0.15), seed=seed)) for seed in (7, 7, 8))

    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    assert not (first[0] == other[0]).all()


def test_values_are_split_without_strata():
    """A thousand values at 0.8, 0.1, 0.1 give 800, 100, 100, drawn from everywhere."""
    dataset = load("plane", samples=1000)
    result = parts_of(split(dataset, (0.8, 0.1, 0.1), seed=0))

    assert [len(part) for part in result] == [800, 100, 100]
    assert result[1].min() < 200
    assert result[1].max() > 800


def test_a_single_sample_is_learned_from():
    """With all shares but the first at 0, one sample is enough."""
    result = split(load("original"), (1, 0, 0), seed=0)

    assert [part.tolist() for part in parts_of(result)] == [[0], [], []]


def test_every_part_with_a_share_gets_a_sample():
    """Three samples at 0.98, 0.01, 0.01 give one each."""
    result = split(from_arrays([[1], [2], [3]], [0.1, 0.2, 0.3]), (0.98, 0.01, 0.01), seed=0)

    assert [len(part) for part in parts_of(result)] == [1, 1, 1]


def test_too_few_samples_for_the_parts_are_refused():
    """Two samples cannot be three parts."""
    with pytest.raises(DataError) as caught:
        split(from_arrays([[1], [2]], [0.1, 0.2]), (0.6, 0.2, 0.2), seed=0)

    assert str(caught.value) == (
        "2 samples cannot be split into 3 parts; add samples or set shares of the split to 0"
    )


def test_one_sample_for_two_parts_is_refused():
    """The message speaks of one sample."""
    with pytest.raises(DataError) as caught:
        split(from_arrays([[1]], [0.1]), (0.5, 0.5, 0), seed=0)

    assert str(caught.value) == (
        "1 sample cannot be split into 2 parts; add samples or set shares of the split to 0"
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((0.7,), "split must be three shares (train, validation, test), got (0.7,)"),
        ("abc", "split must be three shares (train, validation, test), got 'abc'"),
        ((0, 0.5, 0.5), "split share of train must be in (0, 1], got 0"),
        ((0.5, 1.0, -0.5), "split share of validation must be in [0, 1), got 1.0"),
        ((0.5, 0.6, -0.1), "split share of test must be in [0, 1), got -0.1"),
        ((0.5, 0.2, 0.2), "split shares must sum to 1, got 0.5 + 0.2 + 0.2"),
        ((0.5, "x", 0.2), "split share of validation must be in [0, 1), got 'x'"),
    ],
)
def test_shares_that_are_none_are_refused(given, message):
    """Three numbers, the first above 0, that sum to 1."""
    with pytest.raises(ArgumentError) as caught:
        split(load("iris"), given, seed=0)

    assert str(caught.value) == message


def test_a_thousand_classes_are_split_with_exact_totals():
    """Classes of one sample each still add up to the totals."""
    dataset = from_arrays(np.zeros((1000, 1)), np.arange(1000), kind="classes")

    assert [len(part) for part in parts_of(split(dataset, (0.7, 0.15, 0.15), seed=3))] == [700, 150, 150]


def test_what_holds_every_case_is_learned_from_as_a_whole():
    """Nothing of AND is held out, whatever the shares: a case that is left out cannot be guessed."""
    parts = split(load("and"), (0.7, 0.15, 0.15), seed=3)

    assert [len(part) for part in (parts.train, parts.validation, parts.test)] == [4, 0, 0]
