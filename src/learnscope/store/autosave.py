"""Runs on disk as they go: the runs of all sittings are written to their files by one thread (`writing`).

Trees are values, so that it takes the latest there is and nobody waits for it. What an edit leads to is
written at once, by whoever has it settled; what playing leads to at most a second later. Where a file cannot
be written, `trouble` says so, nothing that is on disk is lost, and it is tried again with the next change or
after a while.

A run has a file from its first step on. A file that somebody else has written to since is left as it is: the
run goes on in a file of its own.
"""

import contextlib
import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from learnscope.data.dataset import Dataset
from learnscope.experiment import Setup
from learnscope.run import Tree
from learnscope.store.contents import TITLE, Notes, base_name
from learnscope.store.file import LARGEST_DATA, DamagedError, RunFile, is_kept, write_whole
from learnscope.store.folder import check_room, free_name
from learnscope.store.stored import StoredRun
from learnscope.store.writing import HOLDING, WRITING

GAP = 0.5  # seconds between two writings while a run plays, so that with the writing none is older than one
AGAIN = 3.0  # seconds until what failed is tried again
SOON = 0.05  # seconds in which whoever made an edit has it settled, before the thread does
REMEMBERED = 16  # runs of the sitting whose files it can go on with
SAID = 10.0  # seconds for which it is said, at least, that a run has another file
FAULT = "a fault in Learnscope, which is written where it was started"


