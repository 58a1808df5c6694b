"""Networks with neurons and layers more, fewer or elsewhere: what stays, and what the rest becomes."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st

from learnscope.core.forward import forward
from learnscope.core.network import Network
from learnscope.core.surgery import (
    NEW,
    Fresh,
    add_neuron,
    rearrange,
    remove_neuron,
    with_activation,
)
from learnscope.errors import ArgumentError

SIZES = st.lists(st.integers(1, 5), min_size=2, max_size=5)
DEEP = st.lists(st.integers(1, 5), min_size=3, max_size=5)


def network(sizes, seed=0, **options):
    """A drawn network whose biases differ from 0."""
    drawn = Network.draw(sizes, seed=seed, **options)
    noise = np.random.default_rng(seed).normal(size=drawn.parameters.size)
    return drawn.with_parameters(drawn.parameters + 0.1 * noise)


def ones(n_in, n_out):
    """A fresh layer that is told from any kept number."""
    return np.full((n_in, n_out), 101.0), np.full(n_out, 102.0)


def outputs(one, samples=4):
    x = np.random.default_rng(1).normal(size=(samples, one.sizes[0]))
    return forward(one, x).output


@given(DEEP, st.data())
def test_a_new_neuron_leaves_the_outputs_as_they_are(sizes, data):
    """Its outgoing weights are 0; to the rounding of a sum with one term more."""
    layer = data.draw(st.integers(1, len(sizes) - 2))
    before = network(sizes)
    after = add_neuron(before, layer, draw=ones).network

    assert after.sizes == tuple(size + (place == layer) for place, size in enumerate(sizes))
    np.testing.assert_allclose(outputs(after), outputs(before), rtol=0, atol=1e-12)
    assert (after.weights[layer][-1] == 0).all()
    assert (after.weights[layer - 1][:, -1] == 101).all()
    assert after.biases[layer - 1][-1] == 102


@given(DEEP, st.data())
def test_adding_and_removing_a_neuron_gives_the_network_again(sizes, data):
    """Bit for bit, with what an optimizer remembers."""
    layer = data.draw(st.integers(1, len(sizes) - 2))
    before = network(sizes)
    slots = np.random.default_rng(2).normal(size=(2, before.parameters.size))
    there = add_neuron(before, layer, draw=ones)
    back = remove_neuron(there.network, layer, sizes[layer])

    assert back.network == before
    assert (back.carry(there.carry(slots)) == slots).all()


@given(DEEP, st.data())
def test_removing_a_neuron_without_outgoing_weights_changes_nothing(sizes, data):
    """Whichever it is."""
    layer = data.draw(st.integers(1, len(sizes) - 2))
    before = network([size + (place == layer) for place, size in enumerate(sizes)])
    index = data.draw(st.integers(0, sizes[layer]))
    parameters = before.parameters.copy()
    before.layout.weights(parameters)[layer][index] = 0
    silent = before.with_parameters(parameters)
    after = remove_neuron(silent, layer, index).network

    np.testing.assert_allclose(outputs(after), outputs(silent), rtol=0, atol=1e-12)


@given(DEEP, st.data())
def test_kept_numbers_are_equal(sizes, data):
    """Whatever is done, each parameter is the one it comes from, or new, and counted as what it is."""
    before = network(sizes)
    hidden = list(range(1, len(sizes) - 1))
    order = data.draw(st.lists(st.sampled_from(hidden), unique=True))
    for _ in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.integers(0, len(order)))
        order.insert(place, Fresh(data.draw(st.integers(1, 5)), "relu"))
    built = rearrange(before, order, draw=ones)
    old = built.sources != NEW
    wanted = [one.size if isinstance(one, Fresh) else sizes[one] for one in order]

    assert built.network.sizes == (sizes[0], *wanted, sizes[-1])
    assert (built.network.parameters[old] == before.parameters[built.sources[old]]).all()
    assert np.isin(built.network.parameters[~old], (101, 102)).all()
    weights = sum(a * b for a, b in pairwise(built.network.sizes))
    assert np.add(built.kept, built.new).tolist() == [weights, sum(built.network.sizes[1:])]
    assert len(set(built.sources[old])) == old.sum()


@given(SIZES, st.data())
def test_a_layer_keeps_its_weights_where_they_fit(sizes, data):
    """Where as many neurons as before stand below it; its biases always."""
    before = network(sizes)
    place = data.draw(st.integers(1, len(sizes) - 1))
    size = data.draw(st.integers(1, 5))
    order = [*range(1, place), Fresh(size, "tanh"), *range(place, len(sizes) - 1)]
    after = rearrange(before, order, draw=ones).network

    assert (after.biases[place] == before.biases[place - 1]).all()
    fits = size == sizes[place - 1]
    assert (after.weights[place] == (before.weights[place - 1] if fits else 101)).all()
    assert (after.weights[place - 1] == 101).all()
    assert rearrange(
        after, [k for k in range(1, len(sizes)) if k != place], draw=ones
    ).network.sizes == tuple(sizes)


def test_moving_and_moving_back_gives_the_network_again_where_all_layers_are_of_one_size():
    """Then everything fits everywhere, and each layer takes its activation along."""
    before = network([3, 3, 3, 3, 2], activation=["tanh", "relu", "sigmoid"])
    there = rearrange(before, [2, 3, 1], draw=ones).network
    back = rearrange(there, [3, 1, 2], draw=ones).network

    assert there.activations == ("relu", "sigmoid", "tanh", "identity")
    assert (there.weights[2] == before.weights[0]).all()
    assert back == before


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_another_activation_keeps_every_parameter(precision):
    """In the network's own precision."""
    before = network([2, 3, 4, 2], precision=precision)
    built = with_activation(before, 2, "relu")

    assert built.network.activations == ("tanh", "relu", "identity")
    assert built.network.parameters.tobytes() == before.parameters.tobytes()
    assert built.network.precision == precision
    assert built.new == (0, 0)


