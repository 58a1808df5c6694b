"""Where the next step may lead, when it is made of single samples or of batches that chance draws."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.brief import brief
from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import PLAIN, Engine
from learnscope.core.slices import point_losses
from learnscope.errors import check_whole
from learnscope.streams import stream
from learnscope.training.plan import TrainingPlan
from learnscope.training.step import Step, make_step


@dataclass(frozen=True, eq=False)
class NextSteps:
    """The possible next steps of one network, each made by itself from where it stands.

    size        samples of a batch
    samples     (m,) the sample of each, as a row of x; empty where a batch holds more than one
    parameters  (m, P) where each leads
    losses      (m,) the mean loss of all samples there, penalties included
    whole       (P,) where the step of all samples leads, whole_loss the loss there
    loss        where the network stands
    """

    size: int
    samples: NDArray[np.int64]
    parameters: Floats
    losses: Floats
    whole: Floats
    whole_loss: float
    loss: float
    __repr__ = brief

    @property
    def uphill(self) -> float:
        """The share of them after which the loss of all samples is higher than here, or no finite number."""
        return float((~(self.losses <= self.loss)).mean())


def next_steps(
    step: Step,
    plan: TrainingPlan,
    x: Floats,
    y: Floats,
    *,
    size: int,
    most: int,
    seed: int = 0,
    engine: Engine = PLAIN,
) -> NextSteps:
    """Steps from the network of `step`, by its optimizer as it is and as `plan` learns, on samples x, y.

    Of size 1 there is one of each sample, of more than `most` samples as many at even distances; of a larger
    `size` there are `most` batches, drawn without repetition within each, from `seed`. Nothing is dropped.
    Raises ArgumentError where `size` is not from 1 to N.
    """
    count = len(x)
    check_whole("size", size, low=1, high=count)
    check_whole("most", most, low=1)
    single = np.arange(count) if count <= most else np.arange(most) * count // most
    random = stream(seed, "probe")
    drawn = (
        [np.array([row]) for row in single]
        if size == 1
        else [random.permutation(count)[:size] for _ in range(1 if size == count else most)]
    )

    def after(rows: NDArray[np.int64]) -> Floats:
        return make_step(
            step.network, x[rows], y[rows], learning_rate=plan.learning_rate, number=step.number,
            optimizer=step.optimizer, optimizer_state=step.optimizer_state, schedule=plan.schedule,
            l1=plan.l1, l2=plan.l2, clip_norm=plan.clip_norm,
        ).after.parameters.astype(np.float64)  # fmt: skip

    points = np.array([*map(after, drawn), after(np.arange(count)), step.network.parameters])
    losses = point_losses(
        step.network, points, x=x, y=y, penalties=(float(plan.l1), float(plan.l2)), engine=engine
    )
    return NextSteps(
        size=size,
        samples=single if size == 1 else single[:0],
        parameters=frozen(points[:-2]),
        losses=frozen(losses[:-2]),
        whole=frozen(points[-2].copy()),
        whole_loss=float(losses[-2]),
        loss=float(losses[-1]),
    )
