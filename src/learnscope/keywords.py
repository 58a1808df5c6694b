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

    @functools.wraps(function)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        if not kwargs.keys() <= set(known):
            check_arguments(function.__name__, kwargs, known)
        return function(*args, **kwargs)

    return answered
