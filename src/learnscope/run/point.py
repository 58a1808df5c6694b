"""A point of a run: all that the steps after it follow from, besides the settings they are made under."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from learnscope.brief import brief
from learnscope.core.arrays import Floats, frozen
from learnscope.core.optimizers import OptimizerState
from learnscope.training.loop import TrainingState

OWN = 350  # bytes that a point takes besides its numbers; of a small network it is more than they are


@dataclass(frozen=True, eq=False, slots=True)
class Point:
    """Where a run is after `step` updates; arrays are read-only."""

    step: int
    parameters: Floats  # (P,)
    slots: Floats  # (slots of the optimizer, P)
    ahead: int = 0  # the place in the order of batches, less the step; below 0 where batches were repeated
    began: int = 0  # the step at which the optimizer's state began
    __repr__ = brief

    @staticmethod
    def of(state: TrainingState) -> "Point":
        """The point where `state`, which may go on changing, is now."""
        parameters = frozen(state.parameters.copy())
        slots = _nothing(state.slots.shape, state.slots.dtype)
        if state.slots.size:
            slots = frozen(state.slots.copy())
        return Point(state.step, parameters, slots, state.ahead, state.began)

    def state(self) -> TrainingState:
        """A state that begins here, for the loop to change."""
        return TrainingState(self.step, self.parameters.copy(), self.slots.copy(), self.ahead, self.began)

    @property
    def place(self) -> int:
        """How many batches of the order come before the one that the next step learns from."""
        return self.step + self.ahead

    @property
    def optimizer_state(self) -> OptimizerState:
        """What the optimizer remembers."""
        return OptimizerState(self.step - self.began, self.slots)

    @property
    def size(self) -> int:
        """Bytes, about."""
        return OWN + self.parameters.nbytes + self.slots.nbytes

    def same(self, other: "Point") -> bool:
        """Whether the two are the same, bit for bit."""
        return (
            (self.step, self.ahead, self.began) == (other.step, other.ahead, other.began)
            and _bits(self.parameters, other.parameters)
            and _bits(self.slots, other.slots)
        )


@lru_cache(maxsize=64)
def _nothing(shape: tuple[int, ...], dtype: "np.dtype[np.float64]") -> Floats:
    """What an optimizer without a memory remembers, one array for all points."""
    return frozen(np.empty(shape, dtype))


def _bits(one: np.ndarray, other: np.ndarray) -> bool:
    return one is other or (one.shape == other.shape and one.tobytes() == other.tobytes())
