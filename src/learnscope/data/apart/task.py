"""What is to be read, and how much of the machine that may take."""

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnscope.data.limits import AtMost, held_to
from learnscope.errors import DataError

if TYPE_CHECKING:
    from learnscope.data.dataset import Dataset
    from learnscope.data.own_file import OpenedFile

APART = sys.platform not in ("win32", "emscripten", "wasi")  # whether there are such processes here


@dataclass(frozen=True)
class Share:
    """What one reading may take. Memory is watched where the system tells of it (Linux)."""

    memory: int = 2**30  # bytes, of the whole process
    computing: int = 60  # seconds of processors
    waiting: float = 600.0  # seconds, with what it waits for


@dataclass(frozen=True)
class Task:
    """A reader's name in `READERS` with its arguments; messages call what is read `called`."""

    reader: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    called: str = "the file"
    smaller: str = "take fewer rows or columns"  # what to do about one that takes too much
    at_most: AtMost = field(default_factory=AtMost)

    def carried_out(self) -> "Dataset | OpenedFile":
        """What is read, in this process. Raises what the reader does, DataError for want of memory."""
        try:
            with held_to(self.at_most):
                found: Dataset | OpenedFile = READERS[self.reader](*self.arguments, **self.options)
                return found
        except MemoryError:
            raise self.took("more memory than there is") from None

    def prepare(self) -> None:
        """Load what its reader needs; most data are tables."""
        if self.reader == "picture":
            importlib.import_module("learnscope.data.own_file")
        elif self.reader in READERS:
            importlib.import_module("learnscope.data.chosen")
            importlib.import_module("polars")

    def took(self, what: str) -> DataError:
        """That reading it took more than it may."""
        return DataError(f"reading {self.called} took {what}; {self.smaller}")


def _data(path: Path, **options: Any) -> "Dataset":
    from learnscope.data.opening import open_data

    return open_data(path, **options)


def _chosen(folder: Path, files: tuple[Path, ...], **options: Any) -> "Dataset":
    from learnscope.data.chosen import open_chosen

    return open_chosen(folder, files, **options)


def _picture(path: Path, name: str) -> "OpenedFile":
    from learnscope.data.own_file import open_picture

    return open_picture(path.read_bytes(), name)


READERS: dict[str, Callable[..., Any]] = {"data": _data, "chosen": _chosen, "picture": _picture}
