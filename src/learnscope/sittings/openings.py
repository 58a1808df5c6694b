"""Sittings whose opening ends the process, by a fault in native code say, are not opened again and again.

Whoever sits in the same process loses the connection each time. So while a sitting is opened a mark lies
beside its file, and who finds one knows that a process has ended there. After two of them the sitting is
left as it is for two minutes.
"""

import contextlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from learnscope.errors import LearnscopeError

MOST = 2  # processes that may end at one sitting
AGAIN = 120.0  # seconds after the last of them until it is opened again
DEADLY = (
    "Learnscope has ended twice while it opened this sitting, so it is left as it is: kept as {}, with its "
    "run in the list of runs. It is tried again after two minutes; a new sitting opens at once."
)

_log = logging.getLogger(__name__)


class DeadlyError(LearnscopeError):
    """A sitting is not opened now, since that has ended processes."""


class Openings:
    """Those of the sittings in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told: set[str] = set()

    @contextlib.contextmanager
    def of(self, name: str) -> Iterator[None]:
        """While the kept sitting of that name is opened.

        Raises DeadlyError where that has ended processes.
        """
        mark = self._folder / f".{name}.opening"
        ended = _ended(mark)
        if ended >= MOST:
            if name not in self._told:
                _log.error("opening the sitting %s has ended a process %d times", self._folder / name, ended)
            self._told.add(name)
            raise DeadlyError(DEADLY.format(name))
        with contextlib.suppress(OSError):
            mark.write_bytes(b"x" * (ended + 1))
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                mark.unlink(missing_ok=True)


def _ended(mark: Path) -> int:
    """How many processes have ended there of late: a byte each."""
    with contextlib.suppress(OSError):
        found = mark.stat()
        if time.time() < found.st_mtime + AGAIN:
            return found.st_size
    return 0
