"""A loss that is no number is traced to where it began."""

import re

import numpy as np
import pytest

import learnscope as ls
from learnscope.run.diagnosis.finite import first_not_finite
from tests.training.plans import make_plan, train_plan


def only(found):
    assert len(found) == 1
    return found[0]


def test_a_run_that_learns_has_nothing_wrong():
    """No false alarm on a problem that is solved."""
    run = train_plan(make_plan(epochs=30, learning_rate=0.3), engine="plain")

    assert run.diagnose() == ()


def test_a_loss_that_is_no_number_is_traced_to_where_it_began():
    """The first number of the step that is not finite, not the last."""
    network = ls.Network.draw([3, 5, 2], activation="relu", loss="squared_error", seed=0)
    run = train_plan(make_plan(network=network, learning_rate=1e4, epochs=50), engine="plain")

    found = only(run.diagnose())

    assert found.cause == "not_finite"
    assert found.step == run.steps
    assert found.evidence.startswith(f"At step {run.steps + 1} the ")
    assert re.search(r" is -?inf for sample \d+; the largest parameter is ", found.evidence)
    assert found.told().endswith(
        " by then. Pass learning_rate=3e-05 to learn far slower or pass learning_rate=0.01 to take Adam at "
        "its usual rate."
    )


@pytest.mark.parametrize(
    ("weights", "x", "where"),
    [
        ([[np.nan], [1.0]], [[1.0, 1.0]], "the weight (1, 1) of layer 1 is nan"),
        ([[1.0], [1.0]], [[1.0, 1.0], [1.0, np.inf]], "input 2 of sample 8 is inf"),
        (
            [[1e200], [1.0]],
            [[1.0, 1.0], [1e200, 1.0]],
            "the sum of neuron 1 in layer 1 is inf for sample 8",
        ),
        ([[1e200], [1.0]], [[1.0, 1.0]], "the loss of sample 4 is inf"),
        ([[1.0], [1.0]], [[1.0, 1.0]], ""),
    ],
)
def test_the_first_number_that_is_not_finite_is_named(weights, x, where):
    """In the order in which a step computes them, counted from 1."""
    network = ls.Network.from_arrays([weights], [[0.0]], activations=["identity"], loss="squared_error")

    assert first_not_finite(network, np.array(x), np.zeros((len(x), 1)), rows=np.array([3, 7])) == where


def test_a_sample_is_called_as_its_data_calls_it():
    """By the data's noun and its number there, as everywhere else."""
    network = ls.Network.from_arrays([[[1.0]]], [[0.0]], activations=["identity"], loss="squared_error")

    found = first_not_finite(
        network, np.array([[np.inf]]), np.zeros((1, 1)), rows=np.array([76]), noun="flower"
    )
    assert found == "input 1 of flower 77 is inf"


def test_a_bias_that_is_no_number_is_named():
    """Biases have one place."""
    network = ls.Network.from_arrays(
        [np.ones((1, 2))], [[0.0, np.inf]], activations=["tanh"], loss="squared_error"
    )

    assert first_not_finite(network, np.ones((1, 1)), np.ones((1, 2)), rows=np.array([0])) == (
        "the bias (2,) of layer 1 is inf"
    )
