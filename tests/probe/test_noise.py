"""The noise of batches: none of the whole, less of larger ones, by the root of their size."""

import numpy as np
import pytest

from learnscope.core.backward import backward
from learnscope.core.forward import forward
from learnscope.errors import ArgumentError
from learnscope.probe.noise import noise_of, noise_of_parameter
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


@pytest.mark.parametrize("role", ["weight", "bias"])
@pytest.mark.parametrize("layer", [0, 1])
def test_one_parameter_has_the_gradients_it_has_among_all(role: str, layer: int) -> None:
    """The same batches, drawn alike, penalties included; the spread is that of many."""
    network, x, y = network_of(3, 4, 2)
    place = network.layout.place(layer, role, (1, 1) if role == "weight" else (1,))
    among = noise_of(network, x, y, size=3, seed=4, batches=50, l1=0.01, l2=0.1)
    alone = noise_of_parameter(network, x, y, place=place, size=3, seed=4, batches=50, l1=0.01, l2=0.1)
    many = noise_of_parameter(network, x, y, place=place, size=3, seed=4, batches=20000)

    assert alone.gradients == pytest.approx(among.gradients[:, place], abs=1e-12)
    assert alone.whole == pytest.approx(float(among.whole[place]), abs=1e-12)
    assert many.gradients.std() == pytest.approx(many.spread, rel=0.03)
    assert alone.against == (np.sign(alone.gradients) != np.sign(alone.whole)).mean()


def test_a_seed_gives_the_same_batches_again() -> None:
    """And the size of a batch has a range."""
    network, x, y = network_of(3, 4, 2)
    one, again = (noise_of(network, x, y, size=3, seed=4, batches=3) for _ in range(2))

    assert one.gradients.tolist() == again.gradients.tolist()
    with pytest.raises(ArgumentError, match="size must be a whole number from 1 to 20, got 21"):
        noise_of(network, x, y, size=21, seed=0)
