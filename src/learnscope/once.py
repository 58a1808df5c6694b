"""What is computed when it is first asked for, and kept.

`functools.cached_property` of Python 3.11 holds one lock for all instances of a class while it computes. Many
threads work at many sittings here, and one that computes something long would stop all others at the first
attribute of that kind. So this one holds no lock: two threads that ask at the same moment may both compute,
which for values does no harm, and both get the one that was kept.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801  # read as the decorator it is
    """A method without arguments as an attribute that is computed once for each instance."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type | None = None) -> T: ...

    def __get__(self, instance: object, owner: type | None = None) -> Self | T:
        """The attribute; asked for again, Python finds it in the instance and does not come here."""
        if instance is None:
            return self
        found: T = instance.__dict__.setdefault(self._name, self._compute(instance))
        return found
