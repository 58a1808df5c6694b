"""Runs on disk are listed, opened, renamed and removed."""

import numpy as np
import pytest

from learnscope.library.opening import open_run
from learnscope.scene import schema
from learnscope.store import autosave
from learnscope.store.autosave import Autosave
from learnscope.store.folder import runs
from learnscope.store.owner import is_owned
from learnscope.store.read import open_stored
from tests.session.keeping import MOMENT, keeper_of, listed, present, trained
from tests.session.reader import Reader, new_session


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
