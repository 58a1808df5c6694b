"""Points on the plane: where they may lie, and what belongs to them, recomputed point by point."""

import math

import numpy as np
import pytest

from learnscope.data.builtin import load


def test_the_circle_lies_inside_the_ring():
    """Without noise, half of the points within 2.5 of the middle and half between 3.5 and 5."""
    dataset = load("circle", samples=301)
    radius = np.hypot(*dataset.inputs.T)
    inside = dataset.classes == 0

    assert inside.sum() == 151
    assert (radius[inside] < 2.5).all()
    assert ((radius[~inside] >= 3.5) & (radius[~inside] < 5)).all()


def test_exclusive_or_is_the_sign_of_the_product():
    """Without noise, and no point is nearer than 0.3 to an axis."""
    dataset = load("xor", samples=300)
    x, y = dataset.inputs.T

    assert (dataset.classes == (x * y < 0)).all()
    assert np.abs(dataset.inputs).min() >= 0.3
    assert np.abs(dataset.inputs).max() <= 5.3


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (0.5, 4.0)])
def test_the_clouds_have_the_variance_that_noise_says(noise, variance):
    """From 0.5 without noise to 4 with the most, within four standard errors of 20 000 points."""
    dataset = load("gauss", samples=20_000, noise=noise)
    upper, lower = dataset.inputs[dataset.classes == 0], dataset.inputs[dataset.classes == 1]
    error = 4 * variance * math.sqrt(2 / 20_000)

    np.testing.assert_allclose(upper.mean(axis=0), 2, atol=0.1)
    np.testing.assert_allclose(lower.mean(axis=0), -2, atol=0.1)
    assert abs(upper.var() - variance) < error
    assert abs(lower.var() - variance) < error


def test_the_arms_of_the_spiral_are_half_a_turn_apart():
    """Without noise one arm is the other turned around the middle; radius and angle grow together."""
    dataset = load("spiral", samples=100)
    first, second = dataset.inputs[:50], dataset.inputs[50:]
    steps = np.arange(50) / 50
    angle = 1.75 * steps * 2 * math.pi

    np.testing.assert_allclose(second, -first, atol=1e-12)
    np.testing.assert_allclose(first, 5 * steps[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1))


def test_the_noise_of_the_spiral_moves_points_by_at_most_its_amount():
    """By less than 0.3 in x and in y where noise is 0.3."""
    moved = load("spiral", samples=500, noise=0.3).inputs - load("spiral", samples=500).inputs

    assert 0.25 < np.abs(moved).max() <= 0.3


def test_the_plane_rises_to_the_upper_right():
    """Without noise the value is (x + y) / 10."""
    dataset = load("plane", samples=200)

    np.testing.assert_allclose(dataset.targets[:, 0], dataset.inputs.sum(axis=1) / 10)
    assert np.abs(dataset.inputs).max() <= 6


def test_bumps_and_dents_stand_in_turn():
    """Without noise the value is that of the nearest of six middles, falling from 1 to 0 within 2."""
    dataset = load("bumps", samples=300)
    middles = {(-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1, (4, -2.5): -1}
    for point, value in zip(dataset.inputs.tolist(), dataset.targets[:, 0].tolist(), strict=True):
        near = min(middles, key=lambda middle: math.dist(middle, point))
        height = middles[near] * max(0, 1 - math.dist(near, point) / 2)

        assert value == pytest.approx(height, abs=1e-12)


def test_noise_changes_labels_and_leaves_the_points():
    """For circle, exclusive or and the values the points are those without noise; some belong elsewhere."""
    for name in ("circle", "xor", "plane", "bumps"):
        quiet, noisy = load(name, seed=5), load(name, seed=5, noise=0.5)

        assert (quiet.inputs == noisy.inputs).all()
        assert (quiet.targets != noisy.targets).any()


def test_the_moons_are_half_circles():
    """Without noise the upper lies on a circle around (0, 0), the lower on one around (1, 0.5)."""
    dataset = load("moons", samples=101, noise=0)
    upper, lower = dataset.inputs[dataset.classes == 0], dataset.inputs[dataset.classes == 1]

    assert (len(upper), len(lower)) == (51, 50)
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1)
    assert upper[:, 1].min() > -1e-12
    assert lower[:, 1].max() < 0.5 + 1e-12
