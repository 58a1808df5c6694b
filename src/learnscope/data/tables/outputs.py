"""What becomes of the target columns.

    one target       words and truths are classes; whole numbers with at most 20 different values are classes,
                     written 1 or 1.0; other numbers are values
    several targets  labels if each is a truth or a whole number that is 0 or 1; else values

A `kind` given by name overrules this. It is the same rule as for arrays, in `learnscope.data.targets`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from learnscope.data.dataset import Floats, LabelType, TargetKind
from learnscope.data.limits import WHOLE_CLASSES, check_size
from learnscope.data.tables.cells import codes_of, numbers_of, plain
from learnscope.data.tables.columns import NO, YES, NumberPlan, Plan, TruthPlan, in_order, meaning_of
from learnscope.data.tables.faults import constant_fault, date_fault, empty_fault, words_fault
from learnscope.data.tables.numerals import USUAL, Numerals
from learnscope.data.tables.survey import Column
from learnscope.data.targets import check_classes, class_name, one_hot
from learnscope.errors import shown


@dataclass(frozen=True)
class ClassPlan(Plan):
    """A column of classes becomes a column of class numbers; `classes` are words or numbers."""

    classes: tuple[str, ...] | tuple[float, ...]
    numerals: Numerals = USUAL

    def fill(self, cells: pl.Series, out: Floats) -> None:
        """The number of each cell's class."""
        if isinstance(self.classes[0], str):
            codes = codes_of(cells, self.classes).astype(np.float64)
            out[:, 0] = np.where(codes < 0, np.nan, codes)
        else:
            numbers = numbers_of(cells, self.numerals)
            out[:, 0] = np.where(np.isnan(numbers), np.nan, np.searchsorted(self.classes, numbers))


@dataclass(frozen=True)
class TargetPlan:
    """How the target columns become rows of outputs."""

    plans: tuple[Plan, ...]
    kind: TargetKind
    names: tuple[str, ...]  # of the outputs
    label_type: LabelType = "word"  # what classes are in the table

    def outputs(self, file: str, numbers: Floats, *, left: bool) -> Floats:
        """Rows of outputs from what the plans filled in (N, plans); `left` says that rows were dropped."""
        column = self.plans[0].column
        if len(self.plans) > 1 or self.kind != "classes":
            for number, plan in zip(numbers.T, self.plans, strict=True):
                if number.min() == number.max() and self.kind != "labels":
                    raise constant_fault(file, plan.column, plain(number[0]), left=left)
            return numbers
        codes = numbers[:, 0].astype(np.int64)
        found = np.flatnonzero(np.bincount(codes, minlength=len(self.names)))
        check_classes(file, f"column {shown(column)}", tuple(self.names[place] for place in found))
        check_size(file, len(codes), len(self.names), what="outputs")
        return one_hot(codes, len(self.names))


def plan_targets(
    file: str, columns: Sequence[Column], *, kind: TargetKind | None, numerals: dict[str, Numerals]
) -> TargetPlan:
    """What becomes of the target `columns`. Raises DataError where they are not what `kind` says."""
    meanings = [meaning_of(column) for column in columns]
    for column, meaning in zip(columns, meanings, strict=True):
        if meaning == "nothing":
            raise empty_fault(file, column.name, target=True)
        if meaning == "date" and column.first_date is not None:
            raise date_fault(file, column.first_date[0], column.name, column.first_date[1], target=True)
    if len(columns) == 1 and kind in (None, "classes"):
        [column] = columns
        few = column.whole and len(column.values) <= WHOLE_CLASSES
        if kind == "classes" or few or meanings[0] != "number":
            return _classes(file, column, meanings[0], numerals[column.name])
    plans: list[Plan] = []
    for column, meaning in zip(columns, meanings, strict=True):
        if meaning in ("number", "code"):
            plans.append(NumberPlan(column.name, numerals[column.name]))
        elif meaning == "truth":
            plans.append(TruthPlan(column.name))
        else:
            word, stray = next(iter(column.strays.items()))
            raise words_fault(file, stray.row, column.name, word)
    binary = all(
        m == "truth" or (c.whole and c.low >= 0 and c.high <= 1)
        for c, m in zip(columns, meanings, strict=True)
    )
    guess: TargetKind = "labels" if binary and len(columns) > 1 else "values"
    return TargetPlan(tuple(plans), kind or guess, tuple(column.name for column in columns))


def _classes(file: str, column: Column, meaning: str, numerals: Numerals) -> TargetPlan:
    """The plan of a single column of classes."""
    plan: Plan
    if meaning == "number":
        values = tuple(sorted(column.values))
        names = tuple(class_name(value) for value in values)
        plan = ClassPlan(column.name, values, numerals)
    elif meaning == "truth":
        names = _truth_names(column)
        plan = TruthPlan(column.name)
    else:
        names = in_order(column.words)
        plan = ClassPlan(column.name, names)
    if len(names) != 1:  # which is found out, and said, when all is read
        check_classes(file, f"column {shown(column.name)}", names)
    label: LabelType = "word"
    if meaning == "number":
        label = "whole" if column.whole else "number"
    elif names == ("false", "true"):
        label = "truth"
    return TargetPlan((plan,), "classes", names, label)


def _truth_names(column: Column) -> tuple[str, str]:
    """What the two classes of truths are called: as they are spelled, where that is in one way."""
    if "truth" in column.types:
        return ("false", "true")
    spelled = {word.lower() for word in column.words}
    no, yes = spelled & set(NO), spelled & set(YES)
    if len(no) == len(yes) == 1 and len(column.words) == 2:
        as_written = {word.lower(): word for word in column.words}
        [first], [second] = no, yes
        return (as_written[first], as_written[second])
    if len(no) == len(yes) == 1:
        return (no.pop(), yes.pop())
    return ("false", "true")
