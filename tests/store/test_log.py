"""The log beside a run's file that goes on: read with it, put into it, gone when the file is let go of."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from learnscope.core.compiled import PLAIN
from learnscope.errors import FormatError
from learnscope.run import Tree, grow
from learnscope.store import log
from learnscope.store.beside import INDEX, KINDS, LOG, beside, is_alone
from learnscope.store.contents import Notes
from learnscope.store.file import DamagedError, RunFile, settle, write_whole
from learnscope.store.folder import copy, free_name, runs, tidy
from learnscope.store.read import open_stored
from tests.run.trees import make_tree
from tests.store.test_folder import MOMENT

STEPS = 30  # of `tree`
OPEN = pytest.mark.skipif(
    sys.platform == "win32", reason="an open file cannot be removed there; run it on a POSIX system"
)


@pytest.fixture
def tree() -> Tree:
    """So many steps."""
    return grow(make_tree(), "1", STEPS, PLAIN, rules=False).tree


@pytest.fixture
def file(tree: Tree, tmp_path: Path) -> Iterator[RunFile]:
    """Its file, open for more."""
    setups = write_whole(tmp_path / "a.run", tree, Notes(stamp="begin"), anew=True)
    opened = RunFile(tmp_path / "a.run", tree, setups, "begin")
    yield opened
    opened.close()


def longer(file: RunFile, steps: int = 20) -> Tree:
    """The run with more steps, saved."""
    assert file._tree is not None
    tree = grow(file._tree, "1", steps, PLAIN, rules=False).tree
    file.save(tree, Notes())
    return tree


def steps(path: Path) -> int:
    """How many there are in a file."""
    return open_stored(path).tree["1"].steps


def left(file: RunFile, folder: Path) -> Path:
    """What there would be if its writer died now, in another folder."""
    folder.mkdir()
    for one in (file.path, beside(file.path, LOG)):
        (folder / one.name).write_bytes(one.read_bytes())
    return folder / file.path.name


def test_what_is_saved_is_read_and_listed_at_once_and_let_go_of_it_is_one_file(file: RunFile) -> None:
    """Before anything of it is in the file itself."""
    before = file.path.read_bytes()
    for more in (1, 2):
        longer(file)
        (listed,) = runs(file.path.parent)
        assert (steps(file.path), listed.steps) == (STEPS + 20 * more, STEPS + 20 * more)
        assert file.path.read_bytes() == before
    changed = beside(file.path, LOG).stat().st_mtime_ns
    file.close()

    assert list(file.path.parent.iterdir()) == [file.path]
    assert steps(file.path) == STEPS + 40
    assert file.path.stat().st_mtime_ns == changed


def test_a_long_log_is_put_into_the_file_and_begun_again(
    file: RunFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is open; others read on."""
    monkeypatch.setattr(log, "LONGEST", 100_000)
    before = file.path.read_bytes()
    while not beside(file.path, LOG).stat().st_size > 100_000:
        longer(file)
    file.hold()

    assert file.path.read_bytes() != before
    assert beside(file.path, LOG).stat().st_size < 20_000
    assert steps(file.path) == longer(file)["1"].steps - 20


