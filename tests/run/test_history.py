"""The history of a future: what was recorded when its steps were made is what making them again gives."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.run import Tree, fork, grow
from learnscope.run.history import History, Recorder
from learnscope.training.measures import Measures
from tests.run.trees import engine_of, make_tree
from tests.sampling import many
from tests.training.plans import ENGINES


def recorded(tree: Tree, pieces: list[int], engine: str) -> tuple[Tree, History]:
    """A tree grown by so many steps at a time until a rule ends it, and what was recorded."""
    recorder = Recorder()
    for steps in pieces:
        growth = grow(tree, "1", steps, engine_of(engine), watch=recorder)
        tree = growth.tree
        if growth.stop is not None:
            break
    future = tree["1"]
    if not recorder.has(future.steps):
        loop, head = future.segment.loop, future.head
        recorder.add(loop.measures_now(head.step, head.parameters, future.segment.made_by))
    return tree, recorder.history(tree, "1")


def same_measures(one: Measures, other: Measures) -> None:
    """Every field."""
    for field in ("step", "epoch", "penalty", "values", "spread"):
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))
    assert (one.counts, one.kind) == (other.counts, other.kind)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rule", [{}, {"patience": 1}, {"loss_below": 0.5}, {"learning_rate": 1e200}])
@settings(max_examples=many(12), deadline=None)
@given(pieces=st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_what_was_recorded_is_what_making_it_again_gives(
    engine: str, rule: dict[str, Any], pieces: list[int]
) -> None:
    """However few steps are made at a time, and wherever a rule or a loss that is not finite ends it."""
    tree, history = recorded(make_tree(epochs=300, optimizer="sgd", **rule), pieces, engine)

    again = History(tree, "1")

    assert len(history) == len(again) == tree["1"].steps
    assert history.record.tobytes() == again.record.tobytes()
    for name, column in history.columns().items():
        assert column.tobytes() == again[name].tobytes()
        assert not column.flags.writeable
    same_measures(history.measures, again.measures)


def test_the_history_of_a_fork_holds_the_steps_of_its_parent() -> None:
    """From the start of the run, under the settings each step was made with."""
    tree = grow(make_tree(), "1", 30, engine_of("plain")).tree
    tree = grow(fork(tree, "1", 12, title="other"), "2", 10, engine_of("plain")).tree

    first, other = History(tree, "1"), History(tree, "2")

    assert (len(first), len(other)) == (30, 22)
    assert other.record[:12].tobytes() == first.record[:12].tobytes()
    assert other.step.tolist() == list(range(22))
