"""Addresses of the TensorFlow Playground: the same experiment here, what differs said, damage named."""

import pytest

from learnscope.errors import FormatError
from learnscope.experiment import set_up
from learnscope.experiment.playground import is_playground, read_playground

WHOLE = (
    "https://playground.tensorflow.org/#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane"
    "&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.5&showTestData=false"
    "&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false"
    "&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
)
GENERATOR = (
    "points, starting weights and order are drawn from the same seed by another generator, so they are not "
    "the same "
    "draw"
)
OUTPUTS = (
    "each class has an output of its own with targets 0 and 1, in place of one output with targets −1 and "
    "1; both "
    "are tanh with half the squared error"
)
BIASES = "biases start within ±0.5 as weights do, in place of 0.1"
ORDER = "the order of the samples is drawn anew in each epoch, and the last batch of an epoch may be smaller"


def test_a_whole_address_is_the_same_experiment() -> None:
    """All that the engine can do alike, and in sentences what it does otherwise."""
    found = read_playground(WHOLE)

    experiment = found.experiment
    assert (experiment.data, dict(experiment.data_options)) == ("circle", {"samples": 500.0, "noise": 0.0})
    assert (experiment.hidden, experiment.activation, experiment.output) == ((4, 2), "tanh", "tanh")
    assert (experiment.loss, experiment.optimizer, experiment.schedule) == (
        "half_squared_error", "sgd", "constant",
    )  # fmt: skip
    assert (experiment.learning_rate, experiment.batch_size, experiment.split) == (0.03, 10, (0.5, 0.0, 0.5))
    assert (experiment.scale, experiment.seed, experiment.features) == ("none", 50_000, ())
    assert found.differs == (GENERATOR, OUTPUTS, BIASES, ORDER)
    assert found.faults == ()
    setup = set_up(experiment)
    assert setup.network.sizes == (2, 4, 2, 2)
    assert all(abs(weight).max() <= 0.5 for weight in setup.network.weights)


@pytest.mark.parametrize(
    ("fields", "means"),
    [
        ("dataset=xor", {"data": "xor"}),
        ("dataset=gauss&noise=25", {"data": "gauss", "data_options": (("noise", 0.25), ("samples", 500))}),
        ("dataset=spiral", {"data": "spiral"}),
        ("problem=regression", {"data": "plane", "output": "identity"}),
        (
            "problem=regression&regDataset=reg-gauss",
            {"data": "bumps", "data_options": (("noise", 0.0), ("samples", 1200))},
        ),
        ("activation=relu", {"activation": "relu"}),
        ("activation=sigmoid", {"activation": "sigmoid"}),
        ("activation=linear", {"activation": "identity"}),
        ("regularization=L1&regularizationRate=0.003", {"l1": 0.003, "l2": 0.0}),
        ("regularization=L2&regularizationRate=0.1", {"l1": 0.0, "l2": 0.1}),
        ("regularization=none&regularizationRate=0.1", {"l1": 0.0, "l2": 0.0}),
        ("networkShape=", {"hidden": ()}),
        ("networkShape=8,7,6,5,4,3", {"hidden": (8, 7, 6, 5, 4, 3)}),
        ("batchSize=30&learningRate=10", {"batch_size": 30, "learning_rate": 10.0}),
        ("percTrainData=80", {"split": (0.8, 0.0, 0.2)}),
        ("xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true",
         {"features": ("xy", "x²", "y²", "sin x", "sin y")}),
        ("initZero=true", {"initializer": "zeros"}),
        ("seed=0.12345", {"seed": 12_345}),
        ("seed=word", {"seed": 81_265}),
    ],
)  # fmt: skip
def test_a_field_means_the_same_here(fields: str, means: dict[str, object]) -> None:
    """Data, network and learning."""
    experiment = read_playground(f"#networkShape=4,2&{fields}").experiment

    for name, value in means.items():
        found = getattr(experiment, name)
        assert (tuple(sorted(found)) if name == "data_options" else found) == value, name
    set_up(experiment)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ("x=false", "x is an input all the same: here every network has both"),
        ("y=false", "y is an input all the same: here every network has both"),
        ("cosX=true", "cos x is no input: there is no such one here"),
        (
            "regularization=L1&regularizationRate=1",
            "a weight that the L1 penalty leads past 0 goes on learning, in place of staying 0 for good",
        ),
        ("discretize=true", "what the address says of how pictures are drawn has no counterpart"),
        ("playButton_hide=true", "controls that the address hides are in view"),
    ],
)
def test_what_has_no_counterpart_is_said(fields: str, sentence: str) -> None:
    """Each in a sentence."""
    assert sentence in read_playground(f"networkShape=4,2&{fields}").differs
    assert sentence not in read_playground("networkShape=4,2").differs


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            "activation=tan",
            "activation must be one of relu, tanh, sigmoid, linear, got 'tan'; tanh stands in its place",
        ),
        (
            "dataset=moons",
            "dataset must be one of circle, xor, gauss, spiral, got 'moons'; circle stands in its place",
        ),
        (
            "problem=regression&regDataset=x",
            "regDataset must be one of reg-plane, reg-gauss, got 'x'; reg-plane stands in its place",
        ),
        (
            "regularization=L3",
            "regularization must be one of none, L1, L2, got 'L3'; none stands in its place",
        ),
        (
            "problem=x",
            "problem must be one of classification, regression, got 'x'; classification stands in its place",
        ),
        (
            "learningRate=-1",
            "learningRate must be a number from 1e-12 to 1e+06, got '-1'; 0.03 stands in its place",
        ),
        ("noise=nan", "noise must be a number from 0 to 50, got 'nan'; 0 stands in its place"),
        (
            "batchSize=2.5",
            "batchSize must be a whole number from 1 to 1e+06, got '2.5'; 10 stands in its place",
        ),
        (
            "regularizationRate=inf",
            "regularizationRate must be a number of at least 0, got 'inf'; 0 stands in its place",
        ),
        (
            "networkShape=4,x",
            "networkShape must be at most 12 numbers from 1 to 256, separated by commas, got '4,x'; "
            "4,2 stands in its place",
        ),
        ("colour=red", "colour is no field of the playground, and was passed over"),
    ],
)
def test_a_field_that_is_unknown_or_damaged_is_named(fields: str, sentence: str) -> None:
    """And what it begins with stands in its place."""
    found = read_playground(f"activation=tanh&networkShape=4,2&{fields}")

    assert found.faults == (sentence,)
    set_up(found.experiment)


def test_other_text_is_no_address_of_the_playground() -> None:
    """A recipe of ours, a word and nothing are not."""
    assert not any(map(is_playground, ("data=circle&hidden=4", "#epoch", "", "lesson/blame/3")))
    with pytest.raises(FormatError) as caught:
        read_playground("data=circle")
    assert str(caught.value) == (
        "an address of the playground must have fields like activation=tanh&networkShape=4,2, got "
        "'data=circle'"
    )
