"""The next batch and the sample shown."""

import numpy as np
import pytest

from learnscope.experiment import set_up
from learnscope.scene import schema
from learnscope.starting_points import STARTING_POINTS
from tests.session.moves import FORWARD_DONE, minus, order
from tests.session.reader import Reader, new_session, numbers


@pytest.fixture
def reader() -> Reader:
    """A reader of Iris 4-5-3."""
    return Reader(new_session())


def test_the_next_batch_leaves_the_network(reader: Reader) -> None:
    """Another batch, its first sample, the same weights, and back again."""
    first = reader.scene
    second = reader.get(schema.NextBatch)

    assert second.experiment.batch.numbers == tuple(order(reader, 0)[15:30])
    assert second.moment.sample == second.experiment.batch.numbers[0] - 1
    assert second.moment.phase == FORWARD_DONE
    assert second.moment.step == 0
    assert second.undo == "next batch"
    assert second.said == f"batch 2 of 7 in epoch 1, showing sample {second.experiment.sample.number}"
    assert [link.weight for link in second.stage.links] == [link.weight for link in first.stage.links]
    back = reader.get(schema.NextBatch, back=True)
    assert back.undo == "previous batch"
    assert numbers(back) == numbers(first)


def test_batches_roll_over_into_epochs_both_ways(reader: Reader) -> None:
    """The last is followed by the first of the next epoch, and preceded from there."""
    for _ in range(7):
        scene = reader.get(schema.NextBatch)
    assert (scene.experiment.batch.epoch, scene.experiment.batch.index) == (2, 1)

    scene = reader.get(schema.NextBatch, back=True)

    assert (scene.experiment.batch.epoch, scene.experiment.batch.index) == (1, 7)
    assert scene.experiment.batch.numbers == tuple(order(reader, 0)[90:])


def test_nothing_comes_before_the_first_batch(reader: Reader) -> None:
    """The message says why."""
    problem = reader.refused(schema.NextBatch, back=True)

    assert (problem.kind, problem.field) == ("needless", "back")
    assert problem.message == "this is the first batch of the first epoch; there is none before it"


def test_the_sample_shown_stays_where_the_next_batch_holds_it(reader: Reader) -> None:
    """With all samples in the batch, the same one is watched through the epochs."""
    reader.get(schema.Configure, name="batch_size", value=105)
    number = reader.get(
        schema.ShowSample, number=reader.scene.experiment.batch.numbers[40]
    ).experiment.sample.number

    scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert scene.experiment.batch.epoch == 2
    assert scene.experiment.sample.number == number


def test_a_sample_of_the_batch_is_just_shown(reader: Reader) -> None:
    """The batch and its gradients stay."""
    before = reader.scene
    number = before.experiment.batch.numbers[4]

    after = reader.get(schema.ShowSample, number=number)

    assert after.moment.sample == number - 1
    assert after.experiment.batch.place == 4
    assert after.experiment.batch.numbers == before.experiment.batch.numbers
    assert [link.gradient for link in after.stage.links] == [link.gradient for link in before.stage.links]
    assert after.moment.phase == FORWARD_DONE
    assert after.undo == f"sample {number}"
    assert after.said == f"sample {number} of batch 1 of 7 in epoch 1 is shown"


def test_a_sample_elsewhere_is_shown_in_its_batch_of_this_epoch(reader: Reader) -> None:
    """Sample 40 of the order is in the third batch."""
    number = order(reader, 0)[39]

    scene = reader.get(schema.ShowSample, number=number)

    assert scene.experiment.batch.index == 3
    assert scene.experiment.batch.numbers == tuple(order(reader, 0)[30:45])
    assert scene.experiment.batch.place == 9


def test_a_sample_that_is_not_learned_from_is_refused(reader: Reader) -> None:
    """The message names its part and the nearest sample to learn from."""
    parts = set_up(STARTING_POINTS["iris"].experiment).split
    for part, rows in (("validation", parts.validation), ("test", parts.test)):
        number = int(rows[0]) + 1
        distances = np.abs(parts.train + 1 - number)
        nearest = int(parts.train[distances.argmin()]) + 1

        problem = reader.refused(schema.ShowSample, number=number)

        assert (problem.kind, problem.field) == ("refused", "number")
        assert problem.message == (
            f"sample {number} is in the {part} set and never learned from; "
            f"the nearest sample to learn from is {nearest}"
        )


@pytest.mark.parametrize("number", [0, -1, 151, 2**62])
def test_a_sample_that_does_not_exist_is_refused(reader: Reader, number: int) -> None:
    """Samples are counted from 1 to 150."""
    problem = reader.refused(schema.ShowSample, number=number)

    assert problem.field == "number"
    assert problem.message == f"number must be a whole number from 1 to 150, got {minus(number)}"


def test_neighbours_lead_through_all_training_samples(reader: Reader) -> None:
    """With single samples, 105 times next is once around, and previous leads back."""
    reader.get(schema.Configure, name="batch_size", value=1)
    first = reader.scene.experiment.sample.number
    seen = [first]
    for _ in range(104):
        seen.append(
            reader.get(schema.ShowSample, number=reader.scene.experiment.sample.next).experiment.sample.number
        )

    assert sorted(seen) == sorted(order(reader, 0))
    assert reader.scene.experiment.sample.next == first
    assert reader.scene.experiment.sample.previous == seen[-2]
