"""Curves summed up in bins: in each the least, the mean and the greatest of its numbers.

A number that is not finite makes the mean of its bin not finite; least and greatest are those of the others.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.errors import check_choice

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Curves:
    """Columns of numbers over steps in M bins, read-only."""

    names: tuple[str, ...]
    steps: Indices  # (M,) where each bin begins
    counts: Indices  # (M,) how many numbers it sums up: 1 where all three are that number
    low: Floats  # (M, len(names))
    mean: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.steps)

    def column(self, name: str) -> tuple[Floats, Floats, Floats]:
        """Least, mean and greatest (M,) of the column `name`."""
        place = self.names.index(check_choice("column", name, self.names))
        return self.low[:, place], self.mean[:, place], self.high[:, place]
