"""What ends growth: steps, time, rules, a loss that is none, a watcher; always at the very step."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.compiled import PLAIN
from learnscope.errors import ArgumentError
from learnscope.run import (
    Tree,
    event,
    fork,
    grow,
    hand_step,
    measured,
    point,
    race,
    record,
    stopping,
    window,
)
from tests.run.trees import TIGHT, changed, engine_of, loop_of, make_tree, straight
from tests.sampling import many
from tests.training.plans import ENGINES, train_plan

RULES = [
    {"steps": 23},
    {"loss_below": 0.2},
    {"accuracy_above": 0.9},
    {"patience": 2, "learning_rate": 3.0},
    {"patience": 3, "learning_rate": 3.0, "loss_below": 0.01},
]


def grown(tree: Tree, pieces: list[int], **options) -> tuple[Tree, object]:
    """`tree` grown in pieces, again and again, until a rule is met; and that."""
    for piece in itertools.islice(itertools.cycle(pieces), 2000):
        growth = grow(tree, "1", piece, PLAIN, **options)
        tree = growth.tree
        if growth.stop is not None:
            return tree, growth.stop
    raise AssertionError("no rule was met")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: ", ".join(rule))
@settings(max_examples=many(8), deadline=None)
@given(pieces=st.lists(st.integers(1, 30), min_size=1, max_size=4))
def test_a_rule_is_met_at_the_step_at_which_training_meets_it(rule, pieces):
    """However few steps are made at a time, patience included, with the same sentence and the same bits."""
    tree = make_tree(epochs=2000, **rule)
    run = train_plan(tree["1"].segment.loop.plan, engine="plain")

    tree, stop = grown(tree, pieces)

    assert stop == run.stopped
    assert tree["1"].stopped == run.stopped.sentence
    assert tree["1"].steps == run.steps
    assert tree["1"].head.parameters.tobytes() == run.network.parameters.tobytes()
    assert record(tree, "1", 0, run.steps).tobytes() == run.history.record.tobytes()
    measures = run.history.measures
    lowest = measures.loss("validation")[measures.step % 5 == 0].min()  # ends of epochs, and the start
    assert tree["1"].best.loss == lowest


def test_rules_can_be_passed_over():
    """Then only a loss that is none ends it."""
    tree = make_tree(loss_below=0.5, steps=7)

    growth = grow(tree, "1", 40, PLAIN, rules=False)

    assert (growth.made, growth.stop) == (40, None)
    assert grow(growth.tree, "1", 40, PLAIN).stop.sentence == "Stopped: 7 steps are done."


def test_after_patience_ran_out_one_may_go_on():
    """It begins to wait anew."""
    tree, stop = grown(make_tree(patience=2, learning_rate=3.0), [7])

    again = grow(tree, "1", 1000, PLAIN)

    assert stop.name == again.stop.name == "patience"
    assert again.made >= 2 * 5 - 5


def test_the_next_step_takes_the_reason_away():
    """A future is stopped where it ended, not where it went on."""
    tree = stopping(grow(make_tree(), "1", 5, PLAIN).tree, "1", "The loss rose.")

    assert tree["1"].stopped == "The loss rose."
    assert grow(tree, "1", 5, PLAIN).tree["1"].stopped == ""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_loss_that_is_no_number_ends_it(engine):
    """At the last network whose loss is one; not-a-number survives in what was measured."""
    tree = make_tree(learning_rate=1e200, loss="squared_error", activation="relu")

    growth = grow(tree, "1", 50, engine_of(engine))

    assert growth.stop.name == "not_finite"
    assert growth.made == growth.stop.step == growth.tree["1"].steps
    assert not np.isfinite(growth.failed)
    assert growth.stop.sentence == (
        f"Stopped: the loss of step {growth.made + 1} is {growth.failed}, which is no finite number."
    )
    assert grow(growth.tree, "1", 5, engine_of(engine)).made == 0
    tree = hand_step(growth.tree, "1")
    for bins in (50, 1):
        low, mean, high = window(tree, "1", 0, 50, bins).column("loss")
        assert not np.isfinite(mean[-1])
        assert np.isfinite(low[0])
        assert np.isfinite(high[0]) or high[0] == np.inf


@settings(max_examples=many(20), deadline=None)
@given(
    pieces=st.lists(st.integers(1, 50), min_size=1, max_size=4), at=st.integers(1, 60), tight=st.booleans()
)
def test_a_watcher_ends_it_at_the_step_it_says(pieces, at, tight):
    """It sees every step once, in order, with the points around them; then the tree ends exactly there."""
    seen = []

    def watch(burst):
        assert burst.after.step - burst.before.step == len(burst.record)
        assert all(burst.before.step < step <= burst.after.step for step in burst.measures.step)
        seen.append(burst)
        return at if burst.before.step < at <= burst.after.step else None

    tree, hit = make_tree(TIGHT if tight else None), None
    for piece in itertools.cycle(pieces):
        growth = grow(tree, "1", piece, PLAIN, watch=watch)
        tree, hit = growth.tree, growth.hit
        if hit is not None:
            break

    points, rows = straight(tree["1"].segment.setup, at)
    assert (hit, tree["1"].steps, growth.stop) == (at, at, None)
    assert tree["1"].head.same(points[at])
    assert np.concatenate([burst.record for burst in seen])[:at].tobytes() == rows.tobytes()
    assert measured(tree, "1", 0, 99, 99).steps.max() <= at
    assert window(tree, "1", 0, 99, 99, replay=0).counts.sum() == at


def test_the_earlier_of_rule_and_watcher_counts():
    """A rule met before the watcher's step ends it, and the other way round."""
    tree = make_tree(loss_below=0.2)
    stop = grow(tree, "1", 1000, PLAIN).stop

    for at in (stop.step - 1, stop.step + 1):
        tree = make_tree(loss_below=0.2)
        growths = []
        while not growths or (growths[-1].stop, growths[-1].hit) == (None, None):
            growths.append(
                grow(
                    tree,
                    "1",
                    97,
                    PLAIN,
                    watch=lambda b, at=at: at if b.before.step < at <= b.after.step else None,
                )
            )
            tree = growths[-1].tree

        assert tree["1"].steps == min(at, stop.step)
        assert growths[-1].stop == (stop if stop.step < at else None)
        assert growths[-1].hit == (at if at < stop.step else None)


