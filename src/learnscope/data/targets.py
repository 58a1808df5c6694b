"""What targets mean: classes, labels or values, and their rows of outputs.

One target per sample, y of shape (N,) or (N, 1):

    words, truths                                      classes, one for each different value, sorted
    whole numbers (also written 1.0), at most 20       classes, one for each different value, sorted
      different ones
    other numbers                                      values

Several targets per sample, y of shape (N, k) with k of at least 2:

    only 0 and 1, a single 1 in every row              classes, one per column
    only 0 and 1                                       labels, one per column
    other numbers                                      values, one per column

A `kind` given by name overrules the table. Truths are called false and true.
"""

from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.data.dataset import Dataset, Floats, LabelType, TargetKind
from learnscope.data.foreign import as_array
from learnscope.data.limits import CLASSES, WHOLE_CLASSES, check_size, spaced
from learnscope.data.remedies import RefusedError, Remedy
from learnscope.errors import DataError, ShapeError, check_choice, shown


@dataclass(frozen=True, eq=False)
class Targets:
    """Rows of outputs (N, k), their names and what they are."""

    rows: Floats
    names: tuple[str, ...]
    kind: TargetKind
    label_type: LabelType = "word"  # of classes: what they were given as


LABEL_TYPES: dict[str, LabelType] = {"U": "word", "b": "truth", "i": "whole", "u": "whole", "f": "number"}


def targets_like(dataset: Dataset, y: ArrayLike) -> Floats:
    """Targets (N, n_out) of other samples as those of `dataset` are: classes by name or in their own type.

    Raises DataError for a class that the data set does not have, ShapeError where there are other columns.
    """
    if dataset.kind != "classes":
        rows = read_targets(dataset.name, y, kind=dataset.kind).rows
        if rows.shape[1] != len(dataset.output_names):
            raise ShapeError(f"y must have {len(dataset.output_names)} columns, got {rows.shape[1]}")
        return rows
    given = _plain("y", y)
    given = given[:, 0] if given.ndim == 2 and given.shape[1] == 1 else given
    if given.ndim == 2 and given.shape[1] == len(dataset.output_names):
        return np.array(given, dtype=np.float64)
    if given.ndim != 1 or not len(given):
        raise ShapeError(f"y must have shape (N,) with N of at least 1, got {given.shape}")
    known = {name: place for place, name in enumerate(dataset.output_names)}
    names = [class_name(value) for value in given.tolist()]
    for row, name in enumerate(names):
        check_choice(f"class in row {row + 1} of y", name, known, error=DataError)
    return one_hot(np.array([known[name] for name in names]), len(known))


def read_targets(
    name: str, y: ArrayLike, *, kind: str | None = None, output_names: tuple[str, ...] | None = None
) -> Targets:
    """The targets that `y` means by the table above; `name` is that of the data set, for errors.

    `output_names` names the columns. For one column of classes they are the classes, in order: words must
    be among them, whole numbers count them from 0, and classes that no sample has are kept.
    """
    if kind is not None:
        check_choice("kind of target", kind, get_args(TargetKind), error=DataError)
    array = _plain(name, y)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim not in (1, 2) or 0 in array.shape:
        raise ShapeError(f"y must have shape (N,) or (N, outputs) with N of at least 1, got {array.shape}")
    if array.ndim == 1:
        return _column(name, array, kind, output_names)
    return _columns(name, array, kind, output_names)


def one_hot(numbers: NDArray[np.int64], count: int) -> Floats:
    """Rows (N, count) that hold a 1 in the column of their class number; read-only."""
    rows = np.zeros((len(numbers), count))
    rows[np.arange(len(numbers)), numbers] = 1.0
    rows.flags.writeable = False
    return rows


