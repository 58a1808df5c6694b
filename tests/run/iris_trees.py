"""Trees of trainings on Iris, for tests of what is drawn of them."""

from typing import Any

from learnscope.core.compiled import PLAIN
from learnscope.experiment import set_up
from learnscope.run import Tree, begin, grow, measure_head
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from tests.small import small

STEPS = 1500


def tree_of(steps: int = STEPS, **recipe: Any) -> Tree:
    """A tree with one future of so many steps on Iris, 7 an epoch."""
    recipe = {"data": "iris", "hidden": (3,), "optimizer": "sgd", "batch_size": 15, "seed": 7} | recipe
    setup = set_up(small(**recipe))
    tree = grow(begin(setup, Loop(plan_of(setup))), "1", steps, PLAIN).tree
    return measure_head(tree, "1", PLAIN)
