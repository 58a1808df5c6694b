"""Biases that are held or none, on the page: scenes, edits, building, recipes; and the smallest networks."""

from typing import Any

import numpy as np
import pytest

import learnscope as ls
from learnscope.experiment import Experiment
from learnscope.library.train import train
from learnscope.scene import schema
from tests.scene.recomputed import assert_true, numpy
from tests.session.reader import Reader, new_session, send
from tests.small import small

PLANE = ls.from_arrays([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], [4.0, 3.0, 7.0], name="bowl", kind="values")
LINE = ls.from_arrays([[1.0], [2.0], [3.0]], [2.0, 4.0, 6.0], name="line", kind="values")
ALL = (1.0, 0.0, 0.0)


def tiny(**fields: Any) -> Experiment:
    """A linear neuron on the plane, without bias: two parameters."""
    given = {
        "data": PLANE, "hidden": (), "bias": "none", "split": ALL, "scale": "none", "optimizer": "sgd",
        "learning_rate": 0.1, "batch_size": 3, "epochs": 300,
    }  # fmt: skip
    return small(**(given | fields))


TINY = {
    "two weights": tiny(),
    "one weight": tiny(data=LINE, learning_rate=0.05),
    "width one": tiny(data=LINE, hidden=(1, 1), bias="learned", activation="tanh"),
    "width one without bias": tiny(data=LINE, hidden=(1,), activation="identity", learning_rate=0.01),
    "one weight and a held bias": tiny(data=LINE, bias="fixed", learning_rate=0.05),
}


def recipe(**fields: Any) -> Experiment:
    """Iris, 4-5-3."""
    given = {"data": "iris", "hidden": (5,), "optimizer": "sgd", "batch_size": 15, "seed": 3}
    return small(**(given | fields))


def kinds(reader: Reader) -> list[str]:
    """Of the layers that have weights, from below."""
    return [layer.bias_kind for layer in reader.scene.stage.layers[1:]]


@pytest.mark.parametrize("name", TINY)
def test_the_smallest_networks_learn_and_are_true_in_every_scene(name: str) -> None:
    """Forward, backward, update, check, measures and sentences, while stepping."""
    experiment = TINY[name]
    reader = Reader(new_session(experiment=experiment))
    for _ in range(3):
        assert_true(reader.scene, experiment=experiment)
        assert reader.scene.check is not None
        assert reader.scene.check.passed
        reader.get(schema.Advance, next_batch=True, phase=0.0)

    loss = reader.scene.outcome.after[0].loss
    scene = reader.get(schema.Train, epochs=20)
    assert scene.outcome.after[0].loss < loss


def test_two_weights_find_the_minimum_of_their_bowl() -> None:
    """A linear neuron without bias ends at w = (4, 3), where the loss is 0; there is nothing else."""
    run = train(tiny(), engine="plain")

    assert run.network.parameters == pytest.approx([4.0, 3.0], abs=1e-6)
    assert run.evaluate("train").loss == pytest.approx(0.0, abs=1e-10)


@pytest.mark.parametrize("name", TINY)
def test_the_smallest_networks_survive_the_disk_and_a_restart(name: str, tmp_path: Any) -> None:
    """As a run file, as a network file, and as a sitting."""
    run = train(TINY[name].replace(epochs=4), engine="plain")
    run.save(tmp_path / "a.run")
    run.network.save(tmp_path / "n.json")
    reader = Reader(new_session(experiment=TINY[name]))
    reader.get(schema.Advance, next_batch=True, phase=0.0)

    again = new_session(snapshot=reader.session.snapshot())

    assert ls.open_run(tmp_path / "a.run").network == run.network
    assert ls.Network.load(tmp_path / "n.json") == run.network
    assert again.scene().stage == reader.scene.stage


@pytest.mark.parametrize("name", TINY)
def test_the_smallest_networks_are_diagnosed_and_asked_what_if(name: str) -> None:
    """Nothing needs a hidden layer, a bias or a second number."""
    reader = Reader(new_session(experiment=TINY[name]))
    reader.get(schema.Train, epochs=20)

    assert isinstance(train(TINY[name].replace(epochs=2), engine="plain").diagnose(), tuple)
    question = {"name": "learning_rate", "value": 0.01, "steps": 5, "milliseconds": 10_000.0}
    answer = send(reader.session, schema.WhatIf(at=reader.scene.moment, serial=1, **question))
    assert isinstance(answer, schema.WhatIfScene)
    assert answer.complete


