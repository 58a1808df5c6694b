"""Numbers set by hand: parameters, and the values of a sample."""

import math

import numpy as np
import pytest

from learnscope.scene import schema
from tests.scene.recomputed import assert_true, numpy
from tests.session.moves import FORWARD_DONE
from tests.session.reader import Reader, new_session, numbers


@pytest.fixture
def reader() -> Reader:
    """A reader of Iris 4-5-3."""
    return Reader(new_session())


@pytest.fixture
def original() -> Reader:
    """A reader of the 2015 original."""
    return Reader(new_session("original"))


def test_a_weight_can_be_set(reader: Reader) -> None:
    """Only that weight changes, the forward pass has followed, and the loss is told."""
    before = reader.scene
    after = reader.get(schema.SetParameter, seen=1.0, link=1, role="weight", index=(2, 1), value=-0.25)

    expected = before.stage.links[1].weight.numpy().copy()
    expected[2, 1] = -0.25
    assert np.array_equal(after.stage.links[1].weight.numpy(), expected)
    assert after.stage.links[0].weight == before.stage.links[0].weight
    assert after.moment.phase == FORWARD_DONE
    assert after.moment.step == 0
    assert after.undo == "weight hidden 3 → versicolor"
    losses = [scene.stage.output.sample_loss for scene in (before, after)]
    assert after.said == (
        "weight hidden 3 → versicolor is now −0.25; "
        f"the loss of this sample {losses[0]:.4g} → {losses[1]:.4g}"
    )
    assert_true(after)


def test_a_bias_can_be_set(reader: Reader) -> None:
    """Biases of hidden and output neurons."""
    hidden = reader.get(schema.SetParameter, link=0, role="bias", index=(1,), value=1e-3)
    assert hidden.undo == "bias hidden 2"
    assert hidden.said.startswith("bias hidden 2 is now 0.001; ")
    assert numpy(hidden.stage.layers[1].bias)[1] == 1e-3

    output = reader.get(schema.SetParameter, link=1, role="bias", index=(0,), value=2.0)

    assert output.undo == "bias setosa"
    assert numpy(output.stage.layers[2].bias).tolist() == [2.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"value": math.nan}, "value", "value must be a finite number, got nan"),
        ({"value": -math.inf}, "value", "value must be a finite number, got −inf"),
        ({"link": 2}, "link", "link must be a whole number from 0 to 1, got 2"),
        ({"link": -1}, "link", "link must be a whole number from 0 to 1, got −1"),
        ({"index": (5, 0)}, "index", "index[0] must be a whole number from 0 to 4, got 5"),
        ({"index": (0, -1)}, "index", "index[1] must be a whole number from 0 to 2, got −1"),
        ({"index": (1,)}, "index", "index of a weight must hold two numbers, from and to, got [1]"),
        ({"index": ()}, "index", "index of a weight must hold two numbers, from and to, got []"),
        (
            {"role": "bias"},
            "index",
            "index of a bias must hold one number, of the neuron, got [0, 0]",
        ),
        ({"role": "bias", "index": (3,)}, "index", "index[0] must be a whole number from 0 to 2, got 3"),
    ],
)
def test_a_parameter_that_does_not_exist_or_is_not_finite_is_refused(
    reader: Reader, fields: dict[str, object], field: str, message: str
) -> None:
    """The message names the field, the rule and the value; nothing changes."""
    problem = reader.refused(
        schema.SetParameter, **{"link": 1, "role": "weight", "index": (0, 0), "value": 1.0, **fields}
    )

    assert (problem.kind, problem.field, problem.message) == ("refused", field, message)


def test_an_input_can_be_set_in_its_own_unit(reader: Reader) -> None:
    """The sample is an edited copy, and the network sees the scaled value."""
    after = reader.get(schema.SetInput, index=2, value=4.7)

    assert numpy(after.stage.layers[0].raw)[2] == 4.7
    assert after.experiment.sample.edited
    assert after.moment.phase == FORWARD_DONE
    assert after.undo == "input petal length"
    assert after.said.startswith("input petal length is now 4.7 cm; the loss of this sample ")
    assert_true(after)


def test_inputs_without_unit_are_named_once(original: Reader) -> None:
    """ "input 2", not "input input 2"."""
    after = original.get(schema.SetInput, index=1, value=-0.5)

    assert after.undo == "input 2"
    assert after.said.startswith("input 2 is now −0.5; ")


def test_a_target_can_be_set_to_any_finite_number(reader: Reader) -> None:
    """Errors and labels follow, and the loss of other samples does not change."""
    after = reader.get(schema.SetTarget, index=0, value=-1.5)

    assert numpy(after.stage.output.target).tolist() == [-1.5, 1.0, 0.0]
    assert after.stage.output.error_label == "p · Σy − y"
    assert after.experiment.sample.edited
    assert after.experiment.sample.label == "−1.5, 1, 0"
    assert after.undo == "target setosa"
    assert_true(after)


