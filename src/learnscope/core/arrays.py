"""Arrays that are handed in: checked once, at the door, and then trusted."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.errors import ShapeError

# Of float32 instead, throughout, in and around networks of that precision.
Floats = NDArray[np.float64]


def numbers(name: str, values: ArrayLike) -> Floats:
    """`values` as a contiguous float64 array of any shape. Raises ShapeError where they are none."""
    try:
        array = np.asarray(values)
    except (TypeError, ValueError):  # rows of different lengths
        array = np.array(None)
    if array.dtype.kind not in "fiub":
        raise ShapeError(f"{name} must be a regular array of numbers, got {type(values).__name__}")
    with np.errstate(all="ignore"):
        return array.astype(np.float64, order="C", copy=False)


def check_rows(name: str, values: ArrayLike, columns: int) -> Floats:
    """`values` as a contiguous float64 array (N, columns) with N of at least 1."""
    array = numbers(name, values)
    if array.ndim != 2 or array.shape[1] != columns or len(array) == 0:
        remedy = f"; pass {name}[None, :]" if array.shape == (columns,) else ""
        raise ShapeError(f"{name} must have shape (N, {columns}), got {array.shape}{remedy}")
    return array


def frozen(array: Floats) -> Floats:
    """`array` itself, from now on read-only."""
    array.flags.writeable = False
    return array
