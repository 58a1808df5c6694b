"""Which columns are left out because nothing can be learned from them.

    empty        nothing in any row
    constant     the same in every row, or in all that hold something
    counting     the number of the row
    identifiers  another word in every row, and none of them text
    codes        more codes with leading zeros than become categories

All but the empty ones come back when they are named to be kept. A column is not left out for being an
identifier where no other is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from learnscope.data.decisions import Decision
from learnscope.data.remedies import Remedy, counted
from learnscope.data.tables.choices import Choices
from learnscope.data.tables.columns import meaning_of
from learnscope.data.tables.counting import CALLED, counts_rows, is_called_so
from learnscope.data.tables.faults import empty_fault, no_inputs_fault
from learnscope.data.tables.survey import Column, Survey
from learnscope.errors import shown

REASONS = {
    "empty": "for holding nothing",
    "constant": "for being the same in every row",
    "single": "for holding a single value, or nothing, in every row",
    "constant now": "for being the same in every row that is left",
    "counting": "for counting the rows",
    "identifier": "for holding another word in every row",
    "codes": "for holding too many different codes",
}
LISTED = 3


@dataclass(frozen=True)
class Leaving:
    """The input columns that stay, and those left out by reason."""

    inputs: tuple[str, ...]
    out: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def without(self, file: str, constant: Sequence[str], targets: Sequence[str]) -> "Leaving":
        """Without columns that are constant in the rows that are left."""
        out = frozenset(constant)
        inputs = tuple(name for name in self.inputs if name not in out)
        left = Leaving(inputs, self.out | {"constant now": tuple(constant)})
        return left.checked(file, targets)

    def checked(self, file: str, targets: Sequence[str]) -> "Leaving":
        """Itself. Raises DataError where nothing is left to learn from."""
        if not self.inputs:
            raise no_inputs_fault(file, targets, [decision.words for decision in self.decisions()])
        return self

    def decisions(self) -> list[Decision]:
        """What was left out and why, each reason said once."""
        return [_decision(reason, names) for reason, names in self.out.items() if names]


def leave(
    file: str, seen: Survey, inputs: Sequence[str], choices: Choices, *, empty: Sequence[str] = ()
) -> Leaving:
    """Which `inputs` are left out, beside those known to be `empty`. Raises DataError where none stays."""
    kept = frozenset(choices.keep)
    out: dict[str, list[str]] = {reason: [] for reason in REASONS}
    stay = []
    for name in inputs:
        column = seen.columns[name]
        reason = _reason(column, seen.rows)
        if reason == "empty" and name in kept:
            raise empty_fault(file, name)
        if reason and name not in kept:
            out[reason].append(name)
        else:
            stay.append(name)
    for reason in ("counting", "identifier", "codes"):  # better than nothing
        if not stay:
            stay = [name for name in out[reason] if not is_called_so(name)] or out[reason]
            out[reason] = [name for name in out[reason] if name not in stay]
    out["empty"] += empty
    leaving = Leaving(tuple(stay), {reason: tuple(names) for reason, names in out.items()})
    given = frozenset(inputs)
    return leaving.checked(file, [name for name in seen.columns if name not in given])


def _reason(column: Column, rows: int) -> str:
    """Why a column is left out, "" where it is not."""
    if not column.present:
        return "empty"
    if column.numbers == column.present and column.low == column.high:
        return "constant" if column.present == rows else "single"
    if (column.truths == column.present and column.trues in (0, column.truths)) or len(column.words) == 1:
        return "constant" if column.present == rows else "single"
    meaning = meaning_of(column)
    whole = column.whole and meaning in ("number", "code")
    if whole and counts_rows(column.name, column.counting, column.different, rows):
        return "counting"
    if meaning == "code" and not column.words_known:
        return "codes"
    nameless = bool(CALLED.match(column.name))
    if meaning == "words" and column.different.holds and column.present == rows > 2:
        text = 2 * column.several > column.present
        if nameless or (not column.words_known and not text):
            return "identifier"
    return ""


def _decision(reason: str, names: tuple[str, ...]) -> Decision:
    said = ", ".join(shown(name) for name in names[:LISTED])
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    if len(names) == 1:
        words = f"column {said} left out {REASONS[reason]}"
    else:
        words = f"{counted(len(names), 'column')} left out {REASONS[reason]} ({said}{more})"
    if reason in ("empty", "constant now"):
        return Decision(words)
    button = f"Bring {said} back" if len(names) == 1 else f"Bring {len(names)} columns back"
    return Decision(
        words, Remedy("keep", names, button), "brings it back" if len(names) == 1 else "brings them back"
    )