def test_what_is_remembered_goes_with_its_number():
    """By hand: of 2-2-1, the second hidden neuron is removed, then a new one is added, remembered as 0."""
    before = network([2, 2, 1])
    slots = np.arange(9.0)[None]  # w 0..3, b 4..5, w 6..7, b 8
    removed = remove_neuron(before, 1, 1)
    added = add_neuron(removed.network, 1, draw=ones)

    assert removed.carry(slots).tolist() == [[0, 2, 4, 6, 8]]
    assert added.carry(removed.carry(slots)).tolist() == [[0, 0, 2, 0, 4, 0, 6, 0, 8]]
    assert not added.carry(slots[:, :5]).flags.writeable
    assert not added.sources.flags.writeable


def test_precision_of_what_is_remembered_stays():
    """As of the numbers themselves."""
    before = network([2, 2, 1], precision="float32")
    slots = np.ones((1, 9), dtype=np.float32)

    assert add_neuron(before, 1, draw=ones).carry(slots).dtype == np.float32


def test_networks_that_hold_no_numbers_can_be_built_on():
    """What is not a number stays so, and is not spread."""
    before = network([2, 2, 1])
    parameters = before.parameters.copy()
    parameters[0] = np.nan
    after = add_neuron(before.with_parameters(parameters), 1, draw=ones).network

    assert np.isnan(after.parameters).sum() == 1


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda: add_neuron(network([2, 3, 1]), 2, draw=ones),
            "layer must be a whole number from 1 to 1, got 2",
        ),
        (
            lambda: add_neuron(network([2, 1]), 1, draw=ones),
            "layer must be that of a hidden layer, got 1, and there is none; add one",
        ),
        (
            lambda: remove_neuron(network([2, 1, 1]), 1, 0),
            "hidden layer 1 must keep a neuron, and has only one; remove the layer",
        ),
        (
            lambda: remove_neuron(network([2, 3, 1]), 1, 3),
            "index must be a whole number from 0 to 2, got 3",
        ),
        (
            lambda: rearrange(network([2, 3, 3, 1]), [1, 1], draw=ones),
            "hidden layers must differ from each other, got [1, 1]",
        ),
        (
            lambda: rearrange(network([2, 3, 1]), [Fresh(0, "tanh")], draw=ones),
            "size must be a whole number of at least 1, got 0",
        ),
        (
            lambda: with_activation(network([2, 3, 1]), 1, "tahn"),
            "unknown activation 'tahn'; did you mean 'tanh'? (elu, gelu, identity, leaky_relu, relu, "
            "sigmoid, sin, softplus, step, tanh)",
        ),
    ],
)
def test_what_cannot_be_built_is_said(act, message):
    """With the rule and what was received."""
    with pytest.raises(ArgumentError) as caught:
        act()

    assert str(caught.value) == message


def test_views_of_sources_are_those_of_parameters():
    """The place of a kept weight can be read off as the weight itself is."""
    built = remove_neuron(network([2, 3, 1]), 1, 0)
    places = built.sources.astype(float)

    assert built.network.layout.weights(places)[0].tolist() == [[1, 2], [4, 5]]
    assert built.network.layout.biases(places)[0].tolist() == [7, 8]
