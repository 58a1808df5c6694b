"""Removals against networks that were really changed; interactions and emergence add up."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.forward import forward, loss
from learnscope.core.losses import softmax
from learnscope.core.network import Network
from learnscope.errors import ArgumentError
from learnscope.probe.removal import Removals
from learnscope.probe.without import Neuron, Part, Wire
from learnscope.words import number
from tests.sampling import many


def network_of(
    *sizes: int, seed: int = 1, activation: str = "tanh"
) -> tuple[Network, np.ndarray, np.ndarray]:
    """A random classifier and samples."""
    network = Network.draw(list(sizes), activation=activation, loss="softmax_cross_entropy", seed=seed)
    random = np.random.default_rng(seed)
    return network, random.normal(size=(20, sizes[0])), np.eye(sizes[-1])[random.integers(0, sizes[-1], 20)]


def changed(network: Network, *places: tuple[int, int, int]) -> Network:
    """The network with some weights at 0."""
    parameters = network.parameters.copy()
    for link, start, end in places:
        parameters[network.layout.place(link, "weight", (start, end))] = 0.0
    return network.with_parameters(parameters)


def test_a_wire_that_is_removed_weighs_nothing() -> None:
    """Every wire: the loss is that of the network whose weight is 0."""
    network, x, y = network_of(3, 4, 3, 2)
    removals = Removals(network, x, y)
    for wire in removals.wires():
        zeroed = changed(network, (wire.link, wire.start, wire.end))

        assert removals.effect(wire).loss == pytest.approx(loss(zeroed, forward(zeroed, x), y), rel=1e-12)


def test_a_neuron_that_is_removed_passes_nothing_on() -> None:
    """Every input and hidden neuron: as if all its wires upward were 0."""
    network, x, y = network_of(3, 4, 3, 2)
    removals = Removals(network, x, y)
    for neuron in removals.neurons():
        above = network.sizes[neuron.layer + 1]
        zeroed = changed(network, *((neuron.layer, neuron.index, j) for j in range(above)))

        assert removals.effect(neuron).loss == pytest.approx(loss(zeroed, forward(zeroed, x), y), rel=1e-12)


def test_parts_of_several_layers_are_removed_at_once() -> None:
    """Two wires of one sum, a wire and the neuron it leaves, neurons of two layers."""
    network, x, y = network_of(3, 4, 3, 2)
    removals = Removals(network, x, y)
    cases = (
        ((Wire(0, 0, 1), Wire(0, 1, 1)), [(0, 0, 1), (0, 1, 1)]),
        ((Neuron(1, 2), Wire(1, 2, 0)), [(1, 2, j) for j in range(3)]),
        ((Neuron(0, 1), Neuron(2, 0)), [(0, 1, j) for j in range(4)] + [(2, 0, j) for j in range(2)]),
    )
    for parts, places in cases:
        zeroed = changed(network, *places)

        assert removals.effect(*parts).loss == pytest.approx(loss(zeroed, forward(zeroed, x), y), rel=1e-12)


@given(data=st.data())
@settings(max_examples=many(60))
def test_any_change_is_that_of_a_network_really_changed(data: st.DataObject) -> None:
    """Any parts of any depth, removed or nudged, whatever the activation."""
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    activation = data.draw(st.sampled_from(["tanh", "relu", "sigmoid"]))
    network, x, y = network_of(*sizes, 2, activation=activation, seed=data.draw(st.integers(0, 99)))
    removals = Removals(network, x, y)
    every = [*removals.neurons(), *removals.wires()]
    parts = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True))
    by = data.draw(st.sampled_from([None, 0.25, -1.0]))

    outputs = really(network, x, parts, by)

    found = removals.effect(*parts, by=by)
    right = float((outputs.argmax(axis=1) == y.argmax(axis=1)).mean())
    losses = -np.log(softmax(outputs)[y == 1])
    assert found.loss == pytest.approx(losses.mean(), rel=1e-12)
    assert found.accuracy == right
    assert removals.said(*parts, by=by) == pytest.approx(softmax(outputs), abs=1e-12)


def really(network: Network, x: np.ndarray, parts: list[Part], by: float | None) -> np.ndarray:
    """The outputs, worked out layer by layer as the definition says."""
    function = {
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    }
    a = x.copy()
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        weight = weight.copy()
        for part in parts:
            if isinstance(part, Neuron) and part.layer == layer:
                a[:, part.index] = 0 if by is None else a[:, part.index] + by
            if isinstance(part, Wire) and part.link == layer:
                weight[part.start, part.end] = 0 if by is None else weight[part.start, part.end] + by
        z = a @ weight + bias
        a = z if network.activations[layer] == "identity" else function[network.activations[layer]](z)
    return a


def test_numbers_that_are_not_finite_stay_where_they_are() -> None:
    """Removing what makes a sum infinite makes it finite again."""
    network, x, y = network_of(2, 2, 2, activation="relu")
    parameters = network.parameters.copy()
    parameters[network.layout.place(0, "weight", (0, 0))] = np.inf
    wild = network.with_parameters(parameters)
    removals = Removals(wild, np.abs(x) + 1, y)

    assert not np.isfinite(removals.loss)
    assert np.isfinite(removals.effect(Neuron(1, 0)).loss)


def test_an_answer_is_right_as_the_data_has_it() -> None:
    """Classes and labels under a loss of values; a threshold of one's own."""
    network, x, y = network_of(3, 4, 2)
    values = dataclasses.replace(network, loss="squared_error")

    assert np.isnan(Removals(values, x, y).accuracy)
    assert Removals(values, x, y, kind="classes").accuracy == Removals(network, x, y).accuracy
    assert Removals(values, x, y, kind="labels", threshold=-1e9).accuracy == y.mean()


