"""Descent by hand: where a rule of descent leads from a point, step by step.

The steps are those of the training loop, from a beginning: an optimizer that remembers nothing, a constant
rate, nothing dropped and nothing clipped. Batches come in the order of an epoch.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from learnscope.brief import brief
from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import PLAIN, Engine
from learnscope.core.network import Network
from learnscope.core.optimizers import Optimizer
from learnscope.core.slices import point_losses
from learnscope.data.split import Split
from learnscope.errors import check_whole
from learnscope.training.loop import Loop
from learnscope.training.plan import TrainingPlan

Went = Literal["creeps", "walks down", "jumps across", "wanders", "jumps away"]

MOST_STEPS = 100_000
ENDLESS = 10**9  # epochs
TURNED = 0.5  # share of steps against the one before, above which a descent jumps across
ROSE = 0.25  # share of steps after which the loss is higher, above which it wanders
LITTLE = 0.9  # of the loss that the best of a race took away, below which a descent creeps


@dataclass(frozen=True, eq=False)
class Descent:
    """A descent from a point: all it went through, and what it was made with.

    learning_rate, optimizer, batch_size   of every step
    parameters  (S + 1, P) the point and where each step led
    losses      (S + 1,) the mean loss of all samples there, penalties included
    wanted      steps that were asked for; S is less where a loss of the batch was no finite number
    """

    learning_rate: float
    optimizer: Optimizer
    batch_size: int
    parameters: Floats
    losses: Floats
    wanted: int
    __repr__ = brief

    @property
    def steps(self) -> int:
        """How many were made."""
        return len(self.losses) - 1

    @property
    def diverged(self) -> bool:
        """Whether it ended higher than it began, or at no finite number."""
        return not self.losses[-1] <= self.losses[0]

    @property
    def turned(self) -> float:
        """The share of steps that go against the one before."""
        with np.errstate(all="ignore"):
            moves = np.diff(self.parameters, axis=0)
            against = (moves[1:] * moves[:-1]).sum(axis=1) < 0
        return float(against.mean()) if len(against) else 0.0

    @property
    def rose(self) -> float:
        """The share of steps after which the loss is higher."""
        return float((self.losses[1:] > self.losses[:-1]).mean()) if self.steps else 0.0

    def word(self, lowest: float) -> Went:
        """What it did, beside others of which the best came down to `lowest`."""
        if self.diverged:
            return "jumps away"
        if self.rose > ROSE:
            return "wanders"
        if self.turned > TURNED:
            return "jumps across"
        taken, most = self.losses[0] - self.losses[-1], self.losses[0] - lowest
        return "creeps" if taken < LITTLE * most else "walks down"


def descent(
    network: Network,
    x: Floats,
    y: Floats,
    *,
    learning_rate: float,
    steps: int,
    optimizer: Optimizer | None = None,
    batch_size: int | None = None,
    seed: int = 0,
    l1: float = 0.0,
    l2: float = 0.0,
    engine: Engine = PLAIN,
) -> Descent:
    """`steps` steps from the parameters of `network` on samples x (N, n_in), y (N, n_out).

    `optimizer` is plain descent unless given; a batch holds `batch_size` samples, in an order from `seed`, or
    all of them. `l1` and `l2` are the penalties' strengths. It ends early where a loss is not finite. Raises
    ArgumentError or ShapeError for what cannot be trained.
    """
    check_whole("steps", steps, low=0, high=MOST_STEPS)
    rows = np.arange(len(x))
    rule = Optimizer() if optimizer is None else optimizer
    plan = TrainingPlan(
        network=network, inputs=x, targets=y, split=Split(rows, rows[:0], rows[:0]), kind="values",
        batch_size=len(x) if batch_size is None else batch_size, epochs=ENDLESS,
        learning_rate=learning_rate, optimizer=rule, l1=l1, l2=l2, seed=seed,
    )  # fmt: skip
    loop = Loop(plan)
    state = loop.start()
    points = [state.parameters.astype(np.float64)]
    while state.step < steps and loop.advance(state, 1, engine, measure=False).failed is None:
        points.append(state.parameters.astype(np.float64))
    found = np.array(points)
    losses = point_losses(network, found, x=x, y=y, penalties=(float(l1), float(l2)), engine=engine)
    return Descent(plan.learning_rate, rule, plan.batch_size, frozen(found), frozen(losses), steps)
