"""Sittings on disk."""

import asyncio
import logging
import os
import shutil
import time
from pathlib import Path

import pytest

from learnscope.sittings.folder import MAKING, Store
from learnscope.sittings.sittings import Sittings
from tests.sittings.fakes import NAME, FakeSession, change, connected, decode


def test_saving_replaces_and_tidying_keeps_the_last(tmp_path: Path) -> None:
    """One file a name, whole at any time; of many, those written last stay."""
    store = Store(tmp_path, kept=2)
    for name in ("a", "b", "c"):
        store.save(name, name.encode())
        store.save(name, name.upper().encode())
    store.tidy()

    assert len(list(tmp_path.iterdir())) == 2
    assert store.load("c") == b"C"


def test_a_folder_that_cannot_be_written_is_said_until_it_can(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Once in the log each time that begins."""
    way = tmp_path / "file"
    store = Store(way / "sittings")
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            way.write_text("in the way")
            assert not store.save("a", b"1")
            assert not store.save("a", b"2")
            assert store.trouble == (
                "Where this stands is not being kept: Not a directory; "
                "it goes on here, and keeping it is tried again."
            )
            assert store.load("a") is None
            way.unlink()
            assert store.save("a", b"3")
            assert store.trouble == ""
            assert store.load("a") == b"3"
            shutil.rmtree(way)

    assert [record.message for record in caplog.records] == 2 * [
        f"sittings cannot be kept in {way / 'sittings'} ([Errno 20] Not a directory: "
        f"'{way / 'sittings' / 'a'}'); it is tried again"
    ]


def test_what_a_process_left_that_died_is_removed(tmp_path: Path) -> None:
    """Not while somebody may be making it; and it counts for no sitting."""
    store = Store(tmp_path, kept=2)
    for name in ("a", "b"):
        store.save(name, b"1")
    (tmp_path / ".made").write_bytes(b"half")
    store.tidy()
    assert (tmp_path / ".made").exists()
    long_ago = time.time() - MAKING - 1
    os.utime(tmp_path / ".made", (long_ago, long_ago))

    store.tidy()

    assert {file.name for file in tmp_path.iterdir()} == {"a", "b"}


def test_a_sitting_can_be_forgotten(tmp_path: Path) -> None:
    """And forgetting what is not there is nothing."""
    store = Store(tmp_path)
    store.save("one", b"1")

    store.forget("one")
    store.forget("two")

    assert store.load("one") is None


def shown(store: Store, changes: int, make: type[FakeSession] = FakeSession) -> list[int]:
    """What a reader of a fresh process sees that makes so many changes."""

    async def act() -> list[int]:
        async with connected(Sittings(make, decode, store=store)) as reader:
            seen = [await reader.revision()]
            for _ in range(changes):
                await reader.send(change())
                seen.append(await reader.revision())
            return seen

    return asyncio.run(act())


def test_a_sitting_goes_on_in_another_process(tmp_path: Path) -> None:
    """From where it was shown last."""
    store = Store(tmp_path)

    assert [shown(store, 2), shown(store, 1), shown(store, 0)] == [[0, 1, 2], [2, 3], [3]]


def test_a_kept_sitting_that_cannot_be_read_begins_afresh(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The reason is logged, and the reader gets a fresh sitting."""
    store = Store(tmp_path)
    store.save(NAME, b"broken")
    with caplog.at_level(logging.WARNING):
        assert shown(store, 0) == [0]

    assert "a kept sitting cannot be read: it is broken; a fresh sitting begins" in caplog.text


def test_a_sitting_that_cannot_be_kept_is_not_kept_as_it_was(tmp_path: Path) -> None:
    """Rather than an older state, a fresh one comes after a restart."""

    class Growing(FakeSession):
        """Too large from the second change on."""

        def snapshot(self, *, settle: bool = False) -> bytes:
            return b"" if self.revision > 1 else super().snapshot(settle=settle)

    store = Store(tmp_path)

    assert shown(store, 1, Growing) == [0, 1]
    assert shown(store, 1, Growing) == [1, 2]
    assert store.load(NAME) is None


def test_what_yields_leaves_alone_what_another_has_used_since(tmp_path: Path) -> None:
    """It writes what is its own still, and what is new; not what is newer, or is no more."""
    mine, other = Store(tmp_path), Store(tmp_path)
    for name in ("mine", "opened", "changed", "gone"):
        mine.save(name, b"1")
        os.utime(tmp_path / name, ns=(10**9, 10**9))
        assert mine.load(name) == b"1"
    os.utime(tmp_path / "opened", ns=(10**9, 10**9))
    assert other.load("opened") == b"1"
    os.utime(tmp_path / "changed", ns=(10**9, 10**9))
    other.save("changed", b"2")
    other.forget("gone")
    other.save("came", b"2")

    mine.yields = True
    for name in ("mine", "opened", "changed", "gone", "came", "new"):
        mine.save(name, b"3")

    found = {name: other.load(name) for name in ("mine", "opened", "changed", "gone", "came", "new")}
    assert found == {"mine": b"3", "opened": b"1", "changed": b"2", "gone": None, "came": b"2", "new": b"3"}
