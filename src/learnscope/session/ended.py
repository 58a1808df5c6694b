"""What a training of many steps came to: why it ended, and what is wrong with the way it went."""

from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.run import Point, Tree, best, measured, record, segment_at
from learnscope.run.diagnosis import FLAT_EPOCHS, RECENT, Diagnosis, trends
from learnscope.scene.schema import TrainingScene
from learnscope.training import kernels


@dataclass(frozen=True, eq=False)
class Ended:
    """The last training of many steps."""

    future: str
    first: int  # updates made before
    last: int  # and after
    epochs: float
    seconds: float
    stopped: str  # a sentence
    parameters: Floats  # where it ended

    def led_to(self, future: str, point: Point) -> bool:
        """Whether it ended at this very network."""
        here = self.future == future and self.last == point.step
        return here and np.array_equal(self.parameters, point.parameters, equal_nan=True)


def training_scene(ended: Ended | None, tree: Tree, future: str) -> TrainingScene | None:
    """It, and the best step of the future that is shown; None before the first training."""
    if ended is None:
        return None
    lowest = best(tree, future)
    return TrainingScene(
        steps=ended.last - ended.first,
        epochs=ended.epochs,
        seconds=ended.seconds,
        stopped=ended.stopped,
        best=None if lowest is None else lowest.step,
    )


def found_in(ended: Ended | None, tree: Tree, future: str, point: Point) -> tuple[Diagnosis, ...]:
    """What is wrong with the way it went, where it led to `point` of `future`."""
    if ended is None or not ended.led_to(future, point) or ended.last == ended.first:
        return ()
    loop = segment_at(tree, future, ended.last).loop
    first, last = ended.first, ended.last
    near = min(RECENT, last - first)
    ends = [(first, last)] if last - first <= 2 * near else [(first, first + near), (last - near, last)]
    rows = np.concatenate([record(tree, future, *end) for end in ends])
    norms = rows[:, kernels.LAYERS : kernels.LAYERS + len(loop.plan.network.layers)]
    losses = _losses(tree, future, first, last, loop.plan.batches)
    network = loop.plan.network.with_parameters(point.parameters)
    return trends(network, rows[:, kernels.GRADIENT], norms, losses, step=last)


def _losses(tree: Tree, future: str, first: int, last: int, batches: int) -> Floats:
    """The training loss, penalty included, where it began and at the ends of its last epochs."""
    recent = max(first, last - (FLAT_EPOCHS + 1) * batches)
    parts = [measured(tree, future, recent, last, 4 * FLAT_EPOCHS)]
    if recent > first:
        parts.insert(0, measured(tree, future, first, first, 1))
    return np.concatenate([part.column("train loss")[1] + part.column("penalty")[1] for part in parts])
