"""Slices are losses of networks that were really moved; directions are what they are called."""

import numpy as np
import pytest

from learnscope.core.backward import backward
from learnscope.core.compiled import COMPILED, PLAIN
from learnscope.core.forward import forward, loss
from learnscope.core.network import Network
from learnscope.core.penalties import penalty
from learnscope.errors import ArgumentError
from learnscope.probe.landscape import (
    between,
    filter_normalised,
    landscape_of,
    of_parameter,
    principal_directions,
    projected,
    random_directions,
)
from tests.probe.test_removal import network_of


@pytest.mark.parametrize("engine", [PLAIN, COMPILED], ids=lambda engine: engine.name)
def test_a_slice_is_the_loss_of_networks_that_were_moved(engine) -> None:
    """At every point of a plane of two random directions, the penalty included, to 1e-12."""
    network, x, y = network_of(3, 4, 2)
    u, v = random_directions(network, 2, seed=3)
    a, b = np.linspace(-1, 1, 5), np.linspace(-2, 2, 4)
    found = landscape_of(network, (u, v), a, b, x=x, y=y, penalties=(0.01, 0.1), engine=engine)

    for j, i in np.ndindex(found.losses.shape):
        moved = network.with_parameters(network.parameters + a[i] * u.vector + b[j] * v.vector)
        expected = loss(moved, forward(moved, x), y) + penalty(moved, l1=0.01, l2=0.1)
        assert found.losses[j, i] == pytest.approx(expected, rel=1e-12)


def test_a_line_over_one_parameter_has_the_gradient_as_its_slope() -> None:
    """By differences along the line."""
    network, x, y = network_of(3, 4, 2)
    place = network.layout.place(1, "weight", (2, 1))
    found = landscape_of(network, [of_parameter(network, place)], np.array([-1e-5, 1e-5]), x=x, y=y)

    slope = (found.losses[0, 1] - found.losses[0, 0]) / 2e-5

    assert found.losses.shape == (1, 2)
    assert slope == pytest.approx(backward(network, forward(network, x), y).parameters[place], rel=1e-7)
    assert found.directions[0].title == "weights[1][2, 1]"


def test_a_path_has_its_true_loss_beside_that_of_its_shadow() -> None:
    """A point on the plane has no gap; one off it has the difference of two true losses."""
    network, x, y = network_of(3, 4, 2)
    u, v = random_directions(network, 2, seed=3)
    on = network.parameters + 0.5 * u.vector - 0.25 * v.vector
    off = on + 0.3 * of_parameter(network, 3).vector
    found = landscape_of(network, (u, v), np.zeros(1), np.zeros(1), x=x, y=y, path=np.stack([on, off]))

    assert found.path[0] == pytest.approx([0.5, -0.25])
    assert found.gaps[0] == pytest.approx(0, abs=1e-12)
    moved = network.with_parameters(off)
    assert found.path_losses[1] == pytest.approx(loss(moved, forward(moved, x), y), rel=1e-12)
    assert found.gaps[1] == found.path_losses[1] - found.shadow_losses[1]
    assert not found.whole


def test_two_parameters_are_the_whole_truth() -> None:
    """A linear neuron of two weights without bias."""
    network = Network.from_arrays([[[1.0], [2.0]]], [None], activations=["identity"], loss="squared_error")
    x, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[4.0], [3.0]])
    axes = (of_parameter(network, 0), of_parameter(network, 1))
    found = landscape_of(network, axes, np.array([0.0, 3.0]), np.array([0.0, 1.0]), x=x, y=y)

    assert found.whole
    assert found.losses[1, 1] == 0.0  # at (4, 3)
    assert found.losses[0, 0] == 5.0


def test_directions_are_what_they_are_called() -> None:
    """Filter-normalised: each neuron's part as long as its weights. Principal: by SVD."""
    network, _, _ = network_of(3, 4, 2)
    random = np.random.default_rng(0)
    vector = filter_normalised(network, random.normal(size=network.parameters.size))
    for part, held in zip(network.layout.weights(vector), network.weights, strict=True):
        assert np.linalg.norm(part, axis=0) == pytest.approx(np.linalg.norm(held, axis=0))
    points = random.normal(size=(6, 4)) * [5, 2, 0.1, 0.1]
    first, second = principal_directions(points)
    sizes = np.linalg.svd(points[:-1] - points[-1], compute_uv=False) ** 2
    assert (first.share, second.share) == pytest.approx(tuple(sizes[:2] / sizes.sum()))
    assert first.vector @ second.vector == pytest.approx(0, abs=1e-12)
    assert between(points[0], points[5]).vector.tolist() == (points[5] - points[0]).tolist()
    with pytest.raises(ArgumentError, match="points must be at least 3, got 2"):
        principal_directions(points[:2])
    points[2, 1] = np.nan
    with pytest.raises(ArgumentError) as raised:
        principal_directions(points)
    assert str(raised.value) == "points must lie at finite distances, got nan; look at an earlier step"


def test_a_random_direction_of_huge_weights_is_told_without_a_warning() -> None:
    """Their length is beyond all numbers; of the other neurons' weights it is as ever."""
    network, _, _ = network_of(3, 4, 2)
    huge = network.with_parameters(np.append(1e300, network.parameters[1:]))

    first, other = (random_directions(one, 1, seed=3)[0].vector for one in (huge, network))

    column = network.layout.weights(np.arange(other.size))[0][:, 0]
    assert np.isinf(first[column]).all()
    assert np.delete(first, column).tolist() == np.delete(other, column).tolist()


def test_a_point_that_is_not_finite_has_no_shadow() -> None:
    """The others keep theirs; on a plane that is not finite there are none."""
    u, v = np.array([1.0, 0.0, 0.0]), np.array([0.0, 2.0, 0.0])
    offsets = np.array([[3.0, 4.0, 5.0], [np.inf, 0.0, 0.0]])

    shadows = projected(offsets, u, v)

    assert shadows[0] == pytest.approx([3.0, 2.0])
    assert np.isnan(shadows[1]).all()
    assert np.isnan(projected(offsets, u * np.nan, v)).all()


def test_one_direction_or_two() -> None:
    """No more."""
    network, x, y = network_of(3, 4, 2)
    with pytest.raises(ArgumentError, match="directions must be one or two, got 3"):
        landscape_of(network, random_directions(network, 3, seed=0), np.zeros(1), x=x, y=y)
