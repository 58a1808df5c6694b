"""Sittings on disk: one small file each, so that they outlive the server.

A file is written after every change, so that a process that dies at any moment leaves what was written last
or before (`twofold`). Of all files the 2 000 last used are kept; who comes back to another is told by the
host. What cannot be read is as good as none. Where something cannot be written, `trouble` says why until it
can.
"""

import contextlib
import logging
import os
import time
from pathlib import Path

from learnscope.sittings import twofold
from learnscope.sittings.openings import Openings

KEPT = 2000
MAKING = 60.0  # seconds after which nobody makes a file any more
TROUBLE = "Where this stands is not being kept: {}; it goes on here, and keeping it is tried again."

_log = logging.getLogger(__name__)


def default_folder() -> Path:
    """Where sittings are kept: the folder for the state of programs of this user."""
    from platformdirs import user_state_path

    return user_state_path("learnscope", appauthor=False) / "sittings"


class Store:
    """A folder of kept sittings, by name. Names are safe as file names."""

    def __init__(self, folder: Path, *, kept: int = KEPT) -> None:
        self._folder = folder
        self._kept = kept
        self._openings = Openings(folder)
        self._known: dict[str, int | None] = {}  # when files changed last, as far as this process knows
        self.yields = False  # whether files that another process has used since are left to it
        self.trouble = ""  # why what is to be kept is not, a sentence; "" where it is

    def load(self, name: str) -> bytes | None:
        """What was saved last under `name`, or None."""
        with contextlib.suppress(OSError):
            found = twofold.read(self._folder / name)
            os.utime(self._folder / name)  # it is used
            self._known[name] = self._changed(name)
            return found
        return None

    def opening(self, name: str) -> contextlib.AbstractContextManager[None]:
        """While what is kept under `name` is opened. Raises DeadlyError where that has ended processes."""
        return self._openings.of(name) if self.has(name) else contextlib.nullcontext()

    def has(self, name: str) -> bool:
        """Whether something is saved under `name`."""
        with contextlib.suppress(OSError):
            return (self._folder / name).is_file()
        return False

    def save(self, name: str, data: bytes) -> bool:
        """Keep `data` under `name`, in place of what was there; False where that is to be tried again."""
        if self.yields and self._changed(name) != self._known.get(name):
            return True
        try:
            try:
                twofold.write(self._folder / name, data)
            except FileNotFoundError:  # there is no folder yet, or no more
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                twofold.write(self._folder / name, data)
        except OSError as error:
            if not self.trouble:
                _log.warning("sittings cannot be kept in %s (%s); it is tried again", self._folder, error)
            self.trouble = TROUBLE.format(" ".join(str(error.strerror or error).split()))
            return False
        self.trouble = ""
        self._known[name] = self._changed(name)
        return True

    def forget(self, name: str) -> None:
        """Keep nothing under `name`."""
        with contextlib.suppress(OSError):
            (self._folder / name).unlink(missing_ok=True)

    def _changed(self, name: str) -> int | None:
        """When the file changed last, in nanoseconds; None where there is none."""
        with contextlib.suppress(OSError):
            return (self._folder / name).stat().st_mtime_ns
        return None

    def tidy(self) -> None:
        """Remove all but the files last used, and what a process that died while it made one has left."""
        with contextlib.suppress(OSError):
            for file in self._folder.glob(".*"):
                if time.time() - file.stat().st_mtime > MAKING:
                    file.unlink(missing_ok=True)
            kept = [file for file in self._folder.iterdir() if not file.name.startswith(".")]
            files = sorted(kept, key=lambda file: file.stat().st_mtime, reverse=True)
            for file in files[self._kept :]:
                file.unlink(missing_ok=True)
