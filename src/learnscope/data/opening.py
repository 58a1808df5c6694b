"""One verb for every source of data: a built-in name, or the path of a table, archive, folder or IDX file."""

import difflib
import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from learnscope.data.builtin import datasets, load
from learnscope.data.dataset import Dataset
from learnscope.data.folders import meant_by
from learnscope.data.idx import load_idx
from learnscope.data.images import load_images
from learnscope.data.kinds import kind_of
from learnscope.data.npz import load_npz
from learnscope.data.paths import checked_path, stem
from learnscope.data.stored import Stored
from learnscope.data.tables import load_csv
from learnscope.data.zipped import is_npz, members_of
from learnscope.data.zipped_folder import holds_folder, unpacked
from learnscope.errors import DataError, check_choice

OF_FOLDERS: dict[str, Callable[..., Dataset]] = {"images": load_images, "idx": load_idx, "table": load_csv}


def open_data(path_or_name: str | Path, **options: Any) -> Dataset:
    """The data set of `path_or_name`, a built-in name or a path, one sample per row, read by what it is.

        iris, circle, …      load
        a folder             load_images; or load_idx or load_csv, by what is in it
        an .npz archive      load_npz
        a ZIP of a folder    as the folder
        an IDX file          load_idx
        any other file       load_csv, which takes tables of all kinds

    A file is told by its first bytes, not by its name, and may be packed.

    `options` are those of that function. A name wins over a path that is spelled the same; ./iris is the
    path. Raises DataError where there is no such thing, with the nearest name, and whatever that function
    raises.
    """
    names = [record.name for record in datasets()]
    if isinstance(path_or_name, str) and path_or_name in names:
        return _call(load, path_or_name, options)
    path = checked_path(path_or_name)
    if path.is_dir():
        return _folder(path, options)
    if not path.exists():
        raise DataError(_unknown(str(path_or_name), path, names))
    stored = Stored.at(path)
    kind = kind_of(stored.head)
    if kind == "idx":
        return _call(load_idx, path, options)
    if kind == "zip":
        members = members_of(stored)
        if is_npz(members):
            return _call(load_npz, path, options)
        if holds_folder(members):
            with unpacked(stored, members) as folder:
                return _renamed(_folder(folder, options), stem(path))
    return _call(load_csv, path, options)


def _folder(path: Path, options: dict[str, Any]) -> Dataset:
    """The data set of a folder."""
    reader, first, others = meant_by(path)
    found = _call(OF_FOLDERS[reader], first, options | others)
    return _renamed(found, path.resolve().name) if "test" in others else found


def _renamed(found: Dataset, called: str) -> Dataset:
    return replace(found, name=called, title=called)


def _call(reader: Callable[..., Dataset], source: Any, options: dict[str, Any]) -> Dataset:
    """`reader` on `source`, with an error that names the options there are where one is unknown."""
    if reader is not load:  # which checks for itself
        optional = [
            one for one in inspect.signature(reader).parameters.values() if one.kind is one.KEYWORD_ONLY
        ]
        known = [*(one.name for one in optional), *(["labels_path"] if reader is load_idx else [])]
        for option in options:
            check_choice(f"option of {reader.__name__}", option, known)
    return reader(source, **options)


def _unknown(text: str, path: Path, names: list[str]) -> str:
    """What to say of what is neither a name nor a path."""
    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        beside = []
    near = difflib.get_close_matches(
        path.name, [*names, *(name for name in beside if name != path.name)], n=1
    )
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"{text!r} is neither built in nor a path{hint} (built in: {', '.join(names)})"
