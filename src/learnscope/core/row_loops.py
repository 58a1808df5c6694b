"""Compiled forms of what `rows` does. Imports Numba: only the compiled engine comes here."""

from collections.abc import Callable
from typing import Any

import numba


def native(plain: Callable[..., Any]) -> Callable[..., Any]:
    """The compiled form of `plain`, which is `take`."""
    made: Callable[..., Any] = numba.njit(nogil=True)(_take)
    return made


def _take(values: Any, rows: Any, out: Any) -> None:
    for i in range(len(rows)):
        out[i] = values[rows[i]]
