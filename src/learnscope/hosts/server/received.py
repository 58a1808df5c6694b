"""What was received, as a data set: which reader it is for, and what to do where that reader gives up.

    one file                 a table or an archive: `open_data`, by its ending
    images in folders        one sub-folder per class: `load_images`
    two IDX files            `load_idx`; the labels are those with "label" or "idx1" in their name

Readers say what an argument should be; on the page, each remedy is a button.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learnscope.data.dataset import Dataset
from learnscope.data.images import ENDINGS
from learnscope.data.opening import open_data
from learnscope.data.remedies import RefusedError, Remedy
from learnscope.errors import DataError, LearnscopeError, check_choice

# Of a reader's arguments: those that name several, those that are yes or no, those that are whole numbers.
SEVERAL = ("target", "ignore", "keep", "missing_markers")
TRUTHS = ("header",)
WHOLE = ("categories",)
ONE = ("kind", "missing", "decimal", "thousands", "encoding", "separator", "ragged", "table")
FIELDS = (*SEVERAL, *TRUTHS, *WHOLE, *ONE)
LIST = 3  # names that a message lists
NONE = ""  # the one value of a field that names several and is given as naming none
IDX = re.compile(r"ubyte|\.idx\d?(\.gz)?$")  # which come in pairs


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


def decided(dataset: Dataset) -> list[Said]:
    """What was decided about data."""
    return [
        Said(decision.words, () if decision.remedy is None else (Button.of(decision.remedy),))
        for decision in dataset.decisions
    ]


def read_received(folder: Path, files: Sequence[Path], fields: Mapping[str, Sequence[str]]) -> Dataset:
    """The data set in `files`, which are all there is in `folder`; `fields` are options of its reader.

    Raises the reader's errors, whose messages name files as they were chosen, and not where they are kept.
    """
    try:
        return _read(folder, files, _options(fields))
    except RefusedError as error:
        raise error.renamed(f"{folder}/", "") from None
    except LearnscopeError as error:
        message = str(error).replace(f"{folder}/", "").replace(repr(f"{folder}\\")[1:-1], "")
        raise type(error)(message) from None


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


def _options(fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields that hold something, as a reader takes them."""
    options: dict[str, Any] = {}
    for field, values in fields.items():
        check_choice("field", field, FIELDS)
        last = values[-1]
        if field == "missing_markers" or (field in SEVERAL and any(values)):
            options[field] = [value for value in values if value != NONE]
        elif field in TRUTHS and last:
            options[field] = last != "no"
        elif field in WHOLE and last.isascii() and last.isdigit():
            options[field] = int(last)
        elif last and field not in SEVERAL:
            options[field] = last
    return options


def _read(folder: Path, files: Sequence[Path], options: dict[str, Any]) -> Dataset:
    tops = {file.relative_to(folder).parts[0] for file in files}
    pictures = any(file.suffix.lower() in ENDINGS for file in files)
    parents = {file.parent for file in files}
    if len(parents) > 1 or (pictures and folder not in parents):
        # One folder that holds all is the one that was chosen; otherwise its sub-folders were.
        return open_data(folder / tops.pop() if len(tops) == 1 else folder, **options)
    if len(files) == 1 and not pictures and not IDX.search(files[0].name.lower()):
        return open_data(files[0], **options)
    if len(files) == 2:
        images, labels = sorted(files, key=_holds_labels)
        if _holds_labels(labels) and not _holds_labels(images):
            return open_data(images, labels_path=labels, **options)
    names = ", ".join(file.name for file in files[:LIST]) + (", …" if len(files) > LIST else "")
    raise DataError(
        f"got {names}; choose one table or archive, a folder with one sub-folder of images per class, "
        "or IDX files of images and of their labels"
    )


def _holds_labels(file: Path) -> bool:
    name = file.name.lower()
    return "label" in name or "idx1" in name
