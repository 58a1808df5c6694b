"""What settings are described with: the rule of a number, and what a word of a table says of itself."""

from dataclasses import dataclass
from typing import Any, Protocol

from learnscope.errors import ArgumentError, check_number, check_whole


@dataclass(frozen=True)
class Rule:
    """The numbers that are allowed: an interval written as in mathematics, of whole numbers or of all.

    >>> Rule("[0, 1)").check("share", 0.5), str(Rule("[1, inf)", whole=True))
    (0.5, 'a whole number of at least 1')
    """

    interval: str
    whole: bool = False
    most: int = 2**63 - 1  # of whole numbers: the largest that arrays of them hold

    def check(self, name: str, value: Any, *, error: type[Exception] = ArgumentError) -> float:
        """`value`, of the argument `name`, if it is allowed. Raises `error` otherwise."""
        if self.whole:
            number = check_whole(name, value, low=self.least, error=error)
            return (
                number
                if number <= self.most
                else check_whole(name, value, low=self.least, high=self.most, error=error)
            )
        return check_number(name, value, self.interval, error=error)

    @property
    def least(self) -> int:
        """The least whole number."""
        return int(self.interval[1:].partition(",")[0])

    def __str__(self) -> str:
        return f"a whole number of at least {self.least}" if self.whole else f"in {self.interval}"


class Word(Protocol):
    """An entry of a table whose names are the words that a setting can take."""

    @property
    def title(self) -> str:
        """What readers call it."""
        ...

    @property
    def explanation(self) -> str:
        """What it is and what it is good for, in a sentence."""
        ...


@dataclass(frozen=True)
class PlainWord:
    """A word of which nothing else is known."""

    title: str
    explanation: str
