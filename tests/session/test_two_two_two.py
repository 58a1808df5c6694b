"""The worked 2-2-2 example keeps its published numbers through library, session and scene."""

import json
from pathlib import Path
from typing import Any

import pytest

import learnscope as ls
from learnscope.library.train import train
from learnscope.scene import schema
from learnscope.starting_points import STARTING_POINTS
from tests.scene.recomputed import assert_true, numpy
from tests.session.reader import Reader, new_session

PATH = Path(__file__).parents[1] / "reference" / "worked-examples.json"
EXAMPLE: dict[str, Any] = json.loads(PATH.read_text())["mazur_2_2_2"]
RECIPE = STARTING_POINTS["two-two-two"].experiment
DIGITS = 6e-13  # they are printed with twelve decimals


def near(name: str) -> Any:
    """Published numbers, to the last digit they are printed with."""
    return pytest.approx(EXAMPLE[name], abs=DIGITS)


@pytest.fixture(name="reader")
def fixture_reader() -> Reader:
    """A page at the starting point."""
    return Reader(new_session("two-two-two"))


@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_the_library_makes_its_step(engine: Any) -> None:
    """Loss before, gradients, weights and loss after, with the biases held, by either engine."""
    run = train(RECIPE.replace(steps=1), engine=engine)
    step = run.step(0)
    hidden, output = step.gradients.layers

    assert step.loss == near("loss_before")
    assert step.trace.layers[0].activation[0] == near("hidden_activations")
    assert step.trace.output[0] == near("outputs")
    assert output.weight.T.ravel() == near("gradient_w5_w8")
    assert hidden.weight.T.ravel() == near("gradient_w1_w4")
    assert (hidden.bias, output.bias) == (near("gradient_b_hidden"), near("gradient_b_output"))
    for network in (step.after, run.network):
        assert network.weights[0].T.ravel() == near("after_one_step_w1_w4")
        assert network.weights[1].T.ravel() == near("after_one_step_w5_w8")
        assert [bias.tolist() for bias in network.biases if bias is not None] == [[0.35, 0.35], [0.6, 0.6]]
    assert step.loss_after == near("loss_after_weights_only")


def test_with_biases_that_learn_it_has_its_other_published_loss() -> None:
    """The same recipe, but for the word that says so."""
    step = train(RECIPE.replace(steps=1, bias="learned"), engine="plain").step(0)

    assert step.loss_after == near("loss_after_weights_and_biases")


def test_the_scene_shows_its_numbers(reader: Reader) -> None:
    """Every published number stands on the stage, and biases are held there."""
    stage = reader.scene.stage
    hidden, output = stage.layers[1:]

    assert stage.change.batch_loss_before == stage.output.sample_loss == near("loss_before")
    assert stage.change.batch_loss_after == near("loss_after_weights_only")
    assert numpy(hidden.value) == near("hidden_activations")
    assert numpy(output.value) == near("outputs")
    assert numpy(stage.links[0].gradient).T.ravel() == near("gradient_w1_w4")
    assert numpy(stage.links[1].gradient).T.ravel() == near("gradient_w5_w8")
    assert numpy(hidden.bias_gradient) == near("gradient_b_hidden")
    assert numpy(output.bias_gradient) == near("gradient_b_output")
    assert numpy(stage.links[0].after).T.ravel() == near("after_one_step_w1_w4")
    assert numpy(stage.links[1].after).T.ravel() == near("after_one_step_w5_w8")
    assert hidden.bias_kind == output.bias_kind == "fixed"
    assert (hidden.bias, output.bias) == (hidden.bias_after, output.bias_after)
    assert reader.scene.check is not None
    assert reader.scene.check.passed
    assert reader.scene.check.count == 12  # the gradients of held biases are shown, so they are compared
    assert_true(reader.scene, experiment=RECIPE)


def test_its_update_says_what_is_held(reader: Reader) -> None:
    """In the sentence of the update, and in that of the forward pass nothing else than usual."""
    sentences = [phase.sentence for phase in reader.scene.stage.timeline]

    assert sentences[-1] == (
        "Every weight moves against its gradient: w − 0.5 × ∂L/∂w. Biases that are held stay as they are. "
        "This takes the loss of this sample from 0.2984 to 0.2910."
    )
    assert sentences[1].startswith(
        "Each neuron of layer hidden 1 adds its weighted inputs to its bias "
        "and passes the sum through the sigmoid"
    )


def test_a_held_bias_can_be_set_by_hand(reader: Reader) -> None:
    """No update moves it, a reader does; undo brings it back."""
    scene = reader.get(schema.SetParameter, link=0, role="bias", index=(1,), value=0.5)
    assert numpy(scene.stage.layers[1].bias).tolist() == [0.35, 0.5]

    scene = reader.get(schema.Advance, next_batch=True, phase=0.0)
    assert numpy(scene.stage.layers[1].bias).tolist() == [0.35, 0.5]

    reader.get(schema.Undo)
    scene = reader.get(schema.Undo)
    assert numpy(scene.stage.layers[1].bias).tolist() == [0.35, 0.35]


def test_reset_and_another_data_set_begin_as_they_should(reader: Reader) -> None:
    """Back at the given numbers; drawn ones where they do not fit, which is said."""
    first = reader.scene.stage.links
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    assert reader.get(schema.Reset).stage.links == first

    scene = reader.get(schema.Configure, name="data", value="xor_gate")

    assert "starting weights are drawn" in scene.said
    assert scene.stage.links != first
    assert [layer.bias_kind for layer in scene.stage.layers[1:]] == ["fixed", "fixed"]


def test_a_new_start_draws_other_weights(reader: Reader) -> None:
    """Whoever asks for one does not want the given numbers again."""
    first = reader.scene.stage.links

    scene = reader.get(schema.NewStart)

    assert scene.stage.links != first
    assert ls.Experiment.from_url(scene.experiment.address).start is None


def test_the_panel_says_where_the_numbers_come_from(reader: Reader) -> None:
    """The start is "given" among the ways to draw; choosing one draws; biases are a choice of three."""
    settings = {one.name: one for group in reader.scene.experiment.groups for one in group.settings}
    drawn, bias = settings["initializer"], settings["bias"]
    assert isinstance(drawn, schema.ChoiceSetting)
    assert isinstance(bias, schema.ChoiceSetting)

    assert (drawn.value, drawn.choices[0].name, drawn.choices[0].title) == ("given", "given", "given")
    assert "initial_scale" not in settings
    assert (bias.value, [choice.title for choice in bias.choices]) == ("fixed", ["learned", "held", "none"])

    same = reader.get(schema.Configure, name="initializer", value="given")
    assert same.said == "nothing has changed"
    scene = reader.get(schema.Configure, name="initializer", value="he")
    assert scene.said == "starting weights is now He"
    assert ls.Experiment.from_url(scene.experiment.address).start is None
