"""What becomes of the target columns.

    one target       words and truths are classes; whole numbers with at most 20 different values are classes;
                     other numbers are values
    several targets  labels if each is a truth or a whole number that is 0 or 1; else values

A `kind` given by name overrules this. It is the same rule as for arrays, in `learnscope.data.targets`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from learnscope.data.dataset import Floats, TargetKind
from learnscope.data.limits import WHOLE_CLASSES, check_size
from learnscope.data.tables.cells import codes_of, numbers_of, plain
from learnscope.data.tables.columns import NumberPlan, Plan, TruthPlan, check_usable, is_number
from learnscope.data.tables.faults import constant_fault, words_fault
from learnscope.data.tables.survey import Column
from learnscope.data.targets import check_classes, class_name, one_hot


@dataclass(frozen=True)
class ClassPlan(Plan):
    """A column of classes becomes a column of class numbers; `classes` are words or numbers."""

    classes: tuple[str, ...] | tuple[float, ...]

    def fill(self, cells: pl.Series, out: Floats) -> None:
        """The number of each cell's class."""
        if isinstance(self.classes[0], str):
            codes = codes_of(cells, self.classes).astype(np.float64)
            out[:, 0] = np.where(codes < 0, np.nan, codes)
        else:
            numbers = numbers_of(cells)
            out[:, 0] = np.where(np.isnan(numbers), np.nan, np.searchsorted(self.classes, numbers))


@dataclass(frozen=True)
class TargetPlan:
    """How the target columns become rows of outputs."""

    plans: tuple[Plan, ...]
    kind: TargetKind
    names: tuple[str, ...]  # of the outputs

    def outputs(self, file: str, numbers: Floats, *, left: bool) -> Floats:
        """Rows of outputs from what the plans filled in (N, plans); `left` says that rows were dropped."""
        column = self.plans[0].column
        if len(self.plans) > 1 or self.kind != "classes":
            for number, plan in zip(numbers.T, self.plans, strict=True):
                if number.min() == number.max() and self.kind != "labels":
                    raise constant_fault(file, plan.column, plain(number[0]), left=left, target=True)
            return numbers
        codes = numbers[:, 0].astype(np.int64)
        found = np.flatnonzero(np.bincount(codes, minlength=len(self.names)))
        check_classes(file, f"column {column!r}", tuple(self.names[place] for place in found))
        check_size(file, len(codes), len(self.names), what="outputs")
        return one_hot(codes, len(self.names))


def plan_targets(file: str, columns: Sequence[Column], *, kind: TargetKind | None, comma: bool) -> TargetPlan:
    """What becomes of the target `columns`. Raises DataError where they are not what `kind` says."""
    for column in columns:
        check_usable(file, column, target=True)
    if len(columns) == 1 and kind in (None, "classes"):
        [column] = columns
        few = column.whole and len(column.values) <= WHOLE_CLASSES
        if kind == "classes" or few or not is_number(column):
            return _classes(file, column)
    plans: list[Plan] = []
    for column in columns:
        if is_number(column):
            plans.append(NumberPlan(column.name, comma))
        elif column.truths == column.present:
            plans.append(TruthPlan(column.name))
        else:
            row, value = column.first_other or (1, "")
            raise words_fault(file, row, column.name, value)
    binary = all(not is_number(c) or (c.whole and c.low >= 0 and c.high <= 1) for c in columns)
    guess: TargetKind = "labels" if binary and len(columns) > 1 else "values"
    return TargetPlan(tuple(plans), kind or guess, tuple(column.name for column in columns))


def _classes(file: str, column: Column) -> TargetPlan:
    """The plan of a single column of classes."""
    plan: Plan
    if is_number(column):
        values = tuple(sorted(column.values))
        names = tuple(class_name(value) for value in values)
        plan = ClassPlan(column.name, values)
    elif "truth" in column.types:
        names = ("false", "true")
        plan = TruthPlan(column.name)
    else:
        names = tuple(sorted(column.words))
        plan = ClassPlan(column.name, names)
    if len(names) != 1:  # which is found out, and said, when all is read
        check_classes(file, f"column {column.name!r}", names)
    return TargetPlan((plan,), "classes", names)
