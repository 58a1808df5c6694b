"""Settings: what goes on, what begins anew, what follows the data, and what is refused."""

from typing import Any

import numpy as np
import pytest

from learnscope.core.activations import ACTIVATIONS
from learnscope.data.builtin import datasets
from learnscope.scene import schema
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session, numbers
from tests.settings import setting, value_of


def parameters(scene: schema.Scene) -> bytes:
    """All weights and biases."""
    arrays = [link.weight for link in scene.stage.links]
    return b"".join(array.data for array in [*arrays, *(layer.bias for layer in scene.stage.layers[1:])])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "value", "label", "said"),
    [
        ("optimizer", "adam", "optimizer", "optimizer is now Adam; it begins without memory"),
        ("schedule", "cosine", "schedule", "schedule is now cosine"),
        ("warmup", 10.0, "warm-up", "warm-up is now 10"),
        ("l1", 0.01, "L1 penalty λ", "L1 penalty λ is now 0.01"),
        ("l2", 0.5, "L2 penalty λ", "L2 penalty λ is now 0.5"),
        ("clip_norm", 0.25, "clip gradient at", "clip gradient at is now 0.25"),
        ("epochs", 7.0, "epochs", "epochs is now 7"),
        ("patience", 3.0, "patience", "patience is now 3"),
        ("loss_below", 0.1, "loss below", "loss below is now 0.1"),
        ("accuracy_above", 0.9, "accuracy above", "accuracy above is now 0.9"),
        ("steps", 12.0, "steps", "steps is now 12"),
    ],
)
def test_settings_of_learning_go_on(name: str, value: Any, label: str, said: str) -> None:
    """Run, step and weights stay; the next step is made under the new setting; an undo restores it."""
    reader = Reader(new_session())
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    before = reader.scene

    scene = reader.get(schema.Configure, name=name, value=value)

    assert setting(scene, name).value == value
    assert not setting(scene, name).anew
    assert (scene.moment.run, scene.moment.step) == (before.moment.run, 1)
    assert parameters(scene) == parameters(before)
    assert (scene.undo, scene.said) == (label, said)
    assert_true(scene)
    assert numbers(reader.get(schema.Undo)) == numbers(before)


@pytest.mark.parametrize(
    ("name", "value", "label", "said"),
    [
        ("data", "circle", "data set", "data set is now Circle"),
        ("split.validation", 0.3, "validation share", "validation share is now 0.3"),
        ("split.test", 0.0, "test share", "test share is now 0"),
        ("scale", "none", "scale", "scale is now as they are"),
        ("output", "sigmoid", "output activation", "output activation is now sigmoid"),
        ("loss", "hinge", "loss", "loss is now hinge"),
        ("initializer", "he", "starting weights", "starting weights is now He"),
        ("precision", "float32", "precision", "precision is now 32 bits"),
    ],
)
def test_settings_of_data_and_network_begin_anew(name: str, value: Any, label: str, said: str) -> None:
    """A new run at step 0; an undo brings the old one back."""
    reader = Reader(new_session())
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    before = reader.scene

    scene = reader.get(schema.Configure, name=name, value=value)

    assert setting(scene, name).value == value
    assert setting(scene, name).anew
    assert scene.moment.run != before.moment.run
    assert scene.moment.step == 0
    assert scene.experiment.starting_point == ""
    assert (scene.undo, scene.said) == (label, said)
    assert_true(scene, near=1e-4 if value == "float32" else 1e-10)
    assert numbers(reader.get(schema.Undo)) == numbers(before)


def test_each_data_set_can_be_chosen_trained_and_left() -> None:
    """All that is built in, one after another in one sitting; the scenes are true."""
    reader = Reader(new_session())
    for record in datasets():
        scene = reader.get(schema.Configure, name="data", value=record.name)
        assert setting(scene, "data").value == record.name
        assert record.note in scene.experiment.data_note
        scene = reader.get(schema.Train, epochs=1)
        if max(link.count for link in scene.stage.links) <= 1500:
            assert_true(scene, near=1e-6)  # saturated neurons have slopes of few digits


