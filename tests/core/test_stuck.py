"""Stuck units: what errors no longer pass, or hardly."""

import numpy as np
import pytest

from learnscope.core.activations import ACTIVATIONS, activation_values
from learnscope.core.stuck import NEAR_END, dead, saturated


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_a_dead_unit_has_no_slope_anywhere_and_one_that_lives_has(name: str) -> None:
    """Where an activation can die, far below 0 its slope is 0; the others never call a unit dead."""
    z = np.array([[-3.0, -2.0, 1e-9], [-1.0, 1e-9, -4.0]])

    found = dead(name, activation_values(name, z))

    assert found.tolist() == [ACTIVATIONS[name].can_die, False, False]


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_only_what_lies_next_to_one_of_two_ends_is_saturated(name: str) -> None:
    """Within NEAR_END of the range, on either side."""
    entry = ACTIVATIONS[name]
    z = np.array([[-20.0, 0.0, 20.0]])

    found = saturated(name, activation_values(name, z))

    assert found.tolist() == [[entry.can_saturate, False, entry.can_saturate]]
    if entry.can_saturate:
        low, high = entry.range
        inside = low + 1.5 * NEAR_END * (high - low)
        assert not saturated(name, np.array([[inside]])).any()


def test_what_is_no_number_is_neither() -> None:
    """Nothing is said of units that are broken."""
    broken = np.array([[np.nan]])

    assert not dead("relu", broken).any()
    assert not saturated("tanh", broken).any()
