"""Arrays of other libraries as NumPy's, by what they can do and not by where they come from.

masked arrays      refused where something is masked: what lies under a mask is no number
tensors            taken without their gradients, from wherever they lie
sparse matrices    taken with their zeros, if they are not too many
bunches            scikit-learn's data sets: a mapping with `data` and `target`
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnscope.data.limits import check_size
from learnscope.errors import DataError, ShapeError, shown


def as_array(name: str, what: str, value: Any) -> NDArray[Any]:
    """`value` as an array of NumPy; messages call the data set `name` and the value `what` ("X").

    Raises DataError where a value is masked, where it has no numbers to give, or too many zeros.
    """
    if isinstance(value, np.ma.MaskedArray):
        return _unmasked(name, what, value)
    if callable(getattr(value, "detach", None)) and callable(getattr(value, "numpy", None)):
        return _of_tensor(name, what, value)
    if callable(getattr(value, "toarray", None)) and hasattr(value, "nnz"):
        shape = tuple(getattr(value, "shape", ()))
        if len(shape) == 2:
            check_size(name, *shape)
        return np.asarray(value.toarray())
    try:
        return np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        reason = str(error).partition("\n")[0]
        kind = ShapeError if "inhomogeneous" in reason else DataError
        raise kind(f"{name}: {what} makes no array ({reason}); pass rows of equal length") from None


@dataclass(frozen=True)
class Bunch:
    """What a mapping with data and target says of itself."""

    inputs: Any
    targets: Any
    input_names: tuple[str, ...] | None
    output_names: tuple[str, ...] | None


def read_bunch(value: Any) -> Bunch | None:
    """The parts of a mapping with `data` and `target`, None where it is no such mapping."""
    if not isinstance(value, Mapping) or value.get("data") is None or value.get("target") is None:
        return None
    target = np.asarray(value["target"])
    names = value.get("target_names")
    columns = 1 if target.ndim == 1 else target.shape[-1]
    outputs = None
    if names is not None and (target.dtype.kind in "iu" or len(names) == columns):
        outputs = tuple(map(str, names))
    features = value.get("feature_names")
    return Bunch(
        value["data"], value["target"], None if features is None else tuple(map(str, features)), outputs
    )


def _unmasked(name: str, what: str, value: np.ma.MaskedArray[Any, Any]) -> NDArray[Any]:
    mask = np.ma.getmaskarray(value)
    if mask.any():
        row = int(np.argwhere(mask)[0][0]) + 1
        place = f"row {row}"
        if mask.ndim == 2:
            place += f", column {int(np.argwhere(mask)[0][1]) + 1}"
        raise DataError(
            f"{name}: {what} is masked in {place} ({int(mask.sum())} of {mask.size} values are); leave such "
            "rows out or fill them"
        )
    return np.asarray(value.data)


def _of_tensor(name: str, what: str, value: Any) -> NDArray[Any]:
    try:
        tensor = value.detach()
        tensor = tensor.cpu() if callable(getattr(tensor, "cpu", None)) else tensor
        return np.asarray(tensor.numpy())
    except (TypeError, RuntimeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise DataError(
            f"{name}: {what} is a tensor that gives no array ({reason}), got "
            f"{shown(getattr(value, 'dtype', ''))}; pass {what}.float()"
        ) from None
