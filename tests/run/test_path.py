"""The path of a future holds points where it really was."""

import numpy as np

from learnscope.core.compiled import PLAIN
from learnscope.run import grow, point
from learnscope.run.path import path
from tests.run.trees import TIGHT, make_tree


def test_a_path_is_where_the_future_was() -> None:
    """At evenly spread steps, both ends included, bit for bit, though hardly anything is kept."""
    tree = grow(make_tree(TIGHT), "1", 100, PLAIN).tree

    steps, points = path(tree, "1", 80, most=9)

    assert steps.tolist() == list(range(0, 81, 10))
    for step, parameters in zip(steps.tolist(), points, strict=True):
        assert parameters.tobytes() == point(tree, "1", step).parameters.tobytes()


def test_a_path_in_haste_takes_what_is_kept() -> None:
    """Under the steps of what was kept; only the last is made again."""
    tree = grow(make_tree(), "1", 100, PLAIN).tree

    steps, points = path(tree, "1", 80, most=9, remade=0)

    assert steps[-1] == 80
    for step, parameters in zip(steps.tolist(), points, strict=True):
        assert parameters.tobytes() == point(tree, "1", step).parameters.tobytes()


def test_a_path_of_no_steps_is_its_start() -> None:
    """One point."""
    tree = make_tree()

    steps, points = path(tree, "1", 0)

    assert steps.tolist() == [0]
    assert np.array_equal(points[0], point(tree, "1", 0).parameters)
