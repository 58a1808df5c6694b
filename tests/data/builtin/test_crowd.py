"""Crowds: as many dots as people, painted as the formula says."""

import numpy as np
import pytest

from learnscope.data.builtin import load
from learnscope.data.builtin.crowd import draw_people, paint
from learnscope.streams import stream


def test_the_count_is_the_number_of_dots_drawn():
    """Each sample's people, drawn again from its stream, are as many as its target and give its picture."""
    dataset = load("crowd", samples=30, seed=4)
    for index in range(30):
        people = draw_people(stream(4, "data", index), most=60, size=24)
        picture = np.round(paint(people, size=24) * 255) / 255

        assert len(people) == dataset.targets[index, 0]
        assert (dataset.inputs[index].reshape(24, 24) == picture).all()


def test_a_picture_is_the_sum_of_its_dots():
    """Pixel by pixel by the formula, up to 1."""
    people = np.array([[5.0, 7.5, 1.0, 0.9], [5.5, 7.0, 0.6, 0.8], [12.0, 3.0, 0.5, 0.4]])
    picture = paint(people, size=16)
    expected = np.zeros((16, 16))
    for (y, x), _ in np.ndenumerate(expected):
        for row, column, radius, brightness in people:
            expected[y, x] += brightness * np.exp(-((y - row) ** 2 + (x - column) ** 2) / (2 * radius**2))

    np.testing.assert_allclose(picture, np.minimum(expected, 1), atol=1e-14)
    assert picture.max() == 1


def test_no_people_leave_the_picture_black():
    """And only they do."""
    dataset = load("crowd", samples=400, seed=1)
    black = ~dataset.inputs.any(axis=1)

    assert black.any()
    assert (black == (dataset.targets[:, 0] == 0)).all()


def test_counts_reach_from_0_to_the_most():
    """All of 0 to 5 occur in 200 pictures of up to 5 people."""
    counts = load("crowd", samples=200, people=5).targets[:, 0]

    assert set(counts) == {0, 1, 2, 3, 4, 5}


def test_more_samples_leave_the_first_ones_as_they_are():
    """Each sample has a stream of its own."""
    few, many = load("crowd", samples=5), load("crowd", samples=20)

    assert (many.inputs[:5] == few.inputs).all()
    assert (many.targets[:5] == few.targets).all()


@pytest.mark.parametrize("noise", [0, 0.3])
def test_pixels_are_steps_of_an_eight_bit_picture(noise):
    """Whole 255ths from 0 to 1, with noise or without."""
    steps = load("crowd", samples=20, noise=noise).inputs * 255

    np.testing.assert_allclose(steps, np.round(steps), atol=1e-9)
    assert steps.min() >= 0
    assert steps.max() <= 255


def test_pictures_may_have_another_size():
    """The shape, the inputs and their names follow."""
    dataset = load("crowd", samples=3, size=10)

    assert dataset.image_shape == (10, 10)
    assert dataset.input_names[-1] == "pixel 10.10"
