"""A process that reads, begun, watched and ended by whoever asked.

It inherits no descriptor but its ends of two pipes, and of the environment only what it needs to begin. What
it takes of memory is looked at many times a second: address space says little of it, since libraries reserve
ten times what they use.
"""

import contextlib
import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from learnscope.data.apart.plain import Found, taken
from learnscope.data.apart.task import Share, Task
from learnscope.errors import DataError

LOOKS = 20  # milliseconds between two looks
PIECE = 2**20  # bytes that are taken at a time
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
# One thread of each library: it reads beside what others wait for, and threads hold memory.
CALM = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}


class LeftError(Exception):
    """Whoever asked has left."""


class Reading:
    """One task, read apart once; `end` may be called from another thread."""

    def __init__(self, task: Task, share: Share) -> None:
        self._task = task
        self._share = share
        self._left = threading.Event()

    def end(self) -> None:
        """End it, since nobody wants it any more."""
        self._left.set()

    def result(self) -> Found:
        """What was read. Raises what the reader raises, and DataError where it took too much.

        FaultError for a fault of the reader, LeftError after `end`.
        """
        with tempfile.TemporaryDirectory(prefix="learnscope-") as folder:  # of what is unpacked on the way
            process = self._begun(folder)
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                return self._talked(process, process.stdin, process.stdout)
            finally:
                process.kill()
                process.wait()
                process.stdout.close()
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.close()

    def _begun(self, folder: str) -> "subprocess.Popen[bytes]":
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        try:
            return subprocess.Popen(
                [sys.executable, "-P", "-m", "learnscope.data.apart.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**kept, **CALM, "TMPDIR": folder, "HOME": folder},
                start_new_session=True,  # Ctrl-C is for whoever asked
            )
        except OSError as error:
            raise DataError(
                f"no program could be begun that reads {self._task.called} ({error.strerror}); "
                "try again in a moment"
            ) from None

    def _talked(self, process: "subprocess.Popen[bytes]", asking: IO[bytes], telling: IO[bytes]) -> Found:
        watch = _Watch(self._task, self._share, process.pid, self._left)
        try:
            with contextlib.suppress(BrokenPipeError):  # one that has ended already says so by what comes
                asking.write(pickle.dumps((self._task, self._share)))
                asking.flush()
            return taken(_Pipe(telling.fileno(), watch.look), self._task.at_most)
        except EOFError:
            process.wait()
            raise watch.ended(process.returncode) from None


class _Watch:
    """What a process takes, looked at while it is waited for."""

    def __init__(self, task: Task, share: Share, process: int, left: threading.Event) -> None:
        self._task = task
        self._share = share
        self._left = left
        self._taken = Path(f"/proc/{process}/statm")
        self._until = time.monotonic() + share.waiting
        self._most = 0  # bytes of memory that it was seen to take

    def look(self) -> None:
        """Raise LeftError or DataError where it is to be ended."""
        if self._left.is_set():
            raise LeftError
        self._most = max(self._most, self._resident())
        if self._most > self._share.memory:
            most = self._share.memory // 10**6
            raise self._task.took(
                f"{self._most // 10**6} MB of memory, more than the {most} MB that it may take"
            )
        if time.monotonic() > self._until:
            raise self._task.took(f"more than {self._share.waiting:.0f} s")

    def ended(self, code: int) -> DataError:
        """Why it ended without a word, by the code with which it did."""
        if code == -signal.SIGXCPU:
            return self._task.took(f"more than the {self._share.computing} s of computing that it may take")
        if code == -signal.SIGKILL:  # the system, for want of memory
            return self._task.took("more memory than there is")
        how = f"signal {-code}" if code < 0 else f"code {code}"
        return DataError(
            f"{self._task.called} ended the program that read it ({how}); make it again, in another format"
        )

    def _resident(self) -> int:
        try:
            return int(self._taken.read_bytes().split()[1]) * PAGE
        except (OSError, IndexError):  # it has ended, or the system does not say
            return 0


class _Pipe:
    """The end of a pipe at which things come, with a look between them."""

    def __init__(self, descriptor: int, look: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._look = look
        self._coming = select.poll()
        self._coming.register(descriptor, select.POLLIN)

    def fill(self, place: memoryview) -> None:
        """Take as many bytes as there is place for. Raises what `look` does, EOFError where fewer come."""
        while place:
            self._look()
            if self._coming.poll(LOOKS):
                count = os.readv(self._descriptor, [place[:PIECE]])
                if count == 0:
                    raise EOFError
                place = place[count:]
