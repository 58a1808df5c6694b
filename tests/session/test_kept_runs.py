"""Runs of a sitting on disk: written as they go, listed, opened again, and never in the way."""

import itertools
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.data.arrays import from_arrays
from learnscope.errors import FormatError
from learnscope.library.opening import open_run
from learnscope.run import point
from learnscope.scene import schema
from learnscope.session import Session
from learnscope.session.snapshot import Snapshot
from learnscope.store import autosave, file as files
from learnscope.store.autosave import Autosave
from learnscope.store.folder import runs
from learnscope.store.owner import is_owned
from learnscope.store.read import open_stored
from tests.sampling import many
from tests.session.reader import Reader, new_session, send

MOMENT = 1_795_000_000.0


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Autosave]:
    """One that writes into a folder that is not there yet."""
    kept = Autosave(tmp_path / "runs", gap=0.05, now=lambda: MOMENT)
    yield kept
    kept.release()


def trained(keeper: Autosave, start: str = "iris", **options: object) -> Reader:
    """A sitting with an epoch made."""
    reader = Reader(new_session(start, autosave=keeper, **options))
    reader.get(schema.Train, epochs=1)
    assert keeper.settle()
    return reader


def keeper_of(reader: Reader) -> Autosave:
    """What keeps its runs."""
    kept = reader.session._autosave
    assert kept is not None
    return kept


def present(reader: Reader) -> str:
    """The name of the file of the run that is shown."""
    run = reader.session.scene().run
    assert run is not None
    return run.file


def listed(reader: Reader) -> schema.SavedRuns:
    """The list of runs."""
    reply = send(reader.session, schema.ListRuns(at=reader.scene.moment, serial=7))
    assert isinstance(reply, schema.SavedRuns)
    return reply


def reopened(session: Session, folder: Path) -> Session:
    """The sitting in another process."""
    seeds = itertools.count(900)
    snapshot = session.snapshot()
    session.release()
    return Session(seeds=lambda: next(seeds), snapshot=snapshot, autosave=Autosave(folder), engine="plain")


def test_a_run_has_a_file_from_its_first_step_on(keeper: Autosave) -> None:
    """Looking and editing before leave nothing on disk."""
    reader = Reader(new_session(autosave=keeper))
    reader.get(schema.Configure, name="learning_rate", value=0.3)
    reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=1.0)
    assert keeper.settle()
    assert present(reader) == ""
    assert not keeper.folder.exists()

    reader.get(schema.Advance, next_batch=True, phase=0.0)
    assert keeper.settle()

    name = present(reader)
    assert name.startswith("iris-")
    stored = open_stored(keeper.folder / name)
    assert stored.tree["1"].steps == 1
    assert stored.tree["1"].segments[0].causes[1:] == ("learning rate 0.3", "weight sepal length → hidden 1")


def test_what_is_shown_is_what_is_on_disk(keeper: Autosave) -> None:
    """After training, edits, forks, undone moves and playing."""
    reader = trained(keeper)
    reader.get(schema.Configure, name="learning_rate", value=0.5)
    reader.get(schema.Seek, step=5, future="")
    reader.get(schema.Configure, name="learning_rate", value=0.01)
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    reader.get(schema.Undo)
    reader.get(schema.Play, pace=0.0, until="epoch")
    while reader.session.going and reader.session.scene().run.playing:
        reader.tick()
    assert keeper.settle()

    stored = open_stored(keeper.folder / present(reader))

    run = reader.session.scene().run
    assert [future.title for future in stored.tree.futures] == [future.title for future in run.futures]
    assert stored.about["shown"] == {"future": run.shown, "step": reader.session.scene().moment.step}
    for future in run.futures:
        assert stored.tree[future.name].steps == future.steps
    weights = [link.weight.numpy() for link in reader.session.scene().stage.links]
    there = point(stored.tree, run.shown, reader.session.scene().moment.step)
    network = stored.tree[run.shown].segment.loop.plan.network.with_parameters(there.parameters)
    for weight, wanted in zip(weights, network.weights, strict=True):
        np.testing.assert_array_equal(weight, wanted)


