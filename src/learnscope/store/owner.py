"""Who writes to a file: one at a time, told by a lock that ends with the process that holds it.

The lock is advisory and apart from those of SQLite, which last only as long as a change. It is held on the
file itself, so that nothing lies beside it.
"""

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import IO


class Ownership:
    """The right to write to a file, until `release`."""

    def __init__(self, path: Path, *, wait: float = 0.0) -> None:
        """Raises BlockingIOError where another has it for longer than it may take, in seconds."""
        self._file: IO[bytes] | None = path.open("rb")
        until = time.monotonic() + wait
        while True:
            try:
                _lock(self._file)
                return
            except OSError:
                if time.monotonic() >= until:
                    self.release()
                    raise BlockingIOError(f"{path.name} is being written to by another sitting") from None
                time.sleep(0.01)

    def head(self, count: int) -> bytes:
        """Its first bytes, by the handle there is: closing another would end the locks of SQLite."""
        assert self._file is not None
        os.lseek(self._file.fileno(), 0, os.SEEK_SET)
        return os.read(self._file.fileno(), count)

    def release(self) -> None:
        """Let others write."""
        if self._file is not None:
            self._file.close()
            self._file = None


def is_owned(path: Path) -> bool:
    """Whether somebody, in this process or another, has the right to write to the file."""
    with contextlib.suppress(FileNotFoundError):
        try:
            Ownership(path).release()
        except BlockingIOError:
            return True
    return False


if sys.platform == "win32":
    import msvcrt

    FAR = 2**40  # a place of the file where nothing is, nor are the locks of SQLite

    def _lock(file: IO[bytes]) -> None:
        file.seek(FAR, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
