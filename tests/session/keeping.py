"""What tests of kept runs have in common."""

import itertools
from pathlib import Path

from learnscope.scene import schema
from learnscope.session import Session
from learnscope.store.autosave import Autosave
from tests.session.reader import Reader, new_session, send

MOMENT = 1_795_000_000.0


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
