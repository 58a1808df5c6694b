"""Networks are values: made from names and arrays that are checked, and changed by nothing."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.core.initializers import INITIALIZERS
from learnscope.errors import ArgumentError, ShapeError
from tests.core.drawn import cases

WEIGHTS = [np.arange(6.0).reshape(2, 3), np.arange(3.0).reshape(3, 1)]
BIASES = [np.array([1.0, 2.0, 3.0]), np.array([4.0])]


def make(weights=WEIGHTS, biases=BIASES, activations=("tanh", "identity"), loss="squared_error"):
    return ls.Network.from_arrays(weights, biases, activations=activations, loss=loss)


def test_weights_and_biases_are_what_was_given():
    """from_arrays keeps every number, each layer's weight before its bias in the flat vector."""
    network = make()

    assert network.sizes == (2, 3, 1)
    assert network.parameters.tolist() == [0, 1, 2, 3, 4, 5, 1, 2, 3, 0, 1, 2, 4]
    assert all(np.array_equal(a, b) for a, b in zip(network.weights, WEIGHTS, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(network.biases, BIASES, strict=True))


def test_the_arrays_given_stay_the_caller_s():
    """Changing them afterwards changes no network."""
    weight = np.ones((1, 1))
    network = make([weight], [[0.0]], ["identity"])

    weight[0, 0] = 5.0

    assert network.weights[0][0, 0] == 1.0


@pytest.mark.parametrize("array", ["parameters", "weights", "biases"])
def test_a_network_s_arrays_are_read_only(array):
    """Writing into a network is refused."""
    found = getattr(make(), array)
    part = found if array == "parameters" else found[0]

    with pytest.raises(ValueError, match="read-only"):
        part[0] = 1.0


def test_the_arrays_of_traces_and_gradients_are_read_only():
    """What is explained cannot be changed by whoever explains it."""
    network = make()
    trace = ls.forward(network, [[1.0, 2.0]])
    gradients = ls.backward(network, trace, [[0.0]])

    arrays = [trace.input, trace.output, trace.preactivations, trace.activations, gradients.parameters]
    arrays += [
        part for layer in trace.layers for part in (layer.input, layer.preactivation, layer.activation)
    ]
    arrays += [part for layer in gradients.layers for part in (layer.weight, layer.bias, layer.delta)]
    assert not any(array.flags.writeable for array in arrays)


@given(case=cases())
@settings(deadline=None)
def test_an_update_leaves_the_old_network_as_it_was(case):
    """update makes another network; the old one has the same bits as before."""
    before = case.network.parameters.tobytes()
    gradients = ls.backward(case.network, ls.forward(case.network, case.x), case.y)

    after = ls.update(case.network, gradients, learning_rate=0.1)

    assert case.network.parameters.tobytes() == before
    moved = np.where(case.network.layout.learned, 0.1 * gradients.parameters, 0.0)
    assert np.array_equal(after.parameters, case.network.parameters - moved)


@pytest.mark.parametrize("initializer", INITIALIZERS)
@given(seed=st.integers(0, 2**40))
def test_a_seed_draws_the_same_start_every_time(initializer, seed):
    """Same seed, same bits."""
    first, second = (ls.Network.draw([3, 4, 2], seed=seed, initializer=initializer) for _ in range(2))

    assert first == second


def test_other_seeds_draw_other_starts():
    """The seed matters."""
    assert ls.Network.draw([3, 4, 2], seed=1) != ls.Network.draw([3, 4, 2], seed=2)


def test_equal_networks_have_equal_layers_losses_and_numbers():
    """Equality is by value, not-a-number included; networks have no hash."""
    odd = make(biases=[[np.nan, 0, 0], [0.0]])

    assert odd == make(biases=[[np.nan, 0, 0], [0.0]])
    assert odd != make()
    assert make() != make(activations=["relu", "identity"])
    assert make() != make(loss="half_squared_error")
    assert make() != "a network"
    with pytest.raises(TypeError, match="unhashable"):
        hash(odd)


def test_a_network_says_what_it_is():
    """Its repr names shape, activations, loss and size."""
    assert repr(make()) == "<Network 2-3-1, tanh, identity, squared_error, 13 parameters>"


def test_with_parameters_copies():
    """The vector given stays the caller's."""
    vector = np.zeros(13)
    network = make().with_parameters(vector)

    vector[0] = 1.0

    assert not network.parameters.any()


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ([3], "sizes must name at least an input and an output layer, got [3]"),
        ("432", "sizes must name at least an input and an output layer, got '432'"),
        (4, "sizes must name at least an input and an output layer, got 4"),
        ([3, 0, 2], "sizes[1] must be a whole number of at least 1, got 0"),
        ([3, 2.5, 2], "sizes[1] must be a whole number of at least 1, got 2.5"),
        ([3, True], "sizes[1] must be a whole number of at least 1, got True"),
    ],
)
def test_sizes_that_make_no_network_are_refused(sizes, message):
    """Sizes are whole numbers of at least 1, two or more of them."""
    with pytest.raises(ArgumentError) as caught:
        ls.Network.draw(sizes, seed=0)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"activation": ["tanh"] * 3},
            "activation must be one name or one per hidden layer (1), got 3",
        ),
        (
            {"initializer": "glorot_unifrm"},
            "unknown initializer 'glorot_unifrm'; did you mean 'glorot_uniform'? ",
        ),
        ({"activation": "rleu"}, "unknown activation 'rleu'; did you mean 'relu'? "),
        ({"output": "softmax"}, "unknown activation 'softmax'"),
        ({"loss": "squared_eror"}, "unknown loss 'squared_eror'; did you mean 'squared_error'? "),
    ],
)
def test_names_that_are_unknown_are_refused(options, message):
    """The error suggests the nearest name; the list of all that follows grows with the library."""
    with pytest.raises(ArgumentError) as caught:
        ls.Network.draw([2, 3, 1], seed=0, **options)

    assert str(caught.value).startswith(message)


