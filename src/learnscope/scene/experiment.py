"""The experiment panel: the recipe, the sample shown, its batch, and what may be chosen."""

import numpy as np

from learnscope.data.builtin import datasets
from learnscope.data.texts import text_inputs
from learnscope.experiment import Setup
from learnscope.scene import names
from learnscope.scene.again import Again
from learnscope.scene.schema import BatchScene, ExperimentScene, SampleScene, StartingPoint
from learnscope.scene.settings import setting_groups
from learnscope.scene.subject import Subject
from learnscope.scene.timeline import sample_label
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.order import batch_count


def experiment_scene(subject: Subject, again: Again | None = None) -> ExperimentScene:
    """The panel of this moment; `again` knows what was drawn of one before."""
    again = again or Again()
    setup, network = subject.setup, subject.step.network
    return ExperimentScene(
        starting_point=subject.starting_point,
        starting_points=again(_starting_points),
        data_title=setup.dataset.title,
        task=setup.dataset.task,
        reads_text=again(_reads_text, setup),
        noun=setup.dataset.noun,
        data_note=again(_data_note, setup),
        groups=again(setting_groups, setup),
        address=again(_address, setup),
        shape=network.sizes,
        description=names.description(network.activations, subject.squash),
        counts=again(_counts, setup),
        sample=sample_scene(subject),
        batch=batch_scene(subject),
    )


def sample_scene(subject: Subject) -> SampleScene:
    """The sample shown and its neighbours: of its batch or, where it is alone there, of the training data."""
    alone = len(subject.rows) == 1
    around = subject.setup.split.train if alone else subject.rows
    place = int(np.flatnonzero(around == subject.sample)[0])
    return SampleScene(
        number=subject.sample + 1,
        label=sample_label(subject),
        edited=subject.edited,
        picture=subject.picture,
        previous=int(around[place - 1]) + 1,
        next=int(around[(place + 1) % len(around)]) + 1,
    )


def batch_scene(subject: Subject) -> BatchScene:
    """The batch, and where in its epoch it stands."""
    return BatchScene(
        size=len(subject.rows),
        numbers=tuple(int(row) + 1 for row in subject.rows),
        place=subject.place,
        epoch=subject.epoch + 1,
        index=subject.index + 1,
        count=batch_count(len(subject.setup.split.train), subject.setup.experiment.batch_size),
    )


def _starting_points() -> tuple[StartingPoint, ...]:
    return tuple(StartingPoint(point.name, point.title, point.note) for point in STARTING_POINTS.values())


def _address(setup: Setup) -> str:
    return setup.experiment.to_url() if isinstance(setup.experiment.data, str) else ""


def _data_note(setup: Setup) -> str:
    """What the data set is, where it comes from, and what was done to read it."""
    data, dataset = setup.experiment.data, setup.dataset
    notes = [record.note for record in datasets() if record.name == data]
    return " · ".join(filter(None, (*notes, dataset.source, dataset.licence, dataset.note)))


def _counts(setup: Setup) -> str:
    parts = setup.split
    counts = [(len(parts.train), "train"), (len(parts.validation), "validation"), (len(parts.test), "test")]
    return " · ".join(f"{count} {part}" for count, part in counts if count)


def _reads_text(setup: Setup) -> bool:
    return text_inputs(setup.dataset) is not None
