"""Compared with PyTorch live, where it is installed: `make compare`."""

import numpy as np
import pytest

from learnscope.core.hessian import hessian_product
from learnscope.core.schedules import Schedule
from tests.core.drawn import distance, draw_case
from tests.core.reference_cases import SCHEDULE_SETTINGS, gradient_cases, loss_and_gradient, trained

torch = pytest.importorskip("torch", reason="PyTorch is not installed; make compare installs it")
pytorch = pytest.importorskip("tests.compare.pytorch")

CLOSE = 1e-9


@pytest.mark.parametrize(
    ("network", "case"), [pytest.param(*entry[1:], id=entry[0]) for entry in gradient_cases()]
)
def test_losses_and_gradients_are_pytorch_s(network, case):
    """Every activation × loss × penalty × dropout, with the same masks."""
    expected, expected_gradient = pytorch.loss_and_gradient(case)

    value, gradient = loss_and_gradient(network, case)

    assert value == pytest.approx(expected, rel=CLOSE)
    assert distance(gradient, expected_gradient) < CLOSE


@pytest.mark.parametrize(
    ("network", "case"),
    [pytest.param(*entry[1:], id=entry[0]) for entry in gradient_cases() if "masks" not in entry[2]],
)
def test_products_with_the_hessian_are_pytorch_s(network, case):
    """Every activation × loss × penalty, along two directions."""
    product = hessian_product(network, case["x"], case["y"], l2=case.get("l2", 0.0))
    for v in np.random.default_rng(0).normal(size=(2, network.parameters.size)):
        assert distance(product(v), pytorch.hessian_product(case, v)) < CLOSE


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("optimizer", sorted(pytorch.OPTIMIZERS))
def test_optimizers_are_pytorch_s(optimizer, seed):
    """The parameters after each of 200 steps."""
    drawn = draw_case([4, 6, 3], "tanh", "half_squared_error", rows=9, seed=seed)
    options = {"optimizer": optimizer, "schedule": "constant", "rate": 0.02, "steps": 200}

    expected = pytorch.trained(
        drawn.network.weights, drawn.network.biases, drawn.x, drawn.y,
        bias=drawn.network.bias, activations=drawn.network.activations, loss=drawn.network.loss, **options,
    )  # fmt: skip
    after = trained(drawn, **options)

    assert max(distance(a, b) for a, b in zip(after, expected, strict=True)) < CLOSE


@pytest.mark.parametrize("name", sorted(SCHEDULE_SETTINGS))
def test_schedules_are_pytorch_s(name):
    """The rates of 200 steps."""
    expected = pytorch.rates(pytorch.SCHEDULES[name], 0.1, 200)

    assert np.allclose(SCHEDULE_SETTINGS[name].rates(0.1, 0, 200), expected, rtol=1e-12)


def test_a_rise_before_a_cosine_is_pytorch_s():
    """Warm-up, then the cosine from its beginning."""
    expected = pytorch.rates(pytorch.warm_cosine, 0.1, 120)

    rates = Schedule("cosine", over=100, end=0.001, warmup=20).rates(0.1, 0, 120)

    assert np.allclose(rates, expected, rtol=1e-12)
