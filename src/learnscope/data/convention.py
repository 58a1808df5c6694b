"""What the pictures of a data set have in common, found in the numbers themselves.

range    what numbers may be: 0 to 1, 0 to 16 or 0 to 255 where all lie in it (the last two for whole numbers
         only), −1 to 1, or from the least to the largest there is
paper    the end of the range at which at least six in ten numbers of the pictures' edges lie, to a tenth of
         the range; what lies at the other end is ink. Photographs have none, and colours are taken as such
frame    pictures with paper whose ink, more than half of the range from it, is nearly always equally large
         and in the same place; others may show anything anywhere

Ink is measured in pixels of the data, over at most 2000 samples at even distances.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from learnscope.data.dataset import Dataset, Floats

MOST = 2000  # samples looked at
NEAR = 0.1  # of the range: what is as good as its end
SHARE = 0.6  # of the edges' numbers that lie there
INK = 0.5  # of the range from paper: more is ink
STEADY = 0.15  # deviation of the ink's size, over its middle value, in framed pictures
STILL = 0.1  # deviation of the ink's place, over the picture's edge


@dataclass(frozen=True)
class Frame:
    """How ink fills the pictures of a data set, in its pixels."""

    height: float  # of the ink at most
    width: float
    row: float  # where its middle lies, from the upper edge
    column: float
    by: Literal["box", "weight"]  # what its middle is: that of the box around it, or its centre of gravity
    least: float  # the larger of the ink's extents over those of the frame, at the least


@dataclass(frozen=True)
class Convention:
    """What the pictures of a data set have in common."""

    low: float
    high: float
    whole: bool  # whether all numbers are whole
    paper: Literal["low", "high"] | None
    frame: Frame | None


def find_convention(dataset: Dataset) -> Convention:
    """The convention of a data set of pictures."""
    shape = dataset.image_shape
    assert shape is not None
    step = max(1, -(-len(dataset) // MOST))
    rows = dataset.inputs[::step]
    whole = bool((rows == np.round(rows)).all())
    low, high = _range(float(rows.min()), float(rows.max()), whole)
    if len(shape) == 3 or high == low:
        return Convention(low, high, whole, None, None)
    shares = ((rows - low) / (high - low)).reshape(-1, *shape)
    paper = _paper(shares)
    frame = None if paper is None else _frame(shares if paper == "low" else 1 - shares)
    return Convention(low, high, whole, paper, frame)


def ink_box(ink: Floats) -> tuple[int, int, int, int] | None:
    """Top, left, bottom and right of what is ink in a picture (height, width), its ends excluded; None: none.

    >>> ink_box(np.array([[0, 0, 0], [0, 0, 1.0], [0, 0, 0]]))
    (1, 2, 2, 3)
    """
    on = ink > INK
    if not on.any():
        return None
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def ink_weight(ink: Floats) -> tuple[float, float]:
    """Row and column of the centre of gravity of a picture (height, width), whose pixels have their middle
    at ½; that of the picture itself where there is no ink.

    >>> ink_weight(np.array([[0, 0], [0, 2.0]]))
    (1.5, 1.5)
    """
    total = ink.sum()
    if not total > 0:
        return ink.shape[0] / 2, ink.shape[1] / 2
    row = (ink.sum(axis=1) * (np.arange(ink.shape[0]) + 0.5)).sum() / total
    column = (ink.sum(axis=0) * (np.arange(ink.shape[1]) + 0.5)).sum() / total
    return float(row), float(column)


def _range(least: float, largest: float, whole: bool) -> tuple[float, float]:
    if least >= 0:
        ends = (1.0, 16.0, 255.0) if whole else (1.0,)
        for end in ends:
            if largest <= end:
                return 0.0, end
    if least >= -1 and largest <= 1:
        return -1.0, 1.0
    return least, largest


def _paper(shares: Floats) -> Literal["low", "high"] | None:
    edges = np.concatenate([shares[:, 0], shares[:, -1], shares[:, 1:-1, 0], shares[:, 1:-1, -1]], axis=1)
    if (edges <= NEAR).mean() >= SHARE:
        return "low"
    return "high" if (edges >= 1 - NEAR).mean() >= SHARE else None


def _frame(pictures: Floats) -> Frame | None:
    """The frame of pictures (N, height, width) of ink, None where they have none."""
    found = [(box, ink_weight(ink)) for ink in pictures if (box := ink_box(ink)) is not None]
    if not found:
        return None
    boxes = np.array([box for box, _ in found], dtype=np.float64)
    middles = {"box": (boxes[:, :2] + boxes[:, 2:]) / 2, "weight": np.array([place for _, place in found])}
    by: Literal["box", "weight"] = min(("box", "weight"), key=lambda name: middles[name].var(axis=0).sum())
    extents = boxes[:, 2:] - boxes[:, :2]
    height, width = np.percentile(extents, 95, axis=0)
    sizes = (extents / (height, width)).max(axis=1)
    still = (middles[by].std(axis=0) <= STILL * np.array(pictures.shape[1:])).all()
    if not still or sizes.std() > STEADY * np.median(sizes):
        return None
    row, column = middles[by].mean(axis=0)
    return Frame(float(height), float(width), float(row), float(column), by, float(sizes.min()))
