"""Tones: one byte a number, and scales that seldom change."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from learnscope.scene.tones import scale_for, tones


@given(st.lists(st.floats(allow_nan=False), min_size=1), st.floats(1e-3, 1e3))
def test_a_tone_is_within_half_a_step_of_its_number(values: list[float], scale: float) -> None:
    """Inside the scale; outside it is the tone of the nearer end."""
    made = tones(np.array(values), scale)

    levels = np.frombuffer(made.data, dtype=np.uint8).astype(float)
    assert levels.min() >= 1
    assert np.abs((levels - 128) / 127 * scale - np.clip(values, -scale, scale)).max() <= (
        scale / 254 * (1 + 1e-9)
    )


def test_zero_is_the_middle_and_no_number_is_nothing() -> None:
    """128 and 0; infinities are the ends."""
    made = tones(np.array([[0.0, np.nan], [np.inf, -np.inf]]), 2.0)

    assert (made.shape, list(made.data), made.scale) == ((2, 2), [128, 0, 255, 1], 2.0)


def test_the_values_are_left_as_they_were() -> None:
    """A tone is a copy."""
    values = np.array([3.0, -1.0])
    values.flags.writeable = False

    tones(values, 1.0)

    assert values.tolist() == [3.0, -1.0]


@pytest.mark.parametrize(
    ("values", "activation", "scale"),
    [
        ([0.1], "tanh", 1.0),
        ([0.1], "sigmoid", 1.0),
        ([0.1], "sin", 1.0),
        ([0.1], "relu", 1.0),
        ([1.0], "relu", 1.0),
        ([1.01], "relu", 2.0),
        ([-5.0, 3.0], "identity", 8.0),
        ([np.nan, np.inf, -3.0], "identity", 4.0),
        ([np.nan], "", 1.0),
        ([], "", 1.0),
        ([1.7e308], "", 2.0**1023),
    ],
)
def test_scales_are_bounds_or_powers_of_two(values: list[float], activation: str, scale: float) -> None:
    """The bound of the activation, else the least power of two that no finite number exceeds, at least 1."""
    assert scale_for(np.array(values), activation) == scale


def test_a_picture_of_small_numbers_may_have_a_smaller_scale() -> None:
    """Down to what is asked for."""
    assert scale_for(np.array([0.07]), least=2.0**-10) == 0.125
