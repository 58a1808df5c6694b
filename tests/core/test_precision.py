"""float32 networks compute in float32 throughout, in both engines."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.core.compiled import COMPILED, PLAIN, can_compile
from learnscope.core.forward import losses
from learnscope.core.losses import LOSSES
from learnscope.core.optimizers import OPTIMIZERS, Optimizer
from learnscope.errors import ArgumentError
from tests.core.drawn import TRAINABLE, distance, draw_case

SINGLE = 2e-5  # of a few hundred sums in float32
ENGINES = [PLAIN, COMPILED] if can_compile() else [PLAIN]


def single(network):
    return ls.Network.from_arrays(
        network.weights,
        network.biases,
        activations=network.activations,
        loss=network.loss,
        precision="float32",
    )


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", TRAINABLE)
def test_single_precision_is_close_to_double_and_stays_single(activation, loss, engine):
    """Trace, loss and gradients, each of float32 and near those of float64."""
    case = draw_case([4, 6, 3], activation, loss, rows=7, seed=2)
    network = single(case.network)
    double = ls.forward(case.network, case.x)

    trace = ls.forward(network, case.x, engine=engine)
    gradients = ls.backward(network, trace, case.y, l1=0.01, l2=0.01, engine=engine)

    assert trace.activations.dtype == trace.preactivations.dtype == gradients.parameters.dtype == np.float32
    assert losses(network, trace, case.y, engine=engine).dtype == np.float32
    assert distance(trace.activations, double.activations) < SINGLE
    expected = ls.backward(case.network, double, case.y, l1=0.01, l2=0.01)
    assert distance(gradients.parameters, expected.parameters) < SINGLE


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers_keep_single_precision(name, engine):
    """State and parameters stay float32."""
    case = draw_case([4, 6, 3], "tanh", "squared_error", rows=7, seed=2)
    network, optimizer = single(case.network), Optimizer(name)
    gradients = ls.backward(network, ls.forward(network, case.x), case.y)

    after, state = optimizer.update(
        network, gradients, optimizer.start(network), learning_rate=0.1, engine=engine
    )

    assert after.parameters.dtype == state.slots.dtype == np.float32
    assert after.precision == "float32"


def test_a_single_precision_network_survives_the_disk(tmp_path):
    """With its precision."""
    network = ls.Network.draw([3, 4, 2], seed=1, precision="float32")

    network.save(tmp_path / "n.json")

    back = ls.Network.load(tmp_path / "n.json")
    assert back == network
    assert back.precision == "float32"
    assert back != ls.Network.draw([3, 4, 2], seed=1)


def test_an_unknown_precision_is_refused():
    """Two are known."""
    with pytest.raises(ArgumentError) as caught:
        ls.Network.draw([2, 2], seed=0, precision="float16")

    assert str(caught.value) == "unknown precision 'float16'; did you mean 'float64'? (float32, float64)"


def test_numbers_too_large_for_single_precision_become_infinite_without_a_warning():
    """As they would in any float32 arithmetic."""
    network = ls.Network.from_arrays(
        [[[1e300]]], [[0.0]], activations=["identity"], loss="squared_error", precision="float32"
    )

    assert network.parameters[0] == np.inf
    assert np.isnan(ls.forward(network, [[0.0]]).output[0, 0])
    assert ls.forward(network, [[1e300]]).input[0, 0] == np.inf


def test_a_network_in_another_precision_keeps_all_but_its_digits():
    """Layers with their kinds of bias, and numbers to the digits there are; in its own it is itself."""
    network = draw_case([2, 3, 1], "tanh", "huber", rows=1, seed=0, bias=["fixed", "none"]).network

    other = network.in_precision("float32")

    assert other.layers == network.layers
    assert other.parameters.dtype == np.float32
    assert np.allclose(other.parameters, network.parameters, rtol=1e-7)
    assert network.in_precision("float64") is network
    assert other.in_precision("float64").precision == "float64"
