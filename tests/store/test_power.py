"""A loss of power at any moment: the file of a run that goes on opens, as one of its changes left it."""

import os
import random
import sqlite3
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.compiled import PLAIN
from learnscope.errors import FormatError
from learnscope.run import Tree, grow, point
from learnscope.store import file as files, log
from learnscope.store.beside import is_alone
from learnscope.store.contents import Notes
from learnscope.store.file import PART, RunFile, write_whole
from learnscope.store.read import open_stored
from tests.run.trees import make_tree
from tests.sampling import many
from tests.store.power import Disk, recording

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or "libsqlite3" not in Path("/proc/self/maps").read_text(),
    reason="stands between SQLite and the system; needs Linux and a Python with the system's SQLite",
)
NAME = "a.run"


@dataclass
class Told:
    """What was done to the files of a run, and what it held when."""

    disk: Disk = field(default_factory=Disk)
    trees: list[Tree] = field(default_factory=list)  # as they were saved
    held: int = -1  # of them, the last that the disk was seen to hold
    moments: list[tuple[Disk, int, int]] = field(default_factory=list)  # disk, held, last that was saved

    def now(self) -> None:
        """Another moment at which the power may be lost."""
        self.moments.append((self.disk.copy(), self.held, len(self.trees) - 1))

    def life(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        """A run that is begun, saved, held by the disk, put into its file, let go of and gone on with."""

        def fsync(opened: int) -> None:
            place = Path(f"/proc/self/fd/{opened}").readlink()
            self.now()
            if place.is_dir():
                self.disk.sync_names()
            else:
                self.disk.sync(place.name)

        patch.setattr(os, "fsync", fsync)
        patch.setattr(files.HOLDING, "after", lambda seconds, call: None)
        patch.setattr(log, "LONGEST", 40_000)
        with recording(self.disk, self.now):
            tree = grow(make_tree(), "1", 30, PLAIN, rules=False).tree
            setups = write_whole(path, tree, Notes(stamp="0"), anew=True)
            self.born(path)
            self.trees.append(tree)
            for visit in range(2):
                file = RunFile(path, self.trees[-1], setups, str(len(self.trees) - 1))
                for k in range(1, 14):
                    tree = grow(self.trees[-1], "1", (7, 90)[k % 2], PLAIN, rules=False).tree
                    self.trees.append(tree)
                    file.save(tree, Notes(stamp=str(len(self.trees) - 1)))
                    if k % (3 + visit) == 0:
                        file.hold()
                        self.held = len(self.trees) - 1
                file.close()
                self.held, setups = len(self.trees) - 1, file.setups
        self.now()

    def born(self, path: Path) -> None:
        """The file has its name, which the disk may not hold."""
        part = next(name for name in self.disk.sure if name.endswith(PART))
        self.disk = self.disk if part == path.name else self._named(part, path.name)

    def _named(self, part: str, name: str) -> Disk:
        for files_of in (self.disk.sure, self.disk.pending):
            if part in files_of:
                files_of[name] = files_of.pop(part)  # type: ignore[index]
        self.disk.created = {name}
        return self.disk

    def check(self, moment: int, seed: int) -> int:
        """Which of its trees is found when the power is lost at that moment; -1 where there is no file."""
        disk, held, last = self.moments[moment]
        found = disk.after(random.Random(seed))
        if NAME not in found:
            assert held < 0
            return -1
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / NAME
            for name, data in found.items():
                if not name.endswith(PART):
                    path.with_name(name).write_bytes(data)
            stored = open_stored(path)
            place = int(stored.about["stamp"])
            assert held <= place <= last
            steps = self.trees[place]["1"].steps
            assert stored.tree["1"].steps == steps
            for step in (0, steps // 2, steps):
                assert point(stored.tree, "1", step).same(point(self.trees[place], "1", step))
            RunFile(path, stored.tree, stored.setups, str(place)).close()
            assert is_alone(path)
            assert open_stored(path).tree["1"].steps == steps
        return place


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The life of a run."""
    found = Told()
    with pytest.MonkeyPatch.context() as patch:
        found.life(tmp_path_factory.mktemp("power") / NAME, patch)
    return found


@settings(max_examples=many(1000), deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), seed=st.integers(0, 2**32))
def test_a_loss_of_power_leaves_what_a_change_left(told: Told, where: float, seed: int) -> None:
    """At any moment, whatever sectors the disk has taken: nothing is lost that it was seen to hold."""
    told.check(int(where * len(told.moments)), seed)


def test_each_kind_of_moment_is_among_them(told: Told) -> None:
    """New logs, long ones that are put into the file, and ends; or the test above would show little."""
    names = {name for disk, _, _ in told.moments for name in disk.sure}
    fewer = [
        (len(a.sure.get(NAME + "-wal", b"")), len(b.sure.get(NAME + "-wal", b"")))
        for (a, _, _), (b, _, _) in zip(told.moments, told.moments[1:], strict=False)
    ]

    assert names >= {NAME, NAME + "-wal"}
    assert told.disk.sure.keys() >= {NAME}
    assert sum(1 for before, after in fewer if 0 < after < before) >= 2  # a log was begun again
    assert not any(name.endswith("-journal") for name in names)


class _Before:
    """As files went on before there was a log: the disk is never asked."""

    there = is_long = False

    def __init__(self, connect: object, path: Path) -> None:
        self.tables = sqlite3.connect(path, isolation_level=None)
        self.tables.execute("PRAGMA synchronous = OFF")

    def sync(self) -> None:
        """Nothing."""

    end = drop = sync


def test_without_a_log_a_file_would_be_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This finds out."""
    found, damaged = Told(), 0
    monkeypatch.setattr(files, "Log", _Before)
    found.life(tmp_path / NAME, monkeypatch)
    for seed in range(40):
        try:
            found.check(random.Random(seed).randrange(len(found.moments)), seed)
        except (FormatError, OSError, AssertionError):
            damaged += 1

    assert damaged > 10


@dataclass
class _Counting(Disk):
    """What was asked of the disk."""

    syncs: int = 0
    bytes: int = 0

    def write(self, name: str, kind: str, place: int, data: bytes) -> None:
        """A write."""
        self.bytes += len(data)

    def sync(self, name: str) -> None:
        """Waiting."""
        self.syncs += 1


def test_who_saves_waits_for_no_disk_and_writes_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the run is, and when its log has been put into it; once, when it is begun, it waits."""
    disk = _Counting()
    monkeypatch.setattr(files.HOLDING, "after", lambda seconds, call: None)
    monkeypatch.setattr(log, "LONGEST", 40_000)
    with recording(disk, lambda: None):
        tree = grow(make_tree(), "1", 30, PLAIN, rules=False).tree
        setups = write_whole(tmp_path / NAME, tree, Notes(stamp="0"), anew=True)
        file = RunFile(tmp_path / NAME, tree, setups, "0")
        begun, saved, written = disk.syncs, [], []
        for k in range(40):
            disk.syncs = 0
            tree = grow(tree, "1", (1, 150)[k % 2], PLAIN, rules=False).tree
            disk.bytes = 0
            file.save(tree, Notes())
            written.append(disk.bytes)
            saved.append(disk.syncs)
            if k % 5 == 4:
                file.hold()
        file.close()

    assert begun == 1
    assert sum(saved) == 0
    assert written[0] < 100_000
    assert max(written) < 400_000  # a block of 512 rows of each curve, where it is nearly full
