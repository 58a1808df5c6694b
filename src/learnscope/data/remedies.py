"""What can be done about data that cannot be taken as they are, worded for the place where it is read.

A remedy is an argument of a reader and its value. It is applied in thought before it is offered, and says
what it would lose. The same record is an argument of the library, an option of the command line and a button
of the page:

    pass missing='drop' (leaves 5 of 60 rows)
    add --missing drop (leaves 5 of 60 rows)
    [Leave rows with gaps out (leaves 5 of 60 rows)]
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from learnscope.errors import DataError

Place = Literal["library", "option", "page"]
Value = str | bool | int | tuple[str, ...]

LONG = 60  # characters of a value that a message shows
LISTED = 5  # values of a list that a message shows


@dataclass(frozen=True)
class Remedy:
    """An argument that helps: its value, what the button for it says, and what it loses."""

    argument: str
    value: Value
    button: str
    loses: str = ""  # "leaves 5 of 60 rows"; "" where it loses nothing

    def told(self, place: Place) -> str:
        """It in the terms of a place: missing='drop', --missing drop, or what the button says."""
        if place == "page":
            return self.button
        return self._option() if place == "option" else f"{self.argument}={_as_python(self.value)}"

    def told_with_loss(self, place: Place) -> str:
        """The same, and what it loses in brackets."""
        return self.told(place) + (f" ({self.loses})" if self.loses else "")

    @property
    def values(self) -> tuple[str, ...]:
        """The value as the fields of a form hold it."""
        if isinstance(self.value, bool):
            return ("yes" if self.value else "no",)
        return self.value if isinstance(self.value, tuple) else (str(self.value),)

    def _option(self) -> str:
        name = OPTIONS.get(self.argument, f"--{self.argument.replace('_', '-')}")
        if isinstance(self.value, bool):
            return name if self.value else f"--no-{self.argument}"
        values = self.values or ("",)
        words = [f"{name} {shlex.quote(_short(value))}" for value in values[:LISTED]]
        return " ".join(words) + (" …" if len(values) > LISTED else "")


OPTIONS = {"missing_markers": "--missing-marker", "test": "--test-file"}  # that are called otherwise


class RefusedError(DataError):
    """Data that cannot be taken as they are, and what would help.

    The text names the library's arguments; `told` words it for another place.
    """

    def __init__(
        self,
        problem: str,
        *,
        remedies: Sequence[Remedy] = (),
        by_hand: str = "",
        about_target: bool = False,
        columns: Sequence[str] = (),
    ) -> None:
        self.problem = problem
        self.remedies = tuple(remedies)
        self.by_hand = by_hand  # what can be done to the data themselves
        self.about_target = about_target  # whether choosing another target may help
        self.columns = tuple(columns)  # that there are to choose from
        super().__init__(self.told("library"))

    def told(self, place: Place) -> str:
        """One sentence. On the page the remedies are buttons beside it, and not in it."""
        ways = [self.by_hand] if self.by_hand else []
        if self.remedies and place != "page":
            verb = "pass" if place == "library" else "add"
            ways.append(f"{verb} " + listed([remedy.told_with_loss(place) for remedy in self.remedies], "or"))
        return "; ".join(filter(None, (self.problem, ", or ".join(ways))))

    def among(self, columns: Sequence[str]) -> "RefusedError":
        """The same, with the columns there are to choose from."""
        return RefusedError(
            self.problem,
            remedies=self.remedies,
            by_hand=self.by_hand,
            about_target=self.about_target,
            columns=self.columns or columns,
        )

    def renamed(self, old: str, new: str) -> "RefusedError":
        """The same with `old` replaced by `new` in what it says."""
        return RefusedError(
            self.problem.replace(old, new),
            remedies=self.remedies,
            by_hand=self.by_hand.replace(old, new),
            about_target=self.about_target,
            columns=self.columns,
        )


def listed(words: Sequence[str], last: str = "and", *, most: int = 0) -> str:
    """Words as a sentence has them: a, b or c; where there are more than `most`, the rest is counted.

    >>> listed(["a", "b", "c"], "or"), listed(["a", "b", "c", "d"], most=2)
    ('a, b or c', 'a, b and 2 more')
    """
    if most and len(words) > most + 1:
        words = [*words[:most], f"{len(words) - most} more"]
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def counted(number: int, word: str, several: str = "") -> str:
    """A number with its word.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "is", "are")
    ('1 row', '1 200 rows', '2 are')
    """
    return f"{number:,}".replace(",", " ") + f" {word if number == 1 else several or word + 's'}"


def _short(value: str) -> str:
    """A value that fits a sentence; one that does not must be looked up in the file anyway."""
    return value if len(value) <= LONG else value[: LONG - 3] + "..."


def _as_python(value: Value) -> str:
    if not isinstance(value, tuple):
        return repr(_short(value) if isinstance(value, str) else value)
    words = [repr(_short(word)) for word in value[:LISTED]]
    return f"[{', '.join(words)}{', …' if len(value) > LISTED else ''}]"