def test_an_optimizer_s_own_settings_are_offered_and_no_others() -> None:
    """Momentum for momentum, the betas for Adam; nothing for plain descent."""
    reader = Reader(new_session())
    names = {"momentum", "decay", "beta1", "beta2", "epsilon", "weight_decay"}

    offered = {}
    for optimizer in ("sgd", "nesterov", "rmsprop", "adam", "adamw"):
        scene = reader.scene
        if optimizer != "sgd":
            scene = reader.get(schema.Configure, name="optimizer", value=optimizer)
        offered[optimizer] = {name for name in names if setting(scene, name) is not None}

    assert offered == {
        "sgd": set(),
        "nesterov": {"momentum"},
        "rmsprop": {"decay", "epsilon"},
        "adam": {"beta1", "beta2", "epsilon"},
        "adamw": {"beta1", "beta2", "epsilon", "weight_decay"},
    }


def test_changing_the_optimizer_resets_its_memory() -> None:
    """The first step afterwards is the one that a fresh optimizer makes."""
    reader = Reader(new_session())
    reader.get(schema.Configure, name="optimizer", value="momentum")
    for _ in range(3):
        reader.get(schema.Advance, next_batch=True, phase=0.0)
    rolling = reader.scene.stage.links[0].after
    reader.get(schema.Configure, name="optimizer", value="nesterov")
    reader.get(schema.Configure, name="optimizer", value="momentum")

    link = reader.scene.stage.links[0]

    assert link.after != rolling
    moved = link.weight.numpy() - value_of(reader.scene, "learning_rate") * link.gradient.numpy()
    np.testing.assert_allclose(link.after.numpy(), moved, rtol=1e-15)  # v = g in its first step


def test_an_edited_weight_keeps_the_optimizer_s_memory() -> None:
    """The velocity of the other weights goes on as before."""
    reader = Reader(new_session())
    reader.get(schema.Configure, name="optimizer", value="momentum")
    for _ in range(3):
        reader.get(schema.Advance, next_batch=True, phase=0.0)
    reader.get(schema.SetParameter, link=1, role="bias", index=(0,), value=0.5)

    link, rate = reader.scene.stage.links[0], value_of(reader.scene, "learning_rate")
    move = (link.weight.numpy() - link.after.numpy()) / rate - link.gradient.numpy()

    assert np.abs(move).max() > 1e-3  # what goes on is 0.9 of the last velocity


def test_options_and_features_of_planar_data() -> None:
    """Samples and noise are named after the data set; x² is a third input."""
    reader = Reader(new_session())
    reader.get(schema.Configure, name="data", value="circle")
    scene = reader.get(schema.Configure, name="data.samples", value=80.0)
    assert scene.undo == "samples"
    assert scene.experiment.counts == "56 train · 12 validation · 12 test"
    scene = reader.get(schema.Configure, name="data.noise", value=0.25)
    assert (scene.undo, scene.said) == ("noise", "noise is now 0.25")
    scene = reader.get(schema.ConfigureMany, name="features", values=("x²", "xy"))

    assert (scene.undo, scene.said) == ("more inputs", "more inputs: x², xy")
    assert scene.stage.layers[0].names == ("x₁", "x₂", "x₁²", "x₁x₂")
    assert setting(scene, "features").values == ("x²", "xy")
    assert_true(scene)
    scene = reader.get(schema.Configure, name="data", value="iris")
    assert scene.said == "data set is now Iris; there are no more inputs made from two"
    assert setting(scene, "features") is None
    assert setting(scene, "data.noise") is None


