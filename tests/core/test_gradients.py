"""Gradients are right: by central differences, as means of samples, however hidden units are numbered."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

import learnscope as ls
from learnscope.core.dropout import draw_masks
from learnscope.core.losses import LOSSES
from tests.core.drawn import TRAINABLE, Case, cases, central_differences, distance, sample_gradients
from tests.sampling import many

DIFFERENCES = 1e-8  # truncation and rounding of a central difference in float64
ROUNDING = 1e-12  # sums of a few hundred float64 products, taken in another order


@pytest.mark.parametrize("extra", ["alone", "penalty", "dropout", "both"])
@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("activation", TRAINABLE)
@settings(max_examples=many(4), deadline=None)
@given(data=st.data())
def test_backward_agrees_with_central_differences(activation, loss, extra, data):
    """Every activation × loss × penalty × dropout, in float64, by norm to 1e-8, away from kinks."""
    case = data.draw(cases(activation, loss))
    if extra in ("penalty", "both"):
        case = replace(case, l1=data.draw(st.floats(0, 0.1)), l2=data.draw(st.floats(0, 1)))
    if extra in ("dropout", "both"):
        rates = data.draw(st.floats(0.1, 0.3))  # more would multiply slopes until truncation shows
        case = replace(case, masks=draw_masks(case.network, len(case.x), rates=rates, seed=3, step=5))
    slopes, smooth = central_differences(case)
    gradients = sample_gradients(case)
    # A gradient that happens to be nearly 0 is smaller than the difference's own truncation and rounding.
    height = 1 + case.losses(case.network)[1].mean()
    found = np.linalg.norm(gradients[smooth])
    assume(found == 0 or found > 0.02 * height * np.sqrt(gradients[smooth].size))

    assert distance(slopes[smooth], gradients[smooth]) < DIFFERENCES


@given(case=cases())
@settings(deadline=None)
def test_a_batch_s_gradient_is_the_mean_of_its_samples(case):
    """The gradient of a batch is the mean of the gradients its samples have alone."""
    trace = ls.forward(case.network, case.x)

    batch = ls.backward(case.network, trace, case.y)

    assert distance(batch.parameters, sample_gradients(case).mean(axis=0)) < ROUNDING


@given(case=cases())
@settings(deadline=None)
def test_delta_holds_the_sample_s_own_gradient_divided_by_the_batch(case):
    """N times a sample's row of delta is the bias gradient that sample has alone."""
    trace = ls.forward(case.network, case.x)
    alone = sample_gradients(case)

    batch = ls.backward(case.network, trace, case.y)

    for layer, bias in enumerate(batch.layers):
        for sample in range(len(case.x)):
            own = case.network.with_parameters(alone[sample]).biases[layer]
            assert own is None or np.allclose(len(case.x) * bias.delta[sample], own, rtol=1e-11, atol=1e-13)


@given(case=cases(), seed=st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_permuting_hidden_units_changes_nothing(case, seed):
    """Renumbering the hidden units renumbers their gradients and leaves the loss as it was."""
    generator = np.random.default_rng(seed)
    orders = [np.arange(size) for size in case.network.sizes]
    for hidden in orders[1:-1]:
        generator.shuffle(hidden)
    weights = [w[np.ix_(a, b)] for w, a, b in zip(case.network.weights, orders, orders[1:], strict=False)]
    biases = [
        None if b is None else b[order] for b, order in zip(case.network.biases, orders[1:], strict=True)
    ]
    other = ls.Network.from_arrays(
        weights, biases, activations=case.network.activations, loss=case.network.loss
    )
    trace, renumbered = ls.forward(case.network, case.x), ls.forward(other, case.x)

    gradients, permuted = ls.backward(case.network, trace, case.y), ls.backward(other, renumbered, case.y)

    assert ls.loss(other, renumbered, case.y) == pytest.approx(
        ls.loss(case.network, trace, case.y), rel=1e-12
    )
    back = [np.argsort(order) for order in orders]
    restored = [
        part
        for layer, a, b in zip(permuted.layers, back, back[1:], strict=False)
        for part in (layer.weight[np.ix_(a, b)].ravel(), [] if layer.bias is None else layer.bias[b])
    ]
    assert distance(np.concatenate(restored), gradients.parameters) < ROUNDING


def test_a_gradient_at_a_kink_is_that_of_the_flat_side():
    """ReLU at exactly 0 has slope 0, as in PyTorch."""
    network = ls.Network.from_arrays([[[1.0]]], [[0.0]], activations=["relu"], loss="squared_error")
    case = Case(network, np.array([[0.0]]), np.array([[1.0]]))

    assert sample_gradients(case).tolist() == [[0.0, 0.0]]
