"""Records as Python prints them: a field a line, arrays by their shape and range, so that any fits a screen.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True)
... class Point:
...     place: tuple[int, int]
...     weight: np.ndarray
...     __repr__ = brief
>>> Point((1, 2), np.array([[0.5, -1.0]]))
<Point
  place   (1, 2)
  weight  array (1, 2), −1 to 0.5>
"""

import dataclasses
from typing import Any

import numpy as np

WIDE = 96  # characters of a line
TALL = 22  # fields that are printed


def brief(record: Any) -> str:
    """A dataclass as such lines; a class takes it as its `__repr__`."""
    fields = [field.name for field in dataclasses.fields(record) if field.repr]
    width = max(map(len, fields[:TALL]), default=0)
    lines = [f"<{type(record).__name__}"]
    lines += [_cut(f"  {name:<{width}}  {_value(getattr(record, name))}") for name in fields[:TALL]]
    if len(fields) > TALL:
        lines.append(f"  and {len(fields) - TALL} more")
    return "\n".join(lines) + ">"


def _value(value: Any) -> str:
    """One value on one line."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, tuple | list) and any(isinstance(entry, np.ndarray) for entry in value):
        return f"{len(value)} arrays: {', '.join(str(np.shape(entry)) for entry in value[:9])}"
    if isinstance(value, tuple | list) and value and dataclasses.is_dataclass(value[0]):
        return f"{len(value)} × {type(value[0]).__name__}"
    first, _, more = repr(value).partition("\n")
    return f"{first} …>" if more else first


def _array(array: np.ndarray) -> str:
    said = f"array {array.shape}"
    if array.dtype.kind not in "fiu" or array.size == 0:
        return said
    with np.errstate(all="ignore"):
        low, high = (f"{number:.4g}".replace("-", "−") for number in (array.min(), array.max()))
    return f"{said}, all {low}" if low == high else f"{said}, {low} to {high}"


def _cut(line: str) -> str:
    return line if len(line) <= WIDE else f"{line[: WIDE - 1]}…"
