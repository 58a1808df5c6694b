"""What a run leaves behind: columns of numbers for every step, measures for every epoch, and keyframes.

Row s of the step columns tells of step s, from 0: the loss of its batch before the update, how the update
came about and how far it went. Row m of the measures tells of the network after measures.step[m] updates.

Parameters are not recorded. A keyframe holds them, and the optimizer's state, every so often, within a budget
of bytes; any step between is replayed exactly.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.core.compiled import EngineName
from learnscope.data.split import PARTS
from learnscope.errors import check_choice
from learnscope.training import kernels

Indices = NDArray[np.int64]


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

        An output whose target is constant counts as 1 where it is met exactly and as 0 otherwise.
        """
        place = self._place(part)
        if self.kind != "values" or self.counts[place] == 0:
            return np.full(len(self.step), np.nan)
        return explained(self.values[:, place, 1:], self.spread[place])

    @staticmethod
    def _place(part: str) -> int:
        return PARTS.index(check_choice("part", part, PARTS))


@dataclass(frozen=True, eq=False)
class Keyframe:
    """The state of a run after `step` updates: all that the steps after it follow from."""

    step: int
    parameters: Floats
    slots: Floats
    engine: EngineName  # that makes the steps after it

    @property
    def size(self) -> int:
        """Bytes."""
        return self.parameters.nbytes + self.slots.nbytes


@dataclass(frozen=True, eq=False)
class History:
    """Columns for S steps and L layers, read-only, with measures and keyframes."""

    step: Indices  # (S,) 0, 1, 2, ...
    epoch: Indices  # (S,) the epoch a step belongs to, from 0
    learning_rate: Floats  # (S,)
    record: Floats  # (S, 4 + 2 L) as `train_steps` writes it
    measures: Measures
    keyframes: tuple[Keyframe, ...]  # the first at step 0, in order

    def __len__(self) -> int:
        return len(self.step)

    @property
    def loss(self) -> Floats:
        """The data loss (S,) of each step's batch, before its update."""
        return self.record[:, kernels.LOSS]

    @property
    def penalty(self) -> Floats:
        """What penalties add to it (S,)."""
        return self.record[:, kernels.PENALTY]

    @property
    def gradient_norm(self) -> Floats:
        """The norm (S,) of the gradient of data loss and penalty, before clipping."""
        return self.record[:, kernels.GRADIENT]

    @property
    def update_norm(self) -> Floats:
        """How far (S,) the parameters moved."""
        return self.record[:, kernels.UPDATE]

    @property
    def gradient_norms(self) -> Floats:
        """Norms of the gradient by layer (S, L)."""
        return self.record[:, kernels.LAYERS : kernels.LAYERS + self._layers]

    @property
    def update_norms(self) -> Floats:
        """How far the parameters of each layer moved (S, L)."""
        return self.record[:, kernels.LAYERS + self._layers :]

    @property
    def _layers(self) -> int:
        return int(self.record.shape[1] - kernels.LAYERS) // 2

    def __getitem__(self, name: str) -> NDArray[Any]:
        """The column of one number per step that is called `name`."""
        columns = self.columns()
        return columns[check_choice("column", name, columns)]

    def columns(self) -> dict[str, NDArray[Any]]:
        """Every column of one number per step, by name, as a table of any library takes them."""
        names = ("step", "epoch", "learning_rate", "loss", "penalty", "gradient_norm", "update_norm")
        return {name: getattr(self, name) for name in names}


def explained(errors: Floats, spread: Floats) -> Floats:
    """R² (...,), mean over outputs, from sums of squares: of errors (..., n_out), of deviations (n_out,)."""
    constant = np.where(errors == 0, 1.0, 0.0)
    shares = np.where(spread > 0, 1 - errors / np.where(spread > 0, spread, 1.0), constant)
    mean: Floats = shares.mean(axis=-1)
    return mean
