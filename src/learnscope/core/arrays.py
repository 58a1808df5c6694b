"""Arrays that are handed in: checked once, at the door, and then trusted."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.errors import ShapeError

NUMBERS = 250_000_000  # that are taken at once: 2 GB

# Of float32 instead, throughout, in and around networks of that precision.
Floats = NDArray[np.float64]


def numbers(name: str, values: ArrayLike) -> Floats:
    """`values` as a contiguous float64 array of any shape. Raises ShapeError where they are none."""
    return _as_floats(name, _regular(name, values))


def _regular(name: str, values: ArrayLike) -> NDArray[Any]:
    """`values` as an array of numbers as they are."""
    try:
        array = np.asarray(values)
    except (TypeError, ValueError):  # rows of different lengths
        array = np.array(None)
    if array.dtype.kind not in "fiub":
        raise ShapeError(f"{name} must be a regular array of numbers, got {type(values).__name__}")
    return array


def _as_floats(name: str, array: NDArray[Any]) -> Floats:
    if array.size > NUMBERS:
        raise ShapeError(f"{name} must hold at most {NUMBERS} numbers, got {array.shape}; pass fewer at once")
    with np.errstate(all="ignore"):
        return array.astype(np.float64, order="C", copy=False)


def check_rows(name: str, values: ArrayLike, columns: int) -> Floats:
    """`values` as a contiguous float64 array (N, columns) with N of at least 1."""
    array = _regular(name, values)
    if array.ndim != 2 or array.shape[1] != columns or len(array) == 0:
        remedy = f"; pass {name}[None, :]" if array.shape == (columns,) else ""
        raise ShapeError(f"{name} must have shape (N, {columns}), got {array.shape}{remedy}")
    return _as_floats(name, array)


def frozen(array: Floats) -> Floats:
    """`array` itself, from now on read-only."""
    array.flags.writeable = False
    return array


def read_only(array: NDArray[Any], dtype: type | None = None) -> NDArray[Any]:
    """A contiguous view of `array` that cannot be written to: what kernels only read is handed to them so."""
    view: NDArray[Any] = np.ascontiguousarray(array, dtype=dtype).view()
    view.flags.writeable = False
    return view