def test_a_sitting_goes_on_from_the_file(keeper: Autosave) -> None:
    """With the same numbers, view and breakpoints; and writes to the same file."""
    reader = trained(keeper)
    reader.get(schema.Seek, step=4, future="")
    reader.get(schema.SetBreakpoint, name="loss_rises", on=True, number=7.0)
    assert keeper.settle()
    name, size = present(reader), len(reader.session.snapshot())

    again = Reader(reopened(reader.session, keeper.folder))

    assert size < 2000
    before = reader.session.scene()
    assert again.scene.moment == before.moment
    for part in ("experiment", "stage", "outcome", "opened"):
        assert getattr(again.scene, part) == getattr(before, part)
    for part in ("futures", "shown", "head", "marks", "overfitting", "file", "trouble"):
        assert getattr(again.scene.run, part) == getattr(before.run, part)
    number = next(each for each in again.scene.run.breakpoints if each.name == "loss_rises").number
    assert number == 7.0
    again.get(schema.Seek, step=7, future="")
    again.get(schema.Advance, next_batch=True, phase=0.0)
    again.session.release()
    assert [one.name for one in keeper.folder.iterdir()] == [name]
    assert open_stored(keeper.folder / name).tree["1"].steps == 8


def test_a_snapshot_older_or_newer_than_the_file_is_met_halfway(keeper: Autosave) -> None:
    """It goes on at the step that was shown, or at the last there is."""
    reader = trained(keeper)
    kept = msgspec.msgpack.decode(reader.session.snapshot(), type=Snapshot)
    reader.session.release()
    for step, wanted in ((3, 3), (500, 7)):
        other = msgspec.structs.replace(
            kept, step=step, file=msgspec.structs.replace(kept.file, stamp="another")
        )
        session = Session(
            seeds=lambda: 1, snapshot=msgspec.msgpack.encode(other), autosave=Autosave(keeper.folder)
        )

        assert session.scene().moment.step == wanted


def test_a_snapshot_whose_file_is_gone_is_refused(keeper: Autosave) -> None:
    """Whoever opens it begins a fresh sitting."""
    reader = trained(keeper)
    snapshot, name = reader.session.snapshot(), present(reader)
    reader.session.release()
    (keeper.folder / name).unlink()

    with pytest.raises(FormatError) as gone:
        Session(seeds=lambda: 1, snapshot=snapshot, autosave=Autosave(keeper.folder))
    with pytest.raises(FormatError) as nowhere:
        Session(seeds=lambda: 1, snapshot=snapshot)

    assert str(gone.value).startswith("a kept sitting cannot be read: there is no file ")
    assert str(nowhere.value) == "a kept sitting must hold a run or name its file, got neither"


def test_runs_are_listed_and_opened(keeper: Autosave) -> None:
    """The present one is marked; opening another can be undone."""
    reader = trained(keeper)
    first, shown = present(reader), [link.weight.numpy() for link in reader.scene.stage.links]
    reader.get(schema.Choose, name="original")
    reader.get(schema.Train, epochs=3)
    assert keeper.settle()

    found = listed(reader)
    scene = reader.get(schema.OpenRun, name=first)

    assert (found.serial, found.folder) == (7, str(keeper.folder))
    assert {(one.name == first, one.steps, one.present) for one in found.runs} == {
        (True, 7, False),
        (False, 3, True),
    }
    assert scene.said == f"{first.removesuffix('.run')} is open, after seven updates"
    assert [one.present for one in listed(reader).runs if one.name == first] == [True]
    for link, weight in zip(scene.stage.links, shown, strict=True):
        np.testing.assert_array_equal(link.weight.numpy(), weight)
    undone = reader.get(schema.Undo)
    assert undone.run.file != first
    assert undone.said == "taken back: open a run"


def test_an_opened_run_goes_on_in_its_file(keeper: Autosave) -> None:
    """And not in another."""
    reader = trained(keeper)
    first = present(reader)
    reader.get(schema.NewStart)
    reader.get(schema.OpenRun, name=first)
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    assert keeper.settle()

    assert [one.name for one in runs(keeper.folder)] == [first]
    assert open_stored(keeper.folder / first).tree["1"].steps == 8


def test_a_run_that_another_sitting_writes_is_copied(keeper: Autosave) -> None:
    """The second is told, and its changes leave the first one's file alone."""
    reader = trained(keeper)
    first = present(reader)
    other_keeper = Autosave(keeper.folder, now=lambda: MOMENT)
    other = Reader(new_session(autosave=other_keeper))

    scene = other.get(schema.OpenRun, name=first)
    other.get(schema.Advance, next_batch=True, phase=0.0)
    assert other_keeper.settle()

    assert scene.said == (
        f"{first.removesuffix('.run')} is open, after seven updates; another sitting is writing to it, "
        "so that what you change goes into a copy"
    )
    assert present(other) != first
    assert open_stored(keeper.folder / first).tree["1"].steps == 7
    assert open_stored(keeper.folder / present(other)).tree["1"].steps == 8
    other.session.release()


