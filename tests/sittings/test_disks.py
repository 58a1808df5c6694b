"""Disks that are full, read-only, gone or slow: it is said, all are answered, and all is kept at last."""

import asyncio
import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Coroutine, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from learnscope.session.session import Session
from learnscope.sittings import sitting as sitting_module, twofold
from learnscope.sittings.folder import TROUBLE
from learnscope.store import autosave, file as files
from learnscope.store.folder import runs
from learnscope.store.read import open_stored
from tests.sittings.pages import Hall, Page, in_memory, kept_file, kept_tree

UNKEPT = "Where this stands is not being kept: {}; it goes on here, and keeping it is tried again."
UNSAVED = "The run is not being saved: {}; what was saved before stays, and it is tried again."


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """The test, run in an event loop of its own."""

    @wraps(test)
    def run(*arguments: Any, **options: Any) -> None:
        asyncio.run(asyncio.wait_for(test(*arguments, **options), 120))

    return run


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again at once."""
    monkeypatch.setattr(sitting_module, "KEEP_WITHIN", 0.01)
    monkeypatch.setattr(sitting_module, "KEEP_AGAIN", 0.01)
    monkeypatch.setattr(autosave, "AGAIN", 0.01)


async def begun(folder: Path, count: int = 2) -> tuple[Hall, list[Page]]:
    """Pages at sittings of which each has trained."""
    hall = Hall(folder, in_memory)
    pages = [Page(hall) for _ in range(count)]
    for page in pages:
        await page.come()
        page.intend("train", epochs=1)
        await page.rest()
    return hall, pages


def trouble(page: Page) -> str:
    """What a page says of its being kept."""
    said: str = page.scene["run"]["trouble"]
    return said


async def all_is_kept_again(hall: Hall, pages: list[Page]) -> None:
    """The trouble is over: what each shows is what is there after a restart."""
    for page in pages:
        page.intend("train", epochs=1)
        await page.rest()
        await page.until(lambda page=page: trouble(page) == "")
        await page.leave()
    await hall.end()
    for page in pages:
        run = page.scene["run"]
        assert kept_tree(hall, page.name)[run["shown"]].steps == run["head"]
        # the last scene need not name it: a file that was covered by another's is left when it is kept again
        stored = open_stored(hall.folder / "runs" / kept_file(hall, page.name))
        assert stored.tree[run["shown"]].steps == run["head"]


class Full:
    """A disk that takes so many bytes more, wherever they are written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._left: float = float("inf")
        self._write, self._change = os.write, files.changing
        monkeypatch.setattr(twofold.os, "write", self._written)
        monkeypatch.setattr(files, "changing", self._changed)

    def after(self, count: float) -> None:
        """From now on it takes so many."""
        self._left = count

    def _written(self, file: int, data: Any) -> int:
        if self._left <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = self._write(file, data[: int(min(len(data), self._left))])
        self._left -= taken
        return taken

    @contextlib.contextmanager
    def _changed(self, tables: sqlite3.Connection) -> Iterator[None]:
        with self._change(tables):
            yield
            if self._left <= 4096:
                raise sqlite3.OperationalError("database or disk is full")
            self._left -= 4096


