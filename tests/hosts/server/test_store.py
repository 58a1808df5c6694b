"""Sittings on disk."""

from learnscope.sittings.folder import Store
from learnscope.sittings.sittings import Sittings
from tests.hosts.server.fakes import read, revision, running
from tests.sittings.fakes import NAME, FakeSession, change, decode


def test_a_sitting_outlives_its_server(folder, tmp_path):
    """The same address shows the same state after the server was ended and started again."""
    store = Store(tmp_path / "kept")
    with (
        running(folder, sittings=Sittings(FakeSession, decode, store=store)) as server,
        server.connect(NAME) as reader,
    ):
        read(reader)
        reader.send(change())
        assert revision(reader) == 1
    with (
        running(folder, sittings=Sittings(FakeSession, decode, store=store)) as server,
        server.connect(NAME) as reader,
    ):
        assert revision(reader) == 1