def test_time_ends_it_after_at_least_one_call():
    """The clock is the caller's."""
    ticks = itertools.count()

    growth = grow(make_tree(), "1", 10**6, PLAIN, until=5.0, clock=lambda: float(next(ticks)))

    assert growth.late
    assert 0 < growth.made < 10**6
    late = grow(make_tree(), "1", 10**6, PLAIN, until=-1.0, clock=lambda: 0.0)
    assert (late.late, late.made) == (True, 16)


def test_a_step_that_others_took_the_processor_from_says_little_of_how_long_steps_take():
    """A single one that took a second does not make all that follow keyframes."""
    tree, seconds = make_tree(), list[float]()
    for took in (0.001, 1.0, 0.001, 0.5, 0.25, 0.001):
        ticks = iter((0.0, took, took))
        tree = grow(tree, "1", 1, PLAIN, clock=lambda ticks=ticks: next(ticks)).tree
        seconds.append(tree["1"].segment.seconds)

    assert seconds == [0.001, 0.002, 0.001, 0.002, 0.004, 0.001]


def test_causes_of_edits_at_one_step_are_kept_once_each():
    """Of those that differ in their last word the last stands; technical segments have none."""
    tree = grow(make_tree(), "1", 5, PLAIN).tree
    setup, head = tree["1"].segment.setup, tree["1"].head
    for cause in ("learning rate 0.1", "learning rate 0.2", "weight 7", "learning rate 0.3"):
        tree = event(tree, "1", head, setup, loop_of(setup), cause)
    tree = grow(tree, "1", 5, PLAIN).tree

    assert [segment.cause for segment in tree["1"].segments] == ["start", "weight 7, learning rate 0.3"]
    assert tree["1"].segments[-1].causes == ("weight 7", "learning rate 0.3")


@pytest.mark.skipif("compiled" not in ENGINES, reason="Numba is not installed; pip install numba")
def test_another_engine_begins_a_segment_of_its_own():
    """Without a cause, so that what it made is made again by it."""
    tree = grow(grow(make_tree(), "1", 5, PLAIN).tree, "1", 5, engine_of("compiled")).tree

    assert [(segment.engine, segment.cause) for segment in tree["1"].segments] == [
        ("plain", "start"),
        ("compiled", ""),
    ]
    assert point(tree, "1", 5).same(straight(tree["1"].segment.setup, 5)[0][5])


def test_growth_by_no_steps_is_refused():
    """In full words."""
    with pytest.raises(ArgumentError) as caught:
        grow(make_tree(), "1", 0, PLAIN)

    assert str(caught.value) == "steps must be a whole number of at least 1, got 0"


def test_a_watcher_must_say_a_step_of_the_burst():
    """Another cannot be gone back to."""
    with pytest.raises(ArgumentError) as caught:
        grow(make_tree(), "1", 4, PLAIN, watch=lambda burst: 0)

    assert str(caught.value) == "hit step must be a whole number from 1 to 4, got 0"


def test_at_most_eight_race():
    """More would be too slow to watch."""
    tree = make_tree()
    for place in range(8):
        tree = fork(tree, "1", 0, title=f"other {place}")
    for name in tree.names[:8]:
        tree = race(tree, name, True)

    with pytest.raises(ArgumentError) as caught:
        race(tree, "9", True)

    assert str(caught.value) == "racing must be true for at most 8 futures, got 9; take another out first"
    assert race(race(tree, "3", False), "9", True)["9"].racing


def test_other_settings_are_other_segments():
    """Each knows its own."""
    tree = grow(make_tree(), "1", 5, PLAIN).tree
    setup = changed(tree["1"].segment.setup, learning_rate=0.01)

    tree = event(tree, "1", tree["1"].head, setup, loop_of(setup), "learning rate 0.01")

    assert [segment.setup.experiment.learning_rate for segment in tree["1"].segments] == [0.2, 0.01]


def test_what_is_left_behind_by_an_edit_remembers_nothing_for_speed():
    """A run of many edits keeps settings and where they began, and reads the same steps there."""
    tree = grow(make_tree(), "1", 5, PLAIN).tree
    left = tree["1"].segment.loop
    before = record(tree, "1", 0, 5)
    setup = changed(tree["1"].segment.setup, learning_rate=0.01)

    tree = event(tree, "1", tree["1"].head, setup, loop_of(setup), "learning rate 0.01")

    assert left._order[0] == -1
    assert left._measured == []
    assert record(tree, "1", 0, 5).tobytes() == before.tobytes()
