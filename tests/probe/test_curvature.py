"""Curvature, and what it says of learning rates, measured by descending."""

import numpy as np
import pytest

from learnscope.core.backward import backward
from learnscope.core.forward import forward, loss
from learnscope.core.hessian import hessian_product
from learnscope.core.network import Network
from learnscope.probe.curvature import Curvature, curvature_of
from learnscope.starting_points import STARTING_POINTS
from tests.probe.test_removal import network_of


def bowl() -> tuple[Network, np.ndarray, np.ndarray]:
    """A linear neuron of two weights with its minimum at 4 and 3."""
    network = Network.from_arrays([[[1.0], [2.0]]], [None], activations=["identity"], loss="squared_error")
    x = np.array([[1.0, 0.5], [0.2, 1.0], [2.0, -1.0]])
    return network, x, x @ [[4.0], [3.0]]


def test_eigenvalues_are_those_of_the_matrix() -> None:
    """A linear neuron with squared error has the Hessian 2 XᵀX / N; along the gradient gᵀHg / gᵀg."""
    network, x, y = bowl()
    hessian = 2 * x.T @ x / 3
    g = backward(network, forward(network, x), y).parameters

    found = curvature_of(network, x, y, count=2)

    assert found.eigenvalues == pytest.approx(np.linalg.eigvalsh(hessian)[::-1], rel=1e-12)
    assert found.least == pytest.approx(np.linalg.eigvalsh(hessian)[0], rel=1e-12)
    assert found.largest_stable_rate == pytest.approx(2 / np.linalg.eigvalsh(hessian)[-1], rel=1e-12)
    assert found.along_gradient == pytest.approx(g @ hessian @ g / (g @ g), rel=1e-12)
    assert found.kind == "upward"


def test_just_below_the_largest_stable_rate_descent_converges_and_just_above_it_diverges() -> None:
    """Measured on a bowl."""
    network, x, y = bowl()
    rate = curvature_of(network, x, y, count=1).largest_stable_rate
    ends = []
    for share in (0.99, 1.01):
        moving = network
        for _ in range(2500):
            gradient = backward(moving, forward(moving, x), y).parameters
            moving = moving.with_parameters(moving.parameters - share * rate * gradient)
        ends.append(loss(moving, forward(moving, x), y))

    assert ends[0] < 1e-10
    assert ends[1] > 1e6


def test_what_is_held_does_not_count() -> None:
    """A held bias curves the loss, but no step moves along it."""
    parts = {"activations": ["identity"], "loss": "squared_error"}
    x, y = np.array([[0.1], [0.2]]), np.zeros((2, 1))
    held = Network.from_arrays([[[1.0]]], [[5.0]], bias="fixed", **parts)
    without = Network.from_arrays([[[1.0]]], [None], **parts)

    found = curvature_of(held, x, y, count=2)

    assert found.eigenvalues.tolist() == curvature_of(without, x, y, count=1).eigenvalues.tolist()
    assert found.directions.tolist() == [[1.0, 0.0]]


def test_lanczos_finds_what_the_whole_hessian_has() -> None:
    """Of a network too large to make it whole: both ends of the spectrum."""
    network, x, y = network_of(10, 30, 4)
    assert network.parameters.size > 400
    product = hessian_product(network, x, y)
    whole = np.stack([product(row) for row in np.eye(network.parameters.size)])
    expected = np.linalg.eigvalsh((whole + whole.T) / 2)

    found = curvature_of(network, x, y, count=2)

    assert found.eigenvalues == pytest.approx(expected[::-1][:2], rel=1e-6)
    assert found.least == pytest.approx(expected[0], rel=1e-4)


@pytest.mark.parametrize(
    ("values", "least", "rate", "sentence"),
    [
        (
            (4.0,), 1.0, 0.6,
            "The loss curves upward in every direction, as a bowl does around its minimum. Along the "
            "steepest it is sharp: a step of rate 0.6 overshoots to 1.4 times as far beyond "
            "(rate × curvature = 2.4).",
        ),
        (
            (4.0,), 0.0, 0.3,
            "The loss curves upward and, in some directions, not at all, as in a trough. Along the steepest "
            "it is sharp: a step of rate 0.3 overshoots, to 20 % of the way beyond "
            "(rate × curvature = 1.2).",
        ),
        (
            (4.0,), -2.0, 0.1,
            "The loss curves upward in some directions and downward in others, as at a saddle. Along the "
            "steepest it is neither sharp nor flat: a step of rate 0.1 goes 40 % of the way to the bottom "
            "(rate × curvature = 0.4).",
        ),
        (
            (0.02,), -0.01, 0.1,
            "The loss curves upward in some directions and downward in others, as at a saddle. Along the "
            "steepest it is flat: a step of rate 0.1 goes 0.20 % of the way to the bottom "
            "(rate × curvature = 0.002).",
        ),
        (
            (0.0,), -1.0, 0.1,
            "The loss curves upward nowhere: steps of any length go downhill as far as it stays so.",
        ),
        (
            (0.0,), 0.0, 0.1,
            "The loss does not curve here: steps of any length go downhill as far as it stays so.",
        ),
        ((np.nan,), np.nan, 0.1, "The curvature here is no finite number."),
    ],
)  # fmt: skip
def test_sharp_and_flat_are_said_of_a_rate(values, least, rate, sentence) -> None:
    """By the share of the way to the bottom that a step goes along the steepest direction."""
    assert Curvature(np.array(values), np.ones((1, 1)), least, 0.0).sentence(rate) == sentence


@pytest.mark.parametrize(
    ("name", "kind"), [("cafe", "upward"), ("ravine", "upward"), ("guess", "upward"), ("saddle", "saddle")]
)
def test_the_ready_scenes_are_what_they_are_called(name: str, kind: str) -> None:
    """By their curvature where they begin."""
    import learnscope as ls

    run = ls.train(STARTING_POINTS[name].experiment.replace(epochs=1), engine="plain")

    assert ls.curvature(run, step=0).kind == kind
