"""Where a run cannot be kept it is told, and training goes on."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from learnscope.data.arrays import from_arrays
from learnscope.library.opening import open_run
from learnscope.scene import schema
from learnscope.session.snapshot import Snapshot
from learnscope.store import autosave, file as files
from learnscope.store.autosave import Autosave
from learnscope.store.read import open_stored
from tests.session.keeping import listed, present, trained
from tests.session.reader import Reader, new_session


def test_damage_is_told_and_changes_nothing(keeper: Autosave) -> None:
    """A file that cannot be opened is left as it is."""
    reader = trained(keeper)
    (keeper.folder / "bad.run").write_bytes(b"nothing of ours")

    problem = reader.refused(schema.OpenRun, name="bad.run")

    assert problem.message == "bad.run is no run that Learnscope saved; pass a file that run.save wrote"
    assert (keeper.folder / "bad.run").read_bytes() == b"nothing of ours"


def test_a_full_disk_is_told_and_training_goes_on(keeper: Autosave, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was saved stays; with room again, all is saved."""
    reader = trained(keeper)
    name = present(reader)
    reader.session.release()  # its file is opened anew, with no more room than it takes
    room, connected = (keeper.folder / name).stat().st_size // 4096, files.connected

    def full(path: Path, **options: Any) -> sqlite3.Connection:
        tables = connected(path, **options)
        tables.execute(f"PRAGMA max_page_count = {room}")
        return tables

    monkeypatch.setattr(files, "connected", full)
    reader.get(schema.Train, epochs=40)
    assert not keeper.settle()
    told = reader.session.scene().run.trouble
    held = open_stored(keeper.folder / name).tree["1"].steps
    monkeypatch.undo()
    reader.get(schema.Train, epochs=1)
    assert keeper.settle()

    assert told == (
        f"The run is not being saved: {name} cannot be written (database or disk is full); "
        "what was saved before stays, and it is tried again."
    )
    assert held == 7
    assert reader.session.scene().run.trouble == ""
    assert open_stored(keeper.folder / name).tree["1"].steps == 42 * 7


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """And the sitting is kept by its snapshot alone."""
    (tmp_path / "runs").write_bytes(b"a file in the way")
    keeper = Autosave(tmp_path / "runs" / "deeper")
    reader = Reader(new_session(autosave=keeper))
    reader.get(schema.Train, epochs=1)
    assert not keeper.settle()

    assert reader.session.going  # there is something to tell
    scene = reader.tick()

    assert scene is not None
    assert scene.run is not None
    assert scene.run.trouble == (
        "The run is not being saved: Not a directory; what was saved before stays, and it is tried again."
    )
    kept = msgspec.msgpack.decode(reader.session.snapshot(), type=Snapshot)
    assert kept.file is None
    assert kept.tables


def test_data_of_ones_own_is_in_the_file_unless_it_is_too_large(
    keeper: Autosave, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too large, the run is not saved, and that is said."""
    own = from_arrays(np.arange(40.0).reshape(20, 2), ["a", "b"] * 10, name="own")
    reader = Reader(new_session(autosave=keeper))
    reader.scene = reader.session.adopt(own)
    reader.get(schema.Train, epochs=1)
    assert keeper.settle()

    run = open_run(keeper.folder / present(reader))
    assert run.experiment.data.fingerprint == own.fingerprint
    monkeypatch.setattr(files, "LARGEST_DATA", 100)
    reader.get(schema.Train, epochs=1)
    assert not keeper.settle()
    assert keeper.trouble == "The run is not saved: its data takes more than 256 MB."


def test_a_fault_while_saving_is_told(keeper: Autosave, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sitting lives on."""
    monkeypatch.setattr(autosave, "write_whole", lambda *given, **named: 1 / 0)
    reader = Reader(new_session(autosave=keeper))
    reader.get(schema.Train, epochs=1)

    assert not keeper.settle()
    assert keeper.trouble == (
        "The run is not being saved: a fault in Learnscope, which is written where it was started; "
        "what was saved before stays, and it is tried again."
    )


def test_without_a_keeper_nothing_is_listed() -> None:
    """As in a script."""
    reader = Reader(new_session())

    assert listed(reader) == schema.SavedRuns(7, "", ())
    assert reader.refused(schema.OpenRun, name="a.run").message == (
        "name must be that of a saved run, but runs are not kept here"
    )


def test_a_file_damaged_under_a_running_page_is_left_and_the_run_goes_on_in_another(keeper: Autosave) -> None:
    """That is said once; nothing of the run is lost."""
    reader = trained(keeper)
    file = keeper.folder / present(reader)
    file.write_bytes(file.read_bytes()[:100] + b"\xff" * (file.stat().st_size - 100))
    reader.get(schema.Train, epochs=1)
    assert not keeper.settle()
    scene = reader.session.scene()
    assert scene.run is not None
    told, other = scene.run.trouble, scene.run.file

    assert told == (
        f"{file.name} was damaged while the run went on; it is left as it is, and the run goes on in {other}."
    )
    reader.get(schema.Train, epochs=1)
    assert keeper.settle()
    again = reader.session.scene()
    assert again.run is not None
    assert (again.run.trouble, again.run.file) == ("", other)
    assert open_stored(keeper.folder / other).tree["1"].steps == reader.session.scene().run.head


def test_of_too_many_runs_no_new_one_is_saved_and_that_is_said(
    keeper: Autosave, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those there are go on."""
    first = trained(keeper)
    monkeypatch.setattr("learnscope.store.folder.MOST_RUNS", 1)
    other = Autosave(keeper.folder)
    reader = Reader(new_session(autosave=other))
    reader.get(schema.Train, epochs=1)
    assert not other.settle()
    first.get(schema.Train, epochs=1)
    assert keeper.settle()

    scene = reader.session.scene()
    assert scene.run is not None
    assert scene.run.trouble == (
        "The run is not being saved: there are 1 runs already, delete some; what was saved before stays, "
        "and it is tried again."
    )
    monkeypatch.undo()
    assert other.settle()
    other.release()
