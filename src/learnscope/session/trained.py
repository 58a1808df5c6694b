"""What trainings of many steps did to a run: curves, the best network, why the last one ended."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.scene.schema import Array, TrainingScene
from learnscope.training.diagnosis import Diagnosis

if TYPE_CHECKING:
    from learnscope.session.state import State

POINTS = 300  # of a curve, at most


@dataclass(frozen=True, eq=False)
class Curves:
    """Losses over a run, at M of its moments; not-a-number where a part has no samples."""

    updates: NDArray[np.int64]  # (M,) made before
    losses: Floats  # (M, 3): training with its penalty, validation, test

    def up_to(self, updates: int) -> "Curves":
        """What was measured after at most so many updates."""
        kept = self.updates <= updates
        return Curves(self.updates[kept], self.losses[kept])

    def joined(self, other: "Curves") -> "Curves":
        """With what was measured later; of more than 300 points, those nearest to even distances are kept."""
        updates = np.concatenate([self.updates, other.updates])
        losses = np.concatenate([self.losses, other.losses])
        if len(updates) > POINTS:
            even = np.linspace(updates[0], updates[-1], POINTS)
            places = np.unique(np.clip(np.searchsorted(updates, even), 0, len(updates) - 1))
            updates, losses = updates[places], losses[places]
        return Curves(updates, losses)


@dataclass(frozen=True, eq=False)
class Best:
    """Where a run was when its validation loss was lowest."""

    loss: float
    step: int
    epoch: int  # from 0
    batch: int  # of the epoch, from 0
    updates: int  # that the optimizer remembered
    parameters: Floats
    slots: Floats


@dataclass(frozen=True, eq=False)
class Trained:
    """The trainings of a run so far."""

    steps: int  # of the last
    epochs: float
    seconds: float
    stopped: str  # a sentence
    curves: Curves
    best: Best | None  # None where there are no validation samples
    found: tuple[Diagnosis, ...]  # what was wrong with the way the last one went
    parameters: Floats  # where it ended
    step: int

    def led_to(self, state: "State") -> bool:
        """Whether the last training ended at the network of `state`."""
        same = np.array_equal(self.parameters, state.network.parameters, equal_nan=True)
        return self.step == state.step and same

    def scene(self) -> TrainingScene:
        """As the page draws it."""
        train, validation, test = self.curves.losses.T
        return TrainingScene(
            steps=self.steps,
            epochs=self.epochs,
            seconds=self.seconds,
            stopped=self.stopped,
            updates=Array.of(self.curves.updates),
            train=Array.of(train),
            validation=None if np.isnan(validation).all() else Array.of(validation),
            test=None if np.isnan(test).all() else Array.of(test),
            best=None if self.best is None else self.best.step,
        )
