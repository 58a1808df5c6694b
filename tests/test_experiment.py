"""The recipe and what is set up from it."""

import dataclasses
import inspect
import json
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from hypothesis import given, strategies as st

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.dropout import draw_masks
from learnscope.core.initializers import INITIALIZERS
from learnscope.core.losses import LOSSES
from learnscope.core.network import Network
from learnscope.core.optimizers import OPTIMIZERS
from learnscope.core.schedules import SCHEDULES
from learnscope.data.arrays import from_arrays
from learnscope.data.builtin import datasets, load
from learnscope.data.dataset import Dataset
from learnscope.data.features import FEATURES
from learnscope.errors import DataError, ExperimentError, FormatError, LearnscopeError
from learnscope.experiment import Experiment, set_up
from learnscope.experiment.record import DEFAULTS, FIELDS, SETTINGS
from learnscope.experiment.setting import Choice, Number, Setting, Special, described
from learnscope.library.train import train
from learnscope.starting_points import STARTING_POINTS, page_recipe
from learnscope.training.order import epoch_order
from learnscope.training.planning import plan_of

FLOWERS = from_arrays(
    [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.5]],
    ["rose", "tulip", "rose", "tulip"],
    name="flowers & more",
)


def numbers(interval: str) -> st.SearchStrategy[float]:
    """Numbers of an interval of the rules, with whole and awkward ones among them."""
    low, high = map(float, interval[1:-1].split(","))
    top = 1e300 if high == float("inf") else high
    return st.floats(
        low, top, exclude_min=interval[0] == "(", exclude_max=interval[-1] == ")" and top == high
    ) | st.sampled_from([0.5, 0.1])


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Any experiment at all."""
    record = draw(st.sampled_from(datasets()))
    options = {
        option.name: draw(
            st.integers(int(option.low), int(option.high))
            if option.whole
            else st.floats(option.low, option.high)
        )
        for option in record.options
        if draw(st.booleans())
    }
    layers = draw(st.integers(0, 4))
    lists: dict[str, st.SearchStrategy[Any]] = {
        "features": st.lists(st.sampled_from(list(FEATURES)), unique=True),
        "activation": per_layer(st.sampled_from(list(ACTIVATIONS)), layers),
        "dropout": per_layer(st.floats(0, 1, exclude_max=True), layers),
        "split": st.sampled_from([(1, 0, 0), (0.7, 0.15, 0.15), (0.5, 0.5, 0), (0.25, 0.5, 0.25)]),
    }
    plain = {name: plain_values(one) for name, one in SETTINGS.items() if not isinstance(one, Special)}
    chosen = {name: draw(values) for name, values in (lists | plain).items() if draw(st.booleans())}
    if chosen.get("schedule") == "warmup":
        chosen["warmup"] = draw(st.integers(1, 1000))
    if chosen.get("split", (0, 1))[1] == 0:
        chosen["patience"] = None
    data = draw(st.sampled_from([record.name, record.name, FLOWERS]))
    given_options = options if isinstance(data, str) else {}
    sizes = draw(st.lists(st.integers(1, 999), min_size=layers, max_size=layers))
    return Experiment(data=data, data_options=given_options, hidden=sizes, **chosen)


def plain_values(setting: Setting) -> st.SearchStrategy[Any]:
    """What a choice or a number may be."""
    if isinstance(setting, Choice):
        values: st.SearchStrategy[Any] = st.sampled_from(sorted(setting.words))
    elif setting.rule.whole:
        values = st.integers(setting.rule.least, min(setting.rule.most, 2**64))
    else:
        values = numbers(setting.rule.interval)
    return st.none() | values if setting.default is None else values


def per_layer(one: st.SearchStrategy[Any], layers: int) -> st.SearchStrategy[Any]:
    """A single value, or one per layer."""
    return one | st.lists(one, min_size=layers, max_size=layers)


def own(experiment: Experiment) -> Dataset | None:
    """What reading the experiment's text needs besides."""
    return None if isinstance(experiment.data, str) else experiment.data


