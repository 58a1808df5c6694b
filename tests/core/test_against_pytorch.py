"""The same numbers as PyTorch's in float64, kept in tests/reference with the script that made them."""

from pathlib import Path

import numpy as np
import pytest

from tests.core.drawn import distance
from tests.core.reference_cases import STEPS, gradient_cases, loss_and_gradient, trained, training_cases

CLOSE = 1e-9  # by norm: rounding of sums in another order, a few hundred times over
REFERENCE = np.load(Path(__file__).parents[1] / "reference" / "pytorch.npz")


def test_the_cases_are_those_the_reference_was_made_for():
    """Should NumPy ever draw other numbers, make the file anew: python -m tests.compare.make_reference."""
    assert np.array_equal(np.random.default_rng(0).normal(size=8), REFERENCE["drawn"])


@pytest.mark.parametrize(
    ("name", "network", "case"), [pytest.param(*entry, id=entry[0]) for entry in gradient_cases()]
)
def test_losses_and_gradients_are_pytorch_s(name, network, case):
    """Every activation × loss × penalty × dropout, with the same masks."""
    expected = REFERENCE[f"gradient.{name}"]

    value, gradient = loss_and_gradient(network, case)

    assert value == pytest.approx(expected[0], rel=CLOSE)
    assert distance(gradient, expected[1:]) < CLOSE


@pytest.mark.parametrize(
    ("name", "drawn", "options"), [pytest.param(*entry, id=entry[0]) for entry in training_cases()]
)
def test_optimizers_and_schedules_are_pytorch_s(name, drawn, options):
    """The parameters after 1, 2, 101 and 200 steps of each optimizer, under each schedule, and clipped."""
    expected = REFERENCE[f"trained.{name}"]

    after = trained(drawn, **options)[[0, 1, STEPS // 2, STEPS - 1]]

    assert max(distance(a, b) for a, b in zip(after, expected, strict=True)) < CLOSE
