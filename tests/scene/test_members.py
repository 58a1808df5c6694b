"""The batch, sample by sample, and the order it is a part of; the epochs of futures, by samples seen."""

import numpy as np
import pytest

from learnscope.scene import schema
from learnscope.scene.members import members_scene
from tests.scene.subjects import subject
from tests.session.test_play import reader_of, run_of


@pytest.mark.parametrize(("data", "batch_size"), [("iris", 15), ("iris", 1), ("circle", 500), ("digits", 7)])
def test_the_batch_is_its_part_of_the_order(data: str, batch_size: int) -> None:
    """Numbers, targets and losses are those of the step; the order visits every training sample once."""
    shown = subject(data=data, batch_size=batch_size)

    scene = members_scene(shown)

    numbers = [one.number for one in scene.members]
    assert numbers == [row + 1 for row in shown.rows[:200].tolist()]
    assert [one.loss for one in scene.members] == shown.step.losses[:200].tolist()
    assert scene.count == len(shown.rows)
    start = (scene.index - scene.first) * scene.batch_size
    assert list(scene.order[start : start + scene.count]) == [row + 1 for row in shown.rows.tolist()]
    train = set((shown.setup.split.train + 1).tolist())
    assert set(scene.order) <= train
    assert len(set(scene.order)) == len(scene.order)
    if len(scene.order) == scene.samples:
        assert set(scene.order) == train
    targets = shown.setup.dataset.targets
    assert [one.target for one in scene.members] == [
        shown.setup.dataset.output_names[int(targets[one.number - 1].argmax())] for one in scene.members
    ]


def test_it_is_said_why_the_order_is_shuffled_and_by_which_seed() -> None:
    """The noun is the data's own."""
    assert members_scene(subject(batch_size=15)).sentence == (
        "Each epoch visits 105 training flowers once, in an order shuffled anew by seed 7, so that no batch "
        "is always of the same flowers and no order of the data is learned; the same seed gives the same "
        "order again."
    )
    assert members_scene(subject(batch_size=105, order_seed=4)).sentence == (
        "Each epoch visits 105 training flowers once, in an order shuffled by seed 4; as the batch holds all "
        "of them, no gradient depends on it."
    )


def test_epochs_of_a_future_follow_the_samples_that_were_seen() -> None:
    """Seven steps an epoch in batches of 15, one in batches of all; before it departed, its parent's."""
    reader = reader_of()
    reader.get(schema.Train, epochs=4)
    reader.get(schema.Seek, step=14)
    reader.get(schema.Configure, name="batch_size", value=105.0)
    reader.get(schema.Train, epochs=3)

    main, fork = run_of(reader).futures

    assert main.epochs.numpy().tolist() == [[0, 0], [28, 4]]
    assert fork.epochs.numpy().tolist() == [[0, 0], [14, 2], [fork.steps, 2 + fork.steps - 14]]
    assert fork.steps > 14


def test_a_run_without_steps_knows_the_pace_of_the_next() -> None:
    """One step would be a seventh of an epoch."""
    assert np.allclose(run_of(reader_of()).futures[0].epochs.numpy(), [[0, 0], [1, 1 / 7]])
