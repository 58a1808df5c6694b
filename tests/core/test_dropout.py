"""Dropout: masks that follow from seed and step, keep the expected value, and reach every gradient."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.core.compiled import COMPILED, can_compile
from learnscope.core.dropout import draw_masks
from learnscope.errors import ArgumentError, ShapeError
from tests.core.drawn import cases, distance


@pytest.fixture
def network():
    return ls.Network.draw([4, 50, 30, 3], seed=7)


def test_masks_hold_zero_or_what_makes_up_for_it(network):
    """0 or 1 / (1 - p), by layer; the last layer drops nothing."""
    first, second, last = draw_masks(network, 20, rates=[0.5, 0.2], seed=1, step=3)

    assert first.shape == (20, 50)
    assert set(np.unique(first)) == {0.0, 2.0}
    assert set(np.unique(second)) == {0.0, 1.25}
    assert (last == 1).all()
    assert not first.flags.writeable


def test_the_share_dropped_is_the_share_asked_for(network):
    """Over 200 steps, to three deviations; the mean of a mask is 1."""
    drawn = np.stack([draw_masks(network, 20, rates=0.3, seed=1, step=step)[0] for step in range(200)])

    deviation = np.sqrt(0.3 * 0.7 / drawn.size)
    assert abs((drawn == 0).mean() - 0.3) < 3 * deviation
    assert drawn.mean() == pytest.approx(1, abs=0.01)


def test_masks_of_neighbouring_steps_units_and_samples_have_nothing_to_do_with_each_other(network):
    """Correlations within what chance allows."""
    drawn = np.stack([draw_masks(network, 20, rates=0.5, seed=1, step=step)[0] for step in range(100)]) - 1

    chance = 4 / np.sqrt(drawn.size)
    assert abs((drawn[1:] * drawn[:-1]).mean()) < chance
    assert abs((drawn[:, 1:] * drawn[:, :-1]).mean()) < chance
    assert abs((drawn[:, :, 1:] * drawn[:, :, :-1]).mean()) < chance


@given(seed=st.integers(0, 2**40), step=st.integers(0, 10**9))
def test_a_step_s_masks_can_be_drawn_again(seed, step):
    """The same seed and step give the same masks, another of either gives others."""
    network = ls.Network.draw([2, 40, 2], seed=0)
    masks = draw_masks(network, 8, rates=0.5, seed=seed, step=step)[0]

    assert np.array_equal(masks, draw_masks(network, 8, rates=0.5, seed=seed, step=step)[0])
    assert not np.array_equal(masks, draw_masks(network, 8, rates=0.5, seed=seed, step=step + 1)[0])
    assert not np.array_equal(masks, draw_masks(network, 8, rates=0.5, seed=seed + 1, step=step)[0])


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed; pip install numba")
def test_both_engines_draw_the_same_masks(network):
    """Integers have no rounding."""
    plain, compiled = (
        draw_masks(network, 9, rates=[0.4, 0.0], seed=5, step=8, **options)
        for options in ({}, {"engine": COMPILED})
    )

    assert all(np.array_equal(a, b) for a, b in zip(plain, compiled, strict=True))


def test_a_trace_shows_its_masks_and_passes_on_what_is_left(network):
    """The layer above gets activation times mask; activations themselves are as they were."""
    x = np.linspace(-1, 1, 12).reshape(3, 4)
    masks = draw_masks(network, 3, rates=0.5, seed=1, step=0)

    trace = ls.forward(network, x, masks=masks)

    for layer, above, mask in zip(trace.layers, trace.layers[1:], masks, strict=False):
        assert np.array_equal(layer.mask, mask)
        assert np.array_equal(above.input, layer.activation * mask)
    assert np.array_equal(trace.layers[0].activation, ls.forward(network, x).layers[0].activation)
    assert ls.forward(network, x).layers[0].mask is None
    assert not trace.layers[0].mask.flags.writeable


@given(case=cases())
@settings(deadline=None)
def test_dropping_nothing_changes_nothing(case):
    """Masks of ones give the same numbers as none."""
    ones = [np.ones((len(case.x), size)) for size in case.network.sizes[1:]]
    trace, plain = ls.forward(case.network, case.x, masks=ones), ls.forward(case.network, case.x)

    assert np.array_equal(trace.activations, plain.activations)
    gradients = (ls.backward(case.network, each, case.y).parameters for each in (trace, plain))
    assert distance(*gradients) == 0


@pytest.mark.parametrize(
    ("masks", "error", "message"),
    [
        ([np.ones((2, 5))], ShapeError, "masks must have one entry per layer (2), got 1"),
        ([np.ones((2, 4)), np.ones((2, 3))], ShapeError, "masks[0] must have shape (2, 5), got (2, 4)"),
        (
            [np.ones((2, 5)), np.zeros((2, 3))],
            ArgumentError,
            "the last layer's mask must be all ones: outputs are what the loss compares",
        ),
    ],
)
def test_masks_that_do_not_fit_are_refused(masks, error, message):
    """One per layer, one number per sample and unit."""
    network = ls.Network.draw([4, 5, 3], seed=7)

    with pytest.raises(error) as caught:
        ls.forward(network, np.ones((2, 4)), masks=masks)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rates": 1.0}, "dropout must be in [0, 1), got 1.0"),
        ({"rates": [0.1]}, "dropout must be one share or one per hidden layer (2), got 1"),
        ({"rates": 0.5, "step": -1}, "step must be a whole number of at least 0, got -1"),
    ],
)
def test_shares_that_make_no_sense_are_refused(network, options, message):
    """A share is in [0, 1), one for all hidden layers or one each."""
    with pytest.raises(ArgumentError) as caught:
        draw_masks(network, 2, **{"seed": 0, "step": 0} | options)

    assert str(caught.value) == message
