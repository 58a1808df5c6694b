"""What was received, as a data set: which reader it is for, and what to do where that reader gives up.

    one file                 a table or an archive: `open_data`, by its ending
    images in folders        one sub-folder per class: `load_images`
    two IDX files            `load_idx`; the labels are those with "label" or "idx1" in their name

Readers say what an argument should be; the page has buttons instead. `remedies` finds the one in the other.
"""

import ast
import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from learnscope.data.dataset import Dataset
from learnscope.data.images import ENDINGS
from learnscope.data.opening import open_data
from learnscope.errors import DataError, LearnscopeError, check_choice

FIELDS = ("target", "kind", "ignore", "missing", "header", "decimal", "encoding")  # of `load_csv`
LIST = 3  # names that a message lists


@dataclass(frozen=True)
class Remedy:
    """A button: what it says, and the field to send with the same files."""

    title: str
    field: str
    value: str


# What a message says, and what can be offered for it; the column to ignore is the one the message names.
OFFERS = (
    (r"missing='", Remedy("Leave those rows out", "missing", "drop")),
    (r"missing='", Remedy("Fill in the mean", "missing", "mean")),
    (r"ignore=\[", Remedy("Leave that column out", "ignore", "")),
    (r"header=False", Remedy("The first line holds no names", "header", "no")),
    (r"decimal=','", Remedy("Read commas as decimal points", "decimal", ",")),
    (r"encoding='utf-16'", Remedy("Read it as UTF-16", "encoding", "utf-16")),
    (r"such as 'cp1252'", Remedy("Read it as Windows text", "encoding", "cp1252")),
    (r"kind='classes'", Remedy("Take the target as classes", "kind", "classes")),
    (r"kind='values'", Remedy("Take the target as numbers", "kind", "values")),
)
IDX = re.compile(r"ubyte|\.idx\d?(\.gz)?$")  # which come in pairs
ABOUT_TARGET = re.compile(r"\btarget\b|column .* holds one class only")


def read_received(folder: Path, files: Sequence[Path], fields: Mapping[str, Sequence[str]]) -> Dataset:
    """The data set in `files`, which are all there is in `folder`; `fields` are options of its reader.

    Raises the reader's errors, whose messages name files as they were chosen, and not where they are kept.
    """
    try:
        return _read(folder, files, _options(fields))
    except LearnscopeError as error:
        message = str(error).replace(f"{folder}/", "").replace(repr(f"{folder}\\")[1:-1], "")
        raise type(error)(message) from None


def remedies(message: str, fields: Mapping[str, Sequence[str]]) -> list[Remedy]:
    """What can be offered where `message` says why the files could not be read with these `fields`."""
    found = []
    for pattern, offer in OFFERS:
        match = re.search(pattern, message)
        value = offer.value or _column(message) if match else ""
        if value and value not in fields.get(offer.field, ()):
            found.append(replace(offer, value=value))
    return found


def is_about_target(message: str) -> bool:
    """Whether naming another target column may help."""
    return ABOUT_TARGET.search(message) is not None


def _column(message: str) -> str:
    """The column in the list that `message` gives as Python text, "" where it gives none."""
    match = re.search(r"ignore=\[(.+)\]", message)
    with contextlib.suppress(ValueError, SyntaxError):
        return str(ast.literal_eval(match[1])) if match else ""
    return ""


def _options(fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields that hold something, as a reader takes them."""
    options: dict[str, Any] = {}
    for field, values in fields.items():
        check_choice("field", field, FIELDS)
        if field == "ignore":
            options[field] = list(values)
        elif values[-1]:
            options[field] = values[-1] if field != "header" else values[-1] != "no"
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
