"""A data set: samples in their own units, with the names people know them by.

Rows are samples; arrays are read-only float64, which holds every pixel, every float32 and every whole number
up to 2⁵³ exactly (the precision a network computes in is the experiment's choice, not the data's). Targets
are rows of outputs, of one of three kinds:

    classes   one column per class; a row holds one 1, in the column of its class, and else 0
    labels    one column per label; a row holds any number of 1s, and else 0
    values    the numbers themselves, in their own units

Pictures are rows too: `image_shape` is (height, width) or (height, width, 3), read row by row from the upper
left.
"""

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.brief import brief
from learnscope.data.task import task_of
from learnscope.errors import DataError, check_choice, repeated, shown
from learnscope.once import once

if TYPE_CHECKING:
    from learnscope.data.convention import Convention
    from learnscope.data.decisions import Decision

Floats = NDArray[np.float64]
TargetKind = Literal["classes", "values", "labels"]
LabelType = Literal["word", "whole", "truth", "number"]

LARGEST = 1e150  # magnitude of a number: squares of such, and sums of squares, are still finite


@dataclass(frozen=True, eq=False)
class Dataset:
    """Inputs (N, n_in) and targets (N, n_out) with names, units, source and licence. It never changes.

    name             what code and addresses call it
    title            what people call it
    inputs           (N, n_in), one sample per row, in the units of the columns
    targets          (N, n_out): one 1 per row for classes, 0 or 1 for labels, numbers for values
    input_names      of the columns; all differ
    input_units      of the columns, "" where there is none
    output_names     of the classes, the labels or the target values
    output_units     of these
    kind             "classes", "labels" or "values"
    source, licence  where it comes from, and what may be done with it
    image_shape      (height, width) or (height, width, 3), None where the inputs are no picture
    given_parts      how many samples, in order, came as train, validation, test; None where none did
    whole            whether it holds every case there is, so that nothing can be held out
    task             what is asked, one plain sentence: "Which of three irises is it, from four lengths?"
    noun             what a sample is: "flower"
    input_titles     what a reader sees for input_names, where that is something else
    label_type       what classes were given as, and are answered with: "word", "whole", "truth", "number"
    note             what loading did that the reader should know: "3 of 150 rows left out"
    decisions        all that loading decided, with what puts it back; not saved
    columns          of the table it was made of, () where it was none; not saved
    target_columns   of these; not saved
    texts            of the samples, where inputs count their words and they are kept; not saved

    Made by `from_arrays`, `from_frame`, `open_data` and the functions that load. Raises DataError where names
    and columns do not fit each other, or a number is not finite.
    """

    name: str
    title: str
    inputs: Floats
    targets: Floats
    input_names: tuple[str, ...]
    input_units: tuple[str, ...]
    output_names: tuple[str, ...]
    output_units: tuple[str, ...]
    kind: TargetKind
    source: str = ""
    licence: str = ""
    image_shape: tuple[int, ...] | None = None
    given_parts: tuple[int, int, int] | None = None
    whole: bool = False
    task: str = ""
    noun: str = "sample"
    input_titles: tuple[str, ...] = ()
    label_type: LabelType = "word"
    note: str = ""
    decisions: tuple["Decision", ...] = ()
    columns: tuple[str, ...] = ()
    target_columns: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    __repr__ = brief

    def __post_init__(self) -> None:
        check_choice("kind of target", self.kind, get_args(TargetKind), error=DataError)
        for field in ("input_names", "input_units", "output_names", "output_units"):
            object.__setattr__(self, field, tuple(getattr(self, field)))
        for field, names in (("inputs", self.input_names), ("targets", self.output_names)):
            array = frozen_rows(f"{self.name}: {field}", getattr(self, field), columns=names)
            object.__setattr__(self, field, array)
        if len(self.inputs) != len(self.targets):
            raise DataError(
                f"{self.name}: inputs and targets must have as many rows, "
                f"got {len(self.inputs)} and {len(self.targets)}"
            )
        for names, array in (
            (self.input_names, self.inputs),
            (self.input_units, self.inputs),
            (self.output_names, self.targets),
            (self.output_units, self.targets),
        ):
            if len(names) != array.shape[1]:
                raise DataError(f"{self.name}: {array.shape[1]} columns need as many names, got {len(names)}")
        for names in (self.input_names, self.output_names):
            if (twice := repeated(names)) is not None:
                raise DataError(f"{self.name}: names must differ from each other, got {twice!r} twice")
        self._check_targets()
        if self.given_parts is not None:
            object.__setattr__(self, "given_parts", tuple(self.given_parts))
            train, validation, test = self.given_parts
            if train < 1 or min(validation, test) < 0 or train + validation + test != len(self.inputs):
                raise DataError(
                    f"{self.name}: given_parts must be numbers of samples that add up to {len(self.inputs)}, "
                    f"the first at least 1, got {self.given_parts}"
                )
        if self.image_shape is not None:
            self._check_image_shape(self.image_shape)

        if not self.input_titles:
            object.__setattr__(self, "input_titles", self.input_names)
        if not self.task:
            object.__setattr__(self, "task", task_of(self))

    @property
    def labels(self) -> tuple[Any, ...]:
        """The classes in the type they came in: words, whole numbers, truths or numbers."""
        convert: dict[LabelType, Callable[[str], Any]] = {
            "word": str,
            "whole": int,
            "truth": lambda name: name == "true",
            "number": float,
        }
        return tuple(map(convert[self.label_type], self.output_names))

    def _check_targets(self) -> None:
        if self.kind == "values":
            return
        wrong = ~((self.targets == 0) | (self.targets == 1)).all(axis=1)
        rule = "0 and 1 only"
        if self.kind == "classes":
            wrong |= self.targets.sum(axis=1) != 1
            rule = "one 1 and else 0"
        if wrong.any():
            row = int(wrong.argmax())
            raise DataError(
                f"{self.name}: targets of kind {self.kind!r} must hold {rule} in each row, "
                f"got {self.targets[row].tolist()} in row {row + 1}"
            )

    def _check_image_shape(self, shape: tuple[int, ...]) -> None:
        listed = isinstance(shape, tuple | list) and all(isinstance(side, int) for side in shape)
        sides = listed and len(shape) in (2, 3) and tuple(shape[2:]) in ((), (3,))
        if not sides or math.prod(shape) != self.inputs.shape[1]:
            raise DataError(
                f"{self.name}: image_shape must be (height, width) or (height, width, 3) with as many "
                f"numbers as there are inputs ({self.inputs.shape[1]}), got {shown(shape)}"
            )

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled, it is what it was made of: whoever unpickles it makes it, checked and read-only, again."""
        return partial(type(self), **{field.name: getattr(self, field.name) for field in fields(self)}), ()

    def __len__(self) -> int:
        return len(self.inputs)

    @property
    def classes(self) -> NDArray[np.int64]:
        """The class number of each sample (N,), from 0. Raises DataError where targets are no classes."""
        if self.kind != "classes":
            raise DataError(f"{self.name} has targets of kind {self.kind!r}, not class numbers")
        numbers: NDArray[np.int64] = self.targets.argmax(axis=1).astype(np.int64)
        return numbers

    @once
    def convention(self) -> "Convention":
        """What its pictures have in common. Raises DataError where its inputs are no pictures."""
        from learnscope.data.convention import find_convention

        if self.image_shape is None:
            raise DataError(f"{self.name} holds no pictures, and so has no convention for them")
        return find_convention(self)

    @once
    def fingerprint(self) -> str:
        """SHA-256, as 64 hexadecimal digits, of all that can be learned from: numbers, names, units, kind.

        It is the same on every machine, and does not depend on title, source, licence and note.
        """
        digest = hashlib.sha256()
        words = (self.kind, self.image_shape, self.input_names, self.input_units)
        shape = (self.output_names, self.output_units, self.inputs.shape)
        digest.update(json.dumps((*words, *shape)).encode())
        if self.given_parts is not None:
            digest.update(json.dumps(self.given_parts).encode())
        for array in (self.inputs, self.targets):
            digest.update(np.ascontiguousarray(array, dtype="<f8").data)
        return digest.hexdigest()


def frozen_rows(name: str, values: ArrayLike, *, columns: tuple[str, ...] = ()) -> Floats:
    """`values` as read-only float64 rows (N, columns), all within ±1e150, with at least one row.

    They are copied, unless they are such rows already: read-only, contiguous and the owner of their memory.
    `columns` are their names, for the message of a DataError.
    """
    rows = np.asarray(values, dtype=np.float64)
    if rows.flags.writeable or rows.base is not None or not rows.flags.c_contiguous:
        rows = np.array(rows, order="C")
    if rows.ndim != 2 or 0 in rows.shape:
        raise DataError(f"{name} must have shape (N, columns) with N of at least 1, got {rows.shape}")
    if not (rows.min() >= -LARGEST and rows.max() <= LARGEST):  # which no NaN passes
        row, column = np.argwhere(~(np.abs(rows) <= LARGEST))[0]
        number = rows[row, column]
        rule = "within ±1e150" if np.isfinite(number) else "finite"
        place = f" ({columns[column]!r})" if column < len(columns) else ""
        raise DataError(f"{name} must be {rule}, got {number} in row {row + 1}, column {column + 1}{place}")
    rows.flags.writeable = False
    return rows
