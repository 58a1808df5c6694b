"""Every error Learnscope raises on purpose, and the one place for the wording of checks.

    LearnscopeError
    ├── ArgumentError (ValueError)     a value breaks the rule of its argument
    ├── ShapeError (ValueError)        an array has the wrong shape
    ├── DataError (ValueError)         data cannot be used as it is
    ├── ExperimentError (ValueError)   a recipe breaks a rule
    ├── FormatError (ValueError)       a file is not what it says it is
    └── IntentError (ValueError)       a request to a session cannot be carried out
        └── NeedlessError              …because there is nothing to do

A message names the argument, the rule, the value received and, where there is one, the remedy.
"""

import difflib
import errno
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from learnscope import peers


class LearnscopeError(Exception):
    """Base of all errors raised on purpose."""


class ArgumentError(LearnscopeError, ValueError):
    """A value breaks the rule of its argument."""


class ShapeError(LearnscopeError, ValueError):
    """An array has the wrong shape."""


class DataError(LearnscopeError, ValueError):
    """Data cannot be used as it is."""


class ExperimentError(LearnscopeError, ValueError):
    """A recipe breaks a rule."""


class FormatError(LearnscopeError, ValueError):
    """A file is not what it says it is."""


class IntentError(LearnscopeError, ValueError):
    """A request to a session cannot be carried out; `field` names the part at fault."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NeedlessError(IntentError):
    """A request to a session has come to an end of what it asks for, such as an undo after the last."""


LISTED = 1_000_000  # entries of a list that stands for layers, names or columns


def shown(value: Any) -> str:
    """A received value as a message shows it: short, on one line."""
    text = repr(value.item()) if isinstance(value, np.generic) else repr(value)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."


def check_choice(
    name: str, value: Any, choices: Iterable[str], *, error: type[Exception] = ArgumentError
) -> str:
    """`value` if it is one of `choices`; otherwise an error that suggests the nearest."""
    known = sorted(choices)
    if isinstance(value, str) and value in known:
        return value
    raise error(f"unknown {name} {shown(value)}{_hint(value, known)} ({', '.join(known)})")


def check_arguments(
    what: str, given: Iterable[str], known: Iterable[str], *, error: type[Exception] = ArgumentError
) -> None:
    """Raise an error, with our word for it, for a name in `given` that is no argument of `what`."""
    names = list(known)
    for name in given:
        if name not in names:
            near = nearest_argument(name, names)
            hint = f"; did you mean {near[0]!r}?" if near else f" ({', '.join(names)})"
            raise error(f"{what} has no argument {name!r}{hint}")


def nearest_argument(name: str, known: Iterable[str]) -> list[str]:
    """The one of `known` that is meant by `name`: our word for it, or one that is written nearly so."""
    names = list(known)
    ours = peers.ARGUMENTS.get(name, "")
    return [ours] if ours in names else difflib.get_close_matches(name, names, n=1)


def _hint(value: Any, known: list[str]) -> str:
    """What may have been meant: the word of another library, or one that is written nearly so."""
    if not isinstance(value, str):
        return ""
    word = value.lower().replace("-", "_").replace(" ", "_")
    if word in peers.SENTENCES:
        return f"; {peers.SENTENCES[word]}"
    ours = word if word in known else peers.WORDS.get(word)
    near = [ours] if ours in known else difflib.get_close_matches(value, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def check_number(
    name: str, value: Any, interval: str = "(-inf, inf)", *, error: type[Exception] = ArgumentError
) -> float:
    """`value` as a float inside `interval`, written as in mathematics: "(0, inf)", "[0, 1)"."""
    low_text, high_text = interval[1:-1].split(",")
    low, high = float(low_text), float(high_text)
    value = value.item() if isinstance(value, np.generic) else value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number:
        above = value > low or (interval[0] == "[" and value == low)
        below = value < high or (interval[-1] == "]" and value == high)
        if above and below and abs(value) <= sys.float_info.max:
            return float(value)
    raise error(f"{name} must be in {interval}, got {shown(value)}")


def check_kind(name: str, value: Any, kind: type, *, error: type[Exception] = ArgumentError) -> None:
    """Raise an error unless `value` is one of `kind`: "network must be a Network, got 3"."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        raise error(f"{name} must be {article} {kind.__name__}, got {shown(value)}")


def check_list(name: str, value: Any, rule: str, *, error: type[Exception] = ArgumentError) -> list[Any]:
    """`value` as a list, where it is one or an array of one dimension; a text is none."""
    listed = isinstance(value, Sequence) and not isinstance(value, str | bytes)
    if not listed and not (isinstance(value, np.ndarray) and value.ndim == 1):
        raise error(f"{name} must be {rule}, got {shown(value)}")
    if len(value) > LISTED:
        raise error(f"{name} must be {rule}, got {len(value)} entries")
    return list(value)


def check_path(value: Any, *, file: bool = False, error: type[Exception] = ArgumentError) -> Path:
    """`value` as a path, if there could be something of that name; with `file`, if that is no folder."""
    if not isinstance(value, str | os.PathLike) or not isinstance(os.fspath(value), str):
        raise error(f"a path must be text or a Path, got {shown(value)}")
    path = Path(value)
    try:
        path.stat()
    except ValueError:
        raise error(f"a path must be text without zero characters, got {shown(str(value))}") from None
    except OSError as fault:
        if fault.errno == errno.ENAMETOOLONG:
            raise error(
                f"a path must be shorter, got one of {len(str(value))} characters ({shown(str(value))})"
            ) from None
    if file and (not path.name or path.is_dir()):
        raise error(f"a path must be that of a file, got the folder {str(path)!r}")
    return path


def check_whole(
    name: str, value: Any, *, low: int, high: int | None = None, error: type[Exception] = ArgumentError
) -> int:
    """`value` as an int from `low` to `high` inclusive (no upper end where `high` is None)."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if whole and value >= low and (high is None or value <= high):
        return int(value)
    span = f"of at least {low}" if high is None else f"from {low} to {high}"
    raise error(f"{name} must be a whole number {span}, got {shown(value)}")


def repeated(names: Sequence[str]) -> str | None:
    """The first of `names` that is there more than once; None where all differ.

    >>> repeated(["b", "a", "c", "a", "b"])
    'b'
    """
    counts = Counter(names)
    return next((name for name, count in counts.items() if count > 1), None)
