"""The first reading of a table, repeated until nothing in it is read in a doubtful way.

What is found changes how the table is read: a decimal comma in one column, a number that stands for nothing,
a last column that holds nothing. Most tables are read once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from learnscope.data.decisions import Decision
from learnscope.data.limits import CLASSES
from learnscope.data.remedies import RefusedError, Remedy
from learnscope.data.tables.choices import Choices
from learnscope.data.tables.columns import meaning_of
from learnscope.data.tables.faults import TARGETS, check_column, comma_fault, no_inputs_fault
from learnscope.data.tables.numerals import Numerals, decimal_of
from learnscope.data.tables.source import MarkedSource, Source
from learnscope.data.tables.survey import Column, Survey, survey
from learnscope.errors import shown

FAR = 5  # times the range of the other numbers: from there on −999 is no measurement


@dataclass(frozen=True)
class Reading:
    """A table as it is read: its columns by their part, and what was decided so far."""

    source: Source
    seen: Survey
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    numerals: dict[str, Numerals]
    marked: Mapping[str, tuple[float, ...]]  # numbers that stand for nothing
    decisions: tuple[Decision, ...]
    empty: tuple[str, ...]  # columns behind the target that hold nothing


def read(source: Source, choices: Choices) -> Reading:
    """Survey `source` until it is settled. Raises DataError where that needs a choice."""
    known = frozenset(source.columns)
    for column in (*choices.ignore, *choices.keep):
        check_column(source.name, column, source.columns, known, what="")
    ignored = frozenset(choices.ignore)
    used = tuple(column for column in source.columns if column not in ignored)
    targets = _targets(source, used, choices)
    decisions: list[Decision] = []
    empty: tuple[str, ...] = ()
    if choices.decimal is not None:
        source.with_commas(choices.decimal == ",")
    usual = Numerals.of(choices.decimal or ("," if source.comma else "."), choices.thousands)
    numerals = dict.fromkeys(used, usual)
    marked: dict[str, tuple[float, ...]] = {}
    if choices.markers:
        source = MarkedSource(source, choices.markers, {})
    bare = source
    while True:
        inputs = tuple(column for column in used if column not in targets)
        if not inputs:
            raise no_inputs_fault(source.name, used, ())
        limits = dict.fromkeys(used, choices.categories) | dict.fromkeys(targets, CLASSES)
        seen = survey(source, used, limits=limits, targets=targets, numerals=numerals)
        if seen.rows == 0:
            raise RefusedError(f"{source.name} holds names of columns and no samples; add a line per sample")
        if not choices.target and len(used) > 2:
            if targets[0] not in choices.keep and not seen.columns[targets[0]].present:
                empty = (*targets, *empty)  # an empty last column is no target
                used = used[:-1]
                targets = used[-1:]
                continue
            other = _called_target(seen.columns[targets[0]], inputs)
            if other:
                words = (
                    f"{shown(other)} is the target, since the last column, {shown(targets[0])}, never changes"
                )
                decisions.append(Decision(words))
                targets = (other,)
                continue
        settled = _settled(source, seen, choices, numerals)
        if settled is None:
            source.with_commas()
            numerals = dict.fromkeys(used, Numerals.of(",", choices.thousands))
            continue
        if settled != numerals:
            numerals = settled
            continue
        found = {} if choices.markers is not None else _marks(seen)
        if found.keys() - marked.keys():
            marked |= found
            source = MarkedSource(bare, (), marked)
            continue
        return Reading(source, seen, inputs, targets, numerals, marked, tuple(decisions), empty)


def _targets(source: Source, used: tuple[str, ...], choices: Choices) -> tuple[str, ...]:
    """The target columns, by name or by place from 1."""
    if not choices.target:
        if not used:
            raise no_inputs_fault(source.name, (), ())
        return used[-1:]
    known = frozenset(used)
    found = []
    for column in choices.target:
        if column not in known and _is_place(column) and 1 <= int(column) <= len(source.columns):
            column = source.columns[int(column) - 1]
        found.append(check_column(source.name, column, used, known, what="target "))
    return tuple(dict.fromkeys(found))


def _called_target(last: Column, inputs: tuple[str, ...]) -> str:
    """The one column that is called as targets are, where the last never changes; "" elsewhere."""
    constant = last.low == last.high and last.numbers == last.present
    constant |= len(last.words) == 1
    named = [column for column in inputs if column.lower() in TARGETS]
    return named[0] if constant and len(named) == 1 else ""


def _settled(
    source: Source, seen: Survey, choices: Choices, numerals: Mapping[str, Numerals]
) -> dict[str, Numerals] | None:
    """How the numbers of each column are written; None where all are to be read with decimal commas first."""
    if choices.decimal is not None:
        return dict(numerals)
    texts = {name: column for name, column in seen.columns.items() if "word" in column.types}
    speaking = {name: column.evidence for name, column in texts.items() if _speaks(column)}
    comma = any(evidence.comma > evidence.point for evidence in speaking.values())
    point = any(evidence.point > evidence.comma for evidence in speaking.values())
    if comma and not source.comma and source.with_commas():
        return None
    settled = {}
    for name in seen.columns:
        evidence = speaking.get(name)
        decimal = "," if source.comma and not point else "."
        if evidence is not None:
            own = decimal_of(evidence, comma or source.comma, point)
            if own is None:
                row, value = next(
                    ((s.row, w) for w, s in texts[name].strays.items()), (1, _first(texts[name]))
                )
                raise comma_fault(source.name, row, name, value)
            decimal = own
        settled[name] = Numerals.of(decimal, choices.thousands)
    return settled


def _first(column: Column) -> str:
    return next(iter(column.words), "")


def _speaks(column: Column) -> bool:
    """Whether more than half of a column's cells are numbers with a comma or a point, or plain ones."""
    counts = column.evidence
    written = counts.counts["comma"] + counts.counts["point"] + counts.counts["thousands_by_comma"]
    written += counts.counts["thousands_by_point"]
    return written > 0 and 2 * (written + counts.plain) > column.present


