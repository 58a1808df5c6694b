"""Removals as they are shown: one, two, and maps in parts, against networks that were really changed."""

import numpy as np
import pytest

from learnscope.core.forward import forward, loss, predict
from learnscope.errors import ArgumentError
from learnscope.scene.removal_map import map_scene, maps_of
from learnscope.scene.removals import part_of, removal_scene, removals_of
from learnscope.scene.subject import Subject
from tests.scene.subjects import subject


def really(one: Subject, **weights: float) -> tuple[float, float, np.ndarray]:
    """Mean loss, share of right answers and probabilities over all samples with other weights."""
    network, setup = one.step.network, one.setup
    parameters = network.parameters.copy()
    for name, value in weights.items():
        _, link, start, end = name.split("_")
        parameters[network.layout.place(int(link), "weight", (int(start), int(end)))] = value
    changed = network.with_parameters(parameters)
    said = predict(changed, setup.x)
    right = (said.argmax(axis=1) == setup.y.argmax(axis=1)).mean()
    return loss(changed, forward(changed, setup.x), setup.y), float(right), said


def test_one_removal_is_that_of_the_changed_network() -> None:
    """Loss and answers over all samples, outputs of the sample shown and in the mean; said in a sentence."""
    one = subject(hidden=(5,))
    removals = removals_of(one, one.step.network)
    before, right, said = really(one)
    after, right_after, said_after = really(one, w_0_2_1=0.0)

    scene = removal_scene(removals, one, ("gradient.0.2.1",))

    assert scene.names == ("weight.0.2.1",)
    assert (scene.loss, scene.new_loss) == (pytest.approx(before), pytest.approx(after))
    assert (scene.accuracy, scene.new_accuracy) == (right, right_after)
    assert [each.before for each in scene.outputs] == pytest.approx(said[one.sample])
    assert [each.after for each in scene.outputs] == pytest.approx(said_after[one.sample])
    assert [each.mean_after for each in scene.outputs] == pytest.approx(said_after.mean(axis=0))
    assert scene.sentence.startswith(
        "Without petal length → hidden 2, the loss of all 150 flowers goes from "
    )
    assert scene.path == f"run.step({one.steps}).without('weight.0.2.1')"


def test_two_removals_tell_whether_they_add_up() -> None:
    """What both change beyond what each changes alone."""
    one = subject(hidden=(5,))
    removals = removals_of(one, one.step.network)
    both = {f"w_1_{start}_{end}": 0.0 for start in (0, 3) for end in range(3)}
    base, *_ = really(one)
    alone = [
        really(one, **{k: v for k, v in both.items() if f"1_{start}" in k})[0] - base for start in (0, 3)
    ]

    scene = removal_scene(removals, one, ("value.1.0", "bias.0.3"))

    assert scene.alone == pytest.approx(tuple(alone), abs=1e-12)
    assert scene.interaction == pytest.approx(really(one, **both)[0] - base - sum(alone), abs=1e-12)
    assert "beyond that." in scene.sentence


def test_a_nudge_adds_to_what_is_there() -> None:
    """To a weight, over the training samples alone."""
    one = subject(hidden=(5,))
    removals = removals_of(one, one.step.network, "train")
    weight = float(one.step.network.weights[1][2, 0])
    parameters = one.step.network.parameters.copy()
    parameters[one.step.network.layout.place(1, "weight", (2, 0))] = weight + 0.5
    changed, rows = one.step.network.with_parameters(parameters), one.setup.split.train
    expected = loss(changed, forward(changed, one.setup.x[rows]), one.setup.y[rows])

    scene = removal_scene(removals, one, ("weight.1.2.0",), by=0.5, judged="train")

    assert scene.new_loss == pytest.approx(expected, rel=1e-12)
    assert scene.samples == len(rows)
    assert scene.sentence.startswith(
        "With hidden 3 → setosa nudged by +0.5, the loss of all 105 training flowers goes from "
    )


@pytest.mark.parametrize("recipe", [{"hidden": (5,)}, {"hidden": (4, 3)}, {"data": "plane", "hidden": (3,)}])
def test_maps_come_in_parts_and_hold_every_removal(recipe: dict) -> None:
    """However little time there is for an answer, each entry once, as it is alone."""
    one = subject(**recipe)
    removals = removals_of(one, one.step.network)
    for chosen in maps_of(removals, one):
        found: list[float] = []
        while len(found) < chosen.count:
            steps = iter([True, True, False])
            scene = map_scene(removals, one, chosen.key, len(found), going=lambda steps=steps: next(steps))
            assert scene.first == len(found)
            found.extend(numbers(scene.change))
        if chosen.key == "pairs":
            assert scene.emergence is not None
            assert scene.emergence.pairs == pytest.approx(sum(found))
            continue
        width = len(scene.column_titles)
        for place, change in enumerate(found):
            name = scene.names.format(row=place // width, column=place % width)
            alone = removals.effect(part_of(name, one))
            assert change == alone.loss_change


def numbers(array: object) -> list[float]:
    """The numbers of an array of the wire format."""
    return np.frombuffer(array.data, dtype="<f8").tolist()  # type: ignore[attr-defined]


def test_what_explains_the_loss_adds_up() -> None:
    """Singles, pairs and the rest, in one sentence."""
    one = subject(hidden=(4,))
    removals = removals_of(one, one.step.network)
    scene = map_scene(removals, one, "pairs", 0, going=lambda: True)
    told = scene.emergence

    assert told is not None
    assert told.singles + told.pairs + told.together == pytest.approx(told.whole)
    assert told.sentence.startswith("Without any hidden neuron the loss changes by ")


def test_what_cannot_be_asked_is_refused() -> None:
    """Outputs, maps there are not, samples there are none of."""
    one = subject(hidden=(4,), split=(1.0, 0.0, 0.0))
    removals = removals_of(one, one.step.network)
    with pytest.raises(
        ArgumentError,
        match=r"name must be of an input, a hidden neuron or a wire, got 'value\.2\.0'; outputs are what the "
        "loss is made of, so they stay",
    ):
        part_of("value.2.0", one)
    with pytest.raises(ArgumentError, match=r"unknown map 'layer\.2'; did you mean 'layer\.1'"):
        map_scene(removals, one, "layer.2", 0, going=lambda: True)
    with pytest.raises(ArgumentError, match="first must be a whole number from 0 to 3, got 4"):
        map_scene(removals, one, "layer.0", 4, going=lambda: True)
    with pytest.raises(ArgumentError, match=r"samples must be of a part with some in it \(all, train\)"):
        removals_of(one, one.step.network, "test")
    with pytest.raises(ArgumentError, match="number of parts must be a whole number from 1 to 2, got 3"):
        removal_scene(removals, one, ("value.0.0", "value.0.1", "value.0.2"))


def test_a_map_that_would_be_too_large_is_left_out() -> None:
    """With its reason, while its layers have theirs."""
    one = subject(data="digits", hidden=(200,), batch_size=7)
    removals = removals_of(one, one.step.network)
    left = {each.key: each.left_out for each in maps_of(removals, one)}

    assert left["layer.1"] == ""
    assert left["link.0"] == "12 800 wires are too many for a map"
    assert left["pairs"] == "200 neurons have too many pairs for a map"
    with pytest.raises(ArgumentError, match=r"map must be one that can be made, got 'link\.0'"):
        map_scene(removals, one, "link.0", 0, going=lambda: True)
