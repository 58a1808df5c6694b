"""Two futures side by side: one sample at one step, and what changed most between them."""

import numpy as np
import pytest

from learnscope.scene import schema
from tests.session.reader import Reader, opened, send
from tests.session.test_play import reader_of


def two(*, setting: str = "learning_rate", value: float = 0.5, epochs: int = 3) -> Reader:
    """A reader at the end of a second future, which departed at step 6 of a first of 14 steps."""
    reader = reader_of()
    reader.get(schema.Train, epochs=2)
    reader.get(schema.Seek, step=6)
    reader.get(schema.Configure, name=setting, value=value)
    reader.get(schema.Train, epochs=epochs)
    return reader


def changed(reader: Reader, **fields: object) -> schema.ChangedScene:
    """What changed most, asked from the moment on screen."""
    reply = send(reader.session, schema.Changed(at=reader.scene.moment, serial=4, **fields))  # type: ignore[arg-type]
    assert isinstance(reply, schema.ChangedScene), reply
    assert reply.serial == 4
    return reply


def comparison_of(reader: Reader) -> schema.ComparisonScene:
    comparison = opened(reader.scene, schema.ComparisonScene)
    assert comparison is not None
    return comparison


@pytest.mark.parametrize("batch_size", [1, 4, 105])
def test_both_show_the_same_sample_whatever_they_learn_from(batch_size: int) -> None:
    """Inputs and target are equal, bit for bit, though the batches of the two have nothing in common."""
    reader = two(setting="batch_size", value=batch_size, epochs=4)
    reader.get(schema.Seek, step=8)

    reader.get(schema.Open, what=schema.Comparison(future="1"))

    shown, comparison = reader.scene.stage, comparison_of(reader)
    assert comparison.stage is not None
    assert comparison.step == reader.scene.moment.step == 8
    assert comparison.stage.layers[0].value == shown.layers[0].value
    assert comparison.stage.layers[0].raw == shown.layers[0].raw
    assert comparison.stage.output.target == shown.output.target
    other = comparison.difference
    assert other is not None
    for layer in (1, 2):
        mine, its = (stage.layers[layer].value.numpy() for stage in (shown, comparison.stage))
        assert np.array_equal(other.value[layer - 1].numpy(), its - mine)


def test_an_edited_sample_is_given_to_both() -> None:
    """As it was edited."""
    reader = two()
    reader.get(schema.Seek, step=9)
    reader.get(schema.Open, what=schema.Comparison(future="1"))
    reader.get(schema.SetInput, index=1, value=9.5)

    shown, comparison = reader.scene.stage, comparison_of(reader)
    assert comparison.stage is not None
    assert comparison.stage.layers[0].raw == shown.layers[0].raw
    assert comparison.stage.layers[0].value == shown.layers[0].value


def test_where_one_ended_earlier_both_are_at_the_last_common_step() -> None:
    """The shown one goes back to there, and it is said; seeking stops there."""
    reader = two()
    assert reader.scene.moment.step == 27

    scene = reader.get(schema.Open, what=schema.Comparison(future="1"))

    assert (scene.moment.step, comparison_of(reader).step) == (14, 14)
    assert scene.said == "after 14 updates of learning rate 0.5, where main ends"
    scene = reader.get(schema.Seek, step=20)
    assert (scene.moment.step, comparison_of(reader).step) == (14, 14)
    assert scene.said == "after 14 updates of learning rate 0.5: main, laid beside it, ends there"


def test_beyond_the_end_of_the_other_nothing_is_laid_beside() -> None:
    """It is said where the last step of both is; nothing of another step is drawn."""
    reader = two()
    reader.get(schema.Open, what=schema.Comparison(future="1"))
    reader.get(schema.Advance, next_batch=True, phase=4.0)

    comparison = comparison_of(reader)
    assert comparison.stage is None
    assert comparison.sentence == (
        "main ends after 14 updates, and here are 15: the last step of both is 14."
    )
    reader.get(schema.Close, what="comparison")
    assert opened(reader.scene, schema.ComparisonScene) is None


def test_the_list_of_two_futures_is_that_of_their_numbers() -> None:
    """Ranked by the difference of weights and biases, as the scene has them; ten are marked on the stage."""
    reader = two()
    reader.get(schema.Open, what=schema.Comparison(future="1"))

    told, comparison = changed(reader, future="1", most=1000), comparison_of(reader)
    assert comparison.difference is not None
    every = {
        f"weight.{link}.{i}.{j}": float(array.numpy()[i, j])
        for link, array in enumerate(comparison.difference.weight)
        for i, j in np.ndindex(*array.shape)
    } | {
        f"bias.{link}.{k}": float(number)
        for link, array in enumerate(comparison.difference.bias)
        if array is not None
        for k, number in enumerate(array.numpy())
    }
    assert {one.name: one.difference for one in told.changes} == every
    sizes = [abs(one.difference) for one in told.changes]
    assert sizes == sorted(sizes, reverse=True)
    assert told.count == len(every) == 27
    assert comparison.most == tuple(one.name for one in told.changes[:10])
    assert comparison.sentence == told.sentence
    assert told.path == "run.step(14).changed(other.step(14))"


def test_the_list_of_a_step_is_that_of_its_update() -> None:
    """New less old, of the stage."""
    reader = two()
    told = changed(reader, most=3)

    link = reader.scene.stage.links
    moved = [np.abs(one.after.numpy() - one.weight.numpy()).max() for one in link]
    biases = [layer for layer in reader.scene.stage.layers if layer.bias is not None]
    moved += [np.abs(one.bias_after.numpy() - one.bias.numpy()).max() for one in biases]  # type: ignore[union-attr]
    assert abs(told.changes[0].difference) == max(moved)
    assert (told.future, told.kinds, len(told.changes)) == ("", ("parameters", "values"), 3)
    assert changed(reader, kind="values").path == 'run.step(27).changed(kind="values")'


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"future": "2"}, "future", "future must be another than the one shown, got learning rate 0.5; "
         "choose another"),
        ({"future": "1"}, "future", "step must be one of both futures, got 27: main ends after 14; "
         "go back to there"),
        ({"most": 0}, "most", "most must be a whole number from 1 to 1000, got 0"),
        ({"kind": "gradients"}, "kind", "kind must be 'parameters' or 'values' of one step, got 'gradients': "
         "the new network has none before its next step; lay another step beside it"),
    ],
)  # fmt: skip
def test_what_cannot_be_ranked_is_refused(fields: dict[str, object], field: str, message: str) -> None:
    """In the words of the question."""
    reader = two()
    reply = send(reader.session, schema.Changed(at=reader.scene.moment, **fields))  # type: ignore[arg-type]
    assert isinstance(reply, schema.Problem)
    assert (reply.field, reply.message) == (field, message)
