"""A layer's bias is learned, fixed or none: what each means for passes, updates, norms and files."""

import json

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.core.layers import BIASES
from learnscope.core.optimizers import OPTIMIZERS, Optimizer
from learnscope.errors import ArgumentError, FormatError, ShapeError
from tests.core.drawn import cases, distance, draw_case

SIZES, MIXED = [3, 4, 4, 2], ["fixed", "none", "learned"]


def mixed(seed=0):
    return draw_case(SIZES, "tanh", "half_squared_error", rows=5, seed=seed, bias=MIXED)


def test_a_layer_without_bias_has_no_number_for_one():
    """The flat vector holds its weights alone, and its bias is None in network and gradients."""
    network = ls.Network.draw([2, 1], seed=0, bias="none")
    gradients = ls.backward(network, ls.forward(network, [[1.0, 2.0]]), [0])

    assert network.parameters.shape == gradients.parameters.shape == (2,)
    assert network.biases == (None,)
    assert gradients.layers[0].bias is None


def test_a_layer_of_one_bias_and_a_zero_weight_is_a_network_of_one_guess():
    """What it says is its bias, whatever comes in."""
    network = ls.Network.from_arrays([[[0.0]]], [[350.0]], activations=["identity"], loss="squared_error")

    assert ls.forward(network, [[7.0]]).output.tolist() == [[350.0]]


@pytest.mark.parametrize("initializer", ["uniform", "glorot_uniform", "he"])
def test_the_kind_of_bias_changes_no_weight_that_is_drawn(initializer):
    """A seed draws the same weights under each kind, and the same biases where there are any."""
    drawn = {
        kind: ls.Network.draw(SIZES, seed=3, initializer=initializer, bias=kind)
        for kind in ("learned", "fixed", "none")
    }

    for kind in ("fixed", "none"):
        pairs = zip(drawn[kind].weights, drawn["learned"].weights, strict=True)
        assert all(np.array_equal(one, other) for one, other in pairs)
    assert drawn["fixed"].parameters.tolist() == drawn["learned"].parameters.tolist()


@given(case=cases(), seed=st.integers(0, 99))
@settings(deadline=None)
def test_a_layer_without_bias_is_one_whose_biases_are_zero(case, seed):
    """Outputs are the same, and so are the gradients of the weights."""
    network = case.network
    zero = ls.Network.from_arrays(
        network.weights,
        [np.zeros(size) for size in network.sizes[1:]],
        activations=network.activations,
        loss=network.loss,
    )
    none = ls.Network.from_arrays(
        network.weights,
        [None] * len(network.layers),
        activations=network.activations,
        loss=network.loss,
    )
    traces = [ls.forward(one, case.x) for one in (zero, none)]
    gradients = [ls.backward(one, trace, case.y) for one, trace in zip((zero, none), traces, strict=True)]

    np.testing.assert_allclose(traces[0].output, traces[1].output, rtol=1e-12, atol=1e-14)
    assert distance(*(np.concatenate([g.weight.ravel() for g in one.layers]) for one in gradients)) < 1e-12


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_no_optimizer_moves_or_remembers_a_bias_that_is_held(optimizer):
    """It keeps its bits, and what the optimizer remembers of it stays 0, while its gradient is not."""
    case, kind = mixed(), Optimizer(optimizer, epsilon=0.0)
    network, state = case.network, kind.start(case.network)
    for _ in range(5):
        gradients = ls.backward(network, ls.forward(network, case.x), case.y)
        network, state = kind.update(network, gradients, state, learning_rate=0.1)

    held = ~network.layout.learned
    assert held.sum() == 4
    assert gradients.layers[0].bias.all()
    assert network.parameters[held].tobytes() == case.network.parameters[held].tobytes()
    assert not state.slots[:, held].any()
    assert (network.parameters[~held] != case.network.parameters[~held]).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_weights_learn_beside_a_held_bias_as_beside_a_learned_one(optimizer):
    """One step moves all that learns by the same bits, whatever the biases do."""
    kinds = [
        draw_case(SIZES, "tanh", "half_squared_error", rows=5, seed=1, bias=[word] * 3)
        for word in ("learned", "fixed")
    ]
    kind, weights = Optimizer(optimizer), []
    for case in kinds:
        gradients = ls.backward(case.network, ls.forward(case.network, case.x), case.y)
        after, _ = kind.update(case.network, gradients, kind.start(case.network), learning_rate=0.1)
        weights.append(b"".join(weight.tobytes() for weight in after.weights))

    assert weights[0] == weights[1]


@given(case=cases())
@settings(deadline=None)
def test_networks_with_any_biases_survive_the_disk(case, tmp_path_factory):
    """Kinds and numbers come back."""
    path = tmp_path_factory.mktemp("networks") / "n.json"

    case.network.save(path)

    assert ls.Network.load(path) == case.network


def test_a_file_says_that_a_bias_is_held_or_none_and_then_has_version_two(tmp_path):
    """A Learnscope that knew nothing of it refuses the file instead of learning what is held."""
    mixed().network.save(tmp_path / "n.json")

    document = json.loads((tmp_path / "n.json").read_text())
    first, second, last = document["layers"]
    assert document["version"] == 2
    assert first["held"] is True
    assert second["bias"] is None
    assert "held" not in last


def test_a_word_in_the_place_of_held_is_refused(tmp_path):
    """The error names file, layer and rule."""
    mixed().network.save(tmp_path / "n.json")
    text = (tmp_path / "n.json").read_text().replace('"held": true', '"held": "yes"')
    (tmp_path / "n.json").write_text(text)

    with pytest.raises(FormatError) as caught:
        ls.Network.load(tmp_path / "n.json")

    assert str(caught.value) == "n.json layer 1: held must be true or false, got 'yes'"


def test_kinds_that_are_none_or_too_few_are_refused():
    """The errors name the rule and the nearest word."""
    with pytest.raises(ArgumentError) as caught:
        ls.Network.draw([2, 2, 1], seed=0, bias="fix")
    assert str(caught.value) == "unknown bias 'fix'; did you mean 'fixed'? (fixed, learned, none)"
    with pytest.raises(ArgumentError) as caught:
        ls.Network.draw([2, 2, 1], seed=0, bias=["none"])
    assert str(caught.value) == "bias must be one word or one per layer (2), got 1"


def test_numbers_for_a_bias_that_is_none_are_refused():
    """Who says that there is none gives none."""
    with pytest.raises(ShapeError) as caught:
        ls.Network.from_arrays([[[1.0]]], [[0.5]], activations=["tanh"], loss="huber", bias="none")

    assert str(caught.value) == "biases[0] must be None for a layer whose bias is 'none', got [0.5]"


def test_every_kind_of_bias_has_words():
    """A title and a sentence, for lists that are drawn from the table."""
    assert list(BIASES) == ["learned", "fixed", "none"]
    assert all(bias.title and bias.explanation.endswith(".") for bias in BIASES.values())
