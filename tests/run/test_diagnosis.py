"""A run that fails says why, with numbers, and what to try."""

import re
from dataclasses import replace

import numpy as np
import pytest

import learnscope as ls
from learnscope.run.diagnosis import first_not_finite
from learnscope.training.conditions import StopRules
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

    assert found.name == "not_finite"
    assert found.step == run.steps
    assert found.evidence.startswith(f"At step {run.steps + 1} the ")
    assert re.search(r" is -?inf for sample \d+ of the batch; the largest parameter is ", found.evidence)
    assert found.advice == "Lower the learning rate, clip gradients by norm, or scale the inputs."


@pytest.mark.parametrize(
    ("weights", "x", "where"),
    [
        ([[np.nan], [1.0]], [[1.0, 1.0]], "the weight (1, 1) of layer 1 is nan"),
        ([[1.0], [1.0]], [[1.0, 1.0], [1.0, np.inf]], "input 2 of sample 2 of the batch is inf"),
        (
            [[1e200], [1.0]],
            [[1.0, 1.0], [1e200, 1.0]],
            "the sum of neuron 1 in layer 1 is inf for sample 2 of the batch",
        ),
        ([[1e200], [1.0]], [[1.0, 1.0]], "the loss of sample 1 of the batch is inf"),
        ([[1.0], [1.0]], [[1.0, 1.0]], ""),
    ],
)
def test_the_first_number_that_is_not_finite_is_named(weights, x, where):
    """In the order in which a step computes them, counted from 1."""
    network = ls.Network.from_arrays([weights], [[0.0]], activations=["identity"], loss="squared_error")

    assert first_not_finite(network, np.array(x), np.zeros((len(x), 1))) == where


def test_a_bias_that_is_no_number_is_named():
    """Biases have one place."""
    network = ls.Network.from_arrays(
        [np.ones((1, 2))], [[0.0, np.inf]], activations=["tanh"], loss="squared_error"
    )

    assert first_not_finite(network, np.ones((1, 1)), np.ones((1, 2))) == "the bias (2,) of layer 1 is inf"


def test_dead_relu_units_are_counted():
    """Biases far below 0 let nothing through."""
    drawn = ls.Network.draw([3, 5, 2], activation="relu", seed=0)
    dead = ls.Network.from_arrays(
        drawn.weights, [[-99.0, -99.0, 0, 0, 0], [0, 0]], activations=drawn.activations, loss=drawn.loss
    )
    run = train_plan(make_plan(network=dead, epochs=2), engine="plain")

    found = only(run.diagnose())

    assert found.name == "dead"
    assert found.evidence == "In layer 1, 2 of 5 ReLU neurons are 0 for all 42 samples."
    assert found.advice == "Start again with a lower learning rate and He's initialiser, or take leaky ReLU."


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
def test_saturated_units_are_noticed(name):
    """Weights so large that nearly every activation is at an end."""
    drawn = ls.Network.draw([3, 5, 2], activation=name, seed=0)
    large = drawn.with_parameters(np.concatenate([100 * drawn.weights[0].ravel(), drawn.parameters[15:]]))
    run = train_plan(make_plan(network=large, epochs=2), engine="plain")

    found = only(run.diagnose())

    assert found.name == "saturated"
    assert found.evidence.endswith(
        f"% of the activations lie at the ends of {name}, where its slope is next to 0."
    )
    assert found.advice == "Scale the inputs, start from smaller weights, learn slower, or penalise weights."


def test_vanishing_gradients_are_noticed():
    """Eight layers of sigmoid units."""
    network = ls.Network.draw([3, *[6] * 8, 2], activation="sigmoid", seed=0)
    run = train_plan(make_plan(network=network, epochs=9), engine="plain")

    found = run.diagnose()

    assert [entry.name for entry in found] == ["vanishing"]
    assert found[0].evidence.startswith("Gradients of the first layer are ")
    assert found[0].advice == (
        "Take ReLU or tanh rather than sigmoid, fewer layers, or Glorot's or He's initialiser."
    )


def test_exploding_gradients_are_noticed():
    """A rate at which every step overshoots further, stopped before a number overflows."""
    network = ls.Network.draw([3, 2], loss="squared_error", seed=0)
    plan = make_plan(network=network, learning_rate=1.5, epochs=99, stop=StopRules(steps=120))
    run = train_plan(plan, engine="plain")

    names = [entry.name for entry in run.diagnose()]

    assert "exploding" in names
    found = run.diagnose()[names.index("exploding")]
    assert found.evidence.startswith("The gradient's norm was ")
    assert found.advice == "Clip gradients by norm, or lower the learning rate."


def test_a_plateau_is_noticed():
    """A rate so low that the loss stands still where it began."""
    run = train_plan(make_plan(learning_rate=1e-7, epochs=12), engine="plain")

    found = only(run.diagnose())

    assert found.name == "plateau"
    assert found.evidence.endswith(" 10 epochs later.")
    assert found.advice == (
        "Raise the learning rate, take momentum or Adam, other starting weights, or more neurons."
    )


def test_zeros_as_a_start_show_why_they_fail():
    """Hidden units that start alike stay alike: only the output biases learn, how frequent each class is."""
    network = ls.Network.draw([3, 5, 2], initializer="zeros", seed=0)
    run = train_plan(replace(make_plan(network=network, epochs=200)), engine="plain")

    assert not run.network.weights[0].any()
    assert [entry.name for entry in run.diagnose()] == ["vanishing", "plateau"]
