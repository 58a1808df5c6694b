"""The list of runs: quick, in order, and honest about files that cannot be opened."""

import os
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from learnscope.core.compiled import PLAIN
from learnscope.errors import DataError
from learnscope.run import grow
from learnscope.store.contents import Notes
from learnscope.store.file import PART, write_whole
from learnscope.store.folder import (
    ASIDE,
    MOST_ASIDE,
    free_name,
    is_plain,
    remove,
    restore,
    run_named,
    runs,
    tidy,
)
from tests.run.trees import make_tree

MOMENT = time.strptime("2026-11-20 23:47:12", "%Y-%m-%d %H:%M:%S")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With one run of sixty steps."""
    write_whole(tmp_path / "a.run", grow(make_tree(), "1", 60, PLAIN).tree, Notes())
    return tmp_path


def test_a_run_is_listed_with_its_curve(folder: Path) -> None:
    """Data, shape, steps, and the loss along the way."""
    (one,) = runs(folder)

    assert (one.name, one.title, one.shape, one.steps, one.futures, one.trouble) == (
        "a.run", "arrays, 2-3-2", "2-3-2", 60, 1, "",
    )  # fmt: skip
    assert one.size == (folder / "a.run").stat().st_size
    assert 2 < len(one.curve) <= 40
    assert one.curve[-1] < one.curve[0]
    assert np.isfinite(one.curve).all()


def test_two_hundred_runs_are_listed_in_a_moment(folder: Path) -> None:
    """Without reading more of them than that; the last written stands first."""
    for k in range(199):
        shutil.copy(folder / "a.run", folder / f"{k}.run")
        os.utime(folder / f"{k}.run", (10**9 + k, 10**9 + k))
    began = time.process_time()

    found = runs(folder)

    assert time.process_time() - began < 0.3  # a tenth of a second on a machine that does nothing else
    assert [one.name for one in found[:3]] == ["a.run", "198.run", "197.run"]
    assert len(found) == 200


def test_what_is_no_run_says_so(folder: Path) -> None:
    """In the list, where everything else stays as it is."""
    whole = (folder / "a.run").read_bytes()
    (folder / "b.run").write_bytes(b"something else")
    (folder / "c.run").write_bytes(whole[: len(whole) - 4096])
    (folder / "d.txt").write_bytes(whole)
    (folder / "e.run").mkdir()

    found = {one.name: one.trouble for one in runs(folder)}

    assert found == {
        "a.run": "",
        "b.run": "it is damaged (file is not a database)",
        "c.run": "it is damaged (database disk image is malformed)",
    }
    assert (folder / "b.run").read_bytes() == b"something else"


def test_there_need_be_no_folder(tmp_path: Path) -> None:
    """Then nothing is listed."""
    assert runs(tmp_path / "none") == ()


def test_a_name_is_that_of_one_file_of_the_folder(folder: Path) -> None:
    """With or without its ending, and never one elsewhere."""
    assert run_named("a", folder) == run_named("a.run", folder) == folder / "a.run"
    for name in ("../a.run", "/a.run", "b/../a.run", "..\\a.run", ".run", "c:a.run", "a\0.run"):
        assert not is_plain(name)
    with pytest.raises(DataError) as missing:
        run_named("b", folder)
    with pytest.raises(DataError) as outside:
        run_named("../a", folder)
    assert str(missing.value) == "there is no run 'b'; did you mean 'a.run'?; `learnscope runs` lists them"
    assert str(outside.value) == "name must be that of a file, without folders, got '../a'"


def test_names_are_new(folder: Path) -> None:
    """The data set, the day and the time; a number where that is taken."""
    name = free_name(folder, "my data / set", MOMENT)
    (folder / name).write_bytes(b"")

    assert name == "my-data-set-2026-11-20-234712.run"
    assert free_name(folder, "my data / set", MOMENT) == "my-data-set-2026-11-20-234712-2.run"
    assert is_plain(free_name(folder, "…", MOMENT))
    assert free_name(folder, "..", MOMENT) == "run-2026-11-20-234712.run"


def test_what_never_became_whole_is_removed_after_a_day(folder: Path) -> None:
    """And a log whose file is gone; nothing else."""
    for name, age in (
        ("old.run.1a" + PART, 90_000),
        ("new.run.1b" + PART, 10),
        ("kept.run", 10**6),
        ("gone.run-wal", 90_000),
        ("gone.run-shm", 90_000),
        ("new.run-wal", 10),
    ):
        (folder / name).write_bytes(b"")
        moment = time.time() - age
        os.utime(folder / name, (moment, moment))

    tidy(folder)

    assert sorted(entry.name for entry in folder.iterdir()) == [
        "a.run",
        "kept.run",
        "new.run-wal",
        "new.run.1b" + PART,
    ]


def test_a_run_is_put_aside_with_what_lies_beside_it_and_comes_back(folder: Path) -> None:
    """A journal that was left there would be put into a later file of that name."""
    run = (folder / "a.run").read_bytes()
    (folder / "a.run-journal").write_bytes(b"left")

    remove(folder / "a.run")
    without = runs(folder)
    back = restore(folder / "a.run"), restore(folder / "a.run")

    assert without == ()
    assert back == (True, False)
    assert (folder / "a.run").read_bytes() == run
    assert (folder / "a.run-journal").read_bytes() == b"left"


def test_of_deleted_runs_the_last_are_kept(folder: Path) -> None:
    """Twenty; and none replaces a run that has its name by now."""
    for number in range(MOST_ASIDE + 3):
        file = folder / f"{number:02}.run"
        file.write_bytes(b"")
        remove(file)
        os.utime(folder / ASIDE / file.name, (number, number))
    (folder / "22.run").write_bytes(b"another")

    assert len(list((folder / ASIDE).iterdir())) == MOST_ASIDE
    assert not restore(folder / "22.run")
    assert (folder / "22.run").read_bytes() == b"another"