def test_layers_are_set_one_by_one() -> None:
    """Sizes and activations begin anew; another dropout alone goes on."""
    reader = Reader(new_session())
    layers = (schema.LayerSpec(4, "relu", 0.0), schema.LayerSpec(3, "tanh", 0.0))
    scene = reader.get(schema.ConfigureLayers, layers=layers)
    assert (scene.undo, scene.said) == ("hidden layers", "hidden layers are now 4-3")
    assert scene.experiment.shape == (4, 4, 3, 3)
    assert setting(scene, "hidden").layers == layers
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    run = reader.scene.moment.run

    dropped = (schema.LayerSpec(4, "relu", 0.5), schema.LayerSpec(3, "tanh", 0.0))
    scene = reader.get(schema.ConfigureLayers, layers=dropped)

    assert (scene.undo, scene.said.split(";")[0]) == ("dropout", "dropout is now 0.5, 0")
    assert (scene.moment.run, scene.moment.step) == (run, 1)
    assert_true(scene)
    scene = reader.get(schema.ConfigureLayers, layers=())
    assert scene.said == "hidden layers are now none"
    assert scene.experiment.shape == (4, 3)


def test_output_and_loss_follow_the_kind_of_target() -> None:
    """From classes to values and back, and it is said."""
    reader = Reader(new_session())
    reader.get(schema.Configure, name="output", value="tanh")

    scene = reader.get(schema.Configure, name="data", value="plane")

    assert scene.said == (
        "data set is now Slope; outputs are no longer squeezed; the loss is now squared error"
    )
    assert setting(scene, "output").value == "identity"
    assert setting(scene, "loss").value == "squared_error"
    assert setting(scene, "accuracy_above") is None
    scene = reader.get(schema.Configure, name="data", value="iris")
    assert scene.said == "data set is now Iris; the loss is now cross-entropy"


def test_few_samples_are_all_learned_from() -> None:
    """The tables of truth have four; leaving them, samples are spared again."""
    reader = Reader(new_session())
    scene = reader.get(schema.Configure, name="data", value="xor_gate")
    assert scene.said == "data set is now XOR; with so few samples, all are learned from"
    assert scene.experiment.counts == "4 train"
    assert value_of(scene, "batch_size") == 4
    assert setting(scene, "patience") is None

    scene = reader.get(schema.Configure, name="data", value="circle")

    assert scene.said == "data set is now Circle; some samples are kept for validation and test"
    assert value_of(scene, "batch_size") == 15


def test_what_is_set_already_changes_nothing() -> None:
    """No move, no new run."""
    reader = Reader(new_session())
    for kind, fields in (
        (schema.Configure, {"name": "data", "value": "iris"}),
        (schema.Configure, {"name": "loss", "value": "softmax_cross_entropy"}),
        (schema.Configure, {"name": "output", "value": "identity"}),
        (schema.Configure, {"name": "l2", "value": 0.0}),
        (schema.ConfigureMany, {"name": "features", "values": ()}),
        (schema.ConfigureLayers, {"layers": (schema.LayerSpec(5, "tanh", 0.0),)}),
    ):
        scene = reader.get(kind, **fields)
        assert (scene.said, scene.undo) == ("nothing has changed", "")


def test_a_drag_of_a_setting_is_one_move() -> None:
    """Of the same setting; another setting in the same gesture is a move of its own."""
    reader = Reader(new_session())
    first = reader.scene
    for value in (0.1, 0.2, 0.3):
        reader.get(schema.Configure, name="l2", value=value, gesture=4)
    reader.get(schema.Configure, name="l1", value=0.1, gesture=4)

    assert setting(reader.get(schema.Undo), "l2").value == 0.3
    assert numbers(reader.get(schema.Undo)) == numbers(first)