def test_interactions_and_emergence_add_up() -> None:
    """Singles, pairs and the rest are the whole."""
    network, x, y = network_of(3, 3, 2)
    removals = Removals(network, x, y)
    one, other = Neuron(1, 0), Neuron(1, 1)

    both = removals.effect(one, other).loss_change
    found = removals.emergence()

    alone = removals.effect(one).loss_change + removals.effect(other).loss_change
    assert removals.interaction(one, other) == pytest.approx(both - alone)
    assert found.singles + found.pairs + found.together == pytest.approx(found.whole)
    assert found.whole == removals.effect(*(Neuron(1, k) for k in range(3))).loss_change


def test_a_mean_may_stand_in_for_what_is_removed() -> None:
    """Then an input that is always the same can be removed without a trace."""
    network, x, y = network_of(3, 4, 2)
    x[:, 1] = 0.7

    assert Removals(network, x, y, put="mean").effect(Neuron(0, 1)).loss_change == pytest.approx(0, abs=1e-14)


def test_what_is_not_there_cannot_be_removed() -> None:
    """Outputs stay; indices have their range; `put` its choices."""
    network, x, y = network_of(3, 4, 2)
    removals = Removals(network, x, y)

    with pytest.raises(ArgumentError, match="layer must be a whole number from 0 to 1, got 2"):
        removals.effect(Neuron(2, 0))
    with pytest.raises(ArgumentError, match="end must be a whole number from 0 to 3, got 4"):
        removals.effect(Wire(0, 0, 4))
    with pytest.raises(ArgumentError, match="hidden neurons must be from 1 to 2, got 4"):
        removals.emergence(most=2)
    with pytest.raises(ArgumentError, match="by must be "):
        removals.effect(Neuron(0, 0), by=float("nan"))
    with pytest.raises(ArgumentError, match="unknown put 'none'"):
        Removals(network, x, y, put="none")


def test_it_prints_what_is_judged() -> None:
    """The network, its loss and, where answers are right or wrong, how many are right."""
    network, x, y = network_of(3, 4, 2)
    removals = Removals(network, x, y)

    assert repr(removals).startswith(f"<Removals from {network!r}: loss {number(removals.loss)}, accuracy ")
    assert "accuracy" not in repr(Removals(network, x, y, kind="values"))
