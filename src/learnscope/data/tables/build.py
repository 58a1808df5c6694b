"""From a table to a data set: survey its columns, decide what becomes of each, and encode."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnscope.data.dataset import Dataset, Floats
from learnscope.data.decisions import Decision, note_of
from learnscope.data.parts import Counts, parts_said
from learnscope.data.remedies import RefusedError, Remedy, counted, listed
from learnscope.data.tables.choices import Choices
from learnscope.data.tables.columns import (
    CategoryPlan,
    NumberPlan,
    Plan,
    TextPlan,
    TruthPlan,
    in_order,
    meaning_of,
)
from learnscope.data.tables.encode import encode
from learnscope.data.tables.faults import affix_fault, date_fault, many_fault
from learnscope.data.tables.gaps import check_complete, has_gaps
from learnscope.data.tables.leaving import leave
from learnscope.data.tables.outputs import TargetPlan, plan_targets
from learnscope.data.tables.reading import Reading, decided, read
from learnscope.data.tables.source import JoinedSource, MarkedSource, Source
from learnscope.data.tables.survey import Column
from learnscope.data.tables.vocabulary import commonest
from learnscope.errors import shown

LISTED = 6  # classes, or inputs, that a sentence names


def build(source: Source, name: str, choices: Choices) -> Dataset:
    """The data set of `source`, called `name`."""
    try:
        return _built(source, name, choices)
    except RefusedError as error:
        raise error.among(source.columns) from None


def _built(source: Source, name: str, choices: Choices) -> Dataset:
    reading = read(source, choices)
    source, seen = reading.source, reading.seen
    goal = plan_targets(
        source.name,
        [seen.columns[column] for column in reading.targets],
        kind=choices.kind,
        numerals=reading.numerals,
    )
    leaving = leave(source.name, seen, reading.inputs, choices, empty=reading.empty)
    while True:
        plans = _plans(reading, leaving.inputs, choices)
        if choices.missing == "error":
            check_complete(source, seen, plans, goal.plans, reading.marked)
        x, y, filled, kept = encode(
            source, plans, goal.plans, seen.types, rows=seen.rows, missing=choices.missing
        )
        left_out = seen.rows - len(x)
        constant = _constant(plans, x, choices)
        if not constant:
            break
        leaving = leaving.without(source.name, constant, reading.targets)
    outputs = goal.outputs(source.name, y, left=left_out > 0)
    names = tuple(each for plan in plans for each in plan.names)
    parts, units = _parts(source, kept), dict(zip(source.columns, source.units, strict=True))
    decisions = [
        _about(goal, reading, choices),
        *source.decisions,
        *decided(reading, choices),
        *_said(reading, plans, goal),
        *([parts_said(parts)] if parts else []),
        *leaving.decisions(),
        *_ignored(source, choices),
        *_missing(reading, plans, goal, left_out, filled),
    ]
    return Dataset(
        name=name,
        title=name,
        inputs=x,
        targets=outputs,
        input_names=names,
        input_units=tuple(_unit(reading, plan, units) for plan in plans for _ in plan.names),
        output_names=goal.names,
        output_units=tuple(
            _unit(reading, goal.plans[k], units) if goal.kind == "values" else ""
            for k in range(len(goal.names))
        ),
        kind=goal.kind,
        label_type=goal.label_type,
        source=source.name,
        note=note_of(decisions[1:]),
        given_parts=parts,
        decisions=tuple(decisions),
        columns=source.columns,
        target_columns=reading.targets,
    )


def _parts(source: Source, kept: NDArray[np.int64]) -> Counts | None:
    """How many samples are left of each part, where the table came in parts."""
    plain = source.source if isinstance(source, MarkedSource) else source
    if not isinstance(plain, JoinedSource):
        return None
    train = int(np.searchsorted(kept, plain.counts[0]))
    if train in (0, len(kept)):
        raise RefusedError(
            f"{plain.sources[bool(train)].name}: every row has a missing value",
            by_hand="leave out the columns that have most of them",
        )
    return (train, 0, len(kept) - train)


def _plans(reading: Reading, inputs: Sequence[str], choices: Choices) -> list[Plan]:
    """What becomes of each input column."""
    plans = {name: _plan(reading, reading.seen.columns[name], choices) for name in inputs}
    texts = [name for name, plan in plans.items() if plan is None]
    words = commonest(reading.source, texts, reading.seen.types, limit=choices.words) if texts else {}
    return [plan or TextPlan(name, words[name]) for name, plan in plans.items()]


def _plan(reading: Reading, column: Column, choices: Choices) -> Plan | None:
    """What becomes of a column; None for text, whose words are still to be counted."""
    file, meaning = reading.source.name, meaning_of(column)
    if meaning == "date" and column.first_date is not None:
        raise date_fault(file, column.first_date[0], column.name, column.first_date[1])
    if meaning == "number" or (meaning == "code" and not column.words_known):
        _check_affixes(file, column)
        return NumberPlan(column.name, reading.numerals[column.name])
    if meaning == "truth":
        return TruthPlan(column.name)
    many = not column.words_known
    if 2 * column.several > column.present and (many or 2 * len(column.words) > reading.seen.rows):
        return None
    if many:
        raise many_fault(file, column.name, column.different.count, choices.categories)
    return CategoryPlan(column.name, in_order(column.words))


def _check_affixes(file: str, column: Column) -> None:
    """Raise DataError where a % or a sign of money stands at some of the numbers only."""
    for sign, times in column.affixes.items():
        if times < column.numbers and (sign == "%" or len(column.affixes) > 1):
            raise affix_fault(file, column.name, sign)


def _unit(reading: Reading, plan: Plan, known: dict[str, str]) -> str:
    """The unit of a column of numbers: from the line of units, or what its numbers bear."""
    if not isinstance(plan, NumberPlan):
        return ""
    return known.get(plan.column) or next(iter(reading.seen.columns[plan.column].affixes), "")


def _constant(plans: Sequence[Plan], x: Floats, choices: Choices) -> list[str]:
    """Columns that are the same in all rows that are left, and become one input."""
    found, start = [], 0
    for plan in plans:
        column = x[:, start]
        if len(plan.names) == 1 and plan.column not in choices.keep and column.min() == column.max():
            found.append(plan.column)
        start += len(plan.names)
    return found


# What was decided, in words


def _about(goal: TargetPlan, reading: Reading, choices: Choices) -> Decision:
    """What is learned: the target, its kind and its classes."""
    targets = " and ".join(_short(name) for name in reading.targets[:3])
    targets += f" and {len(reading.targets) - 3} more" if len(reading.targets) > 3 else ""
    verb = "is the target" if len(reading.targets) == 1 else "are the targets"
    if goal.kind == "classes":
        classes = counted(len(goal.names), "class", "classes")
        words = f"{targets} {verb}: {classes} ({listed([_word(n) for n in goal.names], most=LISTED)})"
        if goal.label_type == "whole" and choices.kind is None:
            return Decision(
                words, Remedy("kind", "values", "Take the target as numbers"), "takes it as numbers"
            )
        return Decision(words)
    if goal.kind == "labels":
        return Decision(f"{targets} {verb}: {counted(len(goal.names), 'label')}, any number of them at once")
    words = f"{targets} {verb}: numbers"
    if len(goal.names) == 1 and reading.seen.columns[reading.targets[0]].whole and choices.kind is None:
        return Decision(words, Remedy("kind", "classes", "Take the target as classes"), "takes it as classes")
    return Decision(words)


def _said(reading: Reading, plans: Sequence[Plan], goal: TargetPlan) -> list[Decision]:
    """What words and digits were taken for, where it could have been something else."""
    found = []
    for plan in (*plans, *goal.plans):
        column, name = reading.seen.columns[plan.column], _short(plan.column)
        meaning = meaning_of(column)
        if meaning == "code" and isinstance(plan, CategoryPlan):
            found.append(Decision(f"{name} is taken as categories, since its numbers begin with 0"))
        elif meaning == "category":
            words = listed([_word(word) for word in in_order(column.words)], most=LISTED)
            found.append(Decision(f"{name} is taken as categories: {words}"))
        elif meaning == "truth" and len(column.words) > 2:
            said = ", ".join(column.words)
            found.append(
                Decision(f"{name} is taken as true or false, in {len(column.words)} spellings ({said})")
            )
    return found


def _ignored(source: Source, choices: Choices) -> list[Decision]:
    """The columns that were to be left out."""
    names = [name for name in choices.ignore if name in source.columns]
    if not names:
        return []
    said = listed([shown(name) for name in names], most=4)
    words = f"column {said} left out, as asked" if len(names) == 1 else f"{said} left out, as asked"
    button = f"Bring {said} back" if len(names) == 1 else f"Bring {len(names)} columns back"
    return [Decision(words, Remedy("keep", tuple(names), button), asked=True)]


def _missing(
    reading: Reading, plans: Sequence[Plan], goal: TargetPlan, left_out: int, filled: int
) -> list[Decision]:
    """What became of missing values."""
    found = []
    if left_out:
        words = f"{left_out} of {reading.seen.rows} rows left out for missing values"
        gappy = not filled and any(has_gaps(reading.seen, plan.column) for plan in plans)
        means = Remedy("missing", "mean", "Fill gaps with means instead")
        found.append(Decision(words, means if gappy else None, "fills gaps with means instead"))
    if filled:
        drop = Remedy("missing", "drop", "Leave rows with gaps out instead")
        words = f"{counted(filled, 'missing value')} replaced by means"
        found.append(Decision(words, drop, "leaves rows with gaps out instead"))
    if left_out or filled:
        for plan in (*plans, *goal.plans):
            column = reading.seen.columns[plan.column]
            if meaning_of(column) == "number" and column.strays:
                strays = listed([shown(word) for word in column.strays], most=4)
                found.append(Decision(f"in {_short(plan.column)}, {strays} counted as missing"))
    return found


def _short(name: str) -> str:
    return shown(name)


def _word(word: str) -> str:
    return word if len(word) <= 40 else word[:37] + "..."
