"""Biases and starting numbers as part of a recipe: what may be given, what is kept, what follows."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.errors import ExperimentError
from learnscope.experiment import set_up
from learnscope.experiment.changed import changed
from tests.sampling import many
from tests.small import SMALL

WEIGHTS = [[[0.5, -0.25, 1.0], [0.125, 2.0, 0.0]], [[1.0], [2.0], [3.0]]]
BIASES = [[0.1, 0.2, 0.3], [0.4]]
START = {"weights": WEIGHTS, "biases": BIASES}
KINDS = st.sampled_from(["learned", "fixed", "none"])


def recipe(**fields):
    """On points of the plane with one target."""
    return ls.Experiment(**{"data": "plane", "hidden": [3], **fields})


def test_a_given_start_is_what_the_network_begins_with():
    """Every number, whatever the seed, the initialiser and its scale."""
    experiment = recipe(start=START, seed=5, initializer="zeros", initial_scale=7)

    network = set_up(experiment).network

    assert [weight.tolist() for weight in network.weights] == WEIGHTS
    assert [bias.tolist() for bias in network.biases] == BIASES


def test_a_network_is_a_start_for_a_recipe_of_its_shape():
    """Its arrays are taken, and an equal recipe is made from the same numbers as lists."""
    network = set_up(recipe(seed=3)).network

    experiment = recipe(start=network)

    assert set_up(experiment).network == network
    assert experiment == recipe(start=experiment.start.lists())


@st.composite
def starts(draw):
    """Recipes with any kinds of bias and any finite numbers to start with."""
    hidden = draw(st.lists(st.integers(1, 3), max_size=2))
    sizes = [2, *hidden, 1]
    bias = draw(st.lists(KINDS, min_size=len(hidden) + 1, max_size=len(hidden) + 1))
    numbers = st.floats(allow_nan=False, allow_infinity=False)

    def array(*shape):
        return np.reshape(draw(st.lists(numbers, min_size=(n := int(np.prod(shape))), max_size=n)), shape)

    weights = [array(a, b).tolist() for a, b in pairwise(sizes)]
    biases = [
        None if kind == "none" else array(size).tolist() for kind, size in zip(bias, sizes[1:], strict=True)
    ]
    return recipe(hidden=hidden, bias=bias, start={"weights": weights, "biases": biases})


@given(experiment=starts())
@settings(deadline=None, max_examples=many(100))
def test_a_start_comes_back_bit_for_bit_from_json_and_from_an_address(experiment):
    """The recipe is equal, and so are the bits of the network it begins with."""
    for other in (
        ls.Experiment.from_json(experiment.to_json()),
        ls.Experiment.from_url(experiment.to_url()),
    ):
        assert other == experiment
        assert hash(other) == hash(experiment)
        assert set_up(other).network.parameters.tobytes() == set_up(experiment).network.parameters.tobytes()


def test_a_recipe_written_before_there_were_such_fields_opens():
    """Then biases are learned and everything is drawn."""
    document = json.loads(recipe().to_json())
    del document["bias"], document["start"]

    assert ls.Experiment.from_json(json.dumps(document)) == recipe()


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("none", "none"),
        (["none", "none"], "none"),
        (("fixed", "learned"), ("fixed", "learned")),
    ],
)
def test_kinds_of_bias_are_kept_as_one_word_where_all_are_alike(given_, kept):
    """Then equal recipes are equal, however they were written."""
    assert recipe(bias=given_).bias == kept


def test_a_bias_is_named_for_each_layer_in_an_address():
    """From below, the output's last."""
    assert recipe(**SMALL | {"hidden": (3,), "bias": ["fixed", "none"]}).to_url() == (
        "data=plane&hidden=3&bias=fixed,none"
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"bias": "fix"}, "unknown bias 'fix'; did you mean 'fixed'? (fixed, learned, none)"),
        (
            {"bias": ["none"]},
            "bias must be one word or one per layer, the output included (2), got 1",
        ),
        ({"bias": 3}, "bias must be one word or one per layer, got 3"),
        ({"start": 3}, "start must be None, a network, or hold weights and biases, got 3"),
        (
            {"start": "weights"},
            "start must be None, a network, or hold weights and biases, got 'weights'",
        ),
        (
            {"start": {"weight": WEIGHTS}},
            "start must be None, a network, or hold weights and biases, "
            "got {'weight': [[[0.5, -0.25, 1.0], [0.125, 2.0, 0.0]], [[1.0...",
        ),
        (
            {"start": {"weights": WEIGHTS[:1], "biases": BIASES}},
            "start must hold weights for each of the 2 layers of hidden=(3,), got 1",
        ),
        (
            {"start": {"weights": WEIGHTS, "biases": 0.5}},
            "start must hold biases for each of the 2 layers of hidden=(3,), got 0.5",
        ),
        (
            {"start": {"weights": WEIGHTS}},
            "start biases[0] must hold 3 numbers for a layer whose bias is 'learned', got None",
        ),
        (
            {"start": START, "bias": "none"},
            "start biases[0] must be None for a layer whose bias is 'none', got [0.1, 0.2, 0.3]",
        ),
        (
            {"start": {"weights": [WEIGHTS[0], [[1.0]]], "biases": BIASES}},
            "start weights[1] must have shape (3, n_out) for hidden=(3,), got (1, 1)",
        ),
        (
            {"start": {"weights": [[[1.0]], WEIGHTS[1]], "biases": BIASES}},
            "start weights[0] must have shape (n_in, 3) for hidden=(3,), got (1, 1)",
        ),
        (
            {"start": {"weights": [[1.0, 2.0, 3.0], WEIGHTS[1]], "biases": BIASES}},
            "start weights[0] must have shape (n_in, n_out), got (3,)",
        ),
        (
            {"start": {"weights": [[[1.0], [2.0, 3.0]], WEIGHTS[1]], "biases": BIASES}},
            "start weights[0] must be a regular array of numbers, got list",
        ),
        (
            {"start": {"weights": WEIGHTS, "biases": [[0.1, 0.2], [0.4]]}},
            "start biases[0] must have shape (3,), got (2,)",
        ),
        (
            {"start": {"weights": WEIGHTS, "biases": [[0.1, 0.2, float("nan")], [0.4]]}},
            "start biases[0] must hold finite numbers, got nan",
        ),
    ],
)
def test_what_does_not_fit_is_refused(fields, message):
    """The error names the array, the shape it must have and what came."""
    with pytest.raises(ExperimentError) as caught:
        recipe(**fields)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("iris", "start weights[0] must have 4 rows, as data 'iris' has 4 inputs, got 2"),
        ("moons", "start weights[1] must have 2 columns, as data 'moons' has 2 outputs, got 1"),
    ],
)
def test_a_start_that_does_not_fit_the_data_is_refused(data, message):
    """As soon as the data is there to tell."""
    with pytest.raises(ExperimentError) as caught:
        set_up(recipe(data=data, start=START))

    assert str(caught.value) == message