def test_a_file_somebody_else_wrote_to_meanwhile_is_left_alone(
    keeper: Autosave, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sitting nobody looked at goes on in a file of its own, and says so for a while."""
    reader = trained(keeper)
    first = present(reader)
    reader.session.release()
    assert not is_owned(keeper.folder / first)
    other_keeper = Autosave(keeper.folder, now=lambda: MOMENT)
    other = Reader(new_session(autosave=other_keeper))
    other.get(schema.OpenRun, name=first)
    other.get(schema.Advance, next_batch=True, phase=0.0)
    other.session.release()

    reader.get(schema.Train, epochs=1)
    assert keeper.settle()

    assert present(reader) != first
    assert keeper.trouble == (
        f"{first} is being written to by another sitting; the run goes on in {present(reader)}."
    )
    monkeypatch.setattr(autosave, "SAID", 0.0)
    reader.get(schema.Train, epochs=1)
    assert keeper.settle()
    assert keeper.trouble == ""
    assert open_stored(keeper.folder / first).tree["1"].steps == 8
    assert open_stored(keeper.folder / present(reader)).tree["1"].steps == 21


def test_a_file_that_was_removed_is_written_again(keeper: Autosave) -> None:
    """All of it: nothing that is shown is lost."""
    reader = trained(keeper)
    (keeper.folder / present(reader)).unlink()

    reader.get(schema.Train, epochs=1)
    assert keeper.settle()

    assert open_run(keeper.folder / present(reader)).steps == 14


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../a.run", "name must be that of a file in the list, without folders, got '../a.run'"),
        ("a", "name must be that of a file in the list, without folders, got 'a'"),
        ("gone.run", "there is no saved run 'gone.run' any more; look at the list again"),
    ],
)
def test_names_that_are_none_are_refused(name: str, message: str, keeper: Autosave) -> None:
    """To open and to remove."""
    reader = trained(keeper)

    for kind in (schema.OpenRun, schema.DeleteRun):
        problem = reader.refused(kind, name=name)
        assert (problem.kind, problem.field, problem.message) == ("refused", "name", message)


def test_the_present_run_is_neither_opened_nor_removed(keeper: Autosave) -> None:
    """It is open, and it is kept."""
    reader = trained(keeper)
    name = present(reader)

    assert reader.refused(schema.OpenRun, name=name).message == (
        "name must be that of another run than the present one, which is open"
    )
    assert reader.refused(schema.DeleteRun, name=name).message == (
        "name must be that of another run than the present one, which is kept"
    )


def test_a_run_is_deleted_and_brought_back(keeper: Autosave) -> None:
    """Unless another sitting writes to it."""
    reader = trained(keeper)
    first = present(reader)
    other = Reader(new_session(autosave=Autosave(keeper.folder)))

    refused = other.refused(schema.DeleteRun, name=first)
    reader.session.release()
    scene = other.get(schema.DeleteRun, name=first)

    assert refused.message == ("name must be that of a run no other sitting is writing to; close that first")
    assert scene.said == f"{first.removesuffix('.run')} is deleted"
    assert listed(other).runs == ()

    scene = other.get(schema.DeleteRun, name=first, back=True)

    assert scene.said == f"{first.removesuffix('.run')} is kept again"
    assert [run.name for run in listed(other).runs] == [first]
    assert other.refused(schema.DeleteRun, name="x.run", back=True).message == (
        "name must be that of one of the last runs that were deleted, got 'x.run'"
    )


def test_runs_are_told_apart_by_what_differs(keeper: Autosave) -> None:
    """On the same data and network: those settings alone, and the lowest validation loss."""
    trained(keeper)
    second, third = Autosave(keeper.folder), Autosave(keeper.folder)
    reader = Reader(new_session(autosave=second))
    reader.get(schema.Configure, name="optimizer", value="adam")
    reader.get(schema.Configure, name="learning_rate", value=0.5)
    reader.get(schema.Train, epochs=1)
    Reader(new_session("original", autosave=third)).get(schema.Train, epochs=1)
    assert second.settle()
    assert third.settle()

    runs = {run.differs: run for run in listed(reader).runs}

    assert set(runs) == {"", "learning rate 0.1, SGD", "learning rate 0.5, Adam"}
    assert runs[""].title != runs["learning rate 0.5, Adam"].title == "Iris, 4-5-3"
    assert all(run.best is not None and run.best > 0 for words, run in runs.items() if words)
    second.release()
    third.release()


def test_a_run_is_renamed_and_keeps_its_name(keeper: Autosave) -> None:
    """The present one while it goes on, another where it lies; an empty name is that made of its data."""
    reader = trained(keeper)
    first = present(reader)

    scene = reader.get(schema.RenameRun, name=first, title="  the  slow one ")
    assert scene.said == f"{first.removesuffix('.run')} is called the slow one"
    assert [(run.title, run.named) for run in listed(reader).runs] == [("the slow one", True)]
    reader.get(schema.Train, epochs=1)
    assert keeper.settle()
    assert listed(reader).runs[0].title == "the slow one"

    reader.session.release()
    other = Reader(new_session(autosave=Autosave(keeper.folder)))
    other.get(schema.RenameRun, name=first, title="mine")
    other.get(schema.OpenRun, name=first)
    other.get(schema.Train, epochs=1)
    assert keeper_of(other).settle()
    assert listed(other).runs[0].title == "mine"

    scene = other.get(schema.RenameRun, name=first, title=" ")
    assert scene.said == f"{first.removesuffix('.run')} has no name of its own any more"
    assert [(run.title, run.named) for run in listed(other).runs] == [("Iris, 4-5-3", False)]
    other.session.release()


def test_what_a_run_cannot_be_called_is_refused(keeper: Autosave) -> None:
    """A long name, one of a file that is none, one that another sitting writes to."""
    reader = trained(keeper)
    first = present(reader)
    other = Reader(new_session(autosave=Autosave(keeper.folder)))

    assert reader.refused(schema.RenameRun, name=first, title="x" * 81).message == (
        "title must have at most 80 characters, got 81; shorten it"
    )
    assert reader.refused(schema.RenameRun, name="gone.run", title="x").message == (
        "there is no saved run 'gone.run' any more; look at the list again"
    )
    assert other.refused(schema.RenameRun, name=first, title="x").message == (
        "name must be that of a run no other sitting is writing to; close that first"
    )


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


INTENTS = st.one_of(
    st.builds(lambda n: (schema.Train, {"epochs": 1 + n % 3}), st.integers(0, 9)),
    st.builds(lambda n: (schema.Seek, {"step": n, "future": ""}), st.integers(0, 20)),
    st.builds(
        lambda x: (schema.Configure, {"name": "learning_rate", "value": x}), st.sampled_from([0.01, 0.3, 1.0])
    ),
    st.builds(
        lambda x: (schema.SetParameter, {"link": 0, "role": "bias", "index": (1,), "value": x}),
        st.floats(-2, 2),
    ),
    st.builds(lambda x: (schema.SetInput, {"index": 1, "value": x}), st.floats(1, 5)),
    st.builds(lambda b: (schema.Advance, {"next_batch": b, "phase": 0.0}), st.booleans()),
    st.sampled_from(
        [
            (schema.Configure, {"name": "optimizer", "value": "adam"}),
            (schema.Configure, {"name": "l2", "value": 0.01}),
            (schema.AddNeuron, {"layer": 1}),
            (schema.Fork, {}),
            (schema.NewStart, {}),
            (schema.Reset, {}),
            (schema.Undo, {}),
            (schema.Redo, {}),
        ]
    ),
)


@settings(max_examples=many(25), deadline=None)
@given(intents=st.lists(INTENTS, min_size=2, max_size=12))
def test_any_sitting_is_the_same_after_a_restart(
    intents: list[tuple[type[schema.Intent], dict[str, Any]]],
) -> None:
    """Whatever was done: what is shown, and every step of every future."""
    with tempfile.TemporaryDirectory() as folder:
        keeper = Autosave(Path(folder), gap=0.0)
        reader = Reader(new_session(autosave=keeper))
        for kind, fields in intents:
            reader.ask(kind, **fields)
        assert keeper.settle()
        state = reader.session._now.state

        session = reopened(reader.session, Path(folder))

        again = session._now.state
        session.release()
    assert (again.run, again.future, again.step) == (state.run, state.future, state.step)
    assert again.same_numbers(replace(state, tree=again.tree, ended=again.ended))
    assert again.phase == state.phase
    for future in state.tree.futures:
        for step in {0, future.steps // 3, future.steps}:
            assert point(again.tree, future.name, step).same(point(state.tree, future.name, step))


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


def test_a_name_of_five_thousand_characters_is_refused_in_a_sentence(keeper: Autosave) -> None:
    """As is one that no disk can have; nothing fails."""
    reader = trained(keeper)
    long = "n" * 5000 + ".run"
    for kind, more in ((schema.OpenRun, {}), (schema.DeleteRun, {}), (schema.RenameRun, {"title": "x"})):
        reply = reader.session.handle(kind(at=reader.scene.moment, name=long, **more))

        assert isinstance(reply, schema.Problem)
        assert (reply.kind, reply.message) == (
            "refused",
            f"name must be that of a file in the list, without folders, got '{'n' * 56}...",
        )


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
