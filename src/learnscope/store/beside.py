"""What SQLite keeps beside the file of a run, while it goes on or after its writer died.

    -journal   what was in the pages that are being changed: whoever opens the file next puts it back
    -wal       pages as they are to be, whole changes one after the other, each with a sum of all before it:
               whoever reads the file reads them too, up to the last change that is whole
    -shm       where in `-wal` which page is; made again from it, and worth nothing without the process

A file that was let go of has none of them.
"""

import contextlib
import os
from pathlib import Path

JOURNAL, LOG, INDEX = "-journal", "-wal", "-shm"
KINDS = (JOURNAL, LOG, INDEX)


def beside(path: Path, kind: str) -> Path:
    """The file of that kind which belongs to the one at `path`."""
    return path.with_name(path.name + kind)


def holds(path: Path, kind: str) -> bool:
    """Whether there is one, with something in it."""
    try:
        return beside(path, kind).stat().st_size > 0
    except OSError:
        return False


def is_going(path: Path) -> bool:
    """Whether a part of the file lies beside it: its writer is at it, or died."""
    return holds(path, LOG) or holds(path, JOURNAL)


def is_alone(path: Path) -> bool:
    """Whether nothing at all lies beside it."""
    return not any(beside(path, kind).exists() for kind in KINDS)


def together(path: Path) -> list[Path]:
    """The file and what belongs to it and must go where it goes, as far as they are there."""
    return [one for one in (path, beside(path, JOURNAL), beside(path, LOG)) if one.exists()]


def clear(path: Path) -> None:
    """Remove what lies beside a file, so that nothing of it comes into another of that name."""
    found = [one for one in (beside(path, kind) for kind in KINDS) if one.exists()]
    for one in found:
        one.unlink(missing_ok=True)
    if found:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the disk hold which names the folder has, where the system can be asked for that."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
