"""What a reader of a table may choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from learnscope.data.dataset import TargetKind
from learnscope.errors import ArgumentError, DataError, check_choice, check_whole, shown

Missing = Literal["error", "drop", "mean"]
Names = str | Sequence[str]


@dataclass(frozen=True)
class Choices:
    """Checked choices; `target` and `ignore` are names of columns."""

    target: tuple[str, ...]  # empty: the last column
    kind: TargetKind | None
    ignore: tuple[str, ...]
    missing: Missing
    categories: int
    words: int

    @classmethod
    def of(
        cls, *, target: Any, kind: Any, ignore: Any, missing: Any, categories: Any, words: Any
    ) -> "Choices":
        """The choices as a caller gave them. Raises ArgumentError or DataError where a rule is broken."""
        if kind is not None:
            check_choice("kind of target", kind, get_args(TargetKind), error=DataError)
        check_choice("missing", missing, get_args(Missing))
        return cls(
            target=_names("target", target),
            kind=kind,
            ignore=_names("ignore", ignore),
            missing=missing,
            categories=check_whole("categories", categories, low=2),
            words=check_whole("words", words, low=1),
        )


def _names(argument: str, value: Any) -> tuple[str, ...]:
    """One name or several as a tuple of names."""
    names = () if value is None else (value,) if isinstance(value, str) else value
    if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise ArgumentError(f"{argument} must be a column's name or a list of names, got {shown(value)}")
    return tuple(dict.fromkeys(names))
