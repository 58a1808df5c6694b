"""The noise of batches: none of the whole, less of larger ones, by the root of their size."""

import numpy as np
import pytest

from learnscope.core.backward import backward
from learnscope.core.forward import forward
from learnscope.errors import ArgumentError
from learnscope.probe.noise import noise_of
from tests.probe.test_removal import network_of


def test_a_batch_of_all_has_no_noise() -> None:
    """Every batch has the whole gradient, which is backward's."""
    network, x, y = network_of(3, 4, 2)
    found = noise_of(network, x, y, size=20, seed=0, batches=5)

    assert found.spread.max() < 1e-15
    assert found.along == pytest.approx(1)
    assert found.whole.tolist() == backward(network, forward(network, x), y).parameters.tolist()


def test_single_samples_average_to_the_whole() -> None:
    """Batches are drawn evenly: their mean is near the whole gradient, and larger ones are nearer."""
    network, x, y = network_of(3, 4, 2)
    single = noise_of(network, x, y, size=1, seed=0, batches=4000)
    several = noise_of(network, x, y, size=5, seed=0, batches=400)

    assert np.abs(single.gradients.mean(axis=0) - single.whole).max() < 4 * single.spread.max() / np.sqrt(
        4000
    )
    assert several.signal > 1.5 * single.signal
    assert several.along > single.along


def test_a_seed_gives_the_same_batches_again() -> None:
    """And the size of a batch has a range."""
    network, x, y = network_of(3, 4, 2)
    one, again = (noise_of(network, x, y, size=3, seed=4, batches=3) for _ in range(2))

    assert one.gradients.tolist() == again.gradients.tolist()
    with pytest.raises(ArgumentError, match="size must be a whole number from 1 to 20, got 21"):
        noise_of(network, x, y, size=21, seed=0)
