"""The wording of what can be wrong with a column or a cell. Rows count from 1, without the line of names."""

import difflib
import math
from collections.abc import Sequence
from typing import Any

from learnscope.data.limits import CLASSES
from learnscope.data.remedies import RefusedError, Remedy, counted, listed
from learnscope.errors import shown

TARGETS = ("target", "label", "labels", "class", "y", "outcome", "species")  # what targets are often called


def missing_problem(file: str, row: int, column: str, value: str | None) -> str:
    """A cell is empty, or says that there is nothing."""
    state = "is empty" if not value else f"holds {shown(value)}, which stands for a missing value"
    return f"{file} row {row}: column {shown(column)} {state}"


def number_problem(file: str, row: int, column: str, value: str) -> str:
    """A cell among numbers holds something else, or more than can be reckoned with."""
    try:
        state = "no number" if math.isnan(float(value)) else "not within ±1e150"
    except ValueError:
        state = "no number"
    return f"{file} row {row}: column {shown(column)} holds {shown(value)}, which is {state}"


def words_fault(file: str, row: int, column: str, value: str) -> RefusedError:
    """A target that must be numbers is a column of words."""
    return RefusedError(
        f"{file} row {row}: target column {shown(column)} holds {shown(value)}, which is no number",
        remedies=[Remedy("kind", "classes", "Take the target as classes")],
        by_hand="choose another target",
        about_target=True,
    )


def comma_fault(file: str, row: int, column: str, value: str) -> RefusedError:
    """Numbers of a column can be read in two ways, and the file has both."""
    return RefusedError(
        f"{file} row {row}: column {shown(column)} holds {shown(value)}, and other columns have both decimal "
        "points and decimal commas",
        remedies=[
            Remedy("decimal", ",", "Read commas as decimal signs"),
            Remedy("decimal", ".", "Read points as decimal signs"),
        ],
    )


def affix_fault(file: str, column: str, sign: str) -> RefusedError:
    """Some numbers of a column bear a sign and some do not."""
    return RefusedError(
        f"{file}: column {shown(column)} holds numbers with {sign} and others without",
        remedies=[leave_out(column)],
        by_hand="write all in one way",
    )


def date_fault(file: str, row: int, column: str, value: str, *, target: bool = False) -> RefusedError:
    """A column holds dates or times."""
    return RefusedError(
        f"{file} row {row}: column {shown(column)} holds {shown(value)}, a date or time",
        remedies=[] if target else [leave_out(column)],
        by_hand="make columns of what matters about it (month, weekday, days since the first)"
        + (" or choose another target" if target else ""),
        about_target=target,
    )


def type_fault(file: str, column: str, kind: str) -> RefusedError:
    """A column's type is no number and no word."""
    return RefusedError(
        f"{file}: column {shown(column)} holds {kind} values, which are no numbers and no words",
        remedies=[leave_out(column)],
    )


def many_fault(file: str, column: str, words: int, limit: int) -> RefusedError:
    """A column has more different words than become inputs."""
    more = [Remedy("categories", words, "Take every word as an input", f"makes {words} inputs")]
    return RefusedError(
        f"{file}: column {shown(column)} holds {counted(words, 'different word')}, more than the {limit} "
        "that become inputs",
        remedies=[*(more if words <= CLASSES else []), leave_out(column)],
    )


def empty_fault(file: str, column: str, *, target: bool = False) -> RefusedError:
    """A column has nothing in any row."""
    return RefusedError(
        f"{file}: column {shown(column)} is empty in every row",
        remedies=[] if target else [leave_out(column)],
        by_hand="choose another target" if target else "",
        about_target=target,
    )


def constant_fault(file: str, column: str, value: Any, *, left: bool = False) -> RefusedError:
    """A target never changes, or not in the rows that are left."""
    where = "every row that is left" if left else "every row"
    return RefusedError(
        f"{file}: column {shown(column)} holds {shown(value)} in {where}, so nothing can be learned from it",
        by_hand="choose another target",
        about_target=True,
    )


def no_inputs_fault(file: str, used: Sequence[str], reasons: Sequence[str]) -> RefusedError:
    """Nothing is left to learn from."""
    why = f" ({'; '.join(reasons)})" if reasons else ""
    return RefusedError(
        f"{file}: there must be an input column beside the target, "
        f"got only {listed(used, most=10) or 'none'}{why}",
        about_target=True,
    )


def leave_out(*columns: str) -> Remedy:
    """Leaving columns out."""
    button = f"Leave {shown(columns[0])} out" if len(columns) == 1 else f"Leave {len(columns)} columns out"
    return Remedy("ignore", columns, button)


def check_column(file: str, name: Any, columns: Sequence[str], known: frozenset[str], *, what: str) -> str:
    """`name` if it is one of `columns`; otherwise an error that suggests the nearest."""
    if name in known:
        return str(name)
    lower = {column.lower(): column for column in columns}
    near = difflib.get_close_matches(str(name).lower(), list(lower)[:NEAR], n=1)
    hint = f"; did you mean {shown(lower[near[0]])}?" if near else ""
    said = ", ".join(column if len(column) <= 60 else shown(column)[1:-1] for column in columns[:10])
    more = ", …" if len(columns) > 10 else ""
    raise RefusedError(
        f"{file}: there is no {what}column {shown(name)}{hint} ({said}{more})",
        about_target=what == "target ",
        columns=columns,
    )


NEAR = 5000  # names among which the nearest is looked for
