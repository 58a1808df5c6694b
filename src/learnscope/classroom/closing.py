"""Closing a class: it takes no more answers, and those it has taken are written.

In this order: so whoever was told that they answered is in the file. It happens once, whoever asks for it and
however often. A disk that refuses the file, or that hangs, does not keep the answers: they go elsewhere.
"""

import contextlib
import errno
import queue
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from learnscope.classroom.answers import table, write
from learnscope.classroom.classroom import Classroom

NOBODY = "Nobody answered a question."
WRITTEN = "Everybody's answers are in {file}"
UNWRITTEN = "The answers cannot be written to {folder} ({reason})"
BESIDE = "{why}; they are in {file}"
WITHIN = 20.0  # seconds that a disk may take for the file
HANGS = "it does not answer"
PRINTED = "{why}; they are printed where it was started"


class Closing:
    """Closes `classroom`, whose answers are to be in `folder`. It may be called from any thread."""

    def __init__(self, classroom: Classroom, folder: Path) -> None:
        self._classroom, self._folder = classroom, folder.resolve()
        self._lock = threading.Lock()

    def __call__(self) -> str:
        """Close it, and say what became of its answers; who comes later waits, and is told the same."""
        with self._lock:
            if not self._classroom.ended:
                self._classroom.stop()
                self._classroom.close(self._kept())
            return self._classroom.ended

    def _kept(self) -> str:
        """Write the answers where that can be, and say where."""
        try:
            return _told(self._written(lambda: self._folder))
        except OSError as error:
            why = UNWRITTEN.format(folder=self._folder, reason=error.strerror)
        with contextlib.suppress(OSError):
            file = self._written(lambda: Path(tempfile.mkdtemp(prefix="learnscope-answers-")))
            return BESIDE.format(why=why, file=file)
        sys.stdout.write(table(self._classroom))
        return PRINTED.format(why=why)

    def _written(self, folder: Callable[[], Path]) -> Path | None:
        """Write them into that folder, as long as its disk does not take too long. Raises OSError."""
        came: queue.SimpleQueue[Path | OSError | None] = queue.SimpleQueue()

        def work() -> None:
            try:
                came.put(write(self._classroom, folder()))
            except OSError as error:
                came.put(error)

        try:
            threading.Thread(target=work, daemon=True).start()
        except RuntimeError:  # no thread can be begun
            work()
        try:
            found = came.get(timeout=WITHIN)
        except queue.Empty:
            raise TimeoutError(errno.ETIMEDOUT, HANGS) from None
        if isinstance(found, OSError):
            raise found
        return found


def _told(file: Path | None) -> str:
    return NOBODY if file is None else WRITTEN.format(file=file)
