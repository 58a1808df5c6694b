"""The run strip: curves without lost extremes, within a window, drawn once."""

import numpy as np
import pytest

from learnscope.core.compiled import PLAIN
from learnscope.experiment import Experiment, set_up
from learnscope.run import Tree, begin, fork, grow, record
from learnscope.scene.schema import CurvesScene, Series, Strip, StripScene
from learnscope.scene.strip import PLAYING_BINS, StripDrawer
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from tests.run.iris_trees import STEPS, tree_of


@pytest.fixture(scope="module")
def tree() -> Tree:
    """One future of 1500 steps."""
    return tree_of()


def drawn(tree: Tree, first: int | None = None, last: int | None = None, bins: int = 400) -> StripScene:
    """The strip with the first future shown."""
    return StripDrawer()(tree, "1", Strip(first=first, last=last, bins=bins))


def series(curves: CurvesScene, name: str) -> Series:
    """One of the curves of a future."""
    return next(each for each in curves.series if each.name == name)


@pytest.mark.parametrize(("first", "last", "bins"), [(None, None, 100), (200, 1000, 64), (0, 7, 400)])
def test_no_extreme_of_the_batch_loss_is_lost(
    tree: Tree, first: int | None, last: int | None, bins: int
) -> None:
    """Each bin holds the least, the mean and the greatest of its steps."""
    future = drawn(tree, first, last, bins).futures[0]
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
    """From its departure on, in the window of all."""
    both = grow(fork(tree, "1", 1000, title="other"), "2", 100, PLAIN).tree

    strip = drawn(both)

    assert series(strip.futures[1], "batch loss").steps.numpy()[0] == 1000
    assert (strip.first, strip.last) == (0, STEPS)


def test_while_it_plays_a_frame_is_light(tree: Tree) -> None:
    """Fewer bins, and norms layer by layer of the future shown alone."""
    both = grow(fork(tree, "1", 0, title="other"), "2", STEPS, PLAIN).tree

    run = StripDrawer()(both, "1", Strip(bins=2000), playing=True, quick=True)

    for future in run.futures:
        assert all(len(each.steps.numpy()) <= PLAYING_BINS + 1 for each in future.series)
    names = [each.name for each in run.futures[1].series if each.kind == "norm"]
    assert names == ["gradient norm"]


def test_what_has_not_changed_is_not_drawn_again(tree: Tree) -> None:
    """The curves of a future that rests are taken from the frame before."""
    drawer = StripDrawer()
    first = drawer(tree, "1", Strip())

    again = drawer(tree, "1", Strip(), quick=True)
    longer = drawer(grow(tree, "1", 1, PLAIN).tree, "1", Strip())

    assert again.futures[0] is first.futures[0]
    assert longer.futures[0] is not first.futures[0]


def test_of_a_run_without_steps_there_are_no_curves() -> None:
    """Nor is its window empty."""
    setup = set_up(Experiment(data="iris"))

    strip = drawn(begin(setup, Loop(plan_of(setup))))

    assert (strip.first, strip.last) == (0, 1)
    assert strip.futures[0].series == ()


def test_a_curve_ends_where_its_numbers_do() -> None:
    """Of a loss that is not finite nothing is drawn."""
    tree = tree_of(400, data="plane", activation="relu", learning_rate=50.0)

    strip = drawn(tree)

    assert tree["1"].steps < 400
    assert not np.isnan(series(strip.futures[0], "batch loss").mean.numpy()).any()
