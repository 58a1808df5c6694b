"""A session that plays, over real connections and in a loop of its own."""

import asyncio
import logging
import time
from pathlib import Path

import pytest

from learnscope.scene.schema import Pause, Play, ShowSample
from learnscope.sittings.folder import Store
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.sittings import FAILED, FRAME, Reader, Sitting, Sittings
from tests.hosts.server.fakes import (
    NAME,
    FakeSession,
    Running,
    change,
    decode,
    intent,
    read,
    revision,
    running,
)


def test_playing_shows_scene_after_scene(server: Running) -> None:
    """To all readers, newer ones after older ones, until one of them pauses."""
    with server.connect() as one, server.connect() as two:
        revision(one), revision(two)
        one.send(intent(Play, pace=0.0))
        seen = [[revision(reader) for _ in range(10)] for reader in (one, two)]
        two.send(intent(Pause))
        one.send(intent(ShowSample, 9, number=900))
        while (message := read(one))["type"] == "scene":
            seen[0].append(message["moment"]["revision"])

    assert message["serial"] == 9
    for revisions in seen:
        assert revisions == sorted(revisions)
        assert revisions[-1] >= 8


def test_an_intent_takes_its_turn_between_two_bursts(server: Running) -> None:
    """It need not wait for the end of playing."""
    with server.connect() as reader:
        revision(reader)
        reader.send(intent(Play, pace=0.0))
        for serial in range(1, 20):
            reader.send(intent(ShowSample, serial, number=900))
            while (message := read(reader))["type"] == "scene":
                pass
            assert message["serial"] == serial


def test_frames_come_no_faster_than_they_can_be_drawn(server: Running) -> None:
    """At most 60 a second."""
    with server.connect() as reader:
        revision(reader)
        reader.send(intent(Play, pace=0.0))
        first = revision(reader)
        began = time.monotonic()
        while revision(reader) < first + 30:
            pass

        assert time.monotonic() - began > 25 * FRAME


def test_playing_is_paused_when_nobody_is_connected(server: Running) -> None:
    """Whoever comes back finds it where it stood, and can go on."""
    with server.connect() as reader:
        revision(reader)
        reader.send(intent(Play, pace=0.0))
        revision(reader), revision(reader)
    sitting = server.sitting
    while sitting._model is not None and sitting._model.going:  # a moment later
        time.sleep(0)
    with server.connect() as reader:
        before = revision(reader)
        reader.send(change())

        assert revision(reader) == before + 1


def test_a_session_that_fails_at_playing_is_paused(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    """All are told, the reason is logged, the next intent is carried out."""
    with caplog.at_level(logging.ERROR), server.connect() as one, server.connect() as two:
        revision(one), revision(two)
        one.send(intent(Play, pace=-1.0))
        for reader in (one, two):
            assert revision(reader) == 0
            assert read(reader)["message"] == FAILED
        two.send(change())
        assert revision(one) == 1

    assert "a fault of the session" in caplog.text


def test_bursts_wait_for_the_reader_that_takes_most(folder: Path) -> None:
    """One that takes nothing holds up nobody; where none takes anything, nothing is made for none."""

    async def act(*, free: bool) -> int:
        session = FakeSession()
        sitting = Sitting(NAME, lambda snapshot: session, decode, None)
        stuck = asyncio.Event()

        async def block(message: bytes) -> None:
            await stuck.wait()

        async def take(message: bytes) -> None:
            return None

        async def close() -> None:
            return None

        sitting.readers = {Reader(Outbox(each), close) for each in ([block, take] if free else [block])}
        sending = [asyncio.create_task(reader.outbox.run()) for reader in sitting.readers]
        asking = next(iter(sitting.readers))
        await sitting.answer(intent(Play, pace=0.0), asking)
        for _ in range(10):
            await asyncio.sleep(FRAME)
        made = session.revision
        await sitting.answer(intent(Pause), asking)
        for task in [*sending, *sitting._work.values()]:
            task.cancel()
        await asyncio.gather(*sending, *sitting._work.values(), return_exceptions=True)
        return made

    assert asyncio.run(act(free=True)) >= 4
    assert asyncio.run(act(free=False)) == 1


def test_what_playing_leads_to_is_kept_soon(folder: Path, tmp_path: Path) -> None:
    """Within a second, though not burst by burst."""
    store = Store(tmp_path)
    sittings = Sittings(FakeSession, decode, store=store)
    with running(folder, sittings=sittings) as server, server.connect() as reader:
        revision(reader)
        reader.send(intent(Play, pace=0.0))
        shown = revision(reader)
        began = time.monotonic()
        while int(store.load(server.name) or b"0") == 0:
            shown = revision(reader)
        took = time.monotonic() - began
        kept = int(store.load(server.name) or b"")
        reader.send(intent(Pause))

    assert 0 < kept <= shown + 5
    assert took < 2  # a second is promised, and machines are busy
