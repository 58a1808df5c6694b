"""Forward, loss, backward, update: what they accept and refuse, and what extreme numbers do to them."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.core.activations import ACTIVATIONS, activation_values
from learnscope.core.forward import losses, predicted
from learnscope.core.losses import LOSSES, softmax
from learnscope.errors import ArgumentError, ShapeError
from tests.core.drawn import TRAINABLE, cases
from tests.sampling import many


@pytest.fixture
def network():
    return ls.Network.draw([4, 5, 3], seed=7)


X = np.linspace(-1, 1, 8).reshape(2, 4)


@given(case=cases())
@settings(deadline=None)
def test_a_trace_holds_every_sum_and_every_activation(case):
    """z = x @ w + b and a = f(z), layer by layer, recomputed here from the weights."""
    trace = ls.forward(case.network, case.x)

    below = case.x
    parts = zip(
        trace.layers, case.network.weights, case.network.biases, case.network.activations, strict=True
    )
    for layer, weight, bias, name in parts:
        assert np.array_equal(layer.input, below)
        assert np.allclose(
            layer.preactivation, below @ weight + (0 if bias is None else bias), rtol=1e-13, atol=1e-14
        )
        assert np.array_equal(layer.activation, activation_values(name, layer.preactivation))
        below = layer.activation
    assert trace.output is trace.layers[-1].activation


@given(case=cases())
@settings(deadline=None)
def test_the_loss_of_a_batch_is_the_mean_of_its_samples(case):
    """loss is the mean of losses, and losses are those of the samples alone."""
    trace = ls.forward(case.network, case.x)
    alone = [
        ls.loss(case.network, ls.forward(case.network, x[None]), y[None])
        for x, y in zip(case.x, case.y, strict=True)
    ]

    assert losses(case.network, trace, case.y) == pytest.approx(alone, rel=1e-11, abs=1e-14)
    assert ls.loss(case.network, trace, case.y) == pytest.approx(np.mean(alone), rel=1e-11, abs=1e-14)


def test_class_numbers_stand_for_rows_of_zero_and_one(network):
    """For softmax cross-entropy a class number is a row with a single 1."""
    trace = ls.forward(network, X)

    assert ls.loss(network, trace, [2, 0]) == ls.loss(network, trace, [[0, 0, 1], [1, 0, 0]])
    assert np.array_equal(
        ls.backward(network, trace, np.array([2, 0], dtype=np.uint8)).parameters,
        ls.backward(network, trace, [[0, 0, 1], [1, 0, 0]]).parameters,
    )


def test_predict_gives_probabilities_for_softmax_cross_entropy(network):
    """Rows that sum to 1."""
    probabilities = ls.predict(network, X)

    assert np.allclose(probabilities.sum(axis=1), 1)
    assert np.array_equal(probabilities, softmax(ls.forward(network, X).output))


def test_predict_gives_the_outputs_for_losses_of_values():
    """What the last layer says, as it is."""
    network = ls.Network.draw([4, 3], loss="squared_error", seed=1)

    assert np.array_equal(ls.predict(network, X), ls.forward(network, X).output)
    assert predicted(network, X) is X


def test_the_input_given_stays_the_caller_s(network):
    """A trace holds a copy."""
    x = X.copy()
    trace = ls.forward(network, x)

    x[0, 0] = 99.0

    assert trace.input[0, 0] == X[0, 0]


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (X[0], "x must have shape (N, 4), got (4,); pass x[None, :]"),
        (X[:, :3], "x must have shape (N, 4), got (2, 3)"),
        (X[:0], "x must have shape (N, 4), got (0, 4)"),
        (1.0, "x must have shape (N, 4), got ()"),
        (X[None], "x must have shape (N, 4), got (1, 2, 4)"),
        ([[1, 2, 3, 4], [1, 2]], "x must be a regular array of numbers, got list"),
        ([["a", "b", "c", "d"]], "x must be a regular array of numbers, got list"),
        ([["1", "2", "3", "4"]], "x must be a regular array of numbers, got list"),
        (X + 1j, "x must be a regular array of numbers, got ndarray"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(network, x, message):
    """The error names the shape and, where one row was given, what to write."""
    with pytest.raises(ShapeError) as caught:
        ls.forward(network, x)

    assert str(caught.value) == message


@pytest.mark.parametrize("ask", [ls.loss, ls.backward, losses])
@pytest.mark.parametrize(
    ("target", "error", "message"),
    [
        ([[1, 0, 0]], ShapeError, "target must have shape (2, 3) or, with class numbers, (2,), got (1, 3)"),
        ([0, 1, 2], ShapeError, "target must have shape (2, 3) or, with class numbers, (2,), got (3,)"),
        ([0, 3], ArgumentError, "target must hold class numbers from 0 to 2, got 3"),
        ([-1, 0], ArgumentError, "target must hold class numbers from 0 to 2, got -1"),
        (
            [0.0, 1.0],
            ArgumentError,
            "target must hold class numbers as whole numbers, got float64; pass target.astype(int)",
        ),
        (["a", "b"], ShapeError, "target must be a regular array of numbers, got list"),
    ],
)
def test_targets_that_do_not_fit_are_refused(network, ask, target, error, message):
    """The error names the shape or the range of class numbers."""
    trace = ls.forward(network, X)

    with pytest.raises(error) as caught:
        ask(network, trace, target)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("n_out", "samples", "target", "message"),
    [
        (1, 8, np.zeros(8), "target must have shape (8, 1), got (8,); pass y[:, None]"),
        (3, 1, np.zeros(3), "target must have shape (1, 3), got (3,); pass y[None, :]"),
        (3, 2, np.zeros(2), "target must have shape (2, 3), got (2,)"),
    ],
)
def test_targets_of_values_that_lack_an_axis_are_refused(n_out, samples, target, message):
    """The error says which axis to add."""
    network = ls.Network.draw([2, n_out], loss="squared_error", seed=1)
    trace = ls.forward(network, np.zeros((samples, 2)))

    with pytest.raises(ShapeError) as caught:
        ls.loss(network, trace, target)

    assert str(caught.value) == message


@pytest.mark.parametrize("ask", [ls.loss, ls.backward])
def test_a_trace_of_another_network_is_refused(network, ask):
    """Shapes give it away."""
    trace = ls.forward(ls.Network.draw([4, 6, 3], seed=1), X)

    with pytest.raises(ShapeError) as caught:
        ask(network, trace, [0, 1])

    assert str(caught.value) == "trace must come from a network of sizes (4, 5, 3), got (4, 6, 3)"


@pytest.mark.parametrize("rate", [0, -0.1, np.inf, np.nan, "0.1", None, True])
def test_a_learning_rate_is_positive_and_finite(network, rate):
    """Anything else is refused."""
    gradients = ls.backward(network, ls.forward(network, X), [0, 1])

    with pytest.raises(ArgumentError) as caught:
        ls.update(network, gradients, learning_rate=rate)

    assert str(caught.value) == f"learning_rate must be in (0, inf), got {rate!r}"


def test_gradients_of_another_network_are_refused(network):
    """They hold another count of numbers."""
    other = ls.Network.draw([4, 3], seed=1)
    gradients = ls.backward(other, ls.forward(other, X), [0, 1])

    with pytest.raises(ShapeError) as caught:
        ls.update(network, gradients, learning_rate=0.1)

    assert str(caught.value) == "gradients must hold 43 numbers, got 15"


def test_an_unknown_activation_is_refused():
    """activation_values suggests the nearest."""
    with pytest.raises(ArgumentError) as caught:
        activation_values("sigmod", 0.0)

    assert str(caught.value).startswith("unknown activation 'sigmod'; did you mean 'sigmoid'? ")


EXTREMES = [0.0, -0.0, 1e308, -1e308, np.inf, -np.inf, np.nan, 5e-324, 745.0, -745.0]


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_an_activation_takes_any_number_and_any_shape(name):
    """No warning, whatever the number; not-a-number stays not-a-number."""
    values = activation_values(name, EXTREMES)

    assert values.shape == (len(EXTREMES),)
    assert np.isnan(activation_values(name, np.nan))
    assert np.isfinite(activation_values(name, [1, 2])).all()


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("activation", TRAINABLE)
@settings(max_examples=many(5), deadline=None)
@given(data=st.data())
def test_extreme_numbers_raise_no_warning(activation, loss, data):
    """Overflow gives infinity or not-a-number, quietly; a warning would fail this test."""
    case = data.draw(cases(activation, loss))
    extreme = st.sampled_from(EXTREMES)
    size = case.network.parameters.size
    network = case.network.with_parameters(data.draw(st.lists(extreme, min_size=size, max_size=size)))
    x = np.array(data.draw(st.lists(extreme, min_size=case.x.size, max_size=case.x.size))).reshape(
        case.x.shape
    )

    trace = ls.forward(network, x)
    gradients = ls.backward(network, trace, case.y)
    after = ls.update(network, gradients, learning_rate=1e300)

    assert isinstance(ls.loss(network, trace, case.y), float)
    assert after.sizes == network.sizes
    assert ls.predict(network, x).shape == case.y.shape


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=8))
def test_softmax_of_finite_numbers_is_finite_and_sums_to_one(values):
    """However large they are."""
    p = softmax(np.array([values]))

    assert np.isfinite(p).all()
    assert p.sum() == pytest.approx(1.0)


def test_a_confident_right_answer_loses_what_is_left_of_one():
    """Taken from the largest output, so that large outputs do not swallow small losses."""
    network = ls.Network.from_arrays(
        [[[0.0, 0.0]]], [[1000.0, 980.0]], activations=["identity"], loss="softmax_cross_entropy"
    )

    loss = ls.loss(network, ls.forward(network, [[0.0]]), [0])

    assert loss == pytest.approx(np.exp(-20.0), rel=1e-6)


def test_records_cannot_be_changed(network):
    """Layers, traces and gradients are frozen."""
    trace = ls.forward(network, X)

    with pytest.raises(dataclasses.FrozenInstanceError):
        trace.input = X
    with pytest.raises(dataclasses.FrozenInstanceError):
        network.loss = "squared_error"