@given(experiments())
def test_json_makes_the_same_experiment_again(experiment: Experiment) -> None:
    """Every field comes back with all its bits."""
    again = Experiment.from_json(experiment.to_json(), data=own(experiment))

    assert again == experiment
    assert repr(again) == repr(experiment)


@given(experiments())
def test_an_address_makes_the_same_experiment_again(experiment: Experiment) -> None:
    """As a bare query, and as part of an address that has been to a browser."""
    query = experiment.to_url()
    address = f"http://127.0.0.1:8765/s/abc/?{query}#stage"

    assert Experiment.from_url(query, data=own(experiment)) == experiment
    assert Experiment.from_url(address, data=own(experiment)) == experiment
    assert urlsplit(address).query == query
    assert query.isascii()


@given(experiments())
def test_a_replaced_experiment_keeps_everything_else(experiment: Experiment) -> None:
    """`dataclasses.replace` makes another value, which can be compared and hashed."""
    other = dataclasses.replace(experiment, seed=experiment.seed + 1)

    assert other != experiment
    assert dataclasses.replace(other, seed=experiment.seed) == experiment
    assert hash(dataclasses.replace(other, seed=experiment.seed)) == hash(experiment)


def test_an_address_holds_what_differs_from_the_defaults_of_the_first_version() -> None:
    """Short enough to be read, and the same however the fields were given."""
    experiment = Experiment(
        data="circle",
        data_options={"samples": 100, "noise": 0.25},
        features=["x²", "sin x"],
        hidden=[4, 2],
        dropout=[0.5, 0],
        batch_size=32,
    )

    assert page_recipe("iris").to_url() == "data=iris"
    assert Experiment(data="iris").to_url() == (
        "data=iris&split=0.8,0.05,0.15&hidden=100&activation=relu&learning_rate=0.003&batch_size=32"
        "&schedule=cosine&schedule_over=off&l2=0.01&epochs=100"
    )
    assert experiment.to_url() == (
        "data=circle&data.noise=0.25&data.samples=100&features=x%C2%B2,sin%20x&split=0.8,0.05,0.15"
        "&hidden=4,2&activation=relu&dropout=0.5,0.0&learning_rate=0.003&batch_size=32"
        "&schedule=cosine&schedule_over=off&l2=0.01&epochs=100"
    )
    assert repr(experiment) == (
        "Experiment(data='circle', data_options=(('noise', 0.25), ('samples', 100)), "
        "features=('x²', 'sin x'), hidden=(4, 2), dropout=(0.5, 0.0))"
    )


