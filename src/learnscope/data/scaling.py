"""Scaling columns to mean 0 and standard deviation 1, and back.

    apply:  (x − center) / scale        center: the column's mean m over the rows fitted on
    invert: x · scale + center          scale:  sqrt(Σ (x − m)² / N), the population's deviation

A column that is constant in those rows has its value as center and 1 as scale: it becomes 0 there and keeps
its unit elsewhere.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.brief import brief
from learnscope.data.dataset import frozen_rows
from learnscope.errors import ArgumentError, ShapeError
from learnscope.rules import PlainWord

Floats = NDArray[np.float64]

SCALES = {  # what may be done to inputs, and to targets that are values
    "standard": PlainWord("standardised", "Mean 0 and deviation 1 over the training samples."),
    "none": PlainWord("as they are", "The numbers of the data set itself; large ones make learning hard."),
}
BLOCK = 2**20  # numbers looked at together: a few times 8 MB, however many there are


@dataclass(frozen=True, eq=False)
class Scaling:
    """A center and a scale (n,) for each of n columns, read-only."""

    center: Floats
    scale: Floats
    __repr__ = brief

    def __post_init__(self) -> None:
        center, scale = np.array(self.center, dtype=np.float64), np.array(self.scale, dtype=np.float64)
        if center.ndim != 1 or scale.shape != center.shape:
            raise ShapeError(
                f"center and scale must have the same shape (n,), got {center.shape} and {scale.shape}"
            )
        if not (np.isfinite(center).all() and np.isfinite(scale).all() and (scale > 0).all()):
            raise ArgumentError(
                "center must be finite and scale in (0, inf) in every column, "
                f"got {center.tolist()} and {scale.tolist()}"
            )
        for field, array in (("center", center), ("scale", scale)):
            array.flags.writeable = False
            object.__setattr__(self, field, array)

    @classmethod
    def fit(cls, rows: ArrayLike) -> Self:
        """The scaling that takes each column of `rows` (N, n) to mean 0 and deviation 1."""
        array = frozen_rows("rows", rows)
        center, scale = np.empty(array.shape[1]), np.empty(array.shape[1])
        width = max(1, BLOCK // len(array))
        for start in range(0, array.shape[1], width):
            part = slice(start, start + width)
            center[part], scale[part] = _moments(np.array(array[:, part].T, order="C"))
        return cls(center, scale)

    @classmethod
    def identity(cls, columns: int) -> Self:
        """The scaling that changes nothing, for `columns` columns."""
        return cls(np.zeros(columns), np.ones(columns))

    def apply(self, rows: ArrayLike) -> Floats:
        """`rows` (N, n) in their own units, scaled; read-only."""
        result = self._rows(rows) - self.center
        result /= self.scale
        result.flags.writeable = False
        return result

    def invert(self, rows: ArrayLike) -> Floats:
        """Scaled `rows` (N, n) in their own units again; read-only."""
        result = self._rows(rows) * self.scale
        result += self.center
        result.flags.writeable = False
        return result

    def _rows(self, rows: ArrayLike) -> Floats:
        array = np.asarray(rows, dtype=np.float64)
        if array.ndim != 2 or array.shape[1] != len(self.center):
            raise ShapeError(f"rows must have shape (N, {len(self.center)}), got {array.shape}")
        return array


def _moments(columns: Floats) -> tuple[Floats, Floats]:
    """Center and scale (n,) of each row of `columns` (n, N), which is overwritten."""
    first = columns[:, 0].copy()
    # By comparison: the rounded mean of N times 0.1 need not be 0.1, and the deviation from it not 0.
    constant = (columns == columns[:, :1]).all(axis=1)
    mean = columns.mean(axis=1)
    columns -= mean[:, None]
    np.square(columns, out=columns)
    deviation = np.sqrt(columns.mean(axis=1))
    constant |= deviation == 0  # differences whose squares underflow
    return np.where(constant, first, mean), np.where(constant, 1.0, deviation)
