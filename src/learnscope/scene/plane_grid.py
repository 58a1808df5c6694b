"""The plane of two inputs: its edges, its cells, and the samples that lie on it.

Its edges are those of the data, 5 % farther out, and then outward to a round number; where 0 is within a
tenth of their middle, it becomes the middle. Where both inputs have one unit and spread alike, within a
factor of 1.5, both edges are equally long to a round number, so that a circle is a circle.
Cells are counted from the upper left, row by row; a cell stands for its centre.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.data.features import feature_columns
from learnscope.data.split import PARTS
from learnscope.experiment import Setup

Indices = NDArray[np.int64]

AIR = 0.05  # of the data's extent, on each side
ALIKE = 1.5
NEARLY = 0.1  # of the extent, by which 0 may miss the middle
MOST_POINTS = 1000


@dataclass(frozen=True)
class Edges:
    """Where the plane ends, in the inputs' own units."""

    x: tuple[float, float]
    y: tuple[float, float]

    def centres(self, size: int) -> Floats:
        """The centres (size², 2) of size × size cells."""
        shares = (np.arange(size) + 0.5) / size
        points = np.empty((size, size, 2))
        points[:, :, 0] = self.x[0] + (self.x[1] - self.x[0]) * shares
        points[:, :, 1] = (self.y[1] - (self.y[1] - self.y[0]) * shares)[:, None]
        return points.reshape(-1, 2)


def is_planar(setup: Setup) -> bool:
    """Whether the data has two inputs of its own; features do not count."""
    dataset = setup.dataset
    return dataset.image_shape is None and len(dataset.input_names) - len(setup.experiment.features) == 2


def edges_of(setup: Setup) -> Edges:
    """The edges of the plane on which all samples lie."""
    points = setup.dataset.inputs[:, :2]
    ends = list(zip(points.min(axis=0).tolist(), points.max(axis=0).tolist(), strict=True))
    middles = [(low + high) / 2 for low, high in ends]
    spans = [high - low for low, high in ends]
    for k, (low, high) in enumerate(ends):
        if abs(middles[k]) <= NEARLY * spans[k]:
            middles[k], spans[k] = 0.0, 2 * max(-low, high)
    units = setup.dataset.input_units
    if units[0] == units[1] and max(spans) <= ALIKE * min(spans):
        spans = [max(spans)] * 2
    x, y = (_widened(middle, span) for middle, span in zip(middles, spans, strict=True))
    return Edges(x, y)


def network_inputs(setup: Setup, points: Floats) -> Floats:
    """What the network sees of `points` (N, 2) of the plane: features added, and scaled (N, n_in)."""
    added = feature_columns(points, setup.experiment.features)
    with np.errstate(all="ignore"):
        return setup.scaling.apply(np.concatenate([points, added], axis=1))


def drawn_rows(setup: Setup) -> tuple[Indices, Indices, str]:
    """The samples that are drawn, the part each is of, and by what rule, where these are not all."""
    parts = [getattr(setup.split, part) for part in PARTS]
    rows = np.concatenate(parts)
    numbers = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    if len(rows) <= MOST_POINTS:
        return rows, numbers, ""
    some = np.arange(MOST_POINTS) * len(rows) // MOST_POINTS
    rule = (
        f"{words.grouped(MOST_POINTS)} of {words.grouped(len(rows))} samples are drawn, "
        "taken at even distances from each part"
    )
    return rows[some], numbers[some], rule


def _widened(middle: float, span: float) -> tuple[float, float]:
    """Edges around `middle`, a bit farther apart than `span`, at round numbers."""
    if span <= 1e-12 * abs(middle):  # a constant input, or one that differs in its last digits alone
        span = max(abs(middle), 1.0)
    reach = span * (0.5 + AIR)
    power = math.floor(math.log10(span)) - 1
    step = 10.0**power
    low = math.floor((middle - reach) / step)
    high = -low if middle == 0 else low + math.ceil(2 * reach / step) + 1  # lengths follow from spans
    return round(low * step, max(0, -power)), round(high * step, max(0, -power))