@pytest.mark.parametrize("room", [0, 30, 300, 5000])
@in_a_loop
async def test_a_full_disk_is_told_and_everybody_goes_on(
    room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a write ended half-way; with room again all is kept, and nothing that was kept is lost."""
    disk = Full(monkeypatch)
    hall, pages = await begun(tmp_path)
    disk.after(room)
    for value in (0.5, 0.25):
        for page in pages:
            page.intend("configure", name="learning_rate", value=value)
            page.intend("train", epochs=1)
            await page.rest()
    for page in pages:
        await page.until(lambda page=page: trouble(page) != "")
        said = {UNKEPT.format("No space left on device")}
        said.add(UNSAVED.format(f"{page.scene['run']['file']} cannot be written (database or disk is full)"))
        assert trouble(page) in said
        assert page.scene["run"]["head"] == 12
    for page in pages:
        assert kept_tree(hall, page.name)["1"].steps in (4, 8, 12)
    disk.after(float("inf"))

    await all_is_kept_again(hall, pages)


@in_a_loop
async def test_a_folder_that_vanishes_is_made_anew(tmp_path: Path) -> None:
    """Under a page that trains; and where another thing stands in its place, that is told until it goes."""
    hall, pages = await begun(tmp_path)
    for folder in ("sittings", "runs"):
        shutil.rmtree(tmp_path / folder)
        (tmp_path / folder).write_bytes(b"in the way")
    for page in pages:
        page.intend("train", epochs=1)
        await page.rest()
        assert "Not a directory" in trouble(page) or "File exists" in trouble(page)
    for folder in ("sittings", "runs"):
        (tmp_path / folder).unlink()

    await all_is_kept_again(hall, pages)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="mounts disks; run as root on Linux",
)
@pytest.mark.parametrize("kind", ["full", "read-only", "gone"])
@in_a_loop
async def test_a_real_disk(kind: str, tmp_path: Path) -> None:
    """A small one that others fill, one that is made read-only, one that is taken away and comes back."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k" if kind == "full" else "size=8m", "tmpfs", place],
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount; run where root may")
    try:
        hall, pages = await begun(place)
        for page in pages:
            await page.leave()
        while any(not hall.sittings.find(page.name).idle for page in pages):
            await asyncio.sleep(0)
        if kind == "full":
            with (place / "filling").open("wb", buffering=0) as filling, contextlib.suppress(OSError):
                while True:
                    filling.write(b"0" * 4096)
        elif kind == "read-only":
            subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        else:
            (tmp_path / "aside").mkdir()
            subprocess.run(["mount", "--move", place, tmp_path / "aside"], check=True)
            place.rmdir()
            place.write_bytes(b"")
        for page in pages:
            page.intend("train", epochs=2)
            await page.rest()
            await page.until(lambda page=page: trouble(page) != "")
        if kind == "full":
            (place / "filling").unlink()
        elif kind == "read-only":
            subprocess.run(["mount", "-o", "remount,rw", place], check=True)
        else:
            place.unlink()
            place.mkdir(exist_ok=True)  # the server may have made it anew by now
            subprocess.run(["mount", "--move", tmp_path / "aside", place], check=True)
        await all_is_kept_again(hall, pages)
    finally:
        for each in (place, tmp_path / "aside"):
            subprocess.run(["umount", "-l", each], check=False, capture_output=True)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(24, "Too many open files"), "Too many open files"),
        (ZeroDivisionError(), "the reason is written where Learnscope was started"),
    ],
)
@in_a_loop
async def test_what_fails_at_being_kept_is_told_and_tried_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
    said: str,
) -> None:
    """An edit was made, whatever fails afterwards; it is logged once, and kept once that can be."""
    hall, pages = await begun(tmp_path)
    snapshot = Session.snapshot

    def fails(self: Session, *, settle: bool = False) -> bytes:
        raise fault

    monkeypatch.setattr(Session, "snapshot", fails)
    for _ in range(2):
        for page in pages:
            page.intend("configure", name="learning_rate", value=0.5)
            await page.rest()
            assert trouble(page) == TROUBLE.format(said)
    assert len(caplog.records) == len(pages)
    monkeypatch.setattr(Session, "snapshot", snapshot)

    await all_is_kept_again(hall, pages)


@in_a_loop
async def test_a_disk_that_takes_its_time_stops_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever edits waits for it; who looks about, asks or plays does not, however many wait."""
    hall, pages = await begun(tmp_path, 34)
    free, write = threading.Event(), twofold.write

    def slow(path: Path, data: bytes) -> None:
        if path.name in {page.name for page in pages[:-1]}:
            assert free.wait(60)
        write(path, data)

    monkeypatch.setattr(twofold, "write", slow)
    for page in pages[:-1]:
        page.intend("configure", name="learning_rate", value=0.5)
    other = pages[-1]
    for _ in range(3):
        other.intend("seek", step=1, future="")
        other.ask("ask_why", name="weight.0.0.0")
        other.intend("configure", name="learning_rate", value=0.25)
        await other.rest()
    assert all(page.open for page in pages[:-1])
    free.set()

    await all_is_kept_again(hall, pages)
    assert len(runs(tmp_path / "runs")) == len(pages)
