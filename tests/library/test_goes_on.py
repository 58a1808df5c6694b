"""The tree of a run of the library goes on as if it had been grown on the page all along."""

from dataclasses import replace

import numpy as np
import pytest

from learnscope.core.compiled import PLAIN
from learnscope.library.train import train_setup
from learnscope.run import Tree, fork, grow, measured, point, window
from learnscope.training.conditions import StopRules
from learnscope.training.loop import Loop
from tests.run.trees import engine_of, loop_of, make_setup, make_tree
from tests.training.plans import ENGINES


def tree_of(setup, steps: int, engine: str = "plain") -> Tree:
    """That of the first `steps` of its run."""
    loop = loop_of(setup)
    return train_setup(setup, Loop(replace(loop.plan, stop=StopRules(steps=steps))), engine=engine).tree


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("steps", [3, 20, 83])
def test_a_run_goes_on_as_a_tree(engine, steps):
    """Points, curves, measures and the lowest loss are those of a tree that made the steps itself."""
    setup = make_setup(optimizer="adam", dropout=0.2)

    tree = tree_of(setup, steps, engine)

    whole = grow(make_tree(optimizer="adam", dropout=0.2), "1", steps + 30, engine_of(engine)).tree
    assert tree["1"].steps == steps
    assert measured(tree, "1", 0, 999, 99).steps.max() == steps
    tree = grow(tree, "1", 30, engine_of(engine), rules=False).tree
    for step in (0, 1, steps - 1, steps, steps + 30):
        assert point(tree, "1", step).same(point(whole, "1", step))
    assert tree["1"].best == whole["1"].best
    for one, other in (
        (window(tree, "1", 0, 999, 999), window(whole, "1", 0, 999, 999)),
        (measured(tree, "1", 0, 999, 999), measured(whole, "1", 0, 999, 999)),
    ):
        assert np.array_equal(one.steps, other.steps)
        assert np.array_equal(one.mean, other.mean, equal_nan=True)


def test_a_run_can_be_forked():
    """From any of its steps."""
    tree = tree_of(make_setup(), 40)

    tree = grow(fork(tree, "1", 17, title="other"), "2", 10, PLAIN).tree

    assert point(tree, "2", 27).same(point(tree, "1", 27))
