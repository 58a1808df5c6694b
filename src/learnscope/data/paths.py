"""Paths that a person typed: are they there, and what was meant if not."""

import difflib
from pathlib import Path

from learnscope.errors import DataError, check_path


def existing_file(path: str | Path) -> Path:
    """`path` if it is a file. Raises DataError otherwise, with the nearest name in its folder."""
    file = checked_path(path)
    if file.is_dir():
        raise DataError(f"{str(file)!r} is a folder; pass a file")
    if not file.exists():
        raise DataError(f"there is no file {str(file)!r}{nearest(file)}")
    return file


def existing_folder(path: str | Path) -> Path:
    """`path` if it is a folder. Raises DataError otherwise, with the nearest name beside it."""
    folder = checked_path(path)
    if folder.is_file():
        raise DataError(f"{str(folder)!r} is a file; pass a folder")
    if not folder.exists():
        raise DataError(f"there is no folder {str(folder)!r}{nearest(folder)}")
    return folder


def checked_path(path: str | Path) -> Path:
    """`path` if there could be something of that name. Raises DataError where it is too long or no name."""
    return check_path(path, error=DataError)


def nearest(path: Path) -> str:
    """A hint at the name most like that of `path` beside it, or nothing."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def stem(path: Path) -> str:
    """The name of a file without its endings: flowers for flowers.csv.gz."""
    return path.name.split(".")[0] or path.name
