"""The run strip: curves without lost extremes, what happened, what the losses say together."""

from typing import Any

import numpy as np
import pytest

from learnscope.core.compiled import PLAIN
from learnscope.experiment import Experiment, set_up
from learnscope.run import Tree, begin, fork, grow, measure_head, measured, record
from learnscope.scene.overfitting import overfitting_scene
from learnscope.scene.run import PLAYING_BINS, RunDrawer, Transport, Window
from learnscope.scene.schema import FutureScene, RunScene, Series
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of

STEPS = 1500


def tree_of(steps: int = STEPS, **recipe: Any) -> Tree:
    """A tree with one future of so many steps on Iris, 7 an epoch."""
    recipe = {"data": "iris", "hidden": (3,), "optimizer": "sgd", "batch_size": 15, "seed": 7} | recipe
    setup = set_up(Experiment(**recipe))
    tree = grow(begin(setup, Loop(plan_of(setup))), "1", steps, PLAIN).tree
    return measure_head(tree, "1", PLAIN)


@pytest.fixture(scope="module")
def tree() -> Tree:
    """One future of 1500 steps."""
    return tree_of()


def drawn(tree: Tree, view: Window | None = None, **options: Any) -> RunScene:
    """The strip with the first future shown."""
    transport = options.pop("transport", Transport())
    return RunDrawer()(tree, "1", transport, view or Window(), epoch_steps=7, **options)


def series(future: FutureScene, name: str) -> Series:
    """One of its curves."""
    return next(each for each in future.series if each.name == name)


@pytest.mark.parametrize(("first", "last", "bins"), [(None, None, 100), (200, 1000, 64), (0, 7, 400)])
def test_no_extreme_of_the_batch_loss_is_lost(
    tree: Tree, first: int | None, last: int | None, bins: int
) -> None:
    """Each bin holds the least, the mean and the greatest of its steps."""
    future = drawn(tree, Window(first, last, bins)).futures[0]
    loss = series(future, "batch loss")
    rows = record(tree, "1", 0, STEPS)[:, 0]
    steps = loss.steps.numpy().astype(int)

    assert len(steps) <= bins + 1
    ends = [*steps[1:].tolist(), None]
    for place, (begun, end) in enumerate(zip(steps.tolist(), ends, strict=True)):
        if end is None:
            continue
        part = rows[begun:end]
        assert loss.low.numpy()[place] == part.min()
        assert loss.high.numpy()[place] == part.max()
        assert loss.mean.numpy()[place] == pytest.approx(part.mean(), rel=1e-12)


def test_curves_are_those_of_the_parts_and_norms_there_are(tree: Tree) -> None:
    """Without a penalty none is drawn; accuracies for classes; norms layer by layer."""
    names = [each.name for each in drawn(tree).futures[0].series]

    assert names == [
        "batch loss", "gradient norm", "update norm", "gradient norm, output", "gradient norm, hidden 1",
        "train loss", "validation loss", "test loss", "train accuracy", "validation accuracy",
        "test accuracy",
    ]  # fmt: skip
    penalised = [each.name for each in drawn(tree_of(20, l2=0.1)).futures[0].series]
    assert penalised[:2] == ["batch loss", "penalty"]
    alone = [each.name for each in drawn(tree_of(20, data="crowd", split=(1, 0, 0))).futures[0].series]
    assert [name for name in alone if "norm" not in name] == ["batch loss", "train loss"]


def test_a_future_that_departed_draws_its_own_steps(tree: Tree) -> None:
    """From its departure on; its mark is there."""
    both = grow(fork(tree, "1", 1000, title="other"), "2", 100, PLAIN).tree

    run = drawn(both)

    other = run.futures[1]
    assert series(other, "batch loss").steps.numpy()[0] == 1000
    assert (other.departure, other.steps, other.parent, run.last) == (1000, 1100, "1", STEPS)
    assert [(mark.step, mark.title) for mark in run.marks if mark.kind == "fork"] == [
        (1000, "other departs here")
    ]


def test_while_it_plays_a_frame_is_light(tree: Tree) -> None:
    """Fewer bins, and norms layer by layer of the future shown alone."""
    both = grow(fork(tree, "1", 0, title="other"), "2", STEPS, PLAIN).tree

    run = drawn(both, Window(bins=2000), transport=Transport(playing=True), quick=True)

    for future in run.futures:
        assert all(len(each.steps.numpy()) <= PLAYING_BINS + 1 for each in future.series)
    names = [each.name for each in run.futures[1].series if each.kind == "norm"]
    assert names == ["gradient norm"]


def test_what_has_not_changed_is_not_drawn_again(tree: Tree) -> None:
    """The curves of a future that rests are taken from the frame before."""
    drawer = RunDrawer()
    first = drawer(tree, "1", Transport(), Window(), epoch_steps=7)

    again = drawer(tree, "1", Transport(), Window(), epoch_steps=7, quick=True)
    longer = drawer(grow(tree, "1", 1, PLAIN).tree, "1", Transport(), Window(), epoch_steps=7)

    assert again.futures[0] is first.futures[0]
    assert longer.futures[0].steps == STEPS + 1


def test_the_outcome_is_that_of_the_end(tree: Tree) -> None:
    """Where it was measured there; else none."""
    outcome = drawn(tree).futures[0].outcome

    assert [(each.part, each.count) for each in outcome] == [("train", 105), ("validation", 23), ("test", 22)]
    values = Loop(plan_of(tree["1"].segment.setup)).measure(tree["1"].head.parameters, PLAIN)
    assert [each.loss for each in outcome] == values[:, 0].tolist()
    assert drawn(grow(tree, "1", 1, PLAIN).tree).futures[0].outcome == ()


def test_an_empty_run_can_be_drawn() -> None:
    """No step was made yet."""
    setup = set_up(Experiment(data="iris"))

    run = drawn(begin(setup, Loop(plan_of(setup))))

    assert (run.first, run.last, run.head, run.marks, run.overfitting) == (0, 1, 0, (), None)
    assert run.futures[0].series == ()


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
    assert scene.sentence.startswith(f"The validation loss was lowest, {losses.min():.3g}")
    assert f"risen to {losses[-1]:.3g} while" in scene.sentence
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
    assert not np.isnan(series(run.futures[0], "batch loss").mean.numpy()).any()
