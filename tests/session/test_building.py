"""Building in the drawing: the run goes on with what is kept, says what is not, and undo brings all back."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.experiment import Experiment
from learnscope.scene.schema import (
    AddLayer,
    AddNeuron,
    Advance,
    Configure,
    MoveLayer,
    Redo,
    RemoveLastNeuron,
    RemoveLayer,
    RemoveNeuron,
    Seek,
    SetActivation,
    Undo,
)
from tests.sampling import many
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session, numbers
from tests.small import SMALL

SUM = 1e-12  # by which sums with one term more may differ


def reader(**recipe):
    """A page at a session of Iris, 4-5-3, after three steps."""
    given = {"data": "iris", "hidden": (5,), "optimizer": "adam", "batch_size": 15, "seed": 3} | recipe
    page = Reader(new_session(experiment=Experiment(**SMALL | given)))
    for _ in range(3):
        page.get(Advance, next_batch=True, phase=0.0)
    return page


def weights(page, link):
    return page.scene.stage.links[link].weight.numpy()


def biases(page, layer):
    return page.scene.stage.layers[layer].bias.numpy()


def outputs(page):
    return page.scene.stage.layers[-1].value.numpy()


def test_a_new_neuron_leaves_the_outputs_and_the_run_as_they_are():
    """The same step of the same run, with another shape; what it says comes out."""
    page = reader()
    before, old, said = outputs(page), weights(page, 0), page.scene.moment
    page.get(AddNeuron, layer=1)

    np.testing.assert_allclose(outputs(page), before, rtol=0, atol=SUM)
    assert (page.scene.moment.run, page.scene.moment.step) == (said.run, said.step)
    assert page.scene.experiment.shape == (4, 6, 3)
    assert (weights(page, 0)[:, :5] == old).all()
    assert (weights(page, 1)[5] == 0).all()
    assert page.scene.said == (
        "hidden 1 has six neurons now; 35 weights and eight biases are kept, with what Adam remembers of "
        "them; four weights and one bias begin anew (seed 3); the new neuron's three outgoing weights are 0, "
        "so the outputs stay as they are"
    )
    assert page.scene.undo == "neuron added to hidden 1"


def test_a_new_neuron_learns():
    """Its outgoing weights leave 0 with the first update, its incoming ones with the second."""
    page = reader()
    page.get(AddNeuron, layer=1)
    incoming = weights(page, 0)[:, 5]
    page.get(Advance, next_batch=True, phase=0.0)

    assert (weights(page, 1)[5] != 0).all()
    page.get(Advance, next_batch=True, phase=0.0)
    assert (weights(page, 0)[:, 5] != incoming).all()
    assert_true(page.scene)


def test_the_same_change_at_the_same_step_draws_the_same_numbers():
    """After an undo, and in another sitting; at another step, others."""
    one, other = reader(), reader()
    first = numbers(one.get(AddNeuron, layer=1))
    drawn = weights(one, 0)[:, 5]
    one.get(Undo)
    one.get(AddNeuron, layer=1)

    assert (weights(one, 0)[:, 5] == drawn).all()
    other.get(AddNeuron, layer=1)
    assert (weights(other, 0)[:, 5] == drawn).all()
    one.get(Undo)
    one.get(Advance, next_batch=True, phase=0.0)
    one.get(AddNeuron, layer=1)
    assert (weights(one, 0)[:, 5] != drawn).all()
    assert first


def test_a_neuron_is_removed_with_its_weights():
    """By name; its neighbours keep theirs, bit for bit."""
    page = reader()
    below, above, bias = weights(page, 0), weights(page, 1), biases(page, 1)
    page.get(RemoveNeuron, layer=1, index=2)

    assert (weights(page, 0) == np.delete(below, 2, 1)).all()
    assert (weights(page, 1) == np.delete(above, 2, 0)).all()
    assert (biases(page, 1) == np.delete(bias, 2)).all()
    assert page.scene.said.startswith(
        "neuron hidden 3 is removed with its bias and seven weights: hidden 1 has four neurons now; "
        "28 weights and seven biases are kept, with what Adam remembers of them; the loss of this sample "
    )


def test_the_last_neuron_is_removed_as_any_other():
    """Named or not: the same network, in the same words."""
    one, other = reader(), reader()
    one.get(RemoveNeuron, layer=1, index=4)
    other.get(RemoveLastNeuron, layer=1)

    assert one.scene.said == other.scene.said
    assert (weights(one, 0) == weights(other, 0)).all()


def test_a_layer_is_put_in_and_taken_out():
    """One as large as that below leaves that above its weights, which it has again when the new one goes."""
    page = reader()
    above = weights(page, 1)
    page.get(AddLayer, before=2, size=5, activation="relu")

    assert page.scene.experiment.shape == (4, 5, 5, 3)
    assert (weights(page, 2) == above).all()
    assert page.scene.said.startswith(
        "five ReLU neurons put in as hidden 2; 35 weights and eight biases are kept, with what Adam "
        "remembers of them; 25 weights and five biases begin anew (seed 3); the loss of this sample "
    )
    assert page.scene.experiment.description == "tanh, ReLU, softmax"
    page.get(RemoveLayer, layer=2)
    assert (weights(page, 1) == above).all()
    assert page.scene.said.startswith(
        "hidden 2 is removed with its five neurons; 35 weights and eight biases"
    )


def test_the_last_hidden_layer_may_go():
    """What is left are biases of the outputs, and weights that begin anew."""
    page = reader(optimizer="sgd")
    bias = biases(page, 2)
    page.get(RemoveLayer, layer=1)

    assert page.scene.experiment.shape == (4, 3)
    assert (biases(page, 1) == bias).all()
    assert page.scene.said.startswith(
        "hidden 1 is removed with its five neurons; three biases are kept; twelve weights begin anew "
        "(seed 3); "
    )


def test_a_layer_moves_with_its_activation_and_dropout():
    """And with what leads to it, where that fits."""
    page = reader(hidden=(4, 4, 2), activation=("tanh", "relu", "sigmoid"), dropout=(0.1, 0.2, 0.3))
    first = weights(page, 0)
    page.get(MoveLayer, layer=1, to=2)
    layers = next(
        setting.layers
        for group in page.scene.experiment.groups
        for setting in group.settings
        if setting.name == "hidden"
    )

    assert [(one.size, one.activation, one.dropout) for one in layers] == [
        (4, "relu", 0.2),
        (4, "tanh", 0.1),
        (2, "sigmoid", 0.3),
    ]
    assert (weights(page, 1) == first).all()
    assert page.scene.said.startswith("what was hidden 1 is now hidden 2; ")


def test_another_activation_keeps_all_parameters():
    """And changes what they do."""
    page = reader()
    before = weights(page, 0), weights(page, 1), outputs(page)
    page.get(SetActivation, layer=1, activation="sigmoid")

    assert (weights(page, 0) == before[0]).all()
    assert (weights(page, 1) == before[1]).all()
    assert (outputs(page) != before[2]).any()
    assert page.scene.said.startswith(
        "hidden 1 is now sigmoid; all weights and biases are kept; the loss of "
    )


def test_what_is_no_change_is_none():
    """The activation it has, and the place it has."""
    page = reader()
    for kind, fields in ((SetActivation, {"activation": "tanh"}), (MoveLayer, {"to": 1})):
        revision = page.scene.moment.revision
        page.get(kind, layer=1, **fields)

        assert (page.scene.said, page.scene.moment.revision) == ("nothing has changed", revision)


def test_steps_before_and_after_building_are_found_again():
    """Each with the network of its own shape, bit for bit, and the steps after follow from it."""
    page = reader()
    page.get(AddNeuron, layer=1)
    page.get(AddLayer, before=2, size=3, activation="relu")
    built = page.scene.stage.links[1].weight.numpy()
    page.get(Advance, next_batch=True, phase=0.0)
    after = page.scene.stage.links[1].weight.numpy()
    page.get(Seek, step=2)

    assert page.scene.experiment.shape == (4, 5, 3)
    assert_true(page.scene)
    page.get(Seek, step=4)
    assert page.scene.experiment.shape == (4, 6, 3, 3)
    assert (page.scene.stage.links[1].weight.numpy() == after).all()
    page.get(Seek, step=3)
    assert (page.scene.stage.links[1].weight.numpy() == built).all()
    assert_true(page.scene)


LAYER = "must be that of a hidden layer"


@pytest.mark.parametrize(
    ("kind", "fields", "field", "message"),
    [
        (AddNeuron, {"layer": 2}, "layer",
         f"layer {LAYER}, from 1 to 1, got 2, which holds the outputs; their number is that of the data"),
        (AddNeuron, {"layer": 0}, "layer",
         f"layer {LAYER}, from 1 to 1, got 0, which holds the inputs; their number is that of the data"),
        (RemoveLayer, {"layer": -4}, "layer", f"layer {LAYER}, from 1 to 1, got −4"),
        (RemoveNeuron, {"layer": 1, "index": 5}, "index", "index must be a whole number from 0 to 4, got 5"),
        (AddLayer, {"before": 3, "size": 2, "activation": "tanh"}, "before",
         "before must be a whole number from 1 to 2, got 3"),
        (AddLayer, {"before": 1, "size": 0, "activation": "tanh"}, "size",
         "size must be a whole number of at least 1, got 0"),
        (AddLayer, {"before": 1, "size": 2_000_000, "activation": "tanh"}, "size",
         "a network on the page must have at most 2 000 000 parameters, got 4-2000000-5-3 with 20 000 023; "
         "take fewer hidden neurons"),
        (AddLayer, {"before": 1, "size": 2, "activation": "tahn"}, "activation",
         "unknown activation 'tahn'; did you mean 'tanh'? (elu, gelu, identity, leaky_relu, relu, sigmoid, "
         "sin, softplus, step, tanh)"),
        (MoveLayer, {"layer": 1, "to": 2}, "to",
         f"to {LAYER}, from 1 to 1, got 2, which holds the outputs; their number is that of the data"),
        (SetActivation, {"layer": 1, "activation": "step"}, "activation",
         "layer 1 cannot be trained through 'step': its slope is 0 everywhere but at the jump, where there "
         "is none, so no error comes back through it; take sigmoid, its smooth relative"),
    ],
)  # fmt: skip
def test_what_cannot_be_built_is_refused(kind, fields, field, message):
    """With the rule, what was received and the remedy; nothing changes."""
    problem = reader().refused(kind, **fields)

    assert (problem.kind, problem.field, problem.message) == ("refused", field, message)


def test_a_layer_keeps_a_neuron():
    """Whoever wants none removes the layer; without a hidden layer there is nothing to remove."""
    page = reader(hidden=(1,))
    problem = page.refused(RemoveNeuron, layer=1, index=0)

    assert problem.message == "hidden layer 1 must keep a neuron, and has only one; remove the layer"
    page.get(RemoveLayer, layer=1)
    problem = page.refused(RemoveNeuron, layer=1, index=0)
    assert problem.message == f"layer {LAYER}, and there is none, got 1; add one first"


def test_there_are_at_most_twelve_hidden_layers():
    """As in the panel."""
    page = reader(hidden=(1,) * 12)
    problem = page.refused(AddLayer, before=1, size=1, activation="tanh")

    assert problem.message == "hidden layers must be at most 12 on the page, got 13"


def test_a_number_typed_later_belongs_to_the_new_shape():
    """Settings of learning go on with what was built."""
    page = reader()
    page.get(AddNeuron, layer=1)
    page.get(Configure, name="l2", value=0.01)

    assert page.scene.experiment.shape == (4, 6, 3)
    assert_true(page.scene)


@st.composite
def changes(draw):
    """Any intend to build, good or bad."""
    names = st.sampled_from(["tanh", "relu", "sigmoid"])
    layer = draw(st.integers(0, 4))
    return draw(
        st.sampled_from(
            [
                (AddNeuron, {"layer": layer}),
                (RemoveNeuron, {"layer": layer, "index": draw(st.integers(0, 5))}),
                (RemoveLastNeuron, {"layer": layer}),
                (AddLayer, {"before": layer, "size": draw(st.integers(1, 6)), "activation": draw(names)}),
                (RemoveLayer, {"layer": layer}),
                (MoveLayer, {"layer": layer, "to": draw(st.integers(1, 4))}),
                (SetActivation, {"layer": layer, "activation": draw(names)}),
                (Advance, {"next_batch": True, "phase": 0.0}),
            ]
        )
    )


@settings(max_examples=many(15), deadline=None)
@given(st.lists(changes(), min_size=1, max_size=7))
def test_whatever_is_built_is_true_and_can_be_taken_back(intents):
    """In any order: every number comes out, undo and redo restore exactly."""
    page = reader()
    seen = [numbers(page.scene)]
    for kind, fields in intents:
        revision = page.scene.moment.revision
        page.ask(kind, **fields)
        assert_true(page.scene)
        if page.scene.moment.revision != revision:
            seen.append(numbers(page.scene))
    for one in reversed(seen[:-1]):
        assert numbers(page.get(Undo)) == one
    for one in seen[1:]:
        assert numbers(page.get(Redo)) == one
