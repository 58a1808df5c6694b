"""A network knows the place of every number, and what meets what on every link."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

import learnscope as ls
from learnscope.core.layers import LAYER_KINDS, Layer
from learnscope.core.layout import dense_layout
from learnscope.errors import ArgumentError
from tests.core.drawn import cases

KINDS = st.sampled_from(["learned", "fixed", "none"])


@st.composite
def layouts(draw):
    """Of 1 to 4 dense layers with any kinds of bias."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    bias = draw(st.lists(KINDS, min_size=len(sizes) - 1, max_size=len(sizes) - 1))
    return dense_layout(sizes, bias)


@given(layouts())
def test_blocks_lie_side_by_side_and_fill_the_flat_vector(layout):
    """No number belongs to two blocks, and none to no block."""
    ends = [0, *(block.stop for block in layout.blocks)]

    assert [block.start for block in layout.blocks] == ends[:-1]
    assert layout.size == len(layout.learned) == ends[-1]


@given(layouts())
def test_every_number_has_one_address_and_every_address_one_place(layout):
    """`place` undoes `address`, and the block's view at that index is that number."""
    flat = np.arange(layout.size, dtype=np.float64)
    for place in range(layout.size):
        at = layout.address(place)
        assert layout.place(at.layer, at.role, at.index) == place
        assert layout.block(at.layer, at.role).of(flat)[at.index] == place


@given(layouts())
def test_what_is_held_is_not_among_what_learns(layout):
    """Only biases of a layer that holds them are left out."""
    held = [at for place in np.flatnonzero(~layout.learned) if (at := layout.address(int(place)))]

    assert all(at.role == "bias" and not layout.block(at.layer, "bias").learned for at in held)
    assert all(layout.learned[block.start : block.stop].all() for block in layout.blocks if block.learned)


def test_addresses_read_as_in_the_library():
    """The text of an address is what one types after `network.`"""
    layout = dense_layout([2, 3, 1])

    assert str(layout.address(5)) == "weights[0][1, 2]"
    assert str(layout.address(7)) == "biases[0][1]"
    assert str(layout.address(12)) == "biases[1][0]"


@pytest.mark.parametrize(
    ("layer", "role", "index", "message"),
    [
        (2, "weight", (0, 0), "layer must be a whole number from 0 to 1, got 2"),
        (0, "weigth", (0, 0), "unknown role 'weigth'; did you mean 'weight'? (bias, weight)"),
        (1, "bias", (0,), "layer 1 has no bias"),
        (0, "weight", (0,), "index of a weight must hold 2 numbers, got [0]"),
        (0, "bias", (3,), "index[0] must be a whole number from 0 to 2, got 3"),
    ],
)
def test_an_address_of_no_number_is_refused(layer, role, index, message):
    """The error names the part at fault and what it may be."""
    with pytest.raises(ArgumentError) as caught:
        dense_layout([2, 3, 1], ["learned", "none"]).place(layer, role, index)

    assert str(caught.value) == message


def test_a_place_beyond_the_end_is_refused():
    """The error says how far one may count."""
    with pytest.raises(ArgumentError) as caught:
        dense_layout([2, 3, 1]).address(13)

    assert str(caught.value) == "place must be a whole number from 0 to 12, got 13"


@given(case=cases())
def test_what_an_output_sums_is_what_its_layer_says(case):
    """Sums over a layer's terms are the preactivations of the forward pass."""
    network, trace = case.network, ls.forward(case.network, case.x)
    for layer, weight, bias, did in zip(
        network.layers, network.weights, network.biases, trace.layers, strict=True
    ):
        for output in range(layer.output_shape[0]):
            terms = layer.terms(output)
            z = did.input[:, terms.inputs] @ weight.ravel()[terms.weights]
            z = z if terms.bias is None else z + bias[terms.bias]
            np.testing.assert_allclose(z, did.preactivation[:, output], rtol=1e-12, atol=1e-12)


@given(case=cases())
def test_what_flows_on_a_layer_s_terms_makes_its_sums(case):
    """Forward flows add up to what outputs sum, backward flows to what arrives at inputs."""
    network, trace = case.network, ls.forward(case.network, case.x)
    for layer, weight, did in zip(network.layers, network.weights, trace.layers, strict=True):
        wiring, x, delta = layer.wiring, did.input[0], np.arange(1.0, 1 + layer.output_shape[0])
        ends = wiring.ends(np.arange(wiring.count))
        forward, backward = wiring.forward(x, weight), wiring.backward(delta, weight)

        assert forward.tolist() == (x[ends.input] * weight.ravel()[ends.weight]).tolist()
        assert backward.tolist() == (delta[ends.output] * weight.ravel()[ends.weight]).tolist()
        for output in range(layer.output_shape[0]):
            assert (ends.output[wiring.entering(output)] == output).all()
        for number in range(layer.input_shape[0]):
            assert (ends.input[wiring.leaving(number)] == number).all()
        arriving = np.bincount(ends.input, weights=backward, minlength=layer.input_shape[0])
        np.testing.assert_allclose(wiring.arriving(delta, weight), arriving, rtol=1e-12, atol=1e-12)


def test_every_kind_of_layer_says_what_it_is():
    """Each has a title, a formula and shapes."""
    for name, kind in LAYER_KINDS.items():
        layer = Layer(name, (4,), (3,), "tanh")
        assert kind.name == name
        assert kind.title
        assert kind.formula
        assert layer.parameter_count == 15
