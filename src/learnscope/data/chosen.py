"""Files that somebody chose, as one data set: a file, a folder, or several of either.

one file        `open_data`, by its first bytes
several files   `open_data` of the folder they lie in: images by class, IDX files, tables in parts
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from learnscope.data.dataset import Dataset
from learnscope.data.opening import open_data
from learnscope.data.parts import part_called
from learnscope.data.paths import stem
from learnscope.data.remedies import RefusedError
from learnscope.errors import LearnscopeError


def open_chosen(folder: Path, files: Sequence[Path], **options: Any) -> Dataset:
    """The data set in `files`, which are all there is in `folder`; `options` are those of its reader.

    Raises the reader's errors, whose messages name files as they were chosen, and not where they are kept.
    """
    try:
        return _read(folder, files, options)
    except RefusedError as error:
        raise error.renamed(f"{folder}/", "") from None
    except LearnscopeError as error:
        message = str(error).replace(f"{folder}/", "").replace(repr(f"{folder}\\")[1:-1], "")
        raise type(error)(message) from None


def _read(folder: Path, files: Sequence[Path], options: dict[str, Any]) -> Dataset:
    tops = {file.relative_to(folder).parts[0] for file in files}
    if len(files) == 1:
        return open_data(files[0], **options)
    # One folder that holds all is the one that was chosen; otherwise what is in it was.
    chosen = folder / tops.pop() if len(tops) == 1 else folder
    found = open_data(chosen, **options)
    if chosen == folder and "test" in {part_called(file.name) for file in files if file.parent == folder}:
        called = stem(min(files, key=lambda file: (part_called(file.name) != "train", file.name)))
        return replace(found, name=called, title=called)
    return found
