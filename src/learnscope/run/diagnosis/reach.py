"""What there is to be learned of a data set: what simple methods say of training rows they did not see.

Each is fitted on one half of the rows and judged on the other, and the other way round. A network that says
less of rows it has learned from than these say of rows they have not seen suffers from something.

    constant    the commonest class, or the mean
    linear      ridge regression
    curved      ridge regression with Gaussian kernels of two widths, the better of them

Source: Saunders, Gammerman and Vovk, ICML 1998 (kernel ridge regression).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.data.dataset import Dataset, TargetKind
from learnscope.data.split import Split
from learnscope.streams import stream

ROWS = 600  # looked at, at most
WIDTHS = (0.5, 8.0)  # of kernels: exp(−w · |a − b|² / inputs)
RIDGE = 1.0
CURVED_RIDGE = 0.1


@dataclass(frozen=True)
class Reach:
    """Scores on rows that were not seen: accuracy of classes and labels, R² of values."""

    constant: float
    linear: float
    curved: float
    ranks: tuple[float, ...] = ()  # of each class: how often its samples are ranked above others, at best

    @property
    def best(self) -> float:
        """The most that any of them says."""
        return max(self.constant, self.linear, self.curved)


def score(said: Floats, true: Floats, kind: TargetKind, *, threshold: float = 0.5) -> float:
    """Accuracy or R² of outputs `said` (N, n_out) for targets `true` (N, n_out)."""
    if kind == "classes":
        return float((said.argmax(axis=1) == true.argmax(axis=1)).mean())
    if kind == "labels":
        return float(((said > threshold) == (true > 0.5)).mean())
    spread = np.square(true - true.mean(axis=0)).sum(axis=0)
    shares = 1 - np.square(said - true).sum(axis=0) / np.where(spread > 0, spread, np.inf)
    return float(shares.mean())


@lru_cache(maxsize=4)
def reach(dataset: Dataset, split: Split) -> Reach:
    """What can be said of the training rows of `dataset`."""
    rows = split.train
    if len(rows) > ROWS:
        rows = rows[np.linspace(0, len(rows) - 1, ROWS).astype(int)]
    rows = stream(0, "probe").permutation(rows)
    x, y, kind = dataset.inputs[rows], dataset.targets[rows], dataset.kind
    with np.errstate(all="ignore"):
        deviation = x.std(axis=0)
        x = (x - x.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
        plain = x @ x.T
        squares = np.diag(plain)
        distances = np.maximum(squares[:, None] + squares - 2 * plain, 0) / x.shape[1]
        linear = _unseen(plain, y, RIDGE)
        curved = [_unseen(np.exp(-width * distances), y, CURVED_RIDGE) for width in WIDTHS]
        return Reach(
            constant=score(np.repeat(y.mean(axis=0)[None], len(y), axis=0), y, kind),
            linear=score(linear, y, kind),
            curved=max(score(said, y, kind) for said in curved),
            ranks=_ranks((linear, *curved), y) if kind == "classes" else (),
        )


def _unseen(kernel: Floats, y: Floats, ridge: float) -> Floats:
    """What ridge regression with this kernel (N, N) says of the half of y (N, n_out) that it did not see."""
    half = len(y) // 2
    said = np.empty_like(y)
    for seen, unseen in ((slice(half), slice(half, None)), (slice(half, None), slice(half))):
        mean = y[seen].mean(axis=0)
        inside = kernel[seen, seen]
        weights = np.linalg.solve(inside + ridge * np.eye(len(inside)), y[seen] - mean)
        said[unseen] = mean + kernel[unseen, seen] @ weights
    return said


def _ranks(ways: Iterable[Floats], y: Floats) -> tuple[float, ...]:
    """For each class, by the best of some ways to say it, `_ranked`."""
    found = [[_ranked(said[:, j], y[:, j] > 0.5) for j in range(y.shape[1])] for said in ways]
    return tuple(map(max, zip(*found, strict=True)))


def _ranked(said: Floats, members: NDArray[np.bool_]) -> float:
    """The share of pairs of a member and another in which `said` (N,) is larger for the member."""
    inside, outside = int(members.sum()), int((~members).sum())
    if inside == 0 or outside == 0:
        return 0.0
    places = np.argsort(np.argsort(said))[members]
    return float((places.sum() - inside * (inside - 1) / 2) / (inside * outside))
