"""A step, from which batch it is made and how."""

import math

import numpy as np
import pytest

import learnscope as ls
from learnscope.experiment import set_up
from learnscope.scene import schema
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.order import epoch_order
from tests.scene.recomputed import assert_true, numpy
from tests.session.moves import FORWARD_DONE, minus, order
from tests.session.reader import Reader, new_session, numbers
from tests.settings import value_of

END = 7.0


@pytest.fixture
def reader() -> Reader:
    """A reader of Iris 4-5-3."""
    return Reader(new_session())


@pytest.mark.parametrize("phase", [0.0, 2.5, 7.0])
def test_a_rest_keeps_the_position_and_nothing_else(reader: Reader, phase: float) -> None:
    """No revision, no undo, the same numbers."""
    before = reader.scene
    after = reader.get(schema.Rest, seen=phase)

    assert after.moment.phase == phase
    assert after.moment.revision == before.moment.revision
    assert after.undo == ""
    assert numbers(after) == numbers(before)
    assert reader.session.scene() == after


def test_a_step_with_the_same_batch_lowers_its_loss(reader: Reader) -> None:
    """The batch, the sample and its place stay; the losses told are those of the update."""
    before = reader.scene
    after = reader.get(schema.Advance, next_batch=False, phase=1.5)

    assert after.moment.step == 1
    assert after.moment.phase == 1.5
    assert after.moment.revision == before.moment.revision + 1
    assert after.experiment.batch == before.experiment.batch
    assert after.stage.previous == before.stage.change
    assert after.stage.change.batch_loss_before < before.stage.change.batch_loss_before
    assert after.undo == "step 1"
    assert after.said == "step 1 is made; the loss of its batch 1.2374 → 1.1097"


def test_steps_follow_the_shuffled_order_into_the_next_epoch(reader: Reader) -> None:
    """Seven batches of fifteen, then the first of another shuffle."""
    seen = list(reader.scene.experiment.batch.numbers)
    for _ in range(6):
        seen += reader.get(schema.Advance, next_batch=True, phase=0.0).experiment.batch.numbers
    following = reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert seen == order(reader, 0)
    assert sorted(seen) == sorted(order(reader, 1))
    assert following.experiment.batch.numbers == tuple(order(reader, 1)[:15])
    assert (following.experiment.batch.epoch, following.experiment.batch.index) == (2, 1)
    assert following.said.endswith("; next is batch 1 of 7 in epoch 2")


def test_a_short_last_batch_is_averaged_over_what_it_holds(reader: Reader) -> None:
    """105 samples in batches of 20 leave five."""
    reader.get(schema.Configure, name="batch_size", value=20)
    for _ in range(5):
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert (scene.experiment.batch.size, scene.experiment.batch.index, scene.experiment.batch.count) == (
        5,
        6,
        6,
    )
    assert_true(scene)


def test_training_from_the_page_equals_a_loop_in_python(reader: Reader) -> None:
    """Thirty steps in the shuffled order, bit for bit."""
    setup = set_up(STARTING_POINTS["iris"].experiment)
    network = setup.network
    for step in range(30):
        rows = epoch_order(setup.split.train, seed=7, epoch=step // 7)[step % 7 * 15 : step % 7 * 15 + 15]
        trace = ls.forward(network, setup.x[rows])
        network = ls.update(network, ls.backward(network, trace, setup.y[rows]), learning_rate=0.1)
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

    for k, link in enumerate(scene.stage.links):
        assert np.array_equal(link.weight.numpy(), network.weights[k])
        assert np.array_equal(numpy(scene.stage.layers[k + 1].bias), network.biases[k])


@pytest.mark.parametrize(
    ("phase", "text"), [(-0.5, "-0.5"), (7.0, "7.0"), (math.nan, "nan"), (math.inf, "inf")]
)
def test_a_step_cannot_begin_off_its_timeline(reader: Reader, phase: float, text: str) -> None:
    """Its end belongs to the step after."""
    problem = reader.refused(schema.Advance, next_batch=False, phase=phase)

    assert (problem.kind, problem.field) == ("refused", "phase")
    assert problem.message == f"phase must be at least 0 and below 7, got {minus(text)}"


def test_the_learning_rate_can_be_set_at_any_phase(reader: Reader) -> None:
    """What is computed of the step stays, and so does the position; the update follows."""
    before = reader.scene
    after = reader.get(schema.Configure, seen=5.5, name="learning_rate", value=0.5)

    assert value_of(after, "learning_rate") == 0.5
    assert after.moment.phase == 5.5
    assert after.undo == "learning rate"
    assert after.said == "learning rate is now 0.5"
    assert [link.gradient for link in after.stage.links] == [link.gradient for link in before.stage.links]
    assert_true(after)


@pytest.mark.parametrize("value", [0.0, -0.1, math.nan, math.inf])
def test_a_learning_rate_outside_its_range_is_refused(reader: Reader, value: float) -> None:
    """Above 0 and finite."""
    problem = reader.refused(schema.Configure, name="learning_rate", value=value)

    assert (problem.kind, problem.field) == ("refused", "learning_rate")
    assert problem.message == f"learning rate must be above 0, got {minus(value)}"


@pytest.mark.parametrize("size", [1, 4, 20, 105])
def test_the_batch_size_can_be_set(reader: Reader, size: int) -> None:
    """The order of the epoch is cut anew; the sample shown is in the batch that holds it."""
    reader.get(schema.ShowSample, number=order(reader, 0)[50])
    scene = reader.get(schema.Configure, name="batch_size", value=size)

    index = 50 // size
    assert value_of(scene, "batch_size") == size
    assert scene.experiment.sample.number == order(reader, 0)[50]
    assert scene.experiment.batch.numbers == tuple(order(reader, 0)[index * size : (index + 1) * size])
    assert scene.experiment.batch.index == index + 1
    assert scene.experiment.batch.place == 50 % size
    assert scene.moment.phase == FORWARD_DONE
    assert scene.undo == "batch size"
    assert_true(scene)


def test_the_batch_size_is_told(reader: Reader) -> None:
    """How many samples, and which batch this is now."""
    assert (
        reader.get(schema.Configure, name="batch_size", value=1).said
        == "batch size is now 1; this is batch 1 of 105 in epoch 1"
    )


@pytest.mark.parametrize("size", [0, -3, 106])
def test_a_batch_size_outside_its_range_is_refused(reader: Reader, size: int) -> None:
    """From 1 to all that are learned from."""
    problem = reader.refused(schema.Configure, name="batch_size", value=size)

    assert (problem.kind, problem.field) == ("refused", "batch_size")
    assert problem.message == f"batch size must be a whole number from 1 to 105, got {minus(size)}"