def _marks(seen: Survey) -> dict[str, tuple[float, ...]]:
    """Numbers such as −999 that lie far from the others of their column and come again."""
    return {
        name: found
        for name, column in seen.columns.items()
        if column.nines and meaning_of(column) == "number" and (found := _marks_of(column))
    }


def _marks_of(column: Column) -> tuple[float, ...]:
    low, high = column.low_rest, column.high_rest
    width = high - low
    if width <= 0 or 2 * sum(column.nines.values()) > column.numbers:
        return ()
    found = []
    for value, times in column.nines.items():
        away = max(low - value, value - high)
        far = away > FAR * width or (value < 0 <= low and away >= width)
        if times > 1 and far and (value < 0 or value > 99):
            found.append(value)
    return tuple(found)


def decided(reading: Reading, choices: Choices) -> list[Decision]:
    """What was decided about the way numbers are written, once for all columns."""
    found = list(reading.decisions)
    commas = [name for name in reading.seen.columns if _written(reading, name, ",")]
    if commas and choices.decimal is None:
        words = "commas are read as decimal signs"
        if any(
            reading.seen.columns[name].evidence.counts["thousands_by_point"]
            or reading.seen.columns[name].evidence.open_point
            for name in commas
        ):
            words += ", points between thousands"
        found.append(
            Decision(words, Remedy("decimal", ".", "Read points as decimal signs"), "reads points so")
        )
    grouped = [
        name
        for name, column in reading.seen.columns.items()
        if reading.numerals[name].decimal == "."
        and meaning_of(column) == "number"
        and (column.evidence.open or column.evidence.counts["thousands_by_comma"])
    ]
    if grouped and choices.thousands is None:
        found.append(Decision(f"commas part thousands in {_some(grouped)}"))
    for value in sorted({value for values in reading.marked.values() for value in values}):
        where = [name for name, values in reading.marked.items() if value in values]
        printed = f"{value:.0f}".replace("-", "−")
        words = f"{printed} in {_some(where)} stands for a missing value"
        found.append(
            Decision(
                words, Remedy("missing_markers", (), f"Take {printed} as a number"), "takes it as a number"
            )
        )
    return found


def _written(reading: Reading, name: str, decimal: str) -> bool:
    column = reading.seen.columns[name]
    if meaning_of(column) != "number" or reading.numerals[name].decimal != decimal:
        return False
    return not column.whole or bool(column.evidence.comma or column.evidence.open_point)


def _some(names: list[str]) -> str:
    said = ", ".join(shown(name) for name in names[:3])
    return said + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _is_place(column: str) -> bool:
    """Whether a name counts columns; no table has more than a number of nine digits can count."""
    return column.isascii() and column.isdigit() and len(column) < 10
