"""What was measured of a network on the parts of its data, several times during a run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.data.split import PARTS
from learnscope.errors import check_choice

Indices = NDArray[np.int64]

FEWEST = 2  # samples that have a variance to explain


@dataclass(frozen=True, eq=False)
class Measures:
    """The network measured on each part of the data, M times; not-a-number for a part without samples."""

    step: Indices  # (M,) updates made before
    epoch: Indices  # (M,) epochs completed
    penalty: Floats  # (M,)
    values: Floats  # (M, 3, 1 + n_out) as `measure_rows` writes them
    counts: tuple[int, int, int]  # samples per part
    kind: str
    spread: Floats  # (3, n_out) sum of squared deviations of the targets from their mean, by part

    def loss(self, part: str) -> Floats:
        """The mean data loss (M,) of a part: "train", "validation" or "test"; the penalty comes on top."""
        place = self._place(part)
        return np.where(self.counts[place] > 0, self.values[:, place, 0], np.nan)

    def accuracy(self, part: str) -> Floats:
        """The share (M,) of samples, or for labels of labels, that are right; not-a-number for values."""
        place = self._place(part)
        answers = self.counts[place] * (self.values.shape[2] - 1 if self.kind == "labels" else 1)
        known = answers > 0 and self.kind != "values"
        return self.values[:, place, 1] / answers if known else np.full(len(self.step), np.nan)

    def r2(self, part: str) -> Floats:
        """The share (M,) of the targets' variance that is explained, mean over outputs; for values only.

        An output whose target is constant counts as 1 where it is met exactly and as 0 otherwise. Of one
        sample alone, which has no variance, it is not-a-number.
        """
        place = self._place(part)
        if self.kind != "values" or self.counts[place] < FEWEST:
            return np.full(len(self.step), np.nan)
        return explained(self.values[:, place, 1:], self.spread[place])

    @staticmethod
    def _place(part: str) -> int:
        return PARTS.index(check_choice("part", part, PARTS))


def joined(parts: Sequence[Measures], *, until: int) -> Measures:
    """Measures of one run as one, read-only, as far as they were taken after at most `until` updates."""
    step = np.concatenate([part.step for part in parts])
    kept = step <= until
    names = ("step", "epoch", "penalty", "values")
    columns: dict[str, Any] = {}
    for name in names:
        columns[name] = np.concatenate([getattr(part, name) for part in parts])[kept]
        columns[name].flags.writeable = False
    return replace(parts[-1], **columns)


def explained(errors: Floats, spread: Floats) -> Floats:
    """R² (...,), mean over outputs, from sums of squares: of errors (..., n_out), of deviations (n_out,)."""
    constant = np.where(errors == 0, 1.0, 0.0)
    shares = np.where(spread > 0, 1 - errors / np.where(spread > 0, spread, 1.0), constant)
    mean: Floats = shares.mean(axis=-1)
    return mean


def spread(targets: Floats) -> Floats:
    """The sum of squared deviations from the mean of each column of `targets` (N, n); 0 for N = 0."""
    if len(targets) == 0:
        return np.zeros(targets.shape[1])
    values = targets.astype(np.float64)
    total: Floats = np.square(values - values.mean(axis=0)).sum(axis=0)
    return total