def test_layers_without_bias_have_none_in_their_scene() -> None:
    """And the sentence of the forward pass does not speak of one."""
    reader = Reader(new_session(experiment=recipe(bias=["none", "learned"])))
    hidden = reader.scene.stage.layers[1]

    assert (hidden.bias, hidden.bias_gradient, hidden.bias_after) == (None, None, None)
    assert kinds(reader) == ["none", "learned"]
    sentences = [phase.sentence for phase in reader.scene.stage.timeline]
    assert sentences[1].startswith(
        "Each neuron of layer hidden 1 adds up its weighted inputs and passes the sum"
    )
    assert sentences[2].startswith("Each output adds its weighted inputs to its bias")
    assert sentences[-1].startswith("Every weight and every bias that learns moves against its gradient")
    assert_true(reader.scene, experiment=recipe(bias=["none", "learned"]))


def test_a_bias_that_is_none_cannot_be_set() -> None:
    """The refusal says which layer has none."""
    reader = Reader(new_session(experiment=recipe(bias="none")))

    problem = reader.refused(schema.SetParameter, link=0, role="bias", index=(0,), value=1.0)

    assert problem.message == "role must be 'weight' where there is no bias, as in hidden 1, got 'bias'"
    assert problem.field == "role"


@pytest.mark.parametrize("word", ["learned", "fixed", "none"])
def test_the_kind_of_bias_is_chosen_on_the_page_and_begins_a_new_run(word: str) -> None:
    """With the same weights, in all layers alike."""
    reader = Reader(new_session(experiment=recipe(bias=["fixed", "none"])))
    before = reader.scene

    scene = reader.get(schema.Configure, name="bias", value=word)

    title = {"learned": "learned", "fixed": "held", "none": "none"}[word]
    assert scene.said == f"biases are now {title}"
    assert kinds(reader) == [word, word]
    assert scene.moment.run != before.moment.run
    assert [link.weight for link in scene.stage.links] == [link.weight for link in before.stage.links]


def test_kinds_that_are_not_alike_are_told_as_such() -> None:
    """The choice has a word for it, which names them from below."""
    reader = Reader(new_session(experiment=recipe(bias=["fixed", "none"])))
    found = next(
        one for group in reader.scene.experiment.groups for one in group.settings if one.name == "bias"
    )

    assert isinstance(found, schema.ChoiceSetting)
    assert found.value == "mixed"
    assert (found.choices[0].title, found.choices[0].note) == ("not alike", "Held, none, from below.")


def test_an_unknown_kind_of_bias_is_refused() -> None:
    """With the nearest."""
    problem = Reader(new_session()).refused(schema.Configure, name="bias", value="learnt")

    assert problem.message == "unknown bias 'learnt'; did you mean 'learned'? (fixed, learned, none)"
    assert problem.field == "bias"


def test_building_keeps_the_kinds_of_bias_with_their_layers() -> None:
    """A layer put in learns where the others are not alike, and is like them where they are."""
    reader = Reader(new_session(experiment=recipe(bias=["fixed", "none"])))
    reader.get(schema.Advance, next_batch=True, phase=0.0)

    reader.get(schema.AddNeuron, layer=1)
    assert kinds(reader) == ["fixed", "none"]
    reader.get(schema.AddLayer, before=2, size=2, activation="tanh")
    assert kinds(reader) == ["fixed", "learned", "none"]
    reader.get(schema.MoveLayer, layer=1, to=2)
    assert kinds(reader) == ["learned", "fixed", "none"]
    reader.get(schema.RemoveLayer, layer=1)
    assert kinds(reader) == ["fixed", "none"]
    recipe_now = Experiment.from_url(reader.scene.experiment.address)
    assert recipe_now.bias == ("fixed", "none")
    assert_true(reader.scene, experiment=recipe_now)

    alike = Reader(new_session(experiment=recipe(bias="none")))
    alike.get(schema.AddLayer, before=1, size=2, activation="tanh")
    assert kinds(alike) == ["none", "none", "none"]


def test_what_building_says_counts_the_biases_there_are() -> None:
    """A neuron without bias is removed with its weights alone."""
    reader = Reader(new_session(experiment=recipe(bias="none")))

    scene = reader.get(schema.RemoveNeuron, layer=1, index=0)

    assert scene.said.startswith(
        "neuron hidden 1 is removed with seven weights: hidden 1 has four neurons now; 28 weights are kept; "
    )


def test_held_biases_stay_while_a_network_is_built_on() -> None:
    """A new neuron's bias is drawn, and held from then on."""
    reader = Reader(new_session(experiment=recipe(bias="fixed", initializer="uniform")))
    first = numpy(reader.scene.stage.layers[1].bias)

    reader.get(schema.AddNeuron, layer=1)
    built = numpy(reader.scene.stage.layers[1].bias)
    reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert built[:5].tolist() == first.tolist()
    assert built[5] != 0
    assert np.array_equal(numpy(reader.scene.stage.layers[1].bias), built)
