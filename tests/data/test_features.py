"""More inputs for points on the plane."""

import numpy as np
import pytest

from learnscope.data.arrays import from_arrays
from learnscope.data.builtin import load
from learnscope.data.features import FEATURES, with_features
from learnscope.errors import ArgumentError, DataError


def test_features_follow_the_two_inputs():
    """x², y², xy, sin x and sin y, after x and y, for the same samples."""
    plain = load("circle", samples=50)
    x, y = plain.inputs.T
    rich = with_features(plain, FEATURES)

    assert rich.input_names == ("x", "y", "x²", "y²", "xy", "sin x", "sin y")
    np.testing.assert_allclose(rich.inputs.T, [x, y, x**2, y**2, x * y, np.sin(x), np.sin(y)])
    assert (rich.targets == plain.targets).all()
    assert rich.input_units == ("",) * 7


def test_features_can_take_the_place_of_the_inputs():
    """In the order asked for."""
    dataset = with_features(load("circle", samples=5), ["xy", "x²"], keep=False)

    assert dataset.input_names == ("xy", "x²")


def test_features_make_no_picture():
    """Two pixels with a feature are a picture no more."""
    picture = from_arrays([[[0, 1]], [[2, 3]]], [0, 1])

    assert picture.image_shape == (1, 2)
    assert with_features(picture, ["xy"]).image_shape is None


def test_no_features_change_nothing():
    """The data set has the same content."""
    dataset = load("circle")

    assert with_features(dataset, []).fingerprint == dataset.fingerprint


@pytest.mark.parametrize(
    ("name", "names", "keep", "error", "message"),
    [
        (
            "circle",
            ["sin z"],
            True,
            ArgumentError,
            "unknown feature 'sin z'; did you mean 'sin y'? (sin x, sin y, xy, x², y²)",
        ),
        ("iris", ["x²"], True, DataError, "iris: features need two inputs, x and y, got 4"),
        (
            "circle",
            "x²",
            True,
            ArgumentError,
            "names must be a list of features (x², y², xy, sin x, sin y), got 'x²'",
        ),
        (
            "circle",
            [],
            False,
            ArgumentError,
            "names must be a list of features (x², y², xy, sin x, sin y), got []",
        ),
        (
            "circle",
            ["xy", "xy"],
            True,
            DataError,
            "circle: names must differ from each other, got 'xy' twice",
        ),
    ],
)
def test_other_features_are_refused(name, names, keep, error, message):
    """Unknown ones, doubled ones, and any where there is no plane."""
    with pytest.raises(error) as caught:
        with_features(load(name), names, keep=keep)

    assert str(caught.value) == message
