"""A parameter's gradient, sample by sample and batch by batch."""

import numpy as np
import pytest

from learnscope.core.backward import backward
from learnscope.core.forward import forward
from learnscope.scene.parameters import place_named
from learnscope.scene.spread import parameter_of, spread_scene
from tests.scene.subjects import subject


@pytest.mark.parametrize("recipe", [{}, {"l2": 0.1}, {"data": "digits", "hidden": (8,), "batch_size": 32}])
def test_the_mean_of_what_samples_ask_is_applied(recipe: dict) -> None:
    """But for the penalty's part, which is none of theirs."""
    one = subject(**{"hidden": (5,), "batch_size": 15, **recipe})
    scene = spread_scene(one, "weight.1.2.0")

    assert scene.name == "gradient.1.2.0"
    assert np.mean([each.gradient for each in scene.own]) == pytest.approx(scene.mean, abs=1e-12)
    l2 = recipe.get("l2", 0.0) * float(one.step.network.weights[1][2, 0])
    assert scene.applied == pytest.approx(scene.mean + l2, abs=1e-12)
    assert scene.applied == one.step.gradients.layers[1].weight[2, 0]
    assert [each.number for each in scene.own] == [row + 1 for row in one.rows.tolist()]


def test_the_whole_gradient_is_that_of_all_training_samples() -> None:
    """And a batch is off by its spread, as many draws are."""
    one = subject(hidden=(5,), batch_size=15)
    rows, setup = one.setup.split.train, one.setup
    expected = backward(one.step.network, forward(one.step.network, setup.x[rows]), setup.y[rows]).parameters
    scene = spread_scene(one, "bias.0.3")
    batches = np.frombuffer(scene.batches.data)

    assert scene.whole == pytest.approx(expected[one.step.network.layout.place(0, "bias", (3,))], abs=1e-12)
    assert len(batches) == 100
    assert scene.spread == pytest.approx(batches.std(), rel=0.3)
    assert scene.spread < scene.single
    assert scene.sentence.startswith("From this step, the gradient of the bias of hidden 4 is ")


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("gradient.0.1.2@5", "weight.0.1.2"),
        ("value.1.3", "bias.0.3"),
        ("probability.1", "bias.1.1"),
    ],
)
def test_what_is_selected_is_asked_about(asked: str, parameter: str) -> None:
    """Of a neuron, its bias."""
    assert str(parameter_of(asked, subject(hidden=(5,), batch_size=15))) == parameter


@pytest.mark.parametrize("asked", ["", "value.0.1", "loss.batch", "weight.9.9.9"])
def test_without_a_parameter_the_largest_gradient_is_taken(asked: str) -> None:
    """Where nothing is selected, or what has no parameter."""
    one = subject(hidden=(5,), batch_size=15)
    place = place_named(one.step.network, parameter_of(asked, one))

    assert place == np.abs(one.step.gradients.parameters).argmax()


def test_a_batch_of_all_is_no_estimate() -> None:
    """It says so."""
    scene = spread_scene(subject(hidden=(5,), batch_size=500))

    assert scene.spread == 0
    assert scene.sentence == "The batch holds all 105 flowers: its gradient is no estimate."
