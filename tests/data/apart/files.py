"""Files of every kind that is read, whole and hostile, and what reading one leads to, to be compared."""

import io
import struct
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from learnscope.data.apart import Task
from learnscope.data.dataset import Dataset
from learnscope.data.remedies import RefusedError
from learnscope.errors import LearnscopeError
from tests.data import test_opening
from tests.data.tables import test_failures
from tests.data.test_any_bytes import WHOLE

WORDS = b"said,kind\n" + b"".join(
    b"%s %d and more words of it,%s\n" % ([b"free money", b"dear friend"][k % 2], k, [b"spam", b"ham"][k % 2])
    for k in range(60)
)


def _cases(test: Any) -> list[bytes]:
    """The contents that a test of refusals is given."""
    contents = [case[0] for mark in test.pytestmark if mark.name == "parametrize" for case in mark.args[1]]
    return [content if isinstance(content, bytes) else content.encode() for content in contents]


HOSTILE = [
    *_cases(test_failures.test_files_that_are_no_tables_are_refused),
    *_cases(test_failures.test_cells_and_columns_that_cannot_be_used_are_named),
    *_cases(test_opening.test_what_cannot_be_read_is_told_for_what_it_is),
]
TABLES = {
    **{
        name: content
        for name, content in WHOLE.items()
        if not name.startswith("folder") and "idx" not in name
    },
    "words.csv": WORDS,
    "Blüten 花.csv": "größe,art\n1,ä\n2,花\n3,ä\n4,花\n".encode(),
}


def idx(folder: Path) -> Path:
    """IDX files in a folder."""
    folder.mkdir()
    (folder / "a-images-idx3-ubyte").write_bytes(
        bytes((0, 0, 8, 3)) + struct.pack(">3I", 3, 2, 2) + bytes(12)
    )
    (folder / "a-labels-idx1-ubyte").write_bytes(bytes((0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 0)))
    return folder


def images(folder: Path, *, parts: bool = True) -> Path:
    """Images by class, some in colour and one that is none."""
    for part in ("train/", "test/") if parts else ("",):
        for label in ("cat", "Hündin"):
            place = folder / f"{part}{label}"
            place.mkdir(parents=True)
            for number in range(2):
                Image.new("RGB", (9, 7 + number), (90 * number, 20, 3)).save(place / f"{number}.png")
    (folder / f"{'train/' if parts else ''}cat" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n no")
    return folder


def picture(kind: str) -> bytes:
    """A picture in one of the formats that are read."""
    file = io.BytesIO()
    Image.fromarray((np.arange(1200) % 251).astype(np.uint8).reshape(30, 40)).save(file, kind)
    return file.getvalue()


def outcome(read: Any) -> Any:
    """What reading leads to, as something that is equal where all of it is."""
    try:
        found = read()
    except RefusedError as error:
        what = (error.problem, error.remedies, error.by_hand, error.about_target, error.columns)
        return type(error), str(error), what
    except LearnscopeError as error:
        return type(error), str(error)
    if not isinstance(found, Dataset):
        return found.note, found.pixels.shape, found.pixels.tobytes()
    values = {one.name: getattr(found, one.name) for one in fields(found)}
    for name in ("inputs", "targets"):
        array = values.pop(name)
        assert not array.flags.writeable
        values[name] = (array.shape, array.tobytes())
    return values, found.fingerprint


def opened(path: Path, **options: Any) -> Task:
    """To open what lies at a path."""
    return Task("data", (path,), options)
