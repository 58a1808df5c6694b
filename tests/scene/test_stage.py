"""What stands on the stage besides its numbers: names, notes, labels, verdicts, the least loss."""

import math

import numpy as np
import pytest

from learnscope.scene.change import change_of
from learnscope.scene.experiment import experiment_scene
from learnscope.scene.layers import layer_scenes
from learnscope.scene.output import error_label, lowest_loss, output_scene
from learnscope.scene.stage import stage_scene
from tests.scene.subjects import subject


def test_layers_of_iris_are_named_as_people_know_them() -> None:
    """Inputs and outputs by the data set, hidden neurons by number."""
    layers = layer_scenes(subject(hidden=(5,)))

    assert [layer.role for layer in layers] == ["input", "hidden", "output"]
    assert [layer.title for layer in layers] == ["inputs", "hidden 1", "outputs"]
    assert [layer.note for layer in layers] == ["standardised", "tanh", "softmax"]
    assert layers[0].names == ("sepal length", "sepal width", "petal length", "petal width")
    assert layers[0].units == ("cm",) * 4
    assert layers[1].names == ("hidden 1", "hidden 2", "hidden 3", "hidden 4", "hidden 5")
    assert layers[2].names == ("setosa", "versicolor", "virginica")
    assert [layer.symbol for layer in layers] == ["", "tanh", ""]
    assert [layer.formula for layer in layers] == ["", "tanh z", "z"]


def test_several_hidden_layers_number_their_neurons_by_layer() -> None:
    """The third of the second hidden layer is hidden 2.3."""
    layers = layer_scenes(subject(hidden=(2, 3), activation="relu"))

    assert [layer.title for layer in layers] == ["inputs", "hidden 1", "hidden 2", "outputs"]
    assert layers[2].names == ("hidden 2.1", "hidden 2.2", "hidden 2.3")
    assert layers[1].note == "ReLU"


@pytest.mark.parametrize(
    ("recipe", "note", "description"),
    [
        ({"hidden": (5,)}, "softmax", "tanh, softmax"),
        ({"hidden": ()}, "softmax", "softmax"),
        ({"hidden": (3, 3), "activation": "relu"}, "softmax", "ReLU, softmax"),
        (
            {"hidden": (2,), "activation": "sigmoid", "output": "sigmoid"},
            "sigmoid → softmax",
            "sigmoid, sigmoid → softmax",
        ),
        ({"hidden": (2,), "loss": "squared_error"}, "identity", "tanh, identity"),
        ({"hidden": (2,), "loss": "squared_error", "output": "tanh"}, "tanh", "tanh, tanh"),
    ],
)
def test_a_heading_says_how_outputs_come_about(
    recipe: dict[str, object], note: str, description: str
) -> None:
    """The output's activation, and the softmax the loss takes."""
    shown = subject(**recipe)

    assert layer_scenes(shown)[-1].note == note
    assert experiment_scene(shown).description == description


def test_inputs_that_are_not_scaled_are_shown_as_they_are() -> None:
    """Raw and value are then the same."""
    layer = layer_scenes(subject(scale="none", hidden=(2,)))[0]

    assert layer.note == "as they are"
    assert layer.raw == layer.value


