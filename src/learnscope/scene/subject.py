"""What a scene is built from: one step of one experiment, and the sample shown of its batch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.core.losses import LOSSES
from learnscope.data.dataset import TargetKind
from learnscope.experiment import Setup
from learnscope.once import once
from learnscope.scene import names, schema
from learnscope.training.own import Own
from learnscope.training.step import Step

HALF = 0.5  # between a label that is off, 0, and one that is on, 1
LISTED = 6  # values or labels of a sample that are named, of more the first


@dataclass(frozen=True, eq=False)
class Subject:
    """One moment's numbers and where they belong."""

    setup: Setup  # its experiment holds the learning rate and the batch size of this moment
    starting_point: str
    step: Step
    steps: int  # updates made before this step
    rows: NDArray[np.int64]  # samples of the batch, as indices of the data set
    place: int  # of the sample shown, in `rows`
    raw: Floats  # (n_in,) inputs of the sample shown, in their own units
    edited: bool  # whether the sample shown differs from the data set's
    epoch: int  # from 0
    index: int  # of the batch in its epoch, from 0
    previous: schema.Change | None  # what the update before this step did
    picture: bool = False  # whether its inputs came from a reader's own picture
    threshold: float = HALF  # the output above which a label is taken as given

    @property
    def sample(self) -> int:
        """Index of the sample shown, in the data set."""
        return int(self.rows[self.place])

    @property
    def target(self) -> Floats:
        """Target (n_out,) of the sample shown."""
        target: Floats = self.step.y[self.place]
        return target

    @property
    def kind(self) -> TargetKind:
        """What the targets are: classes, labels or values."""
        return self.setup.dataset.kind

    @property
    def classes(self) -> bool:
        """Whether the targets are classes."""
        return self.kind == "classes"

    @property
    def squash(self) -> str:
        """What the loss takes of the outputs to make them probabilities: "softmax", "sigmoid" or ""."""
        return LOSSES[self.step.network.loss].squash

    @once
    def own(self) -> Own:
        """What the sample shown has of its own in this step."""
        return self.step.own(self.place)

    @once
    def neurons(self) -> tuple[tuple[str, ...], ...]:
        """The names of all neurons, layer by layer."""
        return names.neurons(self.setup.dataset, self.step.network.sizes)


def in_words(subject: Subject, outputs: Floats) -> str:
    """Targets or predictions (n_out,) as people say them: the class, the labels that are on, own values."""
    names_of, units = subject.neurons[-1], subject.setup.dataset.output_units
    single = named_class(outputs) if subject.kind == "classes" else None
    if single is not None:
        return names_of[single]
    if subject.kind == "labels" and np.isin(outputs, (0.0, 1.0)).all():
        given = [name for name, on in zip(names_of, outputs, strict=True) if on]
        return _listed(given) if given else "none"
    own = outputs
    if subject.kind == "values":
        with np.errstate(all="ignore"):
            own = subject.setup.target_scaling.invert(outputs[None, :])[0]
    texts = (
        f"{words.number(float(value), digits=6)} {unit}".strip()
        for value, unit in zip(own, units, strict=True)
    )
    return _listed(list(texts))


def _listed(texts: list[str]) -> str:
    return ", ".join(texts) if len(texts) <= LISTED else f"{', '.join(texts[:LISTED])} …"


def named_class(target: Floats) -> int | None:
    """The one class a target (n_out,) names, by its only entry that is not 0 and above it; else None.

    >>> named_class(np.array([0.0, 1.0, 0.0]))
    1
    """
    others = np.flatnonzero(target)
    if len(others) != 1 or not target[others[0]] > 0 or not np.isfinite(target[others[0]]):
        return None
    return int(others[0])