@dataclass(frozen=True, eq=False)
class Kept:
    """A run and its file."""

    name: str
    tree: Tree | None = None  # as the file holds it, None where it was not written yet
    setups: tuple[Setup, ...] = ()  # in the order of the file
    stamp: str = ""
    title: str = ""  # what its reader calls it


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is to be written next."""

    run: str
    tree: Tree
    notes: Notes


class Autosave:
    """Keeps the runs of one sitting in `folder`. All but `folder` may be called from any thread."""

    def __init__(self, folder: Path, *, gap: float = GAP, now: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._gap = gap
        self._time = now
        self._change = threading.Condition()
        self._wanted: Wanted | None = None
        self._at_once = False
        self._due = 0.0
        self._busy = False
        self._trouble = ""
        self._news = ("", 0.0)  # that the run has another file now, and since when
        self._kept: dict[str, Kept] = {}
        self._posted: tuple[str, Tree, Notes] | None = None
        self._file: tuple[str, RunFile] | None = None  # the open one and the run it belongs to
        self._left: RunFile | None = None  # the one before, which may not be closed yet

    def adopt(self, run: str, stored: StoredRun) -> None:
        """`run` goes on with the file that was opened, if it is one of this folder."""
        if stored.path.parent.resolve() == self.folder.resolve():
            about = stored.about
            kept = Kept(stored.path.name, stored.tree, stored.setups, about["stamp"], about.get(TITLE, ""))
            with self._change:
                self._kept[run] = kept
                self._posted = (run, stored.tree, Notes(stamp=kept.stamp, title=kept.title))

    def keep(self, run: str, tree: Tree, notes: Notes, *, at_once: bool) -> None:
        """Have the run written, soon or `at_once`, if a step of it was made."""
        if not is_trained(tree):
            return
        with self._change:
            stamp = uuid.uuid4().hex
            notes = replace(notes, title=self._title(run))
            if self._posted is not None and self._posted[:2] == (run, tree):
                at_once, stamp = False, self._posted[2].stamp
                if replace(notes, stamp=stamp) == self._posted[2]:
                    return
            notes = replace(notes, stamp=stamp)
            self._posted = (run, tree, notes)
            self._wanted = Wanted(run, tree, notes)
            self._at_once = self._at_once or at_once
            WRITING.after(SOON if at_once else self._due - time.monotonic(), self._write_wanted)

    def rename(self, run: str, title: str) -> None:
        """Call a run of this sitting so whenever its file is written; "" for a name that is made."""
        with self._change:
            self._kept[run] = replace(self._kept[run], title=title)

    def _title(self, run: str) -> str:
        return self._kept[run].title if run in self._kept else ""

    def name(self, run: str, tree: Tree) -> str:
        """The name of the file of a run, "" while it needs none."""
        if not is_trained(tree):
            return ""
        with self._change:
            if run not in self._kept:
                taken = [kept.name for kept in self._kept.values()]
                moment = time.localtime(self._time())
                self._kept[run] = Kept(free_name(self.folder, base_name(tree), moment, taken))
            return self._kept[run].name

    def mark(self, run: str, tree: Tree) -> str:
        """What tells in its file that this is the tree it holds or is about to hold, "" where it may not."""
        with self._change:
            kept, posted = self._kept.get(run), self._posted
            written = kept is not None and kept.tree is not None and not self._trouble
            return posted[2].stamp if written and posted and posted[:2] == (run, tree) else ""

    @property
    def trouble(self) -> str:
        """Why the run is not being saved, or not where it was, a sentence; "" where all is as it was."""
        return self._trouble or self._news[0]

    @property
    def busy(self) -> bool:
        """Whether something is being written now, or will be at once."""
        with self._change:
            return self._busy or (self._wanted is not None and self._at_once)

    def settle(self, timeout: float = 10.0) -> bool:
        """Write what is to be written; False where that failed or takes longer."""
        with self._change:
            self._at_once = self._wanted is not None
        self._write_wanted()
        with self._change:
            return (
                self._change.wait_for(
                    lambda: not self._busy and (self._wanted is None or not self._at_once), timeout
                )
                and not self._trouble
            )

    def release(self) -> None:
        """Write what is to be written, and let others write to the file until there is more."""
        self.settle()
        with self._change:
            self._change.wait_for(lambda: not self._busy, 1.0)
            if not self._busy:
                self._close()

    def let_go(self, name: str) -> None:
        """Let others write to the file called `name`, if it is this sitting that does."""
        with self._change:
            mine = self._file is not None and self._file[1].path.name == name
        if mine:
            self.release()
        self._end_left()

    def _write_wanted(self) -> None:
        """Write what is wanted last, if anything is due and nobody is at it."""
        with self._change:
            left = 0.0 if self._at_once else self._due - time.monotonic()
            if self._busy or self._wanted is None:
                return
            if left > 0:
                WRITING.after(left, self._write_wanted)
                return
            wanted, self._wanted, self._at_once, self._busy = self._wanted, None, False, True
        began = time.monotonic()
        trouble = self._attempted(wanted)
        with self._change:
            self._busy, self._trouble = False, trouble
            self._due = began + (AGAIN if trouble else self._gap)
            if trouble and self._wanted is None:
                self._wanted = wanted
            if self._wanted is not None:
                WRITING.after(0.0 if self._at_once else self._due - time.monotonic(), self._write_wanted)
            self._change.notify_all()

    def _attempted(self, wanted: Wanted) -> str:
        """Write what is wanted; why that failed, "" where it did not."""
        try:
            data = wanted.tree.futures[0].segments[0].setup.experiment.data
            if isinstance(data, Dataset) and not is_kept(data):
                return f"The run is not saved: its data takes more than {LARGEST_DATA // 10**6} MB."
            self._write(wanted)
            return ""
        except DamagedError:
            return self._abandoned(wanted)
        except OSError as error:
            reason = " ".join(str(error.strerror or error).split())
        except Exception:
            logging.getLogger(__name__).exception("a run could not be saved")
            reason = FAULT
        with contextlib.suppress(Exception):
            self._close()
        return f"The run is not being saved: {reason}; what was saved before stays, and it is tried again."

    def _abandoned(self, wanted: Wanted) -> str:
        """Leave a damaged file as it is, go on in another with what comes next, and say so."""
        with contextlib.suppress(Exception):
            if self._file is not None:
                file, self._file = self._file[1], None
                file.abandon()
        run, name = wanted.run, self.name(wanted.run, wanted.tree)
        with self._change:
            fresh = free_name(self.folder, base_name(wanted.tree), time.localtime(self._time()), [name])
            self._kept[run] = Kept(fresh, title=self._title(run))
        return (
            f"{name} was damaged while the run went on; it is left as it is, and the run goes on in {fresh}."
        )

    def _write(self, wanted: Wanted) -> None:
        run, tree, notes = wanted.run, wanted.tree, wanted.notes
        self.name(run, tree)
        kept = self._kept[run]
        path = self.folder / kept.name
        if self._file is not None and (self._file[0] != run or not path.exists()):
            self._leave()
        if self._file is None and kept.tree is not None and path.exists():
            self._end_left()
            with contextlib.suppress(BlockingIOError):
                self._file = run, RunFile(path, kept.tree, kept.setups, kept.stamp)
        if self._file is None:
            held = kept.tree is not None and path.exists()  # by somebody else
            self._begin(run, kept, wanted)
            if held:
                name = self._kept[run].name
                said = f"{kept.name} is being written to by another sitting; the run goes on in {name}."
                self._news = said, time.monotonic()
            return
        file = self._file[1]
        file.save(tree, notes)
        if time.monotonic() > self._news[1] + SAID:
            self._news = "", 0.0
        self._remember(run, replace(kept, tree=tree, setups=file.setups, stamp=file.stamp))

    def _begin(self, run: str, kept: Kept, wanted: Wanted) -> None:
        """Write the whole run to a new file."""
        tree, notes, name = wanted.tree, wanted.notes, kept.name
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_room(self.folder)
        while True:
            if (self.folder / name).exists():
                name = free_name(self.folder, base_name(tree), time.localtime(self._time()))
            with contextlib.suppress(FileExistsError):
                setups = write_whole(self.folder / name, tree, notes, anew=True)
                break
        self._remember(run, replace(kept, name=name, tree=tree, setups=setups, stamp=notes.stamp))
        self._file = run, RunFile(self.folder / name, tree, setups, notes.stamp)

    def _remember(self, run: str, kept: Kept) -> None:
        """What the file of `run` holds now; of runs that others came after, a few are remembered."""
        with self._change:
            title = self._title(run)  # it may have been renamed since
            self._kept.pop(run, None)
            self._kept[run] = replace(kept, title=title)
            for old in list(self._kept)[:-REMEMBERED]:
                del self._kept[old]

    def _leave(self) -> None:
        """Have the file closed without waiting for the disk, since another is to be written."""
        self._end_left()
        if self._file is not None:
            self._left, self._file = self._file[1], None
            HOLDING.after(0.0, self._left.close)

    def _end_left(self) -> None:
        left, self._left = self._left, None
        if left is not None:
            left.close()

    def _close(self) -> None:
        self._end_left()
        if self._file is not None:
            file, self._file = self._file[1], None
            file.close()


def is_trained(tree: Tree) -> bool:
    """Whether a step was made."""
    return any(segment.count for future in tree.futures for segment in future.segments)
