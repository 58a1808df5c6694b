"""The recipe and what is set up from it."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnscope.core.network import Network
from learnscope.data.builtin import load
from learnscope.errors import ExperimentError, FormatError
from learnscope.experiment import Experiment, set_up
from learnscope.starting_points import STARTING_POINTS

experiments = st.builds(
    Experiment,
    data=st.sampled_from(["iris", "original"]),
    hidden=st.lists(st.integers(1, 9), max_size=4),
    activation=st.sampled_from(["identity", "sigmoid", "tanh", "relu"]),
    output=st.sampled_from(["identity", "sigmoid"]),
    loss=st.sampled_from(["squared_error", "softmax_cross_entropy"]),
    initializer=st.sampled_from(["glorot_uniform", "uniform"]),
    learning_rate=st.floats(0, 1e300, exclude_min=True),
    batch_size=st.integers(1, 10**9),
    split=st.sampled_from([(1, 0, 0), (0.7, 0.15, 0.15), (0.5, 0.5, 0)]),
    scale=st.sampled_from(["standard", "none"]),
    seed=st.integers(0, 2**64),
)


@given(experiments)
def test_json_makes_the_same_experiment_again(experiment: Experiment) -> None:
    """Every field comes back with all its bits."""
    assert Experiment.from_json(experiment.to_json()) == experiment


def test_a_list_of_hidden_layers_becomes_a_tuple() -> None:
    """An experiment can be compared and hashed whatever sequence it was given."""
    experiment = Experiment(data="iris", hidden=[8, 8])  # type: ignore[arg-type]

    assert experiment.hidden == (8, 8)
    assert hash(experiment) == hash(dataclasses.replace(experiment))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("data", 3, "data must be the name of a data set, got 3"),
        ("data", "", "data must be the name of a data set, got ''"),
        ("hidden", 5, "hidden must list the neurons of each hidden layer, got 5"),
        ("hidden", "58", "hidden must list the neurons of each hidden layer, got '58'"),
        ("hidden", (4, 0), "hidden[1] must be a whole number of at least 1, got 0"),
        (
            "activation",
            "rleu",
            "unknown activation 'rleu'; did you mean 'relu'?",
        ),
        ("output", "softmax", "unknown output activation 'softmax'"),
        ("loss", "squared_eror", "unknown loss 'squared_eror'; did you mean 'squared_error'?"),
        ("initializer", "unifrom", "unknown initializer 'unifrom'; did you mean 'uniform'?"),
        ("learning_rate", -0.1, "learning_rate must be in (0, inf), got -0.1"),
        ("learning_rate", float("nan"), "learning_rate must be in (0, inf), got nan"),
        ("batch_size", 0, "batch_size must be a whole number of at least 1, got 0"),
        ("split", (0.5, 0.2, 0.2), "split shares must sum to 1, got 0.5 + 0.2 + 0.2"),
        ("scale", "log", "unknown scale 'log' (none, standard)"),
        ("seed", -1, "seed must be a whole number of at least 0, got -1"),
    ],
)
def test_a_broken_rule_is_named(field: str, value: object, message: str) -> None:
    """The message names the field, the rule and the value."""
    with pytest.raises(ExperimentError) as raised:
        Experiment(**{"data": "iris", field: value})  # type: ignore[arg-type]

    # what follows is the list of names, which grows
    assert str(raised.value).startswith(message) if "unknown" in message else str(raised.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "an experiment must be JSON, got text that is none (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))"),  # noqa: E501
        ("[1]", "an experiment must say format 'learnscope experiment', got [1]"),
        ('{"format": "x"}', "an experiment must say format 'learnscope experiment', got {}"),
        (
            '{"format": "learnscope experiment", "version": 2}',
            "an experiment must have version 1, which this Learnscope reads, got 2",
        ),
    ],
)  # fmt: skip
def test_text_that_is_no_experiment_is_refused(text: str, message: str) -> None:
    """Another format, another version, no JSON at all."""
    with pytest.raises(FormatError) as raised:
        Experiment.from_json(text)

    assert str(raised.value) == message


def test_json_without_data_is_refused() -> None:
    """The one field without a default is asked for."""
    text = json.dumps({"format": "learnscope experiment", "version": 1})

    with pytest.raises(ExperimentError) as raised:
        Experiment.from_json(text)

    assert str(raised.value) == "an experiment must name its data; add the field 'data'"


def test_json_with_an_unknown_field_is_refused() -> None:
    """The nearest name is suggested."""
    document = json.loads(Experiment(data="iris").to_json()) | {"lerning_rate": 1}

    with pytest.raises(ExperimentError) as raised:
        Experiment.from_json(json.dumps(document))

    start = "unknown field of an experiment 'lerning_rate'; did you mean 'learning_rate'? (activation, "
    assert str(raised.value).startswith(start)


def test_scaling_is_fitted_on_training_rows_only() -> None:
    """What the network sees has mean 0 and deviation 1 over the training rows, not over all."""
    setup = set_up(Experiment(data="iris", seed=3))
    inputs, train = load("iris").inputs, setup.split.train

    expected = (inputs - inputs[train].mean(axis=0)) / inputs[train].std(axis=0)

    np.testing.assert_allclose(setup.x, expected, atol=1e-13)  # differences of a few roundings
    assert np.array_equal(setup.y, load("iris").targets)


def test_without_scaling_the_network_sees_the_inputs() -> None:
    """Scale "none" changes no bit."""
    setup = set_up(Experiment(data="iris", scale="none"))

    assert np.array_equal(setup.x, load("iris").inputs)


def test_the_starting_network_is_the_one_that_is_drawn_from_the_seed() -> None:
    """A script gets the network of the page by the recipe alone."""
    setup = set_up(STARTING_POINTS["iris"].experiment)

    assert setup.network == Network.draw(
        [4, 5, 3], activation="tanh", output="identity", loss="softmax_cross_entropy", seed=7
    )


def test_the_starting_points_are_the_two_that_are_offered() -> None:
    """Iris as it is split, and the network of 2015 with all in (-1, 1)."""
    iris, original = (set_up(point.experiment) for point in STARTING_POINTS.values())

    assert [point.title for point in STARTING_POINTS.values()] == ["Iris 4-5-3", "The 2015 original"]
    assert iris.network.sizes == (4, 5, 3)
    assert [len(part) for part in (iris.split.train, iris.split.validation, iris.split.test)] == [105, 23, 22]
    assert original.network.sizes == (3, 2, 3)
    assert original.network.activations == ("sigmoid", "sigmoid")
    assert np.abs(original.network.parameters).max() < 1
    assert np.abs(original.x).max() < 1
    assert original.y.tolist() == [[0, 1, 0]]
