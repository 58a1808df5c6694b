"""A picture of a landscape holds what matters."""

import numpy as np
import pytest

from learnscope.core.network import Network
from learnscope.probe.landscape import of_parameter
from learnscope.probe.reach import lowest_point, reach_of
from tests.probe.test_removal import network_of


def test_a_picture_holds_the_present_and_all_points_that_are_near() -> None:
    """With air around them; what has run away or is no number is left out."""
    points = np.array([[4.0, 1.0], [-1.0, 2.0], [np.nan, 0.0], [1e9, 0.0]])

    (a0, a1), (b0, b1) = reach_of(points, 0.5, equal=False)

    assert a0 < -1 < 4 < a1
    assert b0 < 0 < 2 < b1
    assert a1 - a0 == pytest.approx(5 * 1.4)
    (a0, a1), (b0, b1) = reach_of(points, 0.5, equal=True)
    assert a1 - a0 == pytest.approx(b1 - b0)
    assert reach_of(np.empty((0, 2)), 1.5, equal=False) == ((-1.5, 1.5), (-1.5, 1.5))


def test_the_lowest_point_of_a_bowl_is_its_bottom() -> None:
    """From anywhere; a network whose ground curves downward has none."""
    network = Network.from_arrays([[[-3.0], [9.0]]], [None], activations=["identity"], loss="squared_error")
    x, y = np.array([[1.0, 0.0], [0.3, 1.0]]), np.array([[4.0], [4.2]])
    axes = (of_parameter(network, 0), of_parameter(network, 1))

    assert lowest_point(network, axes, x, y)[0] == pytest.approx([7.0, -6.0], rel=1e-6)
    assert lowest_point(network, axes[:1], x, y).shape == (1, 2)
    saddle = Network.from_arrays(
        [[[0.0]], [[0.0]]], [None, None], activations=["identity"] * 2, loss="squared_error"
    )
    both = (of_parameter(saddle, 0), of_parameter(saddle, 1))
    assert lowest_point(saddle, both, np.ones((1, 1)), np.ones((1, 1))).shape == (0, 2)
    deep, inputs, targets = network_of(3, 4, 2)
    assert lowest_point(deep, (of_parameter(deep, 0),), inputs, targets * np.nan).shape == (0, 2)
