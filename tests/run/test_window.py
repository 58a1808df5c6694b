"""Curves lose no extreme, across forks and however long the run, and hold what a straight run measures."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.compiled import PLAIN
from learnscope.errors import ArgumentError
from learnscope.run import (
    Limits,
    event,
    fork,
    grow,
    hand_step,
    measure_head,
    measured,
    record,
    window,
)
from learnscope.training import kernels
from tests.run.trees import changed, loop_of, make_tree, straight
from tests.sampling import many

SUMMING = 1e-12  # what means of a hundred numbers in another order amount to
SMALL = Limits(bins=16, rows=8)


@settings(max_examples=many(30), deadline=None)
@given(
    pieces=st.lists(st.integers(1, 60), min_size=1, max_size=4),
    first=st.integers(0, 200),
    width=st.integers(1, 200),
    bins=st.integers(1, 40),
    replay=st.sampled_from([0, 20_000]),
)
def test_a_window_loses_no_extreme(pieces, first, width, bins, replay):
    """Every bin has the least, mean and greatest of exactly the steps it stands for, and all are covered."""
    tree, total = make_tree(SMALL, l2=0.01), sum(pieces)
    for piece in pieces:
        tree = grow(tree, "1", piece, PLAIN).tree
    _, rows = straight(tree["1"].segment.setup, total)

    curves = window(tree, "1", first, first + width, bins, replay=replay)

    last = min(first + width, total)
    assert curves.names == (
        "loss", "penalty", "gradient norm", "update norm", "gradient norm, output", "gradient norm, hidden 1",
    )  # fmt: skip
    if first >= last:
        assert len(curves) == 0
        return
    assert len(curves) <= bins + 1
    ends = curves.steps + curves.counts
    assert curves.steps[0] <= first
    assert ends[-1] >= last
    assert (curves.steps[1:] == ends[:-1]).all()
    columns = [
        kernels.LOSS,
        kernels.PENALTY,
        kernels.GRADIENT,
        kernels.UPDATE,
        kernels.LAYERS + 1,
        kernels.LAYERS,
    ]
    for place, (begin, end) in enumerate(zip(curves.steps, ends, strict=True)):
        exact = rows[begin:end][:, columns]
        assert curves.low[place].tolist() == exact.min(axis=0).tolist()
        assert curves.high[place].tolist() == exact.max(axis=0).tolist()
        assert np.allclose(curves.mean[place], exact.mean(axis=0), rtol=SUMMING)
    if replay and bins >= last - first:
        assert (curves.counts == 1).all()


@settings(max_examples=many(20), deadline=None)
@given(
    windows=st.lists(st.tuples(st.sampled_from("123"), st.integers(0, 130), st.integers(1, 99)), max_size=8),
    departures=st.lists(st.integers(0, 100), min_size=2, max_size=2),
)
def test_windows_asked_for_before_change_no_other(windows, departures):
    """Steps made again are kept at hand, and belong to whom they belong: exact in any order of asking."""
    tree = grow(make_tree(Limits(bins=8)), "1", 100, PLAIN).tree
    for place, departure in enumerate(departures):
        setup = changed(tree["1"].segment.setup, learning_rate=0.1 / (1 + place))
        tree = fork(tree, "1", departure, title="other", setup=setup, loop=loop_of(setup))
        tree = grow(tree, tree.names[-1], 40, PLAIN).tree
    tree = grow(tree, "1", 7, PLAIN).tree

    for name, first, width in windows:
        curves = window(tree, name, first, first + width, 200)
        last = max(first, min(first + width, tree[name].steps))
        expected = record(tree, name, first, last)[:, kernels.LOSS] if first < last else np.empty(0)
        assert curves.column("loss")[1].tolist() == expected.tolist()


def test_bins_stay_where_they_are_while_a_window_is_moved():
    """Else a curve would flicker under the hand."""
    tree = grow(make_tree(Limits(bins=64)), "1", 300, PLAIN).tree
    for replay in (0, 1000):
        one, other = (window(tree, "1", first, first + 100, 10, replay=replay) for first in (40, 47))

        assert set(other.steps[1:].tolist()) <= {*one.steps.tolist(), *range(140, 160)}


@pytest.mark.parametrize("departure", [0, 1, 37, 64, 99, 100])
def test_a_fork_has_the_curves_of_its_parent_up_to_its_departure(departure):
    """And its own from there on, whatever its parent does afterwards; its own alone where one asks."""
    tree = grow(make_tree(SMALL), "1", 100, PLAIN).tree
    setup = changed(tree["1"].segment.setup, learning_rate=0.01)
    tree = fork(tree, "1", departure, title="slower", setup=setup, loop=loop_of(setup))
    tree = grow(grow(tree, "2", 90, PLAIN).tree, "1", 300, PLAIN).tree

    whole = record(tree, "2", 0, departure + 90)
    curves = window(tree, "2", 0, 10**6, 7, replay=0)
    own = window(tree, "2", 0, 10**6, 5, own=True, replay=10**6)

    assert whole[:departure].tobytes() == straight(tree["1"].segment.setup, 100)[1][:departure].tobytes()
    ends = curves.steps + curves.counts
    for place, (begin, end) in enumerate(zip(curves.steps, ends, strict=True)):
        assert curves.low[place, 0] == whole[begin:end, kernels.LOSS].min()
        assert curves.high[place, 0] == whole[begin:end, kernels.LOSS].max()
    assert departure - tree["2"].log.stride < own.steps[0] <= departure
    assert own.high[:, 0].max() == whole[own.steps[0] :, kernels.LOSS].max()
    rows = measured(tree, "2", 0, 10**6, 1000)
    assert (np.diff(rows.steps) >= 0).all()
    assert rows.counts.sum() == len(epochs(departure + 90)) + (departure > 0)


def epochs(steps):
    """After how many updates it is measured: at the start and where epochs of five steps end."""
    return [0, *range(5, steps + 1, 5)]


def test_what_was_measured_is_what_the_loop_measures():
    """At the start and at ends of epochs, and at the head where one asks."""
    tree = make_tree()
    for piece in (3, 9, 1, 20):
        tree = grow(tree, "1", piece, PLAIN).tree
    segment = tree["1"].segment
    points, _ = straight(segment.setup, 33)

    curves = measured(measure_head(tree, "1", PLAIN), "1", 0, 33, 100)

    assert curves.steps.tolist() == [*epochs(33), 33]
    assert (curves.counts == 1).all()
    for step, train, validation, penalty, accuracy in zip(
        curves.steps,
        *(curves.column(name)[1] for name in ("train loss", "validation loss", "penalty", "test accuracy")),
        strict=True,
    ):
        values = segment.loop.measure(points[step].parameters, PLAIN)
        assert [train, validation] == values[:2, 0].tolist()
        assert penalty == 0
        assert accuracy == values[2, 1] / len(segment.loop.plan.split.test)
    assert np.isnan(curves.column("train r2")[1]).all()
    assert measured(tree, "1", 7, 21, 100).steps.tolist() == [10, 15, 20]
    assert measured(tree, "1", 31, 33, 100).steps.tolist() == []


def test_steps_made_by_hand_are_measured_where_epochs_end():
    """The curve goes on, however slowly."""
    tree = make_tree()
    for _ in range(11):
        tree = hand_step(tree, "1")

    assert measured(tree, "1", 0, 11, 100).steps.tolist() == epochs(11)
    assert window(tree, "1", 0, 11, 100).steps.tolist() == list(range(11))


def test_the_head_is_measured_once():
    """Where it is measured already, at the end of an epoch, nothing is added."""
    tree = grow(make_tree(), "1", 10, PLAIN).tree

    assert measured(measure_head(tree, "1", PLAIN), "1", 0, 99, 100).steps.tolist() == epochs(10)


def test_layers_that_come_later_are_unknown_before():
    """A column is not-a-number where the network had no such layer."""
    tree = grow(make_tree(), "1", 10, PLAIN).tree
    for hidden in ((3, 2), (4,)):
        setup = changed(tree["1"].segment.setup, hidden=hidden)
        loop, head = loop_of(setup), tree["1"].head
        start = type(head)(head.step, setup.network.parameters, loop.start().slots, began=head.step)
        tree = grow(event(tree, "1", start, setup, loop, "layers"), "1", 10, PLAIN).tree

    curves = window(tree, "1", 0, 30, 30)

    first, second = (np.isfinite(curves.column(f"gradient norm, hidden {k}")[1]) for k in (1, 2))
    assert first.all()
    assert second.tolist() == [False] * 10 + [True] * 10 + [False] * 10
    rows = record(tree, "1", 0, 30)
    assert rows.shape == (30, 4 + 2 * 3)
    assert np.isnan(rows[[0, 25], 6]).all()
    assert (rows[:, 7] > 0).all()


def test_a_column_that_is_not_there_is_refused():
    """By its name."""
    curves = window(make_tree(), "1", 0, 10, 5)

    with pytest.raises(ArgumentError) as caught:
        curves.column("los")

    assert str(caught.value).startswith("unknown column 'los'; did you mean 'loss'?")