@pytest.mark.parametrize(
    ("loss", "target", "label"),
    [
        ("softmax_cross_entropy", (0.0, 1.0, 0.0), "p − y"),
        ("softmax_cross_entropy", (0.1, 0.2, 0.7), "p − y"),
        ("softmax_cross_entropy", (0.0, 1.0, 1e-9), "p · Σy − y"),
        ("softmax_cross_entropy", (0.0, 0.5, 0.0), "p · Σy − y"),
        ("softmax_cross_entropy", (1e308, 1e308, 1e308), "p · Σy − y"),
        ("half_squared_error", (0.0, 0.5, 0.0), "a − y"),
        ("squared_error", (0.0, 0.5, 0.0), "2 (a − y)"),
        ("hinge", (0.0, 1.0, 0.0), "−t where t · a < 1"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow")
def test_an_error_is_labelled_with_the_formula_that_holds(
    loss: str, target: tuple[float, ...], label: str
) -> None:
    """ "p − y" only where the targets sum to one."""
    assert error_label(loss, np.array(target)) == label


def test_three_sigmoids_under_a_softmax_cannot_reach_zero() -> None:
    """0.5514 for the network of 2015, and the reason."""
    output = output_scene(subject(data="original", split=(1, 0, 0), output="sigmoid", hidden=(2,)))

    assert output.lowest_loss == pytest.approx(0.5514447139320511, abs=1e-15)
    assert output.lowest_reason == (
        "three sigmoid outputs lie between 0 and 1, so their softmax can never be surer than e / (e + 2)"
    )


def test_three_hyperbolic_tangents_can_reach_less() -> None:
    """Ends that lie two apart give e² for e."""
    assert lowest_loss("tanh", "softmax", np.array([0.0, 1.0, 0.0])) == (
        pytest.approx(math.log(1 + 2 / math.e**2)),
        "three tanh outputs lie between −1 and 1, so their softmax can never be surer than e² / (e² + 2)",
    )


def test_a_target_spread_over_classes_has_a_least_loss() -> None:
    """Its own entropy, where outputs are free."""
    assert lowest_loss("identity", "softmax", np.array([0.5, 0.5, 0.0])) == (
        pytest.approx(math.log(2)),
        "the target is spread over two classes, and no probabilities fit it better than its own shares",
    )


@pytest.mark.parametrize(
    ("activation", "squash", "target"),
    [
        ("identity", "softmax", (0.0, 1.0, 0.0)),
        ("identity", "", (0.5, 0.5, 0.0)),
        ("sigmoid", "", (0.0, 1.0, 0.0)),
        ("relu", "softmax", (0.0, 1.0, 0.0)),
        ("sigmoid", "softmax", (0.5, 0.5, 0.0)),
        ("identity", "softmax", (-0.5, 1.5, 0.5)),
        ("identity", "softmax", (0.0, 0.0, 0.0)),
        ("sigmoid", "softmax", (1.0,)),
        ("identity", "softmax", (math.nan, 1.0, 0.0)),
    ],
)
def test_no_least_loss_is_claimed_where_it_is_unknown_or_zero(
    activation: str, squash: str, target: tuple[float, ...]
) -> None:
    """Free outputs, other losses, odd targets."""
    assert lowest_loss(activation, squash, np.array(target)) == (None, "")


def test_no_training_goes_below_the_least_loss() -> None:
    """Very large weights towards the right output come close to it from above."""
    shown = subject(
        data="original", split=(1, 0, 0), output="sigmoid", activation="sigmoid", hidden=(2,), scale="none",
        parameters={14: -50.0, 15: 50.0, 16: -50.0},
    )  # fmt: skip
    output = output_scene(shown)

    assert output.lowest_loss is not None
    assert output.lowest_loss <= output.sample_loss < output.lowest_loss + 1e-12


def test_a_verdict_names_the_class_and_whether_it_is_right() -> None:
    """Before and after the update, from the probabilities."""
    shown = subject(hidden=(5,))
    change = change_of(shown)

    assert change.before.predicted == "versicolor"
    assert change.before.right is True
    assert change.step == 0


@pytest.mark.parametrize("target", [(0.5, 0.5, 0.0), (0.0, 0.0, 0.0), (0.0, -1.0, 0.0), (1.0, 1.0, 0.0)])
def test_a_verdict_is_open_where_the_target_names_no_single_class(target: tuple[float, ...]) -> None:
    """The class predicted is still named."""
    verdict = change_of(subject(hidden=(5,), target=target)).before

    assert verdict.predicted == "versicolor"
    assert verdict.right is None


def test_there_is_no_verdict_on_numbers_that_are_not_finite() -> None:
    """No class is named after what is not a number."""
    verdict = change_of(subject(hidden=(5,), parameters={0: math.nan})).before

    assert (verdict.predicted, verdict.right) == ("", None)


def test_a_stage_of_any_depth_has_its_timeline() -> None:
    """2 L + 3 phases, backward in the order of the layers from the last to the first."""
    timeline = stage_scene(subject(hidden=(3, 2, 2))).timeline

    assert [(phase.name, phase.layer, phase.short) for phase in timeline] == [
        ("read", 0, "read"),
        ("forward", 1, "forward 1"),
        ("forward", 2, "forward 2"),
        ("forward", 3, "forward 3"),
        ("forward", 4, "forward 4"),
        ("loss", 0, "loss"),
        ("backward", 4, "backward 4"),
        ("backward", 3, "backward 3"),
        ("backward", 2, "backward 2"),
        ("backward", 1, "backward 1"),
        ("update", 0, "update"),
    ]


def test_neighbours_are_those_of_the_batch() -> None:
    """In the batch's order, round and round; with single samples, those of the training data by number."""
    shown = subject(hidden=(5,), batch_size=15)
    panel = experiment_scene(shown)
    alone = experiment_scene(subject(hidden=(5,), batch_size=1))
    train = (shown.setup.split.train + 1).tolist()
    place = train.index(alone.sample.number)

    assert panel.sample.number == panel.batch.numbers[0]
    assert panel.sample.previous == panel.batch.numbers[-1]
    assert panel.sample.next == panel.batch.numbers[1]
    assert alone.sample.previous == train[place - 1]
    assert alone.sample.next == train[(place + 1) % len(train)]


def test_the_panel_counts_from_one() -> None:
    """Epochs, batches and samples, and how many there are of each."""
    panel = experiment_scene(subject(hidden=(5,), batch_size=20))

    assert (panel.batch.epoch, panel.batch.index, panel.batch.count, panel.batch.size) == (1, 1, 6, 20)
    assert min(panel.batch.numbers) >= 1
    assert panel.counts == "105 train · 23 validation · 22 test"
    assert panel.data_title == "Iris"
    assert panel.shape == (4, 5, 3)


def test_a_target_that_names_no_class_is_labelled_by_its_values() -> None:
    """The label of an edited sample stays true."""
    assert experiment_scene(subject(hidden=(5,), target=(0.5, -0.5, 1.0))).sample.label == "0.5, −0.5, 1"
    assert experiment_scene(subject(hidden=(5,), target=(0.0, 0.0, 1.0))).sample.label == "virginica"