def class_name(value: Any) -> str:
    """What a class given as `value` is called.

    >>> [class_name(value) for value in ("setosa", True, 3, 3.0, 0.5)]
    ['setosa', 'true', '3', '3', '0.5']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    return str(int(value)) if value == int(value) else repr(float(value))


def check_classes(name: str, column: str, classes: tuple[str, ...]) -> None:
    """Raise DataError unless `classes`, found in `column`, can be told apart by a network."""
    if len(classes) == 1:
        raise RefusedError(
            f"{name}: {column} holds one class only ({shown(classes[0])}); there must be two to tell apart",
            about_target=True,
        )
    if len(classes) > CLASSES:
        numbers = all(one.lstrip("-").isdigit() for one in classes)
        raise RefusedError(
            f"{name}: {column} holds {spaced(len(classes))} classes, more than the {spaced(CLASSES)} there "
            "may be",
            remedies=[Remedy("kind", "values", "Take the target as numbers")] if numbers else [],
            by_hand="choose another target",
            about_target=True,
        )


def output_columns(count: int) -> tuple[str, ...]:
    """Names for target values that came without."""
    return ("target",) if count == 1 else tuple(f"target {number}" for number in range(1, count + 1))


def _plain(name: str, y: ArrayLike) -> NDArray[Any]:
    """`y` as an array of truths, whole numbers, floats or words, without gaps."""
    array = as_array(name, "y", y)
    if array.ndim == 0:
        raise ShapeError(f"y must have shape (N,) or (N, outputs) with N of at least 1, got {array.shape}")
    check_size(name, array.size, 1, what="targets")
    if array.dtype.kind == "O" and array.size:
        flat = array.ravel()
        for place, value in enumerate(flat):
            if not isinstance(value, str | bool | int | float | np.generic):
                row = place // (array.size // len(array)) + 1
                raise DataError(
                    f"{name}: y holds {shown(value)} in row {row}, which is no class and no number"
                )
        words = {isinstance(value, str) for value in flat}
        if len(words) > 1:
            raise DataError(f"{name}: y mixes words and numbers; pass either class names or numbers")
        array = np.array(flat.tolist()).reshape(array.shape)
    if array.dtype.kind not in "biufU":
        raise DataError(f"{name}: y must hold numbers or class names, got an array of {array.dtype}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        first = int(np.flatnonzero(~np.isfinite(array))[0])
        row = first // (array.size // len(array)) + 1
        raise DataError(f"{name}: y must be finite, got {array.flat[first]} in row {row}")
    return array


def _column(name: str, y: NDArray[Any], kind: str | None, names: tuple[str, ...] | None) -> Targets:
    if kind is None:
        whole = y.dtype.kind in "iuf" and bool((y == np.floor(y)).all())
        whole = whole and len(np.unique(y)) <= WHOLE_CLASSES
        kind = "classes" if whole or y.dtype.kind in "bU" else "values"
    if kind == "classes":
        return _classes(name, y, names)
    return _numbers(name, y[:, None], "labels" if kind == "labels" else "values", names)


def _classes(name: str, y: NDArray[Any], names: tuple[str, ...] | None) -> Targets:
    found, numbers = np.unique(y, return_inverse=True)
    if names is None:
        names = tuple(class_name(value) for value in found.tolist())
        check_classes(name, "y", names)
        check_size(name, len(y), len(names), what="outputs")
        return Targets(one_hot(numbers, len(names)), names, "classes", LABEL_TYPES[y.dtype.kind])
    known: list[Any] = list(names) if y.dtype.kind == "U" else list(range(len(names)))
    for value in found.tolist():
        if value not in known:
            rule = (
                f"one of {', '.join(names)}" if y.dtype.kind == "U" else f"a class number below {len(names)}"
            )
            row = int((y == value).argmax()) + 1
            raise DataError(f"{name}: y must hold {rule}, got {shown(value)} in row {row}")
    order = np.array([known.index(value) for value in found.tolist()], dtype=np.int64)
    return Targets(one_hot(order[numbers], len(names)), names, "classes")


def _columns(name: str, y: NDArray[Any], kind: str | None, names: tuple[str, ...] | None) -> Targets:
    if kind is None:
        binary = y.dtype.kind != "U" and bool(((y == 0) | (y == 1)).all())
        kind = "values" if not binary else "classes" if bool((y.sum(axis=1) == 1).all()) else "labels"
    word: TargetKind = "classes" if kind == "classes" else "labels" if kind == "labels" else "values"
    return _numbers(name, y, word, names)


def _numbers(name: str, y: NDArray[Any], kind: TargetKind, names: tuple[str, ...] | None) -> Targets:
    if y.dtype.kind == "U":
        raise DataError(
            f"{name}: y must hold numbers for targets of kind {kind!r}, got {shown(y.flat[0])} in row 1"
        )
    columns = y.shape[1]
    default = output_columns(columns) if kind == "values" else tuple(str(number) for number in range(columns))
    rows = np.array(y, dtype=np.float64)
    rows.flags.writeable = False
    return Targets(rows, default if names is None else names, kind)