@pytest.mark.parametrize(
    ("kind", "fields", "field", "message"),
    [
        (
            schema.Configure, {"name": "l2", "value": -1.0}, "l2",
            "L2 penalty λ must be at least 0, got −1.0",
        ),
        (
            schema.Configure, {"name": "l2", "value": None}, "l2",
            "L2 penalty λ must be at least 0, got None",
        ),
        (
            schema.Configure, {"name": "epochs", "value": 1.5}, "epochs",
            "epochs must be a whole number of at least 1, got 1.5",
        ),
        (
            schema.Configure, {"name": "epochs", "value": float("inf")}, "epochs",
            "epochs must be a whole number of at least 1, got inf",
        ),
        (
            schema.Configure, {"name": "optimizer", "value": "adm"}, "optimizer",
            "unknown optimizer 'adm'; did you mean 'adam'? "
            "(adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd)",
        ),
        (
            schema.Configure, {"name": "optimizer", "value": 4.0}, "optimizer",
            "unknown optimizer 4.0 (adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd)",
        ),
        (
            schema.Configure, {"name": "split.test", "value": 0.9}, "split.test",
            "test share must leave samples to learn from, got 0.9, where 0.15 are validation samples; "
            "take less than 0.85",
        ),
        (
            schema.Configure, {"name": "split.test", "value": "much"}, "split.test",
            "test share must be at least 0 and below 1, got 'much'",
        ),
        (
            schema.ConfigureMany, {"name": "features", "values": ("xy",)}, "features",
            "iris: features need two inputs, x and y, got 4",
        ),
        (
            schema.ConfigureMany, {"name": "data", "values": ("iris",)}, "name",
            "unknown setting of many words 'data' (features)",
        ),
        (
            schema.ConfigureLayers, {"layers": (schema.LayerSpec(0, "tanh", 0.0),)}, "hidden",
            "hidden[0] must be a whole number of at least 1, got 0",
        ),
        (
            schema.ConfigureLayers, {"layers": (schema.LayerSpec(3, "tanh", 1.0),)}, "hidden",
            "dropout must be at least 0 and below 1, got 1.0",
        ),
        (
            schema.ConfigureLayers, {"layers": (schema.LayerSpec(10**9, "tanh", 0.0),)}, "hidden",
            "a network on the page must have at most 2 000 000 parameters, got 4-1000000000-3 "
            "with 8 000 000 003; take fewer hidden neurons",
        ),
        (
            schema.ConfigureLayers, {"layers": (schema.LayerSpec(1, "tanh", 0.0),) * 13}, "hidden",
            "hidden layers must be at most 12 on the page, got 13",
        ),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(
    kind: type[schema.Intent], fields: dict[str, Any], field: str, message: str
) -> None:
    """The experiment's own words, with the setting's name as the field."""
    problem = Reader(new_session()).refused(kind, **fields)

    assert (problem.kind, problem.field, problem.message) == ("refused", field, message)


def test_an_activation_that_cannot_be_trained_says_why() -> None:
    """Its note does, and the refusal does."""
    reader = Reader(new_session())
    (note,) = (one.note for one in setting(reader.scene, "hidden").activations if one.name == "step")

    problem = reader.refused(schema.ConfigureLayers, layers=(schema.LayerSpec(3, "step", 0.0),))

    why = ACTIVATIONS["step"].why_untrainable
    assert problem.message == f"layer 1 cannot be trained through 'step': {why}"
    assert why in note


def test_an_unknown_setting_suggests_the_right_one() -> None:
    """Of those that there are."""
    problem = Reader(new_session()).refused(schema.Configure, name="optimiser", value="adam")

    assert problem.field == "name"
    assert problem.message.startswith("unknown setting 'optimiser'; did you mean 'optimizer'? (")


def test_too_much_data_is_not_made() -> None:
    """Crowds of large pictures are refused before they are painted."""
    reader = Reader(new_session())
    reader.get(schema.Configure, name="data", value="crowd")

    problem = reader.refused(schema.Configure, name="data.samples", value=40_000.0)

    assert (problem.field, problem.message) == (
        "data.samples",
        "data made on the page must hold at most 20 000 000 numbers, got 23 040 000; take fewer samples",
    )