def test_a_log_stays_as_long_as_others_read(file: RunFile) -> None:
    """And is read with the file; the next who goes on with it makes one file of it."""
    tree = longer(file)
    with closing(sqlite3.connect(file.path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM about").fetchone()
        file.close()
        assert beside(file.path, LOG).stat().st_size > 0
    stored = open_stored(file.path)
    RunFile(file.path, stored.tree, stored.setups, stored.about["stamp"]).close()

    assert is_alone(file.path)
    assert steps(file.path) == tree["1"].steps


def test_what_a_writer_that_died_left_is_read_and_made_one_file_again(file: RunFile, tmp_path: Path) -> None:
    """Listed and opened before; settled when a server starts, and then as old as it was."""
    longer(file)
    path = left(file, tmp_path / "left")
    (listed,) = runs(path.parent)
    opened = steps(path)
    tidy(path.parent)
    (again,) = runs(path.parent)

    assert (listed.steps, opened, steps(path)) == (STEPS + 20,) * 3
    assert list(path.parent.iterdir()) == [path]
    assert again.when == listed.when


def test_where_there_is_no_shared_memory_all_is_read_from_a_copy(file: RunFile, tmp_path: Path) -> None:
    """As in a folder that is read only."""
    longer(file)
    path = left(file, tmp_path / "left")
    beside(path, INDEX).mkdir()

    assert steps(path) == STEPS + 20
    assert sorted(one.name for one in path.parent.iterdir()) == ["a.run", "a.run-shm", "a.run-wal"]


def test_where_there_is_no_shared_memory_a_journal_takes_the_place_of_the_log(
    tree: Tree, tmp_path: Path
) -> None:
    """And a log that lies there is put into the file first."""
    path = tmp_path / "a.run"
    setups = write_whole(path, tree, Notes(stamp="begin"), anew=True)
    beside(path, INDEX).mkdir()
    opened = RunFile(path, tree, setups, "begin")
    longer(opened)
    first = steps(path)
    beside(path, INDEX).rmdir()
    opened.close()

    assert first == steps(path) == STEPS + 20
    assert is_alone(path)


def test_a_log_without_shared_memory_is_put_into_the_file(file: RunFile, tmp_path: Path) -> None:
    """By whoever goes on."""
    tree = longer(file)
    path = left(file, tmp_path / "left")
    beside(path, INDEX).mkdir()
    opened = RunFile(path, tree, file.setups, file.stamp)
    longer(opened)
    beside(path, INDEX).rmdir()
    opened.close()

    assert steps(path) == STEPS + 40
    assert is_alone(path)


def test_a_file_that_was_only_touched_goes_on(file: RunFile) -> None:
    """Nothing in it is another."""
    os.utime(file.path, ns=(1, 1))
    longer(file)

    assert steps(file.path) == STEPS + 20


@pytest.mark.parametrize("moved", [False, pytest.param(True, marks=OPEN)])
def test_another_file_in_its_place_is_noticed_and_left_as_it_is(
    file: RunFile, tmp_path: Path, moved: bool
) -> None:
    """Even one that is whole, and nothing of the log is put into it."""
    other = tmp_path / "other.run"
    write_whole(other, grow(make_tree(), "1", 3, PLAIN).tree, Notes(stamp="other"))
    longer(file)
    whole = other.read_bytes()
    if moved:
        other.replace(file.path)
    else:
        file.path.write_bytes(whole)

    with pytest.raises(DamagedError):
        longer(file)
    file.abandon()

    assert file.path.read_bytes() == whole
    assert is_alone(file.path)
    assert steps(file.path) == 3


@OPEN
def test_a_log_that_was_taken_away_costs_nothing(file: RunFile) -> None:
    """It is said, and what it held comes into the file."""
    tree = longer(file)
    beside(file.path, LOG).unlink()
    with pytest.raises(OSError, match=r"^a\.run-wal was taken away$"):
        longer(file)
    file.close()

    assert is_alone(file.path)
    assert steps(file.path) == tree["1"].steps


def test_a_copy_is_one_file_with_all_that_was_saved(file: RunFile, tmp_path: Path) -> None:
    """Made while it is written to."""
    longer(file)
    copy(file.path, tmp_path / "b.run")
    alone = is_alone(tmp_path / "b.run")

    assert alone
    assert steps(tmp_path / "b.run") == STEPS + 20
    assert is_alone(tmp_path / "b.run")
    (tmp_path / "c.run").write_bytes(b"nothing of ours" * 100)
    with pytest.raises(FormatError, match=r"^c\.run is damaged \(file is not a database\); save it or"):
        copy(tmp_path / "c.run", tmp_path / "d.run")
    assert not list(tmp_path.glob("d.run*"))


def test_a_file_that_is_written_to_is_not_replaced(file: RunFile, tree: Tree) -> None:
    """Nor does what lay beside a file come into the one that takes its place."""
    with pytest.raises(BlockingIOError, match=r"^a\.run is being written to by another sitting$"):
        write_whole(file.path, tree, Notes())
    longer(file)
    path = left(file, file.path.parent / "left")
    write_whole(path, tree, Notes())

    assert is_alone(path)
    assert steps(path) == STEPS


def test_a_name_beside_which_something_lies_is_not_free(tmp_path: Path) -> None:
    """It would come into the new file."""
    name = free_name(tmp_path, "a", MOMENT)
    for kind in KINDS:
        (tmp_path / (name + kind)).write_bytes(b"left")
        assert free_name(tmp_path, "a", MOMENT) != name
        (tmp_path / (name + kind)).unlink()
    assert free_name(tmp_path, "a", MOMENT) == name


def test_what_somebody_writes_to_is_not_settled(file: RunFile) -> None:
    """It is left to whoever does."""
    longer(file)
    with pytest.raises(BlockingIOError):
        settle(file.path)
    tidy(file.path.parent)

    assert steps(file.path) == STEPS + 20
    longer(file)
