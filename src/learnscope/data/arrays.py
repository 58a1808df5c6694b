"""A data set from arrays in memory.

X holds one sample per row, (N, n), or one picture, (N, height, width) or (N, height, width, 3). y holds one
target per sample or several, and `targets.py` says when they are classes, labels or values. Both are
copied.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from learnscope.data.dataset import Dataset, Floats
from learnscope.data.foreign import as_array, read_bunch
from learnscope.data.limits import check_size
from learnscope.data.pictures import pixel_names
from learnscope.data.targets import read_targets
from learnscope.errors import ArgumentError, DataError, ShapeError, check_list, shown
from learnscope.keywords import answering


@answering
def from_arrays(
    X: Any,
    y: Any = None,
    *,
    name: str = "arrays",
    title: str | None = None,
    kind: str | None = None,
    input_names: Sequence[str] | None = None,
    input_units: Sequence[str] | None = None,
    output_names: Sequence[str] | None = None,
    output_units: Sequence[str] | None = None,
    image_shape: tuple[int, ...] | None = None,
    source: str = "",
    licence: str = "",
) -> Dataset:
    """The data set of inputs `X` and targets `y`.

    Both are arrays, lists, tensors or sparse matrices; or X is one of scikit-learn's data sets, which holds
    both and their names, and y is left out.

    X, y           (N, n), (N, height, width) or (N, height, width, 3); (N,) or (N, outputs)
    name, title    what code and what people call the data set
    kind           "classes", "labels" or "values", overrules the rule for y
    input_names    of the columns of X, `input_units` their units
    output_names   of the classes, labels or values, in order, `output_units` their units
    image_shape    (height, width) or (height, width, 3) of rows that are pixels
    source         where the data come from, `licence` what may be done with them

    Raises ShapeError where the arrays do not fit each other, DataError where they hold what is no finite
    number.

    >>> from_arrays([[0, 0], [0, 1], [1, 0], [1, 1]], ["no", "yes", "yes", "no"]).output_names
    ('no', 'yes')
    """
    named = {
        "input_names": input_names, "input_units": input_units,
        "output_names": output_names, "output_units": output_units,
    }  # fmt: skip
    for argument, names in named.items():
        if names is not None and not all(
            isinstance(one, str) for one in check_list(argument, names, "a list of texts")
        ):
            raise ArgumentError(f"{argument} must be a list of texts, got {shown(names)}")
    bunch = read_bunch(X) if y is None else None
    if bunch is not None:
        X, y = bunch.inputs, bunch.targets
        input_names = bunch.input_names if input_names is None else input_names
        output_names = bunch.output_names if output_names is None else output_names
    if y is None:
        raise DataError(f"{name}: there must be targets y beside X; pass them, or data that holds both")
    inputs, shape = _inputs(name, X)
    image_shape = shape if image_shape is None else image_shape
    targets = read_targets(
        name, y, kind=kind, output_names=None if output_names is None else tuple(output_names)
    )
    if len(inputs) != len(targets.rows):
        raise ShapeError(f"X and y must have as many rows, got {len(inputs)} and {len(targets.rows)}")
    columns = inputs.shape[1]
    if input_names is None:
        plain = tuple(f"input {number}" for number in range(1, columns + 1))
        input_names = plain if image_shape is None else pixel_names(image_shape)
    return Dataset(
        name=name,
        title=name if title is None else title,
        inputs=inputs,
        targets=targets.rows,
        input_names=tuple(input_names),
        input_units=("",) * columns if input_units is None else tuple(input_units),
        output_names=targets.names,
        output_units=("",) * len(targets.names) if output_units is None else tuple(output_units),
        kind=targets.kind,
        label_type=targets.label_type,
        source=source,
        licence=licence,
        image_shape=image_shape,
    )


def _inputs(name: str, X: Any) -> tuple[Floats, tuple[int, ...] | None]:
    """`X` as float64 rows (N, n), and the shape of its pictures if it holds such."""
    array = as_array(name, "X", X)
    if array.dtype.kind == "U":
        array = np.asarray(X, dtype=object)  # in which numbers among words are still numbers
    picture = array.ndim == 3 or (array.ndim == 4 and array.shape[3] == 3)
    if not picture and array.ndim != 2:
        hint = "; pass X[:, None]" if array.ndim == 1 else ""
        raise ShapeError(
            f"X must have shape (N, n), (N, height, width) or (N, height, width, 3), got {array.shape}{hint}"
        )
    shape = array.shape[1:] if picture else None
    rows = array.reshape(len(array), -1) if array.size else array.reshape(len(array), 0)
    check_size(name, *rows.shape)
    if rows.dtype.kind not in "biuf":
        return _checked(name, rows), shape
    return np.asarray(rows, dtype=np.float64), shape


def _checked(name: str, rows: np.ndarray[Any, Any]) -> Floats:
    """`rows` of objects as numbers, or an error that names the first that is none."""
    numbers = np.empty(rows.shape)
    for place, value in np.ndenumerate(rows):
        if not isinstance(value, bool | int | float | np.integer | np.floating | np.bool_):
            raise DataError(
                f"{name}: X must hold numbers, got {shown(value)} in row {place[0] + 1}, "
                f"column {place[1] + 1}; a table with words is read by from_frame"
            )
        numbers[place] = value
    return numbers
