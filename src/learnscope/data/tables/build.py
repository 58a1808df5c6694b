"""From a table to a data set: find the columns, survey them, plan what becomes of each, and encode."""

from learnscope.data.dataset import Dataset, Floats
from learnscope.data.limits import CLASSES
from learnscope.data.tables.cells import plain
from learnscope.data.tables.choices import Choices
from learnscope.data.tables.columns import Plan, TextPlan, is_number, plan_column
from learnscope.data.tables.encode import encode
from learnscope.data.tables.faults import check_column, constant_fault, missing_fault, number_fault
from learnscope.data.tables.outputs import plan_targets
from learnscope.data.tables.source import Source
from learnscope.data.tables.survey import Survey, survey
from learnscope.data.tables.vocabulary import commonest
from learnscope.errors import DataError


def build(source: Source, name: str, choices: Choices) -> Dataset:
    """The data set of `source`, called `name`."""
    inputs, targets = _roles(source, choices)
    limits = dict.fromkeys(inputs, choices.categories) | dict.fromkeys(targets, CLASSES)
    seen = survey(source, (*inputs, *targets), limits=limits, targets=targets)
    if seen.rows == 0:
        raise DataError(f"{source.name} holds names of columns and no samples; add a line per sample")
    goal = plan_targets(
        source.name, [seen.columns[column] for column in targets], kind=choices.kind, comma=source.comma
    )
    plans = _plans(source, seen, inputs, choices)
    if choices.missing == "error":
        _check_complete(source.name, seen)
    x, y, filled = encode(source, plans, goal.plans, seen.types, rows=seen.rows, missing=choices.missing)
    left_out = seen.rows - len(x)
    outputs = goal.outputs(source.name, y, left=left_out > 0)
    _check_changing(source.name, plans, x, left=left_out > 0)
    input_names = tuple(name for plan in plans for name in plan.names)
    return Dataset(
        name=name,
        title=name,
        inputs=x,
        targets=outputs,
        input_names=input_names,
        input_units=("",) * len(input_names),
        output_names=goal.names,
        output_units=("",) * len(goal.names),
        kind=goal.kind,
        source=source.name,
        note=_note(left_out, seen.rows, filled),
    )


def _roles(source: Source, choices: Choices) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which columns are inputs and which are targets."""
    for column in choices.ignore:
        check_column(source.name, column, source.columns, what="ignored")
    used = [column for column in source.columns if column not in choices.ignore]
    targets = tuple(check_column(source.name, column, used, what="target") for column in choices.target)
    targets = targets or tuple(used[-1:])
    inputs = tuple(column for column in used if column not in targets)
    if not inputs:
        raise DataError(
            f"{source.name}: there must be an input column beside the target, "
            f"got only {', '.join(used) or 'none'}"
        )
    return inputs, targets


def _plans(source: Source, seen: Survey, inputs: tuple[str, ...], choices: Choices) -> list[Plan]:
    """What becomes of each input column."""
    plans = {
        column: plan_column(
            source.name,
            seen.columns[column],
            rows=seen.rows,
            categories=choices.categories,
            comma=source.comma,
        )
        for column in inputs
    }
    texts = [column for column, plan in plans.items() if plan is None]
    words = commonest(source, texts, seen.types, limit=choices.words) if texts else {}
    return [plan or TextPlan(column, words[column]) for column, plan in plans.items()]


def _note(left_out: int, rows: int, filled: int) -> str:
    """What became of missing values."""
    dropped = f"{left_out} of {rows} rows left out for missing values" if left_out else ""
    means = f"{filled} missing values replaced by means" if filled else ""
    return "; ".join(part for part in (dropped, means) if part)


def _check_changing(file: str, plans: list[Plan], x: Floats, *, left: bool) -> None:
    """Raise DataError for a column of numbers that is the same in all rows that are left."""
    start = 0
    for plan in plans:
        column = x[:, start]
        if len(plan.names) == 1 and column.min() == column.max():
            raise constant_fault(file, plan.column, plain(column[0]), left=left)
        start += len(plan.names)


def _check_complete(file: str, seen: Survey) -> None:
    """Raise DataError for the first row with a gap."""
    faults: list[tuple[int, DataError]] = []
    for name, column in seen.columns.items():
        if column.first_other is not None and is_number(column):
            row, value = column.first_other
            faults.append((row, number_fault(file, row, name, value)))
        if column.first_missing is not None:
            row, value = column.first_missing
            fault = number_fault if value and is_number(column) else missing_fault
            faults.append((row, fault(file, row, name, value)))
    if faults:
        raise min(faults, key=lambda fault: fault[0])[1]
