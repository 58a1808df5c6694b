"""The file of a run that goes on: whole at any moment, one writer, and nothing else is ever touched."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from learnscope.core.compiled import PLAIN
from learnscope.errors import FormatError
from learnscope.run import Tree, grow, point
from learnscope.store.contents import Notes
from learnscope.store.file import RunFile, write_whole
from learnscope.store.owner import is_owned
from learnscope.store.read import open_stored
from tests.run.trees import make_tree


@pytest.fixture
def tree() -> Tree:
    """Thirty steps."""
    return grow(make_tree(), "1", 30, PLAIN, rules=False).tree


@pytest.fixture
def file(tree: Tree, tmp_path: Path) -> Iterator[RunFile]:
    """Its file, open for more."""
    setups = write_whole(tmp_path / "a.run", tree, Notes(stamp="begin"))
    opened = RunFile(tmp_path / "a.run", tree, setups, "begin")
    yield opened
    opened.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork; run it on a POSIX system")
def test_a_process_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    """Fifty times: all that it told of is there, and every step is that of a run nobody killed."""
    script = [sys.executable, "-m", "tests.store.killed", str(tmp_path), "50"]

    done = subprocess.run(script, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split("\n")) == 51


def test_a_full_disk_leaves_what_was_there(file: RunFile, tree: Tree) -> None:
    """The fault is told; with room again, what was meant to be saved is saved."""
    pages = file._tables.execute("PRAGMA page_count").fetchone()[0]
    file._tables.execute(f"PRAGMA max_page_count = {pages}")
    longer = grow(tree, "1", 3000, PLAIN, rules=False).tree

    with pytest.raises(OSError, match=r"^a\.run cannot be written \(database or disk is full\)$"):
        file.save(longer, Notes())
    before = open_stored(file.path).tree
    file._tables.execute("PRAGMA max_page_count = 100000")
    file.save(longer, Notes())

    assert before["1"].steps == 30
    again = open_stored(file.path).tree
    assert point(again, "1", 3000).same(point(longer, "1", 3000))


def test_a_file_has_one_writer(file: RunFile, tree: Tree) -> None:
    """The second is told; when the first has ended, it may go on if nothing was written since."""
    with pytest.raises(BlockingIOError) as second:
        RunFile(file.path, tree, (), "begin")
    assert is_owned(file.path)
    file.save(grow(tree, "1", 3, PLAIN).tree, Notes(stamp="more"))
    file.close()

    with pytest.raises(BlockingIOError) as late:
        RunFile(file.path, tree, (), "begin")
    assert not is_owned(file.path)
    stored = open_stored(file.path)
    RunFile(file.path, stored.tree, stored.setups, "more").close()

    assert str(second.value) == "a.run is being written to by another sitting"
    assert str(late.value) == "a.run was written to by another sitting"


def test_a_file_is_read_while_it_is_written(file: RunFile, tree: Tree) -> None:
    """A reader finds it as one change left it."""
    for _ in range(5):
        tree = grow(tree, "1", 20, PLAIN).tree
        file.save(tree, Notes())

        assert open_stored(file.path).tree["1"].steps == tree["1"].steps


def test_a_new_file_takes_nobodys_place(tree: Tree, tmp_path: Path) -> None:
    """What is there stays, and nothing is left beside it."""
    path = tmp_path / "a.run"
    path.write_bytes(b"mine")

    with pytest.raises(FileExistsError):
        write_whole(path, tree, Notes(), anew=True)

    assert path.read_bytes() == b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.run"]


def test_a_file_that_was_added_to_and_cut_is_refused(file: RunFile, tree: Tree) -> None:
    """At the end of any page, and left as it is."""
    file.save(grow(tree, "1", 500, PLAIN, rules=False).tree, Notes())
    file.close()
    whole = file.path.read_bytes()

    for length in range(4096, len(whole), 4096):
        file.path.write_bytes(whole[:length])
        moment = file.path.stat().st_mtime_ns
        with pytest.raises(FormatError) as raised:
            open_stored(file.path)
        assert str(raised.value) == (
            f"a.run is cut short: it has {length} of its {len(whole)} bytes; save it or copy it again"
        )
        assert (file.path.read_bytes(), file.path.stat().st_mtime_ns) == (whole[:length], moment)
