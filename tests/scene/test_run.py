"""The run: its futures, what happened, what the losses say together."""

import pytest

from learnscope.core.compiled import PLAIN
from learnscope.experiment import set_up
from learnscope.run import Tree, begin, fork, grow, measured
from learnscope.scene.overfitting import overfitting_scene
from learnscope.scene.run import RunDrawer, Transport
from learnscope.scene.schema import RunScene
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from tests.run.iris_trees import tree_of
from tests.small import small


@pytest.fixture(scope="module")
def tree() -> Tree:
    """One future of 1500 steps."""
    return tree_of()


def drawn(tree: Tree) -> RunScene:
    """The run with the first future shown."""
    return RunDrawer()(tree, "1", Transport(), epoch_steps=7)


def test_a_future_that_departed_is_marked(tree: Tree) -> None:
    """It says where from; its mark is there."""
    both = grow(fork(tree, "1", 1000, title="other"), "2", 100, PLAIN).tree

    run = drawn(both)

    other = run.futures[1]
    assert (other.departure, other.steps, other.parent) == (1000, 1100, "1")
    assert [(mark.step, mark.title) for mark in run.marks if mark.kind == "fork"] == [
        (1000, "other departs here")
    ]


def test_the_outcome_is_that_of_the_end(tree: Tree) -> None:
    """Where it was measured there; else none."""
    outcome = drawn(tree).futures[0].outcome

    assert [(each.part, each.count) for each in outcome] == [("train", 105), ("validation", 23), ("test", 22)]
    values = Loop(plan_of(tree["1"].segment.setup)).measure(tree["1"].head.parameters, PLAIN)
    assert [each.loss for each in outcome] == values[:, 0].tolist()
    assert drawn(grow(tree, "1", 1, PLAIN).tree).futures[0].outcome == ()


def test_the_lowest_loss_is_marked_from_the_first_epoch_on() -> None:
    """Of one measure alone it would say that the start is the best, beside a lower loss of the step shown."""
    setup = set_up(small(data="iris", batch_size=15))
    tree = begin(setup, Loop(plan_of(setup)))

    early, late = (drawn(grow(tree, "1", steps, PLAIN).tree).marks for steps in (6, 7))

    assert early == ()
    assert [(mark.step, mark.kind, mark.title) for mark in late] == [
        (7, "best", "lowest validation loss of main, epoch by epoch")
    ]


def test_an_empty_run_can_be_drawn() -> None:
    """No step was made yet."""
    setup = set_up(small(data="iris"))

    run = drawn(begin(setup, Loop(plan_of(setup))))

    assert (run.head, run.marks, run.overfitting) == (0, (), None)


def test_a_network_that_learns_by_heart_is_told() -> None:
    """The validation loss has risen clearly since its lowest, while the training loss fell."""
    tree = tree_of(
        6000, data="bumps", data_options={"noise": 0.5, "samples": 60}, hidden=(20, 20), learning_rate=0.3,
        features=(),
    )  # fmt: skip

    scene = overfitting_scene(tree, "1")

    assert scene is not None
    course = measured(tree, "1", 0, 6000, 5000)
    losses = course.column("validation loss")[1]
    assert scene.best == course.steps[losses.argmin()]
    assert scene.turned
    assert scene.sentence.startswith(f"The validation loss was lowest, {losses.min():.4f}")
    assert f"risen to {losses[-1]:.4f} while" in scene.sentence
    assert scene.sentence.endswith(
        "while the training loss fell: the network is learning its samples by heart."
    )


def test_a_loss_that_still_falls_has_not_turned(tree: Tree) -> None:
    """Only its lowest is told; without samples to tell by, nothing is."""
    scene = overfitting_scene(tree_of(140), "1")

    assert scene is not None
    assert not scene.turned
    assert scene.sentence.startswith("The validation loss was lowest, 0.")
    assert overfitting_scene(tree_of(14, split=(1, 0, 0)), "1") is None
    tested = overfitting_scene(tree_of(14, split=(0.7, 0, 0.3)), "1")
    assert tested is not None
    assert (tested.best, tested.sentence[:14]) == (-1, "The test loss ")


def test_numbers_that_are_none_stay_what_they_are() -> None:
    """The strip tells where the run ended."""
    tree = tree_of(400, data="plane", activation="relu", learning_rate=50.0)

    run = drawn(tree)

    assert tree["1"].steps < 400
    assert [mark.step for mark in run.marks if mark.kind == "fault"] == [tree["1"].steps]
