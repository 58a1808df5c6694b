"""Examples worked on paper, or recomputed independently, to twelve digits."""

import json
from pathlib import Path

import numpy as np
import pytest

import learnscope as ls

EXAMPLES = json.loads((Path(__file__).parents[1] / "reference" / "worked-examples.json").read_text())
DIGITS = 6e-13  # the examples are printed with twelve decimals


@pytest.fixture
def mazur():
    return EXAMPLES["mazur_2_2_2"]


@pytest.fixture
def network(mazur):
    """w1, w2 feed the first hidden unit: column 0 of (n_in, n_out)."""
    weights = [np.reshape(mazur[name], (2, 2)).T for name in ("w1_w4", "w5_w8")]
    biases = [mazur["b_hidden"], mazur["b_output"]]
    return ls.Network.from_arrays(
        weights, biases, activations=["sigmoid", "sigmoid"], loss="half_squared_error"
    )


def in_his_order(weight):
    return weight.T.ravel()


def test_two_two_two_forward(mazur, network):
    """The 2-2-2 example's activations and loss."""
    trace = ls.forward(network, [mazur["inputs"]])

    assert trace.layers[0].activation[0] == pytest.approx(mazur["hidden_activations"], abs=DIGITS)
    assert trace.output[0] == pytest.approx(mazur["outputs"], abs=DIGITS)
    assert ls.loss(network, trace, [mazur["targets"]]) == pytest.approx(mazur["loss_before"], abs=DIGITS)


def test_two_two_two_backward(mazur, network):
    """The 2-2-2 example's gradients."""
    trace = ls.forward(network, [mazur["inputs"]])

    hidden, output = ls.backward(network, trace, [mazur["targets"]]).layers

    assert in_his_order(hidden.weight) == pytest.approx(mazur["gradient_w1_w4"], abs=DIGITS)
    assert in_his_order(output.weight) == pytest.approx(mazur["gradient_w5_w8"], abs=DIGITS)
    assert hidden.bias == pytest.approx(mazur["gradient_b_hidden"], abs=DIGITS)
    assert output.bias == pytest.approx(mazur["gradient_b_output"], abs=DIGITS)


def test_two_two_two_after_a_step_of_weights_and_biases(mazur, network):
    """One step of everything: all gradients are taken at the same old values."""
    gradients = ls.backward(network, ls.forward(network, [mazur["inputs"]]), [mazur["targets"]])

    after = ls.update(network, gradients, learning_rate=mazur["learning_rate"])

    assert in_his_order(after.weights[0]) == pytest.approx(mazur["after_one_step_w1_w4"], abs=DIGITS)
    assert in_his_order(after.weights[1]) == pytest.approx(mazur["after_one_step_w5_w8"], abs=DIGITS)
    loss = ls.loss(after, ls.forward(after, [mazur["inputs"]]), [mazur["targets"]])
    assert loss == pytest.approx(mazur["loss_after_weights_and_biases"], abs=DIGITS)


def test_two_two_two_after_a_step_of_weights_only(mazur, network):
    """One step with the biases kept gives the true loss, and not the famous misprint."""
    gradients = ls.backward(network, ls.forward(network, [mazur["inputs"]]), [mazur["targets"]])
    stepped = ls.update(network, gradients, learning_rate=mazur["learning_rate"])

    after = ls.Network.from_arrays(
        stepped.weights, network.biases, activations=network.activations, loss=network.loss
    )

    loss = ls.loss(after, ls.forward(after, [mazur["inputs"]]), [mazur["targets"]])
    assert loss == pytest.approx(mazur["loss_after_weights_only"], abs=DIGITS)
    assert loss != pytest.approx(mazur["the_famous_misprint"]["published_loss_after"], abs=1e-9)


@pytest.mark.parametrize("guess", EXAMPLES["crowd_size"]["guesses"], ids=lambda guess: str(guess["y"]))
def test_crowd_size(guess):
    """A guess of 350 for 500 people has loss 22 500 and slope −300; one of 600 has 10 000 and +200."""
    network = ls.Network.from_arrays([[[1.0]]], [[0.0]], activations=["identity"], loss="squared_error")
    trace = ls.forward(network, [[guess["y"]]])
    true = [[EXAMPLES["crowd_size"]["true"]]]

    assert ls.loss(network, trace, true) == guess["loss"]
    assert ls.backward(network, trace, true).layers[0].bias[0] == guess["slope"]


def test_bowl():
    """Two unit vectors as inputs with targets 4 and 3 make the loss a bowl; descent ends in its minimum."""
    x, y = np.eye(2), np.reshape(EXAMPLES["bowl"]["minimum"], (2, 1))
    network = ls.Network.from_arrays(
        [np.zeros((2, 1))], [[0.0]], activations=["identity"], loss="squared_error"
    )
    for _ in range(2000):
        gradients = ls.backward(network, ls.forward(network, x), y)
        after = ls.update(network, gradients, learning_rate=0.5)
        network = ls.Network.from_arrays(
            after.weights, [[0.0]], activations=after.activations, loss=after.loss
        )

    assert network.weights[0].ravel() == pytest.approx(EXAMPLES["bowl"]["minimum"], abs=1e-12)


def test_tanh_unit():
    """0.6 · 0.1 + 0.8 · 0.3 + 0.1 = 0.40, and tanh of it."""
    unit = EXAMPLES["tanh_unit"]
    network = ls.Network.from_arrays(
        [np.reshape(unit["weights"], (2, 1))], [[unit["bias"]]], activations=["tanh"], loss="squared_error"
    )

    trace = ls.forward(network, [unit["inputs"]])

    assert trace.layers[0].preactivation[0, 0] == pytest.approx(unit["preactivation"], abs=1e-15)
    assert trace.output[0, 0] == pytest.approx(unit["tanh"], abs=DIGITS)


def test_three_sigmoids_under_a_softmax_cannot_lose_less_than_log_one_plus_two_over_e():
    """The 2015 original's loss has the floor 0.5514: outputs 1, 0, 0 are the best that sigmoids can do."""
    floor = -np.log(np.e / (np.e + 2))
    network = ls.Network.from_arrays(
        [np.zeros((1, 3))], [[800.0, -800.0, -800.0]], activations=["sigmoid"], loss="softmax_cross_entropy"
    )

    loss = ls.loss(network, ls.forward(network, [[0.0]]), [0])

    assert loss == pytest.approx(floor, abs=1e-15)
    assert round(floor, 4) == 0.5514
