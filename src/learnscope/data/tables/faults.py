"""The wording of what can be wrong with a column or a cell. Rows count from 1, without the line of names."""

import difflib
import math
from collections.abc import Sequence
from typing import Any

from learnscope.errors import DataError, shown


def missing_fault(file: str, row: int, column: str, value: str | None) -> DataError:
    """A cell is empty, or says that there is nothing."""
    state = "is empty" if not value else f"holds {shown(value)}, which stands for a missing value"
    return DataError(f"{file} row {row}: column {column!r} {state}; drop the row or pass missing='drop'")


def number_fault(file: str, row: int, column: str, value: str) -> DataError:
    """A cell among numbers holds something else, or more than can be reckoned with."""
    try:
        state = "no number" if math.isnan(float(value)) else "not within ±1e150"
    except ValueError:
        state = "no number"
    return DataError(
        f"{file} row {row}: column {column!r} holds {shown(value)}, which is {state}; "
        "drop the row or pass missing='drop'"
    )


def words_fault(file: str, row: int, column: str, value: str) -> DataError:
    """A target that must be numbers is a column of words."""
    return DataError(
        f"{file} row {row}: target column {column!r} holds {shown(value)}, which is no number; "
        "choose another target or pass kind='classes'"
    )


def comma_fault(file: str, row: int, column: str, value: str) -> DataError:
    """A column's numbers have decimal commas."""
    return DataError(
        f"{file} row {row}: column {column!r} holds {shown(value)}, a number with a decimal comma; "
        "pass decimal=','"
    )


def date_fault(file: str, row: int, column: str, value: str, *, target: bool = False) -> DataError:
    """A column holds dates or times."""
    return DataError(
        f"{file} row {row}: column {column!r} holds {shown(value)}, a date or time; make columns of what "
        "matters "
        f"about it (month, weekday, days since the first) or {_remedy(column, target)}"
    )


def type_fault(file: str, column: str, kind: str) -> DataError:
    """A column's type is no number and no word."""
    return DataError(
        f"{file}: column {column!r} holds {kind} values, which are no numbers and no words; "
        f"leave it out with ignore=[{column!r}]"
    )


def empty_fault(file: str, column: str, *, target: bool = False) -> DataError:
    """A column has nothing in any row."""
    return DataError(f"{file}: column {column!r} is empty in every row; {_remedy(column, target)}")


def constant_fault(
    file: str, column: str, value: Any, *, left: bool = False, target: bool = False
) -> DataError:
    """A column never changes, or not in the rows that are left."""
    where = "every row that is left" if left else "every row"
    return DataError(
        f"{file}: column {column!r} holds {shown(value)} in {where}, so nothing can be learned from it; "
        f"{_remedy(column, target)}"
    )


def _remedy(column: str, target: bool) -> str:
    return "choose another target" if target else f"leave it out with ignore=[{column!r}]"


def check_column(file: str, name: Any, columns: Sequence[str], *, what: str) -> str:
    """`name` if it is one of `columns`; otherwise an error that suggests the nearest."""
    if name in columns:
        return str(name)
    lower = {column.lower(): column for column in columns}
    near = difflib.get_close_matches(str(name).lower(), lower, n=1)
    hint = f"; did you mean {lower[near[0]]!r}?" if near else ""
    known = ", ".join(columns[:10]) + (", …" if len(columns) > 10 else "")
    raise DataError(f"{file}: there is no {what} column {shown(name)}{hint} ({known})")
