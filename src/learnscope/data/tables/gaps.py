"""Missing values: the first of them, and what each way of getting rid of them would lose.

A way is applied in thought before it is offered, on a reading of its own that only a refusal costs:

    leave columns out   those that hold nothing in more than half of the rows
    fill in means       as many cells as have gaps; rows without a target are left out
    leave rows out      those with a gap

They are offered in the order of the cells they lose or make up, and not at all where nothing to learn would
be left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.data.remedies import RefusedError, Remedy, counted
from learnscope.data.tables.cells import numbers_of
from learnscope.data.tables.columns import Plan, meaning_of
from learnscope.data.tables.faults import leave_out, missing_problem, number_problem
from learnscope.data.tables.source import MarkedSource, Source
from learnscope.data.tables.survey import Column, Survey
from learnscope.errors import shown


@dataclass
class _Found:
    """What one reading finds; `outside` does not look at the columns that are nearly empty."""

    gaps: dict[str, int]
    with_gap: int = 0
    with_gap_outside: int = 0
    without_target: int = 0
    cells_dropped: int = 0  # that hold something, in rows with a gap
    left: NDArray[np.bool_] | None = None  # which targets occur in rows without a gap


def check_complete(
    source: Source,
    seen: Survey,
    inputs: Sequence[Plan],
    targets: Sequence[Plan],
    marked: Mapping[str, tuple[float, ...]],
) -> None:
    """Raise RefusedError for the first row with a gap in a column that is used."""
    plans = {plan.column: plan for plan in (*inputs, *targets)}
    faults = [
        fault for name in plans for fault in _faults(source.name, seen.columns[name], marked.get(name, ()))
    ]
    if not faults and not marked.keys() & plans.keys():
        return
    faults += [
        _marked_fault(source, seen.columns[name], values, seen)
        for name, values in marked.items()
        if name in plans
    ]
    _, problem, marker = min(faults, key=lambda fault: fault[0])
    gappy = [name for name in plans if has_gaps(seen, name)]
    nearly_empty = [plan.column for plan in inputs if 2 * _usable(seen.columns[plan.column]) < seen.rows]
    found = _look(source, plans, gappy, seen, [plan.column for plan in targets], nearly_empty)
    remedies = _ways(found, seen, plans, len(inputs), [plan.column for plan in targets], nearly_empty)
    if marker is not None:
        remedies.append(Remedy("missing_markers", (), f"Take {_printed(marker)} as a number"))
    by_hand, all_rows = "", found.with_gap == seen.rows
    if not remedies and all_rows:
        problem = f"{source.name}: every row has a missing value"
        by_hand = "leave out the columns that have most of them"
    elif not remedies:
        by_hand = "the rows without gaps have nothing to tell apart, so choose another target"
    raise RefusedError(problem, remedies=remedies, by_hand=by_hand, about_target=not (remedies or all_rows))


def _faults(file: str, column: Column, marked: tuple[float, ...]) -> list[tuple[int, str, float | None]]:
    """The first gap of each sort in a column: its row, what to say, and the number that stands for it."""
    number = meaning_of(column) == "number"
    faults: list[tuple[int, str, float | None]] = []
    if number and column.strays:
        word, stray = min(column.strays.items(), key=lambda item: item[1].row)
        sign = not any(map(str.isalnum, word))
        describe = missing_problem if sign else number_problem
        faults.append((stray.row, describe(file, stray.row, column.name, word) + _alone(column), None))
    if column.first_missing is not None:
        row, value = column.first_missing
        if not marked:
            describe = number_problem if value and number and "number" in column.types else missing_problem
            faults.append((row, describe(file, row, column.name, value), None))
    return faults


def _marked_fault(
    source: Source, column: Column, values: tuple[float, ...], seen: Survey
) -> tuple[int, str, float]:
    """The first number in a column that stands for nothing: its row, what to say, and the number."""
    bare = source.source if isinstance(source, MarkedSource) else source
    before, first, times, found = 0, 0, 0, values[0]
    for frame in bare.frames([column.name], {}):
        numbers = numbers_of(frame.get_column(column.name))
        places = np.flatnonzero(np.isin(numbers, values))
        if len(places) and not times:
            first, found = before + int(places[0]) + 1, float(numbers[places[0]])
        times += len(places)
        before += len(frame)
    low, high = _printed(column.low), _printed(column.high)
    return (
        first,
        (
            f"{source.name} row {first}: column {shown(column.name)} holds {_printed(found)}, in {times} of "
            f"{counted(seen.rows, 'row')}, far from its other numbers ({low} to {high}), so that it seems to "
            "stand for a missing value"
        ),
        found,
    )


def _alone(column: Column) -> str:
    """How a single stray word stands among numbers."""
    real = [word for word in column.strays if any(map(str.isalnum, word))]
    if len(real) == 1 and column.strays[real[0]].times == 1 and column.numbers > 1:
        return (
            f" (the other {counted(column.numbers, 'cell')} hold numbers)" if len(column.strays) == 1 else ""
        )
    return ""


def _printed(number: float) -> str:
    """A number as a sentence shows it."""
    text = f"{number:.0f}" if number == int(number) and abs(number) < 1e15 else f"{number:.4g}"
    return text.replace("-", "−")


def _usable(column: Column) -> int:
    return column.numbers if meaning_of(column) == "number" else column.present


def has_gaps(seen: Survey, name: str) -> bool:
    return _usable(seen.columns[name]) < seen.rows


def _look(
    source: Source,
    plans: Mapping[str, Plan],
    gappy: Sequence[str],
    seen: Survey,
    targets: Collection[str],
    nearly_empty: Collection[str],
) -> _Found:
    """Read the table once more, for its gaps."""
    found = _Found(dict.fromkeys(gappy, 0))
    wanted = list(dict.fromkeys([*gappy, *targets]))
    least: dict[str, float] = {}
    changes = dict.fromkeys(targets, False)
    for frame in source.frames(wanted, seen.types):
        with_gap = np.zeros(len(frame), dtype=bool)
        outside, target, count = with_gap.copy(), with_gap.copy(), np.zeros(len(frame), dtype=np.int64)
        values = {}
        for name in wanted:
            out = np.empty((len(frame), len(plans[name].names)))
            plans[name].fill(frame.get_column(name), out)
            gap = np.isnan(out[:, 0])
            if name in found.gaps:
                found.gaps[name] += int(gap.sum())
            with_gap |= gap
            outside |= gap if name not in nearly_empty else False
            target |= gap if name in targets else False
            count += gap
            if name in targets:
                values[name] = out[:, 0]
        for name, numbers in values.items():
            kept = numbers[~with_gap]
            if len(kept):
                first = least.setdefault(name, float(kept[0]))
                changes[name] |= bool((kept != first).any())
        found.with_gap += int(with_gap.sum())
        found.with_gap_outside += int(outside.sum())
        found.without_target += int(target.sum())
        found.cells_dropped += int((len(plans) - count)[with_gap].sum())
    found.left = np.array(list(changes.values()))
    return found


def _ways(
    found: _Found,
    seen: Survey,
    plans: Mapping[str, Plan],
    inputs: int,
    targets: Collection[str],
    nearly_empty: Sequence[str],
) -> list[Remedy]:
    """The remedies that leave something to learn, the one that loses least first."""
    rows = counted(seen.rows, "row")
    ways: list[tuple[int, Remedy]] = []
    if nearly_empty and len(nearly_empty) < inputs:
        lost = sum(_usable(seen.columns[name]) for name in nearly_empty)
        loses = f"leaves {inputs - len(nearly_empty)} of {counted(inputs, 'input column')}"
        if found.with_gap_outside:
            loses += f"; {found.with_gap_outside} of {rows} still have gaps"
        else:
            loses += " and all rows"
        way = leave_out(*nearly_empty)
        ways.append((lost, Remedy(way.argument, way.value, way.button, loses)))
    learnable = found.left is not None and bool(found.left.all())
    filled = sum(count for name, count in found.gaps.items() if name not in targets)
    if filled and found.without_target < found.with_gap:
        loses = f"makes up {counted(filled, 'cell')}"
        if found.without_target:
            loses += f", leaves {seen.rows - found.without_target} of {rows}"
        ways.append((filled, Remedy("missing", "mean", "Fill gaps with the mean of their column", loses)))
    if found.with_gap < seen.rows and learnable:
        loses = f"leaves {seen.rows - found.with_gap:,} of {rows}".replace(",", " ")
        ways.append((found.cells_dropped, Remedy("missing", "drop", "Leave rows with gaps out", loses)))
    return [remedy for _, remedy in sorted(ways, key=lambda way: way[0])]