def test_a_seed_is_a_whole_number():
    """Negative seeds are refused."""
    with pytest.raises(ArgumentError) as caught:
        ls.Network.draw([2, 1], seed=-1)

    assert str(caught.value) == "seed must be a whole number of at least 0, got -1"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"weights": WEIGHTS[:1]},
            "weights, biases and activations must have one entry per layer, got 1, 2 and 2",
        ),
        (
            {"weights": [], "biases": [], "activations": []},
            "weights, biases and activations must have one entry per layer, got 0, 0 and 0",
        ),
        ({"weights": [np.ones(2), WEIGHTS[1]]}, "weights[0] must have shape (n_in, n_out), got (2,)"),
        ({"weights": [np.ones((2, 0)), WEIGHTS[1]]}, "weights[0] must have shape (n_in, n_out), got (2, 0)"),
        ({"weights": [WEIGHTS[0], np.ones((2, 1))]}, "weights[1] must have shape (3, n_out), got (2, 1)"),
        ({"biases": [[1.0], [4.0]]}, "biases[0] must have shape (3,), got (1,)"),
        (
            {"weights": [[[1.0, 2.0, 3.0], [1.0]], WEIGHTS[1]]},
            "weights[0] must be a regular array of numbers, got list",
        ),
        ({"biases": ["abc", [4.0]]}, "biases[0] must be a regular array of numbers, got str"),
        ({"biases": [[None, 1.0, 2.0], [4.0]]}, "biases[0] must be a regular array of numbers, got list"),
        ({"biases": [[1j, 1.0, 2.0], [4.0]]}, "biases[0] must be a regular array of numbers, got list"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(changes, message):
    """The error names the array, the shape it must have and the one it has."""
    with pytest.raises(ShapeError) as caught:
        make(**changes)

    assert str(caught.value) == message


def test_one_word_is_no_list_of_activations():
    """A name alone would be read letter by letter."""
    with pytest.raises(ArgumentError) as caught:
        make(activations="tanh")

    assert str(caught.value) == "activations must be a list of names, one per layer, got 'tanh'"


def test_parameters_of_another_size_are_refused():
    """with_parameters wants one number per parameter."""
    with pytest.raises(ShapeError) as caught:
        make().with_parameters([1.0])

    assert str(caught.value) == "parameters must have shape (13,), got (1,)"
