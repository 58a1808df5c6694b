"""What the page is answered where files were read: what was decided, or why not and what can be done.

Readers say what an argument should be; on the page, each remedy is a button, and the fields of a form are
arguments. `taken` and `refused` are the answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from learnscope.data.dataset import Dataset
from learnscope.data.remedies import RefusedError, Remedy
from learnscope.errors import check_choice

# Of a reader's arguments: those that name several, those that are yes or no, those that are whole numbers.
SEVERAL = ("target", "ignore", "keep", "missing_markers")
TRUTHS = ("header",)
WHOLE = ("categories", "words")
ONE = (
    "kind",
    "missing",
    "decimal",
    "thousands",
    "encoding",
    "separator",
    "ragged",
    "table",
    "broken",
    "classes",
    "size",
    "color",
)
FIELDS = (*SEVERAL, *TRUTHS, *WHOLE, *ONE)
COLUMNS = 1000  # that the page lists
NONE = ""  # the one value of a field that names several and is given as naming none


@dataclass(frozen=True)
class Button:
    """What a button says, and the field to send with the same files."""

    title: str
    field: str
    values: tuple[str, ...]

    @classmethod
    def of(cls, remedy: Remedy) -> "Button":
        """The button of a remedy, with what it loses."""
        return cls(remedy.told_with_loss("page"), remedy.argument, remedy.values or (NONE,))


@dataclass(frozen=True)
class Said:
    """Something that was decided, and the button that puts it back."""

    words: str
    remedies: tuple[Button, ...]


def taken(dataset: Dataset) -> dict[str, Any]:
    """What is answered where data are taken."""
    return {
        "title": dataset.title,
        "decided": [asdict(said) for said in decided(dataset)],
        "columns": dataset.columns[:COLUMNS],
        "targets": dataset.target_columns,
    }


def refused(error: Exception, fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What is answered where reading with `fields` ends with an error: why, and what could be done."""
    return {
        "message": error.told("page") if isinstance(error, RefusedError) else str(error),
        "remedies": [asdict(button) for button in buttons(error, fields)],
        "target": is_about_target(error),
        "columns": columns_of(error)[:COLUMNS],
    }


def decided(dataset: Dataset) -> list[Said]:
    """What was decided about data."""
    return [
        Said(decision.words, () if decision.remedy is None else (Button.of(decision.remedy),))
        for decision in dataset.decisions
    ]


def buttons(error: Exception, fields: Mapping[str, Sequence[str]]) -> list[Button]:
    """What can be offered where `error` says why the files could not be read with these `fields`."""
    remedies = error.remedies if isinstance(error, RefusedError) else ()
    found = [Button.of(remedy) for remedy in remedies]
    return [button for button in found if set(button.values) - set(fields.get(button.field, ()))]


def is_about_target(error: Exception) -> bool:
    """Whether naming another target column may help."""
    return isinstance(error, RefusedError) and error.about_target


def columns_of(error: Exception) -> tuple[str, ...]:
    """The columns there are to choose from, where the error knows them."""
    return error.columns if isinstance(error, RefusedError) else ()


def options_of(fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields that hold something, as a reader takes them. Raises ArgumentError for another field."""
    options: dict[str, Any] = {}
    for field, values in fields.items():
        check_choice("field", field, FIELDS)
        last = values[-1]
        if field == "missing_markers" or (field in SEVERAL and any(values)):
            options[field] = [value for value in values if value != NONE]
        elif field in TRUTHS and last:
            options[field] = last != "no"
        elif field in WHOLE and last.isascii() and last.isdigit() and len(last) < 10:
            options[field] = int(last)
        elif last and field not in SEVERAL:
            options[field] = last
    return options
