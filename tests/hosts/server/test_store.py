"""Sittings on disk."""

import logging

from learnscope.errors import FormatError
from learnscope.sittings.folder import Store
from learnscope.sittings.sittings import Sittings
from tests.hosts.server.fakes import NAME, FakeSession, change, decode, read, revision, running


def make(snapshot: bytes | None) -> FakeSession:
    session = FakeSession()
    if snapshot == b"broken":
        raise FormatError("a kept sitting cannot be read: it is broken")
    session.revision = int(snapshot or b"0")
    return session


def test_a_sitting_outlives_its_server(folder, tmp_path):
    """The same address shows the same state after the server was ended and started again."""
    store = Store(tmp_path / "kept")
    with (
        running(folder, sittings=Sittings(make, decode, store=store)) as server,
        server.connect(NAME) as reader,
    ):
        read(reader)
        reader.send(change())
        assert revision(reader) == 1
    with (
        running(folder, sittings=Sittings(make, decode, store=store)) as server,
        server.connect(NAME) as reader,
    ):
        assert revision(reader) == 1


def test_a_kept_sitting_that_cannot_be_read_begins_afresh(folder, tmp_path, caplog):
    """The reason is logged, and the reader gets a fresh sitting."""
    store = Store(tmp_path)
    sittings = Sittings(make, decode, store=store)
    with caplog.at_level(logging.WARNING), running(folder, sittings=sittings) as server:
        store.save(NAME, b"broken")
        with server.connect(NAME) as reader:
            assert revision(reader) == 0

    assert "a kept sitting cannot be read: it is broken; a fresh sitting begins" in caplog.text


def test_saving_replaces_and_tidying_keeps_the_last(tmp_path):
    """One file a name, whole at any time; of many, those written last stay."""
    store = Store(tmp_path, kept=2)
    for name in ("a", "b", "c"):
        store.save(name, name.encode())
        store.save(name, name.upper().encode())
    store.tidy()

    assert len(list(tmp_path.iterdir())) == 2
    assert store.load("c") == b"C"


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path, caplog):
    """The server goes on without keeping sittings."""
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "sittings")
    with caplog.at_level(logging.WARNING):
        store.save("a", b"1")
        store.save("a", b"2")

    assert store.load("a") is None
    assert [record.message.startswith("sittings cannot be kept in") for record in caplog.records] == [True]


def test_a_sitting_can_be_forgotten(tmp_path):
    """And forgetting what is not there is nothing."""
    store = Store(tmp_path)
    store.save("one", b"1")

    store.forget("one")
    store.forget("two")

    assert store.load("one") is None


def test_a_sitting_that_cannot_be_kept_is_not_kept_as_it_was(folder, tmp_path):
    """Rather than an older state, a fresh one comes after a restart."""

    class Growing(FakeSession):
        def snapshot(self, *, settle: bool = False) -> bytes:
            return b"" if self.revision > 1 else super().snapshot(settle=settle)

    store = Store(tmp_path)
    with (
        running(folder, sittings=Sittings(lambda _: Growing(), decode, store=store)) as server,
        server.connect(NAME) as reader,
    ):
        read(reader)
        reader.send(change())
        assert revision(reader) == 1
        assert store.load(NAME) == b"1"
        reader.send(change())
        assert revision(reader) == 2

        assert store.load(NAME) is None
