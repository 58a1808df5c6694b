"""What a reader of a table may choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from learnscope.data.dataset import TargetKind
from learnscope.errors import ArgumentError, DataError, check_choice, check_whole, shown

Missing = Literal["error", "drop", "mean"]
Ragged = Literal["error", "drop"]
Names = str | Sequence[str]
Markers = Sequence[str | float]
THOUSANDS = ("", ",", ".", " ", "'")


@dataclass(frozen=True)
class Choices:
    """Checked choices; `target`, `ignore` and `keep` are names of columns."""

    target: tuple[str, ...]  # empty: the last column
    kind: TargetKind | None
    ignore: tuple[str, ...]
    keep: tuple[str, ...]
    missing: Missing
    markers: tuple[str, ...] | None  # None: those that look like some are found
    decimal: str | None  # None: found
    thousands: str | None  # None: found
    categories: int
    words: int

    @classmethod
    def of(
        cls,
        *,
        target: Any,
        kind: Any,
        ignore: Any,
        keep: Any,
        missing: Any,
        missing_markers: Any,
        decimal: Any,
        thousands: Any,
        categories: Any,
        words: Any,
    ) -> "Choices":
        """The choices as a caller gave them. Raises ArgumentError or DataError where a rule is broken."""
        if kind is not None:
            check_choice("kind of target", kind, get_args(TargetKind), error=DataError)
        check_choice("missing", missing, get_args(Missing))
        if decimal is not None:
            check_choice("decimal", decimal, (".", ","))
        if thousands is not None:
            check_choice("thousands", thousands, THOUSANDS)
            if thousands == (decimal or "."):
                raise ArgumentError(f"thousands and decimal must differ, got {thousands!r} for both")
        chosen = cls(
            target=_names("target", target),
            kind=kind,
            ignore=_names("ignore", ignore),
            keep=_names("keep", keep),
            missing=missing,
            markers=None if missing_markers is None else _markers(missing_markers),
            decimal=decimal,
            thousands=thousands,
            categories=check_whole("categories", categories, low=2),
            words=check_whole("words", words, low=1),
        )
        both = [name for name in chosen.keep if name in chosen.ignore]
        if both:
            raise ArgumentError(f"a column is either kept or ignored, got {shown(both[0])} for both")
        return chosen


def _names(argument: str, value: Any) -> tuple[str, ...]:
    """One name or several as a tuple of names."""
    names = () if value is None else (value,) if isinstance(value, str) else value
    if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        place = ", or a place as text, '1' for the first" if argument == "target" else ""
        raise ArgumentError(
            f"{argument} must be a column's name or a list of names{place}, got {shown(value)}"
        )
    return tuple(dict.fromkeys(names))


def _markers(value: Any) -> tuple[str, ...]:
    """One marker or several, words or numbers, as words."""
    markers = (value,) if isinstance(value, str | int | float) else value
    if not isinstance(markers, Sequence) or any(
        isinstance(marker, bool) or not isinstance(marker, str | int | float) for marker in markers
    ):
        raise ArgumentError(f"missing_markers must be a list of words and numbers, got {shown(value)}")
    return tuple(dict.fromkeys(str(marker).strip() for marker in markers if str(marker).strip()))
