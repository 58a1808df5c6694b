"""Futures depart, are called otherwise and go; the lowest loss is known in each of them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.compiled import PLAIN
from learnscope.errors import ArgumentError
from learnscope.run import (
    Limits,
    best,
    event,
    fork,
    grow,
    lineage,
    placed,
    point,
    record,
    remove,
    rename,
    segment_at,
)
from tests.run.trees import changed, loop_of, make_tree, straight
from tests.sampling import many

ROUGH = {"learning_rate": 1.0, "batch_size": 2, "loss": "squared_error"}  # so that the loss goes up and down


def test_futures_depart_where_their_steps_do():
    """The parent is the future whose steps came before, so that removing another takes nothing away."""
    tree = grow(make_tree(), "1", 20, PLAIN).tree
    tree = grow(fork(tree, "1", 10, title="second"), "2", 20, PLAIN).tree
    tree = fork(tree, "2", 15, title="of the second")
    tree = fork(tree, "2", 5, title="of the first")
    tree = fork(tree, "2", 10, title="beside the second")

    assert [(f.name, f.parent, f.departure, f.colour) for f in tree.futures] == [
        ("1", "", 0, 0), ("2", "1", 10, 1), ("3", "2", 15, 2), ("4", "1", 5, 3), ("5", "1", 10, 4),
    ]  # fmt: skip
    assert [future.name for future in lineage(tree, "3")] == ["1", "2", "3"]
    without = remove(tree, "2")
    assert without.names == ("1", "4", "5")
    assert fork(without, "1", 3, title="new")["6"].colour == 1
    assert rename(without, "4", "quick")["4"].title == "quick"


@settings(max_examples=many(25), deadline=None)
@given(
    pieces=st.lists(st.integers(1, 150), min_size=1, max_size=3),
    departure=st.integers(0, 150),
    rows=st.sampled_from([2, 4, 4096]),
)
def test_the_lowest_validation_loss_is_never_lost(pieces, departure, rows):
    """Of a future and of one that departs from it, however little of what was measured is kept."""
    tree = make_tree(Limits(rows=rows), **ROUGH)
    for piece in pieces:
        tree = grow(tree, "1", piece, PLAIN).tree
    departure = min(departure, tree["1"].steps)
    tree = fork(tree, "1", departure, title="other")
    tree = grow(tree, "2", 9, PLAIN).tree

    for name in tree.names:
        loop, steps = tree[name].segment.loop, tree[name].steps
        moments = [0, *range(14, steps + 1, 14)]
        if name == "2":
            moments = sorted({*moments, departure})
        losses = [loop.measure(point(tree, name, step).parameters, PLAIN)[1, 0] for step in moments]
        assert best(tree, name).loss == min(losses)
        assert best(tree, name).step == moments[int(np.argmin(losses))]


def test_without_validation_samples_nothing_is_the_best():
    """There is nothing to tell by."""
    tree = grow(make_tree(split=(0.8, 0.0, 0.2)), "1", 20, PLAIN).tree

    assert best(tree, "1") is None


def test_a_fork_goes_on_under_the_settings_of_its_step():
    """Those that were valid there, not those of the head."""
    tree = grow(make_tree(), "1", 10, PLAIN).tree
    setup = changed(tree["1"].segment.setup, learning_rate=0.01)
    tree = event(tree, "1", tree["1"].head, setup, loop_of(setup), "learning rate 0.01")
    tree = grow(tree, "1", 10, PLAIN).tree

    tree = fork(fork(tree, "1", 9, title="before"), "1", 10, title="after")

    assert [tree[name].segment.setup.experiment.learning_rate for name in ("2", "3")] == [0.2, 0.01]
    assert segment_at(tree, "3", 9).setup.experiment.learning_rate == 0.2
    again = grow(tree, "3", 10, PLAIN).tree
    assert record(again, "3", 0, 20).tobytes() == record(tree, "1", 0, 20).tobytes()


def test_the_batch_after_a_skip_is_another():
    """Skipped or repeated, the order itself stays; who is there already is left alone."""
    tree = grow(make_tree(), "1", 3, PLAIN).tree
    head = tree["1"].head

    repeated = placed(tree, "1", -1)

    assert placed(tree, "1", 0) is tree
    assert repeated["1"].head.place == 2
    assert repeated["1"].segment.cause == ""
    again = grow(repeated, "1", 1, PLAIN).tree["1"].head
    state = replace(head, ahead=-1).state()
    tree["1"].segment.loop.advance(state, 1, PLAIN, measure=False)
    assert again.parameters.tobytes() == state.parameters.tobytes()


@pytest.mark.parametrize("budget", [{"frames": 18_000}, {"points": 40}])
def test_the_memory_of_a_long_run_is_bounded(budget: dict[str, int]):
    """Keyframes, curves and measures each within their limit, and every point still exact."""
    limits = Limits(**budget, bins=16, rows=8, apart=4)
    tree = make_tree(limits)
    for _ in range(30):
        tree = grow(tree, "1", 40, PLAIN).tree
    tree = grow(fork(tree, "1", 600, title="other"), "2", 700, PLAIN).tree

    assert tree.frames_size <= 18_000
    assert sum(future.points for future in tree.futures) <= 40
    assert all(len(future.log) <= 17 and len(future.measures) <= 9 for future in tree.futures)
    assert tree.size < 18_000 + 2 * 3 * (64 * 6 + 64 * 11) * 8
    points, _ = straight(tree["1"].segment.setup, 1300)
    for step in (1, 333, 600, 601, 1199, 1200):
        assert point(tree, "1", step).same(points[step])
        assert point(tree, "2", step).same(points[step])


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda t: t["2"], "future must be one of 1, got '2'"),
        (lambda t: point(t, "1", 11), "step must be a whole number from 0 to 10, got 11"),
        (lambda t: point(t, "1", -1), "step must be a whole number from 0 to 10, got -1"),
        (lambda t: record(t, "1", 4, 3), "last must be a whole number from 4 to 10, got 3"),
        (lambda t: record(t, "1", 12, 13), "first must be a whole number from 0 to 10, got 12"),
        (lambda t: fork(t, "1", 12, title="x"), "step must be a whole number from 0 to 10, got 12"),
        (
            lambda t: fork(t, "1", 9, title="x", point=t["1"].head),
            "point must be after 9 updates, got one after 10",
        ),
        (
            lambda t: event(t, "1", point(t, "1", 9), t["1"].segment.setup, t["1"].segment.loop, "x"),
            "point must be after 10 updates, got one after 9",
        ),
        (lambda t: placed(t, "1", -11), "ahead must be a whole number of at least -10, got -11"),
        (
            lambda t: remove(t, "1"),
            "future must be one that departed from another, got '1', the first; begin another run",
        ),
    ],
)
def test_what_is_not_there_is_refused(act, message):
    """In full words."""
    tree = grow(make_tree(), "1", 10, PLAIN).tree

    with pytest.raises(ArgumentError) as caught:
        act(tree)

    assert str(caught.value) == message