def test_a_start_is_short_to_print_and_equal_by_its_numbers():
    """Recipes that start with other numbers are others, and have no long repr."""
    experiment, other = recipe(start=START), recipe(start={"weights": WEIGHTS, "biases": [[0.0] * 3, [0.4]]})

    assert repr(experiment) == "Experiment(data='plane', hidden=(3,), start=<Start 2-3-1, 13 parameters>)"
    assert experiment != other
    assert experiment.start != START


def test_what_a_start_does_not_fit_leaves_it_out():
    """Other layers, data or ways to draw are drawn; what learning changes keeps the start."""
    experiment = recipe(start=START)

    assert changed(experiment, learning_rate=0.5, seed=3, activation="relu").start == experiment.start
    for changes in ({"hidden": (4,)}, {"data": "moons"}, {"initializer": "he"}, {"features": ("xy",)}):
        assert changed(experiment, **changes).start is None


def test_a_start_follows_biases_that_become_none_and_some_again():
    """They are left out, and are 0 once they are back; the weights stay."""
    without = changed(recipe(start=START), bias="none")
    again = changed(without, bias="fixed")

    assert without.start.biases == (None, None)
    assert [bias.tolist() for bias in again.start.biases] == [[0.0] * 3, [0.0]]
    assert [weight.tolist() for weight in again.start.weights] == WEIGHTS
    assert changed(recipe(start=START), bias="fixed").start == recipe(start=START).start


def test_biases_stay_with_their_layers_where_others_are_put_in():
    """The outputs' stays the last; new hidden layers learn theirs."""
    experiment = recipe(hidden=[3, 3], bias=["fixed", "learned", "none"])

    assert changed(experiment, hidden=(3,)).bias == ("fixed", "none")
    assert changed(experiment, hidden=(3, 3, 3)).bias == ("fixed", "learned", "learned", "none")
    assert changed(experiment, hidden=()).bias == "none"


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_biases_that_are_held_stay_through_a_training(engine):
    """While weights learn; and a layer without bias learns with none."""
    experiment = recipe(bias=["fixed", "none"], initializer="uniform", epochs=3, l2=0.01, clip_norm=0.5)

    run = ls.train(experiment, engine=engine)

    start, end = set_up(experiment).network, run.network
    assert end.biases[0].tobytes() == start.biases[0].tobytes()
    assert end.biases[1] is None
    assert (end.weights[0] != start.weights[0]).all()


def test_a_run_with_biases_and_a_start_of_its_own_is_saved_whole(tmp_path):
    """Reopened it goes on with the same recipe and the same bits."""
    start = {"weights": WEIGHTS, "biases": [BIASES[0], None]}
    run = ls.train(recipe(bias=["fixed", "none"], start=start, epochs=2), engine="plain")

    run.save(tmp_path / "r.run")
    again = ls.open_run(tmp_path / "r.run")

    assert again.experiment == run.experiment
    assert again.network == run.network
    assert again.at(1) == run.at(1)


def test_replace_of_a_shape_alone_is_refused_with_the_reason():
    """`replace` changes what it is told and nothing else."""
    with pytest.raises(ExperimentError) as caught:
        replace(recipe(start=START), hidden=(4,))

    assert str(caught.value) == "start weights[0] must have shape (n_in, 4) for hidden=(4,), got (2, 3)"