@pytest.mark.parametrize("kind", [schema.SetInput, schema.SetTarget])
@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"value": math.nan}, "value", "value must be a finite number, got nan"),
        ({"value": math.inf}, "value", "value must be a finite number, got inf"),
        ({"index": 9}, "index", "index must be a whole number from 0 to {last}, got 9"),
        ({"index": -1}, "index", "index must be a whole number from 0 to {last}, got −1"),
    ],
)
def test_a_value_that_does_not_exist_or_is_not_finite_is_refused(
    reader: Reader, kind: type[schema.Intent], fields: dict[str, object], field: str, message: str
) -> None:
    """The message names the field, the rule and the value; nothing changes."""
    problem = reader.refused(kind, **{"index": 0, "value": 1.0, **fields})

    last = 3 if kind is schema.SetInput else 2
    assert (problem.kind, problem.field, problem.message) == ("refused", field, message.format(last=last))


def test_an_edited_sample_takes_part_in_its_batch(reader: Reader) -> None:
    """The update follows the edit, as long as the sample is shown."""
    before = reader.scene.stage.links[0].gradient
    edited = reader.get(schema.SetInput, index=0, value=30.0)
    assert edited.stage.links[0].gradient != before

    stepped = reader.get(schema.Advance, next_batch=False, phase=0.0)

    assert stepped.experiment.sample.edited
    assert numpy(stepped.stage.layers[0].raw)[0] == 30.0
    assert_true(stepped)


def test_showing_another_sample_drops_the_edit_and_undo_brings_it_back(reader: Reader) -> None:
    """The data set never changes."""
    clean = reader.scene
    edited = reader.get(schema.SetInput, index=0, value=30.0)
    other = reader.get(schema.ShowSample, number=edited.experiment.batch.numbers[1])
    assert not other.experiment.sample.edited

    again = reader.get(schema.ShowSample, number=edited.experiment.sample.number)
    assert numbers(again) == numbers(clean)

    reader.get(schema.Undo)
    assert numbers(reader.get(schema.Undo)) == numbers(edited)


def test_the_next_batch_drops_the_edit_where_the_sample_leaves(reader: Reader) -> None:
    """Coming back, the sample is as in the data set."""
    clean = reader.scene
    reader.get(schema.SetTarget, index=0, value=0.5)
    reader.get(schema.NextBatch)

    assert numbers(reader.get(schema.NextBatch, back=True)) == numbers(clean)


def test_the_only_sample_keeps_its_edit_from_epoch_to_epoch(original: Reader) -> None:
    """The network of 2015 learns what was typed in."""
    original.get(schema.SetInput, index=0, value=0.9)

    scene = original.get(schema.Advance, next_batch=True, phase=0.0)

    assert scene.experiment.sample.edited
    assert numpy(scene.stage.layers[0].raw)[0] == 0.9


def test_restoring_the_sample_drops_the_edit(reader: Reader) -> None:
    """As it is in the data set."""
    clean = reader.scene
    reader.get(schema.SetInput, index=0, value=30.0)
    restored = reader.get(schema.RestoreSample)

    assert numbers(restored) == numbers(clean)
    number = clean.experiment.sample.number
    assert restored.undo == f"restored sample {number}"
    assert restored.said.startswith(f"sample {number} is as in the data set again; the loss of this sample ")


def test_typing_the_data_s_own_value_is_no_edit(reader: Reader) -> None:
    """The mark goes when the last edit is taken back by hand."""
    own = float(numpy(reader.scene.stage.layers[0].raw)[1])
    assert reader.get(schema.SetInput, index=1, value=own + 1).experiment.sample.edited

    assert not reader.get(schema.SetInput, index=1, value=own).experiment.sample.edited


def test_what_changes_nothing_is_no_move(reader: Reader) -> None:
    """The same value again needs no undo and makes no revision."""
    weight = float(reader.scene.stage.links[0].weight.numpy()[0, 0])
    first = reader.scene
    for kind, fields in (
        (schema.SetParameter, {"link": 0, "role": "weight", "index": (0, 0), "value": weight}),
        (schema.Configure, {"name": "learning_rate", "value": 0.1}),
        (schema.Configure, {"name": "batch_size", "value": 15}),
        (schema.ShowSample, {"number": first.experiment.sample.number}),
        (schema.RestoreSample, {}),
        (schema.Reset, {}),
    ):
        scene = reader.get(kind, **fields)

        assert scene.moment == first.moment
        assert scene.undo == ""
        assert scene.said == "nothing has changed"
