"""Optimizers, schedules, penalties, clipping and initialisers: their laws, beyond agreeing with PyTorch."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

import learnscope as ls
from learnscope.core.clipping import clip
from learnscope.core.initializers import INITIALIZERS
from learnscope.core.optimizers import OPTIMIZERS, Optimizer, OptimizerState
from learnscope.core.penalties import LossParts, penalty
from learnscope.core.schedules import SCHEDULES, Schedule
from learnscope.errors import ArgumentError, ShapeError
from tests.core.drawn import draw_case


@pytest.fixture
def case():
    return draw_case([3, 4, 2], "tanh", "squared_error", rows=5, seed=1)


def gradients_of(case):
    return ls.backward(case.network, ls.forward(case.network, case.x), case.y)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_update_is_a_function(case, name):
    """The network and the state given stay as they are; the same arguments give the same bits."""
    optimizer = Optimizer(name)
    gradients, state = gradients_of(case), optimizer.start(case.network)
    before = case.network.parameters.tobytes(), state.slots.tobytes()

    first, after = optimizer.update(case.network, gradients, state, learning_rate=0.1)
    second, _ = optimizer.update(case.network, gradients, state, learning_rate=0.1)

    assert (case.network.parameters.tobytes(), state.slots.tobytes()) == before
    assert first == second
    assert (state.updates, after.updates) == (0, 1)
    assert not after.slots.flags.writeable
    assert after.slots.shape == (OPTIMIZERS[name].slots, case.network.parameters.size)


def test_update_is_plain_descent(case):
    """ls.update is the shorthand for sgd."""
    gradients = gradients_of(case)
    optimizer = Optimizer("sgd")

    network, _ = optimizer.update(case.network, gradients, optimizer.start(case.network), learning_rate=0.1)

    assert network == ls.update(case.network, gradients, learning_rate=0.1)


def test_adam_s_first_step_has_the_size_of_the_rate(case):
    """Whatever the gradient: its own size cancels."""
    optimizer, gradients = Optimizer("adam"), gradients_of(case)

    after, _ = optimizer.update(case.network, gradients, optimizer.start(case.network), learning_rate=0.1)

    moved = np.abs(after.parameters - case.network.parameters)
    assert moved == pytest.approx(np.full(moved.shape, 0.1), rel=1e-4)


def test_adamw_shrinks_weights_and_not_biases(case):
    """With no gradient at all only the weights move, by rate times decay of themselves."""
    optimizer = Optimizer("adamw", weight_decay=0.5)
    zero = ls.Gradients((), np.zeros(case.network.parameters.size))

    after, _ = optimizer.update(case.network, zero, optimizer.start(case.network), learning_rate=0.1)

    for old, new in zip(case.network.weights, after.weights, strict=True):
        assert np.allclose(new, 0.95 * old)
    assert all(np.array_equal(a, b) for a, b in zip(case.network.biases, after.biases, strict=True))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"momentum": 1.0}, "momentum must be in [0, 1), got 1.0"),
        ({"decay": -0.1}, "decay must be in [0, 1), got -0.1"),
        ({"beta1": 1}, "beta1 must be in [0, 1), got 1"),
        ({"beta2": "a"}, "beta2 must be in [0, 1), got 'a'"),
        ({"epsilon": -1e-8}, "epsilon must be in [0, inf), got -1e-08"),
        ({"weight_decay": np.inf}, "weight_decay must be in [0, inf), got inf"),
        (
            {"name": "adamm"},
            "unknown optimizer 'adamm'; did you mean 'adam'? "
            "(adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd)",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(options, message):
    """Each names its range."""
    with pytest.raises(ArgumentError) as caught:
        Optimizer(**options)

    assert str(caught.value) == message


def test_a_state_of_another_network_is_refused(case):
    """It holds another count of numbers."""
    optimizer = Optimizer("adam")

    with pytest.raises(ShapeError) as caught:
        optimizer.update(
            case.network, gradients_of(case), OptimizerState(0, np.zeros((2, 3))), learning_rate=0.1
        )

    assert str(caught.value) == "state must hold numbers of shape (2, 26), got (2, 3)"


@given(first=st.integers(0, 300), count=st.integers(1, 50), name=st.sampled_from(sorted(SCHEDULES)))
def test_rates_of_a_stretch_are_those_of_the_whole(first, count, name):
    """A schedule is a function of the step alone, so any stretch can be asked for."""
    schedule = Schedule(name, factor=0.97, every=7, over=150, end=0.01, warmup=20)

    whole = schedule.rates(0.3, 0, first + count)

    assert schedule.rates(0.3, first, first + count).tobytes() == whole[first:].tobytes()


def test_a_cosine_stays_at_its_end():
    """It does not rise again."""
    rates = Schedule("cosine", over=10, end=0.02).rates(0.1, 0, 30)

    assert rates[0] == 0.1
    assert (np.diff(rates[:11]) < 0).all()
    assert (rates[10:] == 0.02).all()


def test_a_warm_up_rises_in_equal_steps_to_the_rate():
    """From rate / n in the first step to the whole rate in the n-th."""
    assert Schedule("warmup", warmup=4).rates(0.8, 0, 6) == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.8, 0.8])
    assert Schedule("step", factor=0.5, every=2, warmup=2).rates(1.0, 0, 6) == pytest.approx(
        [0.5, 1, 1, 1, 0.5, 0.5]
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"name": "cosin"},
            "unknown schedule 'cosin'; did you mean 'cosine'? (constant, cosine, exponential, step, warmup)",
        ),
        ({"factor": 0.0}, "factor must be in (0, inf), got 0.0"),
        ({"every": 0}, "every must be a whole number of at least 1, got 0"),
        ({"over": 1.5}, "over must be a whole number of at least 1, got 1.5"),
        ({"end": -1.0}, "end must be in [0, inf), got -1.0"),
        ({"warmup": -1}, "warmup must be a whole number of at least 0, got -1"),
        (
            {"name": "warmup"},
            "warmup must be a whole number of at least 1 for the schedule 'warmup', got 0",
        ),
    ],
)
def test_schedules_that_make_no_sense_are_refused(options, message):
    """Each names its range."""
    with pytest.raises(ArgumentError) as caught:
        Schedule(**options)

    assert str(caught.value) == message


def test_penalties_leave_biases_alone(case):
    """Their gradient is l2 · w + l1 · sign w for weights and nothing for biases."""
    trace = ls.forward(case.network, case.x)
    plain = ls.backward(case.network, trace, case.y)

    penalised = ls.backward(case.network, trace, case.y, l1=0.1, l2=0.2)

    for weight, a, b in zip(case.network.weights, plain.layers, penalised.layers, strict=True):
        assert np.allclose(b.weight - a.weight, 0.2 * weight + 0.1 * np.sign(weight))
        assert np.array_equal(a.bias, b.bias)
        assert np.array_equal(a.delta, b.delta)


def test_a_loss_names_its_parts(case):
    """Data part and penalty, and their sum."""
    value = penalty(case.network, l1=0.1, l2=0.2)
    weights = np.concatenate([weight.ravel() for weight in case.network.weights])

    assert value == pytest.approx(0.1 * np.abs(weights).sum() + 0.1 * (weights**2).sum())
    assert LossParts(data=1.5, penalty=0.25).total == 1.75
    assert penalty(case.network) == 0.0


@pytest.mark.parametrize("name", ["l1", "l2"])
def test_a_negative_penalty_is_refused(case, name):
    """It would reward large weights."""
    with pytest.raises(ArgumentError) as caught:
        penalty(case.network, **{name: -0.1})

    assert str(caught.value) == f"{name} must be in [0, inf), got -0.1"


@given(values=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=9), limit=st.floats(1e-3, 1e4))
def test_a_clipped_gradient_is_no_longer_than_the_limit_and_points_the_same_way(values, limit):
    """Shorter ones stay as they are."""
    gradient = np.array(values)
    norm = float(np.linalg.norm(gradient))
    clipped = gradient.copy()

    clip(clipped, norm, limit)

    assert np.linalg.norm(clipped) <= max(limit, 0) * (1 + 1e-12)
    if norm < limit - 1e-5:
        assert np.array_equal(clipped, gradient)
    assert np.allclose(clipped * norm, gradient * np.linalg.norm(clipped), rtol=1e-9, atol=1e-9)


DEVIATIONS = {
    "uniform": 2 / np.sqrt(12),
    "glorot_uniform": np.sqrt(2 / (300 + 200)),
    "he": np.sqrt(2 / 300),
    "lecun": np.sqrt(1 / 300),
    "normal": 1.0,
    "zeros": 0.0,
}


@pytest.mark.parametrize("name", INITIALIZERS)
def test_starting_weights_spread_as_their_source_says(name):
    """The deviation of 60 000 weights of a 300-200 layer, to 2 %; the mean is 0 within chance."""
    network = ls.Network.draw([300, 200], initializer=name, seed=3)

    weight = network.weights[0]
    assert weight.std() == pytest.approx(DEVIATIONS[name], rel=0.02)
    assert abs(weight.mean()) <= 4 * DEVIATIONS[name] / np.sqrt(weight.size)
    assert network.biases[0].any() == (name == "uniform")
    assert INITIALIZERS[name].explanation.endswith(".")
