"""Products with the Hessian are how gradients change."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.core.hessian import hessian_product
from tests.core.drawn import Case, cases, distance, sides_of_kinks
from tests.sampling import many


def gradient(case: Case, parameters: np.ndarray) -> np.ndarray:
    """That of the mean loss at other parameters."""
    network = case.network.with_parameters(parameters)
    return ls.backward(network, ls.forward(network, case.x), case.y, l2=case.l2).parameters


@settings(max_examples=many(200))
@given(cases(), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.3]))
def test_products_are_differences_of_gradients(drawn: Case, seed: int, l2: float) -> None:
    """Along any direction, for every activation and loss, where no kink lies between the two."""
    case = Case(drawn.network, drawn.x, drawn.y, l2=l2)
    own = case.network.parameters
    v = np.random.default_rng(seed).normal(size=own.size)
    v *= 1e-5 / np.linalg.norm(v)
    ends = [case.network.with_parameters(own + sign * v) for sign in (1, -1)]
    sides = [sides_of_kinks(end, ls.forward(end, case.x), case.y) for end in ends]

    found = hessian_product(case.network, case.x, case.y, l2=l2)(v)

    if (sides[0] == sides[1]).all():
        expected = (gradient(case, own + v) - gradient(case, own - v)) / 2
        scale = max(float(np.linalg.norm(expected)), 1e-5 * float(np.linalg.norm(gradient(case, own))))
        assert np.linalg.norm(found - expected) <= 1e-5 * scale + 1e-13


@settings(max_examples=many(200))
@given(cases(), st.integers(0, 2**32 - 1))
def test_the_hessian_is_symmetric_and_linear(case: Case, seed: int) -> None:
    """u · H v = v · H u, and H (u + 2 v) = H u + 2 H v, to the last digits."""
    u, v = np.random.default_rng(seed).normal(size=(2, case.network.parameters.size))
    product = hessian_product(case.network, case.x, case.y)
    along, across = product(u), product(v)
    size = float(np.linalg.norm(along) * np.linalg.norm(v) + np.linalg.norm(across) * np.linalg.norm(u))

    assert u @ across == pytest.approx(v @ along, abs=1e-11 * size + 1e-300)
    assert distance(product(u + 2 * v), along + 2 * across) < 1e-11 or size < 1e-12


def test_of_a_parabola_it_is_the_matrix_that_is_known() -> None:
    """A linear neuron with squared error: 2 XᵀX / N, exactly; L2 adds its strength to weights alone."""
    network = ls.Network.from_arrays(
        [[[1.0], [2.0]]], [[0.5]], activations=["identity"], loss="squared_error"
    )
    x, y = np.array([[1.0, 0.5], [0.25, 1.0], [2.0, -1.0], [0.0, 1.0]]), np.zeros((4, 1))
    design = np.column_stack([x, np.ones(4)])

    product = hessian_product(network, x, y, l2=0.5)

    expected = 2 * design.T @ design / 4 + np.diag([0.5, 0.5, 0.0])
    assert np.stack([product(axis) for axis in np.eye(3)]) == pytest.approx(expected, rel=1e-14)
