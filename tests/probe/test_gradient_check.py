"""The check of gradients against central differences: what passes, what fails, what it says."""

import dataclasses

import numpy as np
import pytest

import learnscope as ls
from learnscope.experiment import set_up
from learnscope.probe import gradient_check
from learnscope.probe.gradient_check import COARSEST, TOLERANCE, check_gradients, check_step
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.step import make_step
from tests.session.reader import NETWORKS

X = np.array([[0.5, -1.0], [1.5, 0.25], [-0.75, 2.0]])
Y = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])


def network(activation: str = "tanh", loss: str = "softmax_cross_entropy") -> ls.Network:
    """A 2-3-2 network."""
    return ls.Network.draw([2, 3, 2], activation=activation, loss=loss, seed=4, initializer="uniform")


@pytest.mark.parametrize("activation", ["identity", "sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("loss", ["squared_error", "half_squared_error", "softmax_cross_entropy"])
def test_right_gradients_pass(activation: str, loss: str) -> None:
    """Every activation with every loss agrees to the plain tolerance."""
    check = check_gradients(network(activation, loss), X, Y)

    assert check.passed
    assert check.reason == "agrees"
    assert check.error <= check.tolerance == TOLERANCE
    assert (check.count, check.samples, check.skipped) == (17, 3, 0)


@pytest.mark.parametrize("size", [1.001, 1 + 1e-6, -1.0, 0.0])
def test_wrong_gradients_fail(size: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """One gradient that is off, by a sign or by a millionth, is noticed."""
    right = gradient_check.backward

    def wrong(*operands: object, **options: object) -> ls.Gradients:
        gradients = right(*operands, **options)  # type: ignore[arg-type]
        changed = gradients.parameters.copy()
        changed[np.abs(changed).argmax()] *= size
        return dataclasses.replace(gradients, parameters=changed)

    monkeypatch.setattr(gradient_check, "backward", wrong)

    check = check_gradients(network(), X, Y)

    assert not check.passed
    assert check.reason == "differs"
    assert check.error > check.tolerance


@pytest.mark.parametrize("starting_point", NETWORKS)
def test_a_network_that_has_learned_still_passes(starting_point: str) -> None:
    """Where gradients have become small, rounding in the differences is not taken for a fault."""
    setup = set_up(STARTING_POINTS[starting_point].experiment)
    rows = setup.split.train[:15]
    learned = setup.network
    for _ in range(3000):
        learned = make_step(learned, setup.x[rows], setup.y[rows], learning_rate=0.5).after

    check = check_gradients(learned, setup.x[rows], setup.y[rows])

    assert check.passed
    assert check.tolerance < COARSEST


def test_small_gradients_are_held_to_what_differences_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong gradient of a network that has learned is noticed as well."""
    setup = set_up(STARTING_POINTS["iris"].experiment)
    x, y = setup.x[setup.split.train[:1]], setup.y[setup.split.train[:1]]
    learned = setup.network
    for _ in range(3000):
        learned = make_step(learned, x, y, learning_rate=0.5).after
    honest = check_gradients(learned, x, y)
    right = gradient_check.backward
    monkeypatch.setattr(
        gradient_check,
        "backward",
        lambda *operands, **options: dataclasses.replace(
            gradients := right(*operands, **options), parameters=gradients.parameters * 1.001
        ),
    )

    wrong = check_gradients(learned, x, y)

    assert honest.passed
    assert not wrong.passed


def test_equal_zeros_have_no_error() -> None:
    """With every gradient 0 on both sides, the error is 0 and the check passes."""
    still = ls.Network.from_arrays([[[0.0]]], [[0.0]], activations=["identity"], loss="softmax_cross_entropy")

    check = check_gradients(still, [[1.0]], [[1.0]])

    assert check.passed
    assert check.error == 0.0


def test_samples_at_a_kink_are_left_out() -> None:
    """A sample whose preactivation is within a step of the kink is skipped, the others are compared."""
    line = ls.Network.from_arrays(
        [[[1.0, -1.0]], [[1.0], [2.0]]],
        [[0.0, 0.0], [0.0]],
        activations=["relu", "identity"],
        loss="squared_error",
    )

    check = check_gradients(line, [[0.0], [1.0], [-1.0], [1e-7]], [[1.0], [1.0], [1.0], [1.0]])

    assert check.passed
    assert (check.samples, check.skipped) == (2, 2)


def test_nothing_passes_where_every_sample_is_at_a_kink() -> None:
    """What could not be compared is not called right."""
    line = ls.Network.from_arrays(
        [[[1.0]], [[1.0]]], [[0.0], [0.0]], activations=["relu", "identity"], loss="squared_error"
    )

    check = check_gradients(line, [[0.0]], [[1.0]])

    assert not check.passed
    assert check.reason == "all at kinks"
    assert np.isnan(check.error)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e308])
def test_numbers_that_are_not_finite_do_not_pass(value: float) -> None:
    """A loss or a gradient beyond all bounds is reported as such, without a warning."""
    broken = network(loss="squared_error")
    parameters = broken.parameters.copy()
    parameters[-4:] = value

    check = check_gradients(broken.with_parameters(parameters), X, Y)

    assert not check.passed
    assert check.reason == "not finite"
    assert np.isnan(check.error)


def test_differences_too_coarse_to_tell_do_not_pass() -> None:
    """Where the loss bends within the step, the check says that it cannot tell."""
    steep = ls.Network.from_arrays(
        [[[1.0]], [[1.0]]], [[0.0], [0.0]], activations=["tanh", "identity"], loss="squared_error"
    )
    steep = steep.with_parameters([1e-6, 0.0, 1.0, 0.0])

    check = check_gradients(steep, [[3e5]], [[1.0]])

    assert not check.passed
    assert check.reason == "too coarse"


def test_the_compared_vectors_are_those_of_the_batch() -> None:
    """The gradient is backward's, and the differences are close to it."""
    check = check_gradients(network(), X, Y)
    gradients = ls.backward(network(), ls.forward(network(), X), Y)

    assert np.array_equal(check.gradient, gradients.parameters)
    np.testing.assert_allclose(check.difference, check.gradient, atol=1e-9)  # ten times what rounding leaves


@pytest.mark.parametrize("options", [{"l1": 0.3}, {"l2": 0.5}, {"l1": 0.1, "l2": 0.2}])
def test_the_penalty_is_checked_with_the_loss(options: dict[str, float]) -> None:
    """With it the gradient agrees; held to differences of the loss alone it would not."""
    check = check_gradients(network(), X, Y, **options)
    plain = check_gradients(network(), X, Y)

    assert check.passed
    assert check.count == check.gradient.size
    assert not np.allclose(check.gradient, plain.gradient)


def test_what_is_dropped_stays_dropped_in_the_check() -> None:
    """Under a step's masks; one that drops a neuron leaves its weights without gradient."""
    net = network()
    masks = [np.ones((len(X), size)) for size in net.sizes[1:]]
    masks[0] *= 2.0
    masks[0][:, 0] = 0.0

    check = check_gradients(net, X, Y, masks=masks)

    assert check.passed
    assert not check.gradient[: net.weights[0].size].reshape(net.weights[0].shape)[:, 0].any()


def test_weights_that_a_penalty_takes_across_0_are_left_out() -> None:
    """Nudged, |w| bends there; at 0 itself both sides agree on 0."""
    line = ls.Network.from_arrays(
        [[[1e-7, 2.0, 0.0]], [[1.0], [1.0], [1.0]]],
        [[0.1, 0.2, 0.3], [0.0]],
        activations=["tanh", "identity"],
        loss="squared_error",
    )

    check = check_gradients(line, [[0.5], [-1.0]], [[1.0], [0.5]], l1=0.5)

    assert check.passed
    assert check.count == line.parameters.size - 1
    assert check.gradient[0] == check.difference[0] == 0.0


def test_float32_is_held_to_its_own_precision() -> None:
    """Its gradient against differences in float64."""
    single = ls.Network.from_arrays(
        network().weights, network().biases, activations=network().activations, loss=network().loss,
        precision="float32",
    )  # fmt: skip

    check = check_gradients(single, X, Y)

    assert check.passed
    assert 1e-9 < check.error < 1e-5
    assert check.tolerance == 1e-4


def test_some_gradients_are_compared_as_all_are() -> None:
    """At chosen places the same differences as in the whole; elsewhere nothing."""
    whole, places = check_gradients(network(), X, Y), [0, 5, 16]

    some = check_gradients(network(), X, Y, places=places)

    assert some.passed
    assert some.count == 3
    assert np.array_equal(some.difference[places], whole.difference[places])
    assert not np.delete(some.difference, places).any()
    assert not np.delete(some.gradient, places).any()


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("l1", [0.0, 0.01])
def test_a_step_is_checked_as_its_samples_are(precision: str, dropout: float, l1: float) -> None:
    """To the bit, though nothing that the step has computed is computed again."""
    asked = network("relu").in_precision(precision)
    step = make_step(asked, X, Y, learning_rate=0.1, l1=l1, l2=0.02, dropout=dropout, seed=3)

    found = check_step(step, l1=l1, l2=0.02)

    anew = check_gradients(step.network, step.x, step.y, masks=step.masks, l1=l1, l2=0.02)
    for field in dataclasses.fields(anew):
        mine, theirs = getattr(found, field.name), getattr(anew, field.name)
        assert np.asarray(mine).tobytes() == np.asarray(theirs).tobytes(), field.name
