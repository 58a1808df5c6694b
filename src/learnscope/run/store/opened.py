"""A run that was opened: networks from its keyframes; what the file does not hold is made when asked for.

A run on the page may have been edited on the way: its steps were then made under several settings, and `plan`
is the one that its last steps were made under. `at` gives the network at any step as it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import EngineName
from learnscope.core.network import Network
from learnscope.data.split import PARTS
from learnscope.errors import check_whole
from learnscope.run import Tree, point, record, segment_at
from learnscope.run.read import made_again
from learnscope.run.run import Run
from learnscope.run.tree import spans
from learnscope.training import kernels
from learnscope.training.history import History, Indices, Keyframe, Measures
from learnscope.training.loop import Loop
from learnscope.training.measures import spread


@dataclass(frozen=True, eq=False)
class OpenedRun(Run):
    """One of the futures of a tree, as a run."""

    tree: Tree
    future: str

    def at(self, step: int) -> Network:
        """The network after `step` updates, from 0 to `steps`, bit for bit."""
        check_whole("step", step, low=0, high=self.steps)
        network = segment_at(self.tree, self.future, step).loop.plan.network
        return network.with_parameters(point(self.tree, self.future, step).parameters)


class OpenedHistory(History):
    """Columns of an opened run. `kept` holds those that its file has; others are made again, bit for bit.

    That takes as long as the steps took; norms layer by layer are never kept.
    """

    def __init__(self, tree: Tree, future: str, kept: Mapping[str, Floats]) -> None:
        epoch, rates = _settings_of_steps(tree, future)
        fields = {
            "step": np.arange(len(epoch)),
            "epoch": epoch,
            "learning_rate": rates,
            "keyframes": tuple(_keyframes(tree, future)),
        }
        for name, value in fields.items():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
            object.__setattr__(self, name, value)
        self.__dict__["_of"] = (tree, future, kept)

    @cached_property
    def record(self) -> Floats:
        """Rows (S, 4 + 2 L) as the training loop writes them."""
        tree, future, _ = self._given
        return frozen(record(tree, future, 0, len(self.step)))

    @cached_property
    def measures(self) -> Measures:
        """The network measured at the start, after each epoch and at the end."""
        tree, future, kept = self._given
        loop = tree[future].segment.loop
        if "measured" in kept:
            step, penalty = kept["measured"].astype(np.int64), kept["measured penalty"]
            values = kept["measured values"].reshape(len(step), len(PARTS), -1)
            return _measures(loop, step, step // loop.plan.batches, penalty, values)
        return _measured_again(tree, future)

    @property
    def loss(self) -> Floats:
        """The data loss (S,) of each step's batch, before its update."""
        return self._column("loss", kernels.LOSS)

    @property
    def penalty(self) -> Floats:
        """What penalties add to it (S,)."""
        return self._column("penalty", kernels.PENALTY)

    @property
    def gradient_norm(self) -> Floats:
        """The norm (S,) of the gradient of data loss and penalty, before clipping."""
        return self._column("gradient_norm", kernels.GRADIENT)

    @property
    def update_norm(self) -> Floats:
        """How far (S,) the parameters moved."""
        return self._column("update_norm", kernels.UPDATE)

    @property
    def _given(self) -> tuple[Tree, str, Mapping[str, Floats]]:
        given: tuple[Tree, str, Mapping[str, Floats]] = self.__dict__["_of"]
        return given

    def _column(self, name: str, place: int) -> Floats:
        kept = self._given[2]
        return kept[name] if name in kept else self.record[:, place]


def _settings_of_steps(tree: Tree, future: str) -> tuple[Indices, Floats]:
    """The epoch and the learning rate of each step."""
    epochs, rates = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for segment, end in spans(tree, future):
        plan = segment.loop.plan
        epochs.append((np.arange(segment.first, end) + segment.start.ahead) // plan.batches)
        rates.append(plan.schedule.rates(plan.learning_rate, segment.first, end))
    return np.concatenate(epochs), np.concatenate(rates)


def _keyframes(tree: Tree, future: str) -> Iterator[Keyframe]:
    """The points that are kept, each with the engine of the steps after it."""
    engine: EngineName = tree[future].segments[0].engine
    for segment, end in spans(tree, future):
        engine = segment.engine
        for kept in (segment.start, *segment.frames):
            if kept.step < end:
                yield Keyframe(kept.step, kept.parameters, kept.slots, engine)
    head = tree[future].head
    yield Keyframe(head.step, head.parameters, head.slots, engine)


def _measures(loop: Loop, step: Indices, epoch: Indices, penalty: Floats, values: Floats) -> Measures:
    split = loop.plan.split
    targets = loop.material.y
    for array in (step, epoch, penalty, values):
        array.flags.writeable = False
    return Measures(
        step=step,
        epoch=epoch,
        penalty=penalty,
        values=values,
        counts=(len(split.train), len(split.validation), len(split.test)),
        kind=loop.plan.kind,
        spread=np.stack([spread(targets[getattr(split, part)]) for part in PARTS]),
    )


def _measured_again(tree: Tree, name: str) -> Measures:
    """At the start, after each epoch and at the end."""
    future = tree[name]
    steps, penalties, values, epochs = [], [], [], []

    def measure_now(step: int) -> None:
        segment, here = segment_at(tree, name, step), point(tree, name, step)
        steps.append(np.array([step]))
        penalties.append(np.array([segment.loop.penalty(here.parameters, segment.made_by)]))
        values.append(segment.loop.measure(here.parameters, segment.made_by)[None])
        epochs.append(np.array([here.place // segment.loop.plan.batches]))

    origin = tree.futures[0].departure
    measure_now(origin)
    for segment, _, stretch in made_again(tree, name, origin, future.steps, measure=True):
        steps.append(stretch.measured)
        penalties.append(stretch.penalties)
        values.append(stretch.measures)
        epochs.append((stretch.measured + segment.start.ahead) // segment.loop.plan.batches)
    if int(np.concatenate(steps)[-1]) != future.steps:
        measure_now(future.steps)
    return _measures(
        future.segment.loop, *(np.concatenate(part) for part in (steps, epochs, penalties, values))
    )
