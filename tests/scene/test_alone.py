"""A scene of a network and a sample, with no training behind it."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.core.network import Network
from learnscope.errors import ArgumentError, ShapeError
from learnscope.scene.alone import subject_of
from learnscope.scene.stage import stage_scene
from learnscope.starting_points import STARTING_POINTS
from tests.scene.recomputed import numpy
from tests.session.reader import Reader, new_session

DATA = ls.from_arrays([[0.5, -1.0], [2.0, 0.25]], [[1.0, 0.0], [0.5, -2.0]], name="two", kind="values")


def network(**options: object) -> Network:
    """2-3-2, made by hand."""
    return Network.draw([2, 3, 2], seed=1, loss="huber", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("bias", ["learned", "fixed", "none"])
def test_a_network_and_a_sample_are_enough_for_a_stage(bias: str) -> None:
    """Its numbers are those of the passes over that sample."""
    made = network(bias=bias)
    trace = ls.forward(made, DATA.inputs[[1]])
    gradients = ls.backward(made, trace, DATA.targets[[1]])

    stage = stage_scene(subject_of(made, DATA, sample=1))

    assert [numpy(layer.value).tolist() for layer in stage.layers[1:]] == [
        layer.activation[0].tolist() for layer in trace.layers
    ]
    assert [numpy(link.gradient).tolist() for link in stage.links] == [
        layer.weight.tolist() for layer in gradients.layers
    ]
    assert [layer.bias_kind for layer in stage.layers[1:]] == [bias, bias]


def test_it_is_the_stage_that_a_sitting_would_show() -> None:
    """The worked example, from its network and its data set alone."""
    setup_of = STARTING_POINTS["two-two-two"].experiment
    shown = Reader(new_session("two-two-two")).session._now.numbers.subject
    alone = subject_of(shown.step.network, shown.setup.dataset, learning_rate=setup_of.learning_rate)

    assert stage_scene(alone) == stage_scene(shown)


def test_numbers_that_are_not_finite_stay_what_they_are() -> None:
    """A network that has diverged can be looked at as well."""
    made = network()
    odd = made.with_parameters(np.full(made.parameters.size, np.nan))

    assert np.isnan(numpy(stage_scene(subject_of(odd, DATA)).layers[-1].value)).all()


def test_data_that_does_not_fit_is_refused() -> None:
    """The errors name both widths, and the samples there are."""
    with pytest.raises(ShapeError) as shape:
        subject_of(Network.draw([3, 2], seed=0, loss="huber"), DATA)
    assert str(shape.value) == (
        "dataset must have 3 inputs and 2 outputs for a network of sizes (3, 2), got 2 and 2"
    )
    with pytest.raises(ArgumentError) as sample:
        subject_of(network(), DATA, sample=2)
    assert str(sample.value) == "sample must be a whole number from 0 to 1, got 2"
