"""Arguments by name that a function does not have: answered with the one that is meant.

>>> @answering
... def double(number: int, *, times: int = 1) -> int:
...     return number * 2**times
>>> double(3, time=2)
Traceback (most recent call last):
...
learnscope.errors.ArgumentError: double has no argument 'time'; did you mean 'times'?
"""

import functools
import inspect
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from learnscope.errors import check_arguments

P = ParamSpec("P")
R = TypeVar("R")


def answering(function: Callable[P, R]) -> Callable[P, R]:
    """The function, which says what was meant where an argument's name is not one of its own."""
    known = [name for name in inspect.signature(function).parameters if name not in ("self", "cls")]
    names, title = (
        frozenset(known),
        function.__qualname__.rpartition("<locals>.")[2].removesuffix(".__init__"),
    )

    @functools.wraps(function)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        if kwargs and not kwargs.keys() <= names:
            check_arguments(title, kwargs, known)
        return function(*args, **kwargs)

    return answered


def answering_fields(kind: type[R]) -> type[R]:
    """The class, whose beginning answers likewise."""
    kind.__init__ = answering(kind.__init__)  # type: ignore[method-assign]
    return kind
