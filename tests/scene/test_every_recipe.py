"""Scenes of every recipe: each loss with each kind of target, activations, penalties, dropout, clipping."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.optimizers import OPTIMIZERS
from learnscope.data.arrays import from_arrays
from learnscope.experiment import Experiment
from learnscope.scene import schema
from tests.sampling import many
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session

LABELS = from_arrays(
    np.random.default_rng(0).normal(size=(40, 3)),
    np.random.default_rng(1).integers(0, 2, size=(40, 3)),
    name="tags",
    kind="labels",
    output_names=("red", "green", "blue"),
)
VALUES = from_arrays(
    np.random.default_rng(2).normal(size=(40, 3)) * 9,
    np.random.default_rng(3).normal(size=(40, 2)) * 70 + 300,
    name="weather",
    kind="values",
    output_names=("high", "low"),
    output_units=("°C", ""),
)
CASES = [
    *((("iris", loss)) for loss in ("softmax_cross_entropy", "binary_cross_entropy", "hinge", "huber")),
    *((("circle", loss)) for loss in ("squared_error", "half_squared_error")),
    *(((LABELS, loss)) for loss in ("binary_cross_entropy", "hinge", "squared_error", "huber")),
    *(((VALUES, loss)) for loss in ("squared_error", "half_squared_error", "huber")),
    ("bumps", "huber"),
]
NAMES = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "softplus", "sin"]


def walked(recipe: Experiment, *, near: float = 1e-10) -> schema.Scene:
    """A scene some moves into the experiment, all scenes on the way being true."""
    reader = Reader(new_session(experiment=recipe))
    assert_true(reader.scene, experiment=recipe, near=near)
    assert_true(reader.get(schema.SetInput, index=0, value=0.75), experiment=recipe, near=near)
    for _ in range(2):
        reader.get(schema.Advance, next_batch=True, phase=0.0)
    assert_true(reader.scene, experiment=recipe, near=near)
    return reader.scene


@pytest.mark.parametrize(("data", "loss"), CASES)
def test_scenes_are_true_for_each_loss_and_kind_of_target(data: Any, loss: str) -> None:
    """Forward, errors, gradients, own units and verdicts; nothing is wrong with the gradients."""
    recipe = Experiment(
        data=data, loss=loss, hidden=(4,), optimizer="sgd", learning_rate=0.05, batch_size=5, seed=3
    )

    scene = walked(recipe)

    assert scene.check is not None
    assert scene.check.passed


@settings(max_examples=many(40), deadline=None)
@given(
    case=st.sampled_from(CASES),
    activation=st.lists(st.sampled_from(NAMES), min_size=0, max_size=3),
    output=st.sampled_from(["identity", "tanh", "sigmoid"]),
    optimizer=st.sampled_from(["sgd", *sorted(OPTIMIZERS)]),
    dropout=st.sampled_from([0.0, 0.3]),
    bias=st.sampled_from(["learned", "fixed", "none"]),
    l1=st.sampled_from([0.0, 0.01]),
    l2=st.sampled_from([0.0, 0.1]),
    clip_norm=st.sampled_from([None, 0.1]),
    batch_size=st.sampled_from([1, 5, 1000]),
    seed=st.integers(0, 99),
)
def test_scenes_are_true_whatever_the_recipe(case: Any, activation: list[str], **rest: Any) -> None:
    """Masks are those of the step, the penalty is in the gradient, and the check covers both."""
    data, loss = case
    hidden = [3] * len(activation)
    if not hidden:
        rest["dropout"] = 0.0
    recipe = Experiment(
        data=data, loss=loss, hidden=hidden, activation=activation or "tanh", learning_rate=0.02, **rest
    )

    scene = walked(recipe, near=1e-8)  # formulas with cancellation, such as 1 − p

    assert (
        scene.check is None or scene.check.passed or "too coarse" in scene.check.note or scene.check.skipped
    )


def test_a_network_of_float32_is_shown_to_its_precision() -> None:
    """Its numbers are those of float64 to seven digits, and its gradients pass at 1e-4."""
    recipe = Experiment(data="iris", hidden=(4,), optimizer="sgd", precision="float32", l2=0.01, dropout=0.2)

    scene = walked(recipe, near=1e-4)

    assert scene.check is not None
    assert scene.check.passed
    assert scene.check.tolerance >= 1e-4


def test_dropped_neurons_are_told() -> None:
    """In the forward sentence and in the backward one."""
    reader = Reader(
        new_session(experiment=Experiment(data="iris", hidden=(6,), dropout=0.5, optimizer="sgd", seed=1))
    )
    stage = reader.scene.stage
    mask = stage.layers[1].mask
    assert mask is not None

    kept = int((mask.numpy() > 0).sum())

    told = f" For this sample, dropout passes on {kept} of 6, times 2."
    assert stage.timeline[1].sentence.endswith(told if kept else told.replace(", times 2", ""))
    assert "adds up what arrives and multiplies it by its mask and its slope" in stage.timeline[5].sentence
    assert stage.layers[0].mask is None
    assert stage.layers[2].mask is None


def test_penalty_optimizer_and_clipping_are_told() -> None:
    """The loss names what the penalty adds, the update its formula, rate and shortened norm."""
    recipe = Experiment(
        data="iris", hidden=(5,), optimizer="adam", learning_rate=0.1, l2=0.5, clip_norm=0.25, batch_size=15,
        schedule="cosine", schedule_over=10,
    )  # fmt: skip
    stage = Reader(new_session(experiment=recipe)).scene.stage

    assert " The penalty on weights adds " in stage.timeline[3].sentence
    assert stage.timeline[-1].sentence.startswith(
        "Every weight and bias moves by its gradient g, the mean over the 15 samples with the penalty's, "
        "as Adam has it: w − r · v̂ / (√ŝ + ε) with r = 0.1. The gradient's norm is "
    )
    assert ", so it is first shortened to 0.25. This takes the loss" in stage.timeline[-1].sentence


@pytest.mark.parametrize(
    ("data", "label", "read"),
    [
        (LABELS, ("red, blue", "red", "none"), ("labels red, blue", "label red", "labels none")),
        (VALUES, None, None),
    ],
)
def test_labels_and_values_are_named(data: Any, label: Any, read: Any) -> None:
    """Which labels are on; values in their own units."""
    reader = Reader(new_session(experiment=Experiment(data=data, hidden=(3,), split=(1, 0, 0))))
    seen: set[str] = set()
    for number in range(1, 41):
        scene = reader.get(schema.ShowSample, number=number)
        seen.add(scene.experiment.sample.label)
        if label is None:
            high, low = data.targets[number - 1]
            told = scene.experiment.sample.label.replace("−", "-")
            assert told == f"{high:.6g} °C, {low:.6g}"
            assert scene.stage.timeline[0].sentence.startswith(
                f"Sample {number}, target {scene.experiment.sample.label}, is read"
            )
            assert scene.stage.change.before.predicted.count("°C") == 1
        else:
            on = [name for name, y in zip(data.output_names, data.targets[number - 1], strict=True) if y]
            assert scene.experiment.sample.label == (", ".join(on) or "none")
            word = "label" if len(on) == 1 else "labels"
            assert f", {word} {scene.experiment.sample.label}, is read" in scene.stage.timeline[0].sentence
    assert label is None or set(label) <= seen
