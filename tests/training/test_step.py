"""One step: what it takes, makes and leaves alone."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.errors import ArgumentError
from learnscope.experiment import set_up
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.step import Step, make_step


@pytest.fixture(params=sorted(STARTING_POINTS))
def step(request: pytest.FixtureRequest) -> Step:
    """The first step of each starting point on its first training rows."""
    setup = set_up(STARTING_POINTS[request.param].experiment)
    rows = setup.split.train[:15]
    return make_step(setup.network, setup.x[rows], setup.y[rows], learning_rate=0.1)


def test_a_step_is_what_the_library_makes_by_hand(step: Step) -> None:
    """Forward, loss, backward and update of a script give the same bits."""
    trace = ls.forward(step.network, step.x)
    gradients = ls.backward(step.network, trace, step.y)
    after = ls.update(step.network, gradients, learning_rate=0.1)

    assert np.array_equal(step.trace.activations, trace.activations)
    assert step.loss == ls.loss(step.network, trace, step.y)
    assert np.array_equal(step.gradients.parameters, gradients.parameters)
    assert step.after == after
    assert step.loss_after == ls.loss(after, ls.forward(after, step.x), step.y)
    assert np.array_equal(step.prediction, ls.predict(step.network, step.x))
    assert np.array_equal(step.verdict, ls.predict(step.network, step.x))
    assert np.array_equal(step.verdict_after, ls.predict(after, step.x))


def test_a_step_lowers_the_loss_of_its_batch(step: Step) -> None:
    """Learning rate 0.1, both starting points."""
    assert step.loss_after < step.loss


def test_the_loss_is_the_mean_of_the_samples_losses(step: Step) -> None:
    """Before and after."""
    assert step.loss == step.losses.mean()
    assert step.loss_after == step.losses_after.mean()


def test_a_step_keeps_its_own_copy_of_the_batch() -> None:
    """Changing the arrays afterwards changes no number of the step."""
    setup = set_up(STARTING_POINTS["iris"].experiment)
    x, y = setup.x[:3].copy(), setup.y[:3].copy()
    step = make_step(setup.network, x, y, learning_rate=0.1)

    x[:], y[:] = 9.0, 9.0

    assert np.array_equal(step.x, setup.x[:3])
    assert np.array_equal(step.y, setup.y[:3])
    assert not step.x.flags.writeable
    assert not step.y.flags.writeable


def test_a_learning_rate_of_nothing_is_refused() -> None:
    """The message names the range."""
    setup = set_up(STARTING_POINTS["iris"].experiment)

    with pytest.raises(ArgumentError) as raised:
        make_step(setup.network, setup.x[:3], setup.y[:3], learning_rate=0.0)

    assert str(raised.value) == "learning_rate must be in (0, inf), got 0.0"
