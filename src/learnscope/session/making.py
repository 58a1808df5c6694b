"""What makes the session of a sitting: a record, so that another process can be sent it, pickled.

    make = SessionMaker(folder, Experiment(data="iris"))
    session = make(None)  # or of a snapshot

A recipe is sent whole, with its data. A saved run is sent as the path of its file, which each process reads
once: what sittings begin with is what the file held then, though the first of them goes on writing to it.
"""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from learnscope.errors import DataError, FormatError
from learnscope.experiment import Experiment
from learnscope.lessons.shelf import Shelf
from learnscope.session.session import Session
from learnscope.store.autosave import Autosave
from learnscope.store.folder import copy
from learnscope.store.read import open_stored
from learnscope.store.stored import StoredRun

_log = logging.getLogger(__name__)


def any_seed() -> int:
    """A seed that is short enough to be read and typed."""
    return secrets.randbelow(100_000)


@dataclass(frozen=True)
class SessionMaker:
    """Begins sessions, or goes on from their snapshots.

    runs    folder in which runs are kept
    shown   what they begin with: a recipe, or the file of a saved run; None is where the page begins
    shelf   the lessons there are; None is those that are shipped
    copied  whether the file of a saved run is copied into `runs` first; else they go on in that very file
    seeds   asked for a whole number whenever a fresh one is needed
    """

    runs: Path
    shown: Experiment | Path | None = None
    shelf: Shelf | None = None
    copied: bool = False
    seeds: Callable[[], int] = any_seed

    def __call__(self, snapshot: bytes | None) -> Session:
        """A session. Raises FormatError where the snapshot is none."""
        return Session(
            seeds=self.seeds,
            experiment=self.shown if isinstance(self.shown, Experiment) else None,
            saved=self._saved(self.shown) if snapshot is None and isinstance(self.shown, Path) else None,
            snapshot=snapshot,
            autosave=Autosave(self.runs),
            shelf=self.shelf,
            haste=True,
        )

    def _saved(self, file: Path) -> StoredRun | None:
        """The saved run; None where its file cannot be read any more."""
        try:
            stored = run_at(file)
            if not self.copied:
                return stored
            self.runs.mkdir(mode=0o700, parents=True, exist_ok=True)
            place = self.runs / file.name
            if not place.exists():
                copy(file, place)
        except (DataError, FormatError, OSError) as error:
            _log.warning("%s; a sitting begins without it", error)
            return None
        return replace(stored, path=place)


@lru_cache(maxsize=2)
def run_at(file: Path) -> StoredRun:
    """The run that the file held when this process first read it. Raises what `open_stored` does."""
    return open_stored(file)
