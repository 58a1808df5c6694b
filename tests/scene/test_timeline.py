"""The sentences of a step say what happens, with the numbers on the stage."""

import math

import pytest

from learnscope.scene.timeline import timeline
from tests.scene.subjects import subject


def sentences(**recipe: object) -> list[str]:
    """The sentences of a step."""
    return [phase.sentence for phase in timeline(subject(**recipe))]  # type: ignore[arg-type]


def test_a_step_on_iris_is_told() -> None:
    """Every sentence of the first step of a batch."""
    assert sentences(hidden=(5,), batch_size=15, learning_rate=0.1) == [
        "Flower 77, class versicolor, is read, one of the 15 in this batch: four inputs, standardised.",
        "Each neuron of layer hidden 1 adds its weighted inputs to its bias and passes the sum through tanh; "
        "neuron hidden 2 answers most strongly with 0.566.",
        "Each output adds its weighted inputs to its bias; versicolor is highest with 0.246.",
        "The outputs become probabilities; versicolor gets 0.4905, "
        "so this sample's loss is −log 0.4905 = 0.7123. The mean over the batch is 1.2374.",
        "Each output's error p − y is its δ: setosa +0.2985, versicolor −0.5095, virginica +0.2110.",
        "Along each wire flows back δ × weight; each neuron of layer hidden 1 adds up what arrives "
        "and multiplies it by its slope: the largest δ is +0.4767, of neuron hidden 4.",
        "Every weight and bias moves against its gradient, the mean over the 15 samples: w − 0.1 × ∂L/∂w. "
        "This takes the loss of this batch from 1.2374 to 1.1097.",
    ]


def test_a_step_of_the_original_is_told() -> None:
    """One sample, sigmoids, a softmax over them."""
    told = sentences(
        data="original", hidden=(2,), activation="sigmoid", output="sigmoid", initializer="uniform",
        learning_rate=0.1, batch_size=1, split=(1, 0, 0), scale="none", seed=2015,
    )  # fmt: skip

    assert told[0] == "Sample 1, class output 2, is read: three inputs, as they are."
    assert told[2] == (
        "Each output adds its weighted inputs to its bias and passes the sum through the sigmoid σ; "
        "output 3 is highest with 0.850."
    )
    assert told[4] == (
        "Each output's error p − y, times its slope, is its δ: "
        "output 1 +0.0749, output 2 −0.1778, output 3 +0.0534."
    )
    assert told[6] == (
        "Every weight and bias moves against its gradient: w − 0.1 × ∂L/∂w. "
        "This takes the loss of this sample from 1.2723 to 1.2644."
    )


def test_an_edited_sample_with_a_spread_target_is_told() -> None:
    """The edit is named, and the loss is not put down to one class."""
    told = sentences(hidden=(5,), batch_size=1, target=(0.5, 0.25, 0.0))

    assert told[0] == "Flower 77, edited, target 0.5, 0.25, 0, is read: four inputs, standardised."
    assert told[3].startswith("The outputs become probabilities; this sample's loss is −Σ y · log p = ")
    assert told[4].startswith("Each output's error p · Σy − y is its δ: setosa ")


def test_a_squared_error_is_told() -> None:
    """Without probabilities."""
    told = sentences(hidden=(5,), batch_size=1, loss="squared_error")

    assert told[3].startswith(
        "The outputs are held against their targets; this sample's loss is Σ (a − y)² = "
    )
    assert told[4].startswith("Each output's error 2 (a − y) is its δ: ")


def test_numbers_that_are_not_finite_are_told_as_such() -> None:
    """The sentence names the first neuron that has none."""
    told = sentences(hidden=(5,), batch_size=1, parameters={1: math.nan})

    assert told[1].endswith("; hidden 2 is not a number.")
    assert told[2].endswith("; setosa is not a number.")
    assert "−log not a number ≈ not a number" in told[3]
    assert told[6].endswith("This takes the loss of this sample from not a number to not a number.")


@pytest.mark.parametrize("hidden", [(), (1,), (9, 1, 4)])
@pytest.mark.parametrize("activation", ["identity", "sigmoid", "tanh", "relu"])
def test_every_sentence_is_one(hidden: tuple[int, ...], activation: str) -> None:
    """It begins with a capital, ends with a stop, and holds no hyphen for a minus."""
    for sentence in sentences(hidden=hidden, activation=activation):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert " -" not in sentence
        assert "nan" not in sentence