def test_fields_are_frozen() -> None:
    """An experiment is a value."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Experiment(data="iris").seed = 3  # type: ignore[misc]


def test_every_field_has_an_entry_and_all_but_data_a_default() -> None:
    """The entries are the fields, in their order; the ends of a slider keep its rule."""
    fields = [field.name for field in dataclasses.fields(Experiment)]

    assert list(SETTINGS) == list(FIELDS) == fields
    assert {*DEFAULTS} == {*FIELDS} - {"data"}
    for name, setting in SETTINGS.items():
        assert setting.name == name
        assert setting.note.endswith(".")
        if isinstance(setting, Number):
            assert setting.low < setting.high
            for end in (setting.low, setting.high):
                setting.rule.check(name, int(end) if setting.rule.whole else end)


def test_help_says_of_every_field_what_it_is_and_what_it_may_be() -> None:
    """And the signature shows every default."""
    text = " ".join((Experiment.__doc__ or "").split())

    for setting in SETTINGS.values():
        assert f"{setting.title}: {setting.note}" in text
    assert described([SETTINGS["clip_norm"], SETTINGS["batch_size"]]) == (
        "clip_norm = None\n"
        "    clip gradient at: A gradient of a larger norm is shortened to it. In (0, inf), or None.\n"
        "batch_size = 32\n"
        "    batch size: Samples a step learns from. A whole number of at least 1; in samples."
    )
    parameters = inspect.signature(Experiment).parameters
    assert list(parameters) == list(FIELDS)
    assert parameters["schedule_every"].default == 100


def test_sequences_become_tuples() -> None:
    """An experiment can be hashed whatever it was given; what is given for a single layer is plain."""
    experiment = Experiment(
        data="iris", hidden=np.array([8, 8]), activation=["tanh", "relu"], dropout=np.array([0.1, 0.2])
    )

    assert (experiment.hidden, experiment.activation, experiment.dropout) == (
        (8, 8),
        ("tanh", "relu"),
        (0.1, 0.2),
    )
    assert all(type(size) is int for size in experiment.hidden)
    assert Experiment(data="iris", hidden=[3], activation=["relu"]).activation == "relu"


def test_a_pair_of_arrays_becomes_a_data_set() -> None:
    """Equal to the experiment on an equal data set, by its fingerprint."""
    pair = ([[0.0, 1.0], [1.0, 0.0]], ["no", "yes"])

    experiment = Experiment(data=pair)

    assert isinstance(experiment.data, Dataset)
    assert experiment.data.output_names == ("no", "yes")
    assert experiment == Experiment(data=from_arrays(*pair))
    assert experiment != Experiment(data=from_arrays(pair[0], ["no", "no!"]))
    assert experiment != Experiment(data="iris")
    assert repr(experiment) == "Experiment(data=<arrays>)"


KNOWN_DATA = ", ".join(sorted(record.name for record in datasets()))


@pytest.mark.whole
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"data": 3},
            "data must be the name of a built-in data set, a Dataset or a pair of arrays (X, y), got 3",
        ),
        (
            {"data": ""},
            "data must be the name of a built-in data set, a Dataset or a pair of arrays (X, y), got ''",
        ),
        (
            {"data": np.eye(3)},
            "data must be the name of a built-in data set, a Dataset or a pair of arrays (X, y), "
            "got one of type ndarray",
        ),
        (
            {"data": "flowers.csv"},
            "data must be the name of a built-in data set, got 'flowers.csv'; "
            "for a file pass what open_data makes of it",
        ),
        ({"data": "irsi"}, f"unknown data set 'irsi'; did you mean 'iris'? ({KNOWN_DATA})"),
        ({"data_options": 3}, "data_options must map names of options to numbers, got 3"),
        ({"data_options": {"noise": 1}}, "data set 'iris' has no options, got {'noise': 1}"),
        (
            {"data": "circle", "data_options": {"nois": 1}},
            "unknown option of data set 'circle' 'nois'; did you mean 'noise'? (noise, samples)",
        ),
        ({"data": "circle", "data_options": {"noise": 9}}, "data option noise must be in [0, 0.5], got 9"),
        (
            {"data": FLOWERS, "data_options": {"noise": 1}},
            "data_options must be left out for data of your own, got {'noise': 1}",
        ),
        ({"features": "xy"}, "features must be a list of features (x², y², xy, sin x, sin y), got 'xy'"),
        ({"features": ["x2"]}, "unknown feature 'x2' (sin x, sin y, xy, x², y²)"),
        ({"features": ["xy", "xy"]}, "features must differ from each other, got 'xy' twice"),
        ({"hidden": 5}, "hidden must be a list of the neurons of each hidden layer, got 5"),
        ({"hidden": "58"}, "hidden must be a list of the neurons of each hidden layer, got '58'"),
        ({"hidden": [[1], [2]]}, "hidden must be a list of the neurons of each hidden layer, got [[1], [2]]"),
        ({"hidden": (4, 0)}, "hidden[1] must be a whole number of at least 1, got 0"),
        (
            {"activation": "rleu"},
            f"unknown activation 'rleu'; did you mean 'relu'? ({', '.join(sorted(ACTIVATIONS))})",
        ),
        ({"activation": ["relu"]}, "activation must be one name or one per hidden layer (2), got 1"),
        ({"activation": 3}, "activation must be one name or one per hidden layer, got 3"),
        (
            {"output": "softmax"},
            "unknown output activation 'softmax'; softmax is part of the loss 'softmax_cross_entropy', which "
            f"takes it of the outputs; leave the output activation out ({', '.join(sorted(ACTIVATIONS))})",
        ),
        (
            {"loss": "squared_eror"},
            f"unknown loss 'squared_eror'; did you mean 'squared_error'? ({', '.join(sorted(LOSSES))})",
        ),
        (
            {"initializer": "unifrom"},
            f"unknown initializer 'unifrom'; did you mean 'uniform'? ({', '.join(sorted(INITIALIZERS))})",
        ),
        ({"precision": "float16"}, "unknown precision 'float16'; did you mean 'float64'? (float32, float64)"),
        (
            {"optimizer": "adm"},
            f"unknown optimizer 'adm'; did you mean 'adam'? ({', '.join(sorted(OPTIMIZERS))})",
        ),
        ({"momentum": 1}, "momentum must be in [0, 1), got 1"),
        ({"epsilon": -1}, "epsilon must be in [0, inf), got -1"),
        ({"learning_rate": -0.1}, "learning_rate must be in (0, inf), got -0.1"),
        ({"learning_rate": float("nan")}, "learning_rate must be in (0, inf), got nan"),
        ({"learning_rate": None}, "learning_rate must be in (0, inf), got None"),
        (
            {"schedule": "cosin"},
            f"unknown schedule 'cosin'; did you mean 'cosine'? ({', '.join(sorted(SCHEDULES))})",
        ),
        ({"schedule": "warmup"}, "warmup must be at least 1 step for the schedule 'warmup', got 0"),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, got 0"),
        ({"batch_size": 2.5}, "batch_size must be a whole number of at least 1, got 2.5"),
        ({"dropout": 1}, "dropout must be in [0, 1), got 1"),
        ({"dropout": [0.5]}, "dropout must be one share or one per hidden layer (2), got 1"),
        ({"dropout": [0.5, 2]}, "dropout[1] must be in [0, 1), got 2"),
        ({"clip_norm": 0}, "clip_norm must be in (0, inf), got 0"),
        ({"steps": 0}, "steps must be a whole number of at least 1, got 0"),
        ({"accuracy_above": 1}, "accuracy_above must be in [0, 1), got 1"),
        (
            {"patience": 3, "split": (0.8, 0, 0.2)},
            "patience needs validation samples to watch, got a split without; give validation a share",
        ),
        ({"split": (0.5, 0.2, 0.2)}, "split shares must sum to 1, got 0.5 + 0.2 + 0.2"),
        ({"scale": "log"}, "unknown scale 'log' (none, standard)"),
        ({"seed": -1}, "seed must be a whole number of at least 0, got -1"),
    ],
    ids=str,
)
def test_a_broken_rule_is_named(fields: dict[str, Any], message: str) -> None:
    """The message names the field, the rule, the value and what was probably meant."""
    with pytest.raises(ExperimentError) as raised:
        Experiment(**{"data": "iris", "hidden": (8, 8)} | fields)

    assert str(raised.value) == message


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


def test_text_without_data_is_refused() -> None:
    """The one field without a default is asked for."""
    text = json.dumps({"format": "learnscope experiment", "version": 1})

    for read in (lambda: Experiment.from_json(text), lambda: Experiment.from_url("hidden=8")):
        with pytest.raises(ExperimentError) as raised:
            read()
        assert str(raised.value) == "an experiment must name its data; add the field 'data'"


def test_text_with_an_unknown_field_is_refused() -> None:
    """The nearest name is suggested."""
    document = json.loads(Experiment(data="iris").to_json()) | {"lerning_rate": 1}
    message = (
        "unknown field of an experiment 'lerning_rate'; did you mean 'learning_rate'? "
        f"({', '.join(sorted(FIELDS))})"
    )

    for read in (
        lambda: Experiment.from_json(json.dumps(document)),
        lambda: Experiment.from_url("data=iris&lerning_rate=1"),
    ):
        with pytest.raises(ExperimentError) as raised:
            read()
        assert str(raised.value) == message


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("data=iris&learning_rate=fast", "learning_rate must be in (0, inf), got 'fast'"),
        ("data=iris&learning_rate=nan", "learning_rate must be in (0, inf), got nan"),
        ("data=iris&batch_size=1e3", "batch_size must be a whole number of at least 1, got '1e3'"),
        (
            "data=iris&seed=" + "9" * 5000,
            "seed must be a whole number of at least 0, got '" + "9" * 56 + "...",
        ),
        ("data=iris&hidden=8,x", "hidden[1] must be a whole number of at least 1, got 'x'"),
        ("data=circle&data.noise=x", "data option noise must be in [0, 0.5], got 'x'"),
        ("data=circle&data_options=x", "data_options must map names of options to numbers, got 'x'"),
        ("data=iris&seed=1&seed=2", "an address must give each field once, got 'seed' twice"),
        (
            "data=/etc/passwd",
            "data must be the name of a built-in data set, got '/etc/passwd'; "
            "for a file pass what open_data makes of it",
        ),
    ],
)
def test_a_query_that_breaks_a_rule_is_refused(query: str, message: str) -> None:
    """Text that is no number is shown as it is, and no file is ever read."""
    with pytest.raises(ExperimentError) as raised:
        Experiment.from_url(query)

    assert str(raised.value) == message


@given(st.text())
def test_any_query_is_an_experiment_or_refused(query: str) -> None:
    """Addresses come from anywhere."""
    try:
        experiment = Experiment.from_url(query)
    except LearnscopeError:
        return

    assert Experiment.from_url(experiment.to_url()) == experiment


def test_data_of_ones_own_is_named_and_handed_in_again() -> None:
    """Text names it with its fingerprint; without it, or with another, the experiment is not made."""
    experiment = Experiment(data=FLOWERS, hidden=(3,))
    other = from_arrays([[1.0, 2.0], [3.0, 4.0]], ["rose", "tulip"], name="weeds")

    for text, read in (
        (experiment.to_json(), Experiment.from_json),
        (experiment.to_url(), Experiment.from_url),
    ):
        with pytest.raises(ExperimentError) as missing:
            read(text)
        with pytest.raises(ExperimentError) as wrong:
            read(text, data=other)
        assert read(text, data=FLOWERS) == experiment
        assert FLOWERS.fingerprint in text
        assert str(missing.value) == (
            "the experiment's data 'flowers & more' is not built in; open it and pass it as data"
        )
        assert str(wrong.value) == (
            "data must be the 'flowers & more' the experiment was made with, "
            "got 'weeds' with other numbers or names"
        )


def test_data_is_not_handed_in_where_it_is_built_in() -> None:
    """Two answers to one question are refused."""
    for text, read in (
        (Experiment(data="iris").to_json(), Experiment.from_json),
        ("data=iris", Experiment.from_url),
    ):
        with pytest.raises(ExperimentError) as raised:
            read(text, data=FLOWERS)
        assert str(raised.value) == (
            "data must be left out for an experiment on the built-in 'iris', got 'flowers & more'"
        )


def test_scaling_is_fitted_on_training_rows_only() -> None:
    """What the network sees has mean 0 and deviation 1 over the training rows, not over all."""
    setup = set_up(Experiment(data="iris", seed=3))
    inputs, train = load("iris").inputs, setup.split.train

    expected = (inputs - inputs[train].mean(axis=0)) / inputs[train].std(axis=0)

    np.testing.assert_allclose(setup.x, expected, atol=1e-13)  # differences of a few roundings
    assert np.array_equal(setup.y, load("iris").targets)


def test_values_are_scaled_as_inputs_are() -> None:
    """Targets that are values have mean 0 and deviation 1 over the training rows, and come back."""
    setup = set_up(Experiment(data="bumps", seed=3))
    train = setup.y[setup.split.train]

    np.testing.assert_allclose([train.mean(), train.std()], [0, 1], atol=1e-13)  # a few roundings
    np.testing.assert_allclose(setup.target_scaling.invert(setup.y), setup.dataset.targets, atol=1e-13)


def test_without_scaling_the_network_sees_the_inputs() -> None:
    """Scale "none" changes no bit."""
    setup = set_up(Experiment(data="bumps", scale="none"))

    assert np.array_equal(setup.x, setup.dataset.inputs)
    assert np.array_equal(setup.y, setup.dataset.targets)


def test_the_starting_network_is_the_one_that_is_drawn_from_the_seed() -> None:
    """A script gets the network of the page by the recipe alone."""
    setup = set_up(STARTING_POINTS["iris"].experiment)

    assert setup.network == Network.draw(
        [4, 5, 3], activation="tanh", output="identity", loss="softmax_cross_entropy", seed=7
    )


@pytest.mark.parametrize(
    ("y", "loss"),
    [
        (["a", "b", "a", "b"], "softmax_cross_entropy"),
        ([0, 1, 2, 1], "softmax_cross_entropy"),
        ([[1, 1], [0, 0], [1, 0], [0, 1]], "binary_cross_entropy"),
        ([0.5, 1.5, 2.0, 3.0], "squared_error"),
    ],
)
def test_loss_and_output_layer_follow_from_the_data(y: Any, loss: str) -> None:
    """Unless they are given."""
    rows = np.arange(8.0).reshape(4, 2)

    follows = set_up(Experiment(data=(rows, y), split=(1, 0, 0))).network
    chosen = set_up(Experiment(data=(rows, y), split=(1, 0, 0), loss="huber", output="tanh")).network

    assert (follows.loss, follows.activations[-1]) == (loss, "identity")
    assert (chosen.loss, chosen.activations[-1]) == ("huber", "tanh")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"data": "bumps", "loss": "softmax_cross_entropy"},
            "loss 'softmax_cross_entropy' needs classes, but data 'bumps' has values; take 'squared_error', "
            "or leave loss out",
        ),
        (
            {"data": "bumps", "loss": "hinge"},
            "loss 'hinge' needs classes or labels, but data 'bumps' has values; take 'squared_error', "
            "or leave loss out",
        ),
        (
            {"data": "bumps", "accuracy_above": 0.5},
            "accuracy_above needs classes or labels, got values; use loss_below",
        ),
    ],
)
def test_what_does_not_suit_the_data_is_refused(fields: dict[str, Any], message: str) -> None:
    """When the data is known, which is when it is set up."""
    with pytest.raises(ExperimentError) as raised:
        set_up(Experiment(**fields))

    assert str(raised.value) == message


def test_features_widen_the_input() -> None:
    """For points on the plane only."""
    setup = set_up(Experiment(data="circle", features=["x²", "xy"], data_options={"samples": 20}))

    with pytest.raises(DataError) as raised:
        set_up(Experiment(data="iris", features=["xy"]))

    x, y = load("circle", samples=20).inputs.T
    assert np.array_equal(setup.dataset.inputs, np.stack([x, y, x * x, x * y], axis=1))
    assert setup.network.sizes[0] == 4
    assert str(raised.value) == "iris: features need two inputs, x and y, got 4"


def test_one_sample_is_enough_where_it_need_not_be_split() -> None:
    """Otherwise the message says what to do."""
    pair = ([[1.0, 2.0]], [3.5])

    with pytest.raises(DataError) as raised:
        set_up(Experiment(data=pair))

    assert len(set_up(Experiment(data=pair, split=(1, 0, 0))).split.train) == 1
    assert str(raised.value) == (
        "1 sample cannot be split into 3 parts; add samples or set shares of the split to 0"
    )


def test_one_class_cannot_be_learned() -> None:
    """The message says why."""
    with pytest.raises(DataError) as raised:
        Experiment(data=([[1.0], [2.0]], ["a", "a"]))

    assert str(raised.value) == "arrays: y holds one class only ('a'); there must be two to tell apart"


def test_the_starting_points_are_those_that_are_offered() -> None:
    """Iris as it is split, the network of 2015 with all in (-1, 1), the worked example with its numbers."""
    iris, original, worked, _, *grounds = (set_up(point.experiment) for point in STARTING_POINTS.values())

    assert [point.title for point in STARTING_POINTS.values()] == [
        "Iris 4-5-3",
        "The 2015 original",
        "Worked example 2-2-2",
        "Game of Life",
        "Guess of a crowd",
        "Café bills",
        "Ravine",
        "Two valleys",
        "Saddle",
        "Plateau",
    ]
    assert [setup.network.parameters.size for setup in grounds] == [1, 2, 2, 1, 2, 2]
    assert [setup.experiment.optimizer for setup in (iris, original, worked)] == ["sgd"] * 3
    assert worked.network.parameters.tolist() == [
        *(0.15, 0.25, 0.2, 0.3, 0.35, 0.35),
        *(0.4, 0.5, 0.45, 0.55, 0.6, 0.6),
    ]
    assert worked.network.bias == ("fixed", "fixed")
    assert iris.network.sizes == (4, 5, 3)
    assert [len(part) for part in (iris.split.train, iris.split.validation, iris.split.test)] == [105, 23, 22]
    assert original.network.sizes == (3, 2, 3)
    assert original.network.activations == ("sigmoid", "sigmoid")
    assert np.abs(original.network.parameters).max() < 1
    assert np.abs(original.x).max() < 1
    assert original.y.tolist() == [[0, 1, 0]]


PURPOSES = ("data", "split", "weights", "order", "dropout")
DRAWN = {"data": "circle", "hidden": (4,), "dropout": 0.25, "seed": 5, "epochs": 2}


def drawn(**changes: Any) -> dict[str, bytes]:
    """What is drawn for each purpose."""
    setup = set_up(Experiment(**DRAWN | changes))
    plan = plan_of(setup)
    masks = draw_masks(setup.network, 3, rates=0.25, seed=plan.masks, step=0)
    order = epoch_order(np.arange(50), seed=plan.seed, epoch=1)
    values = (setup.dataset.inputs, setup.split.train, setup.network.parameters, order, masks[0])
    return dict(zip(PURPOSES, (value.tobytes() for value in values), strict=True))


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_seed_of_its_own_changes_what_its_purpose_draws_and_nothing_else(purpose: str) -> None:
    """The others go on following the seed of all."""
    before, after = drawn(), drawn(**{f"{purpose}_seed": 6})

    assert {name for name in PURPOSES if before[name] != after[name]} == {purpose}
    assert drawn(**{f"{purpose}_seed": 5}) == before
    assert drawn(seed=6)[purpose] == after[purpose]


def test_a_seed_that_is_not_given_is_that_of_all() -> None:
    """All five given, the seed of all draws nothing."""
    given = {f"{purpose}_seed": 5 for purpose in PURPOSES}

    assert drawn(seed=8, **given) == drawn()
    assert train(Experiment(**DRAWN | given | {"seed": 8}), engine="plain").network.parameters.tobytes() == (
        train(Experiment(**DRAWN), engine="plain").network.parameters.tobytes()
    )
