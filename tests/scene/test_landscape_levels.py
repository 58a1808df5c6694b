"""Lines of equal loss are drawn at round levels, each once."""

import numpy as np
import pytest

from learnscope.scene.landscape_levels import levels_of


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.5 + 4e-16), (1e-15, 5e-15), (1e301, 1e301 * (1 + 4e-16))])
def test_a_loss_that_is_all_but_flat_has_each_level_once(low: float, high: float) -> None:
    """However close to rounding its ends are."""
    levels = levels_of(np.array([[low, high]]))

    assert len({*levels}) == len(levels)
