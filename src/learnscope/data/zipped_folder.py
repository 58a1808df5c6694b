"""A folder in a ZIP archive: images by class, or IDX files, unpacked only to be read."""

import contextlib
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from learnscope.data.images import ENDINGS as PICTURES
from learnscope.data.limits import at_most, shown_bytes
from learnscope.data.paths import stem
from learnscope.data.stored import Stored
from learnscope.data.zipped import is_table
from learnscope.errors import DataError, FormatError, shown

FILES = 100_000
IDX = ("ubyte", "ubyte.gz", ".idx")


def holds_folder(members: Sequence[str]) -> bool:
    """Whether an archive holds pictures or IDX files, and more of them than tables."""
    meant = sum(name.lower().endswith((*PICTURES, *IDX)) for name in members)
    return meant > sum(map(is_table, members))


@contextlib.contextmanager
def unpacked(stored: Stored, members: Sequence[str]) -> Iterator[Path]:
    """A context with a folder, called as the archive, that holds `members`; it is gone afterwards.

    Raises DataError for more than is taken in and for names that lead elsewhere, FormatError where a file
    cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="learnscope-") as place, stored.open() as file:
        root = Path(place).resolve() / stem(Path(stored.name))
        with zipfile.ZipFile(file) as archive:
            sizes = [archive.getinfo(name).file_size for name in members]
            if sum(sizes) > at_most().unpacked or len(members) > FILES:
                most = shown_bytes(at_most().unpacked)
                raise DataError(f"{stored.name} holds more than {most} or 100 000 files; unpack it first")
            for name in members:
                parts = name.split("/")
                if "\\" in name or any(part in ("", ".", "..") for part in parts):
                    raise DataError(f"{stored.name} holds {shown(name)}, a name that leads elsewhere")
                target = root.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    target.write_bytes(archive.read(name))
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
                    said = error.strerror if isinstance(error, OSError) and error.strerror else error
                    raise FormatError(f"{stored.name}: {shown(name)} cannot be unpacked ({said})") from None
        yield _inner(root)


def _inner(folder: Path) -> Path:
    """The folder, or the one that is all there is in it, as far down as such hold folders alone."""
    inside = list(folder.iterdir())
    deeper = len(inside) == 1 and inside[0].is_dir() and any(entry.is_dir() for entry in inside[0].iterdir())
    return _inner(inside[0]) if deeper else folder
