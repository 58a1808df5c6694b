"""One sitting and its readers, over connections made of memory."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from learnscope.scene.schema import ListRuns, NewStart, Pause, Play, Scene, Seek, ShowSample
from learnscope.sittings import questions
from learnscope.sittings.bench import FRAME
from learnscope.sittings.folder import Store
from learnscope.sittings.outbox import PROBLEMS
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.worker import FAILED
from tests.sittings.fakes import FakeSession, change, connected, decode, fake_sittings, intent, look


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """The test, run in an event loop of its own."""

    @wraps(test)
    def run(*arguments: Any, **options: Any) -> None:
        asyncio.run(asyncio.wait_for(test(*arguments, **options), 20))

    return run


async def until(true: Callable[[], bool]) -> None:
    """Let others work until it is."""
    while not true():
        await asyncio.sleep(0)


def one_session(session: FakeSession, **options: Any) -> Sittings:
    """Sittings that are all of this session."""
    return Sittings(lambda snapshot: session, decode, **options)


@in_a_loop
async def test_what_one_changes_goes_to_all_and_a_problem_to_one() -> None:
    """In the order in which it was asked for; another sitting is another world."""
    sittings = fake_sittings()
    async with (
        connected(sittings) as one,
        connected(sittings) as two,
        connected(sittings, "another-name") as other,
    ):
        assert [await each.revision() for each in (one, two, other)] == [0, 0, 0]
        await one.send(change())
        await two.send(intent(ShowSample, 7, number=900), change())

        assert [await one.revision(), await one.revision()] == [1, 2]
        assert await two.revision() == 1
        assert (await two.read())["serial"] == 7
        assert await two.revision() == 2
        assert other.waits == 0


@in_a_loop
async def test_a_slow_reader_gets_the_newest_and_holds_up_nobody() -> None:
    """Of many scenes it sees the last."""
    sittings = fake_sittings()
    async with connected(sittings) as slow, connected(sittings) as fast:
        assert await slow.revision() == await fast.revision() == 0
        slow.free.clear()
        for number in range(1, 50):
            await fast.send(change())
            assert await fast.revision() == number
        slow.free.set()

        seen = [await slow.revision()]
        while seen[-1] < 49:
            seen.append(await slow.revision())
        assert len(seen) <= 2


@in_a_loop
async def test_who_takes_no_problems_is_read_no_further() -> None:
    """None is dropped, and others go on."""
    sittings = fake_sittings()
    async with connected(sittings) as deaf, connected(sittings) as other:
        await deaf.revision(), await other.revision()
        deaf.free.clear()
        intents = [intent(ShowSample, serial, number=900) for serial in range(2 * PROBLEMS)]
        sending = asyncio.create_task(deaf.send(*intents))
        for number in range(1, 3 * PROBLEMS):
            await other.send(change())
            assert await other.revision() == number
        assert not sending.done()
        deaf.free.set()

        await sending
        came = [message async for message in messages(deaf, 2 * PROBLEMS, "problem")]
        assert [message["serial"] for message in came] == list(range(2 * PROBLEMS))


async def messages(wire: Any, count: int, kind: str) -> Any:
    """The next so many messages of a kind."""
    while count:
        message = await wire.read()
        if message["type"] == kind:
            count -= 1
            yield message


@in_a_loop
async def test_questions_wait_for_nobody_and_nobody_for_them() -> None:
    """Only of very many does the reader wait for one."""
    session = FakeSession()
    sittings = one_session(session)
    async with connected(sittings) as reader:
        await reader.revision()
        with session.asked:
            await reader.send(*(intent(ListRuns, serial) for serial in range(1, questions.MOST)), change(90))
            assert await reader.revision() == 1
            last = asyncio.create_task(reader.send(intent(ListRuns, questions.MOST)))
            await asyncio.sleep(0.01)
            assert not last.done()

        await last
        answered = {(await reader.read())["serial"] for _ in range(questions.MOST)}
        assert answered == set(range(1, questions.MOST + 1))


@in_a_loop
async def test_an_intent_takes_its_turn_between_two_bursts() -> None:
    """It need not wait for the end of playing, and what plays is shown to all."""
    sittings = fake_sittings()
    async with connected(sittings) as one, connected(sittings) as two:
        await one.revision(), await two.revision()
        await one.send(intent(Play, pace=0.0))
        seen = [await two.revision() for _ in range(5)]
        await two.send(intent(ShowSample, 9, number=900), intent(Pause))

        assert seen == sorted(set(seen))
        while (message := await two.read())["type"] == "scene":
            pass
        assert message["serial"] == 9


@in_a_loop
async def test_bursts_wait_for_the_reader_that_takes_most() -> None:
    """One that takes nothing holds up nobody; where none takes anything, nothing is made for none."""
    session = FakeSession()
    sittings = one_session(session)
    async with connected(sittings) as stuck:
        await stuck.revision()
        stuck.free.clear()
        await stuck.send(intent(Play, pace=0.0))
        await asyncio.sleep(5 * FRAME)
        assert session.revision <= 1
        async with connected(sittings) as free:
            for _ in range(5):
                await free.revision()
        await stuck.send(intent(Pause))

    assert session.revision >= 4


@in_a_loop
async def test_who_plays_while_the_last_frame_is_on_its_way_plays() -> None:
    """Playing had ended by itself, and its last frame was not taken yet."""

    class Ending(FakeSession):
        """Its third burst is the last of its first playing, and is not taken."""

        def tick(self, seconds: float = 0.01) -> Scene | None:
            if self.revision == 2:
                self.going = False
                reader.free.clear()
            return super().tick(seconds)

    session = Ending()
    async with connected(one_session(session)) as reader:
        await reader.revision()
        await reader.send(intent(Play, pace=0.0))
        await until(lambda: session.revision == 3)
        await reader.send(intent(Play, pace=0.0))
        reader.free.set()
        await until(lambda: session.revision >= 5)
        await reader.send(intent(Pause))


@in_a_loop
async def test_playing_is_paused_when_nobody_looks() -> None:
    """Whoever comes back finds it where it stood, and can go on."""
    session = FakeSession()
    sittings = one_session(session)
    async with connected(sittings) as reader:
        await reader.send(intent(Play, pace=0.0))
        await reader.revision()
    await until(lambda: not session.going)
    async with connected(sittings) as reader:
        before = await reader.revision()
        await reader.send(change())

        assert await reader.revision() == before + 1


@in_a_loop
async def test_a_session_that_fails_lives_on(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever asked is told, and all, where it was playing; the reason is logged."""
    sittings = fake_sittings()
    with caplog.at_level(logging.ERROR):
        async with connected(sittings) as one, connected(sittings) as two:
            await one.revision(), await two.revision()
            await one.send(intent(NewStart, 3))
            assert (await one.read())["message"] == FAILED
            await one.send(intent(Play, pace=-1.0))
            for reader in (one, two):
                assert await reader.revision() == 0
                assert (await reader.read())["message"] == FAILED
            await two.send(change())
            assert await one.revision() == 1

    assert "a fault of the session" in caplog.text


class Watched(Store):
    """A store that notes what was kept by the time a reader took a scene."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.saved: list[bytes] = []

    def save(self, name: str, data: bytes) -> bool:
        self.saved.append(data)
        return super().save(name, data)


@in_a_loop
async def test_an_edit_is_kept_before_it_is_shown(tmp_path: Path) -> None:
    """With the run it belongs to, while training plays as well; where one looks is kept a little later."""
    session, store = FakeSession(), Watched(tmp_path)
    sittings = one_session(session, store=store)
    async with connected(sittings) as reader:
        await reader.revision()
        for number in (1, 2, 3):
            await reader.send(change())
            assert await reader.revision() == number
            assert store.saved[-1] == b"%d" % number
        assert set(session.called) == {"settled"}
        session.called.clear()
        await reader.send(intent(Seek, step=1))
        assert await reader.revision() == 4
        assert store.saved[-1] == b"3"
        await until(lambda: store.saved[-1] == b"4")
        assert session.called == ["snapshot"]
        await reader.send(intent(Play, pace=0.0))
        await reader.revision()
        session.called.clear()
        await reader.send(change())
        assert "settled" in session.called


@in_a_loop
async def test_a_question_and_a_refusal_are_kept_nowhere(tmp_path: Path) -> None:
    """Nothing has changed."""
    session, store = FakeSession(), Watched(tmp_path)
    async with connected(one_session(session, store=store)) as reader:
        await reader.revision()
        await reader.send(intent(ListRuns, 1), intent(ShowSample, 2, number=900))
        await reader.read(), await reader.read()

    assert store.saved == []


@in_a_loop
async def test_what_was_not_kept_yet_is_kept_when_nobody_looks(tmp_path: Path) -> None:
    """Before the session lets others have what it keeps itself."""
    session, store = FakeSession(), Watched(tmp_path)
    async with connected(one_session(session, store=store)) as reader:
        await reader.revision()
        await reader.send(intent(Seek, step=1))
    await until(lambda: "release" in session.called)

    assert store.saved == [b"1"]
    assert session.called == ["pause", "snapshot", "release"]


@in_a_loop
async def test_where_playing_was_paused_is_kept_when_nobody_looks(tmp_path: Path) -> None:
    """Though all that was shown had been kept before."""
    session, store = FakeSession(), Watched(tmp_path)
    async with connected(one_session(session, store=store)) as reader:
        await reader.revision()
        await reader.send(intent(Play, pace=0.0))
        await until(lambda: bool(store.saved))
        reader.free.clear()  # nothing is shown that is not kept
        session.called.clear()
    await until(lambda: "release" in session.called)

    assert session.called.index("pause") < session.called.index("snapshot") < session.called.index("release")


@in_a_loop
async def test_the_end_is_told_and_keeps_everything(tmp_path: Path) -> None:
    """Every reader's connection is closed."""
    session, store = FakeSession(), Watched(tmp_path)
    sittings = one_session(session, store=store)
    async with connected(sittings) as one, connected(sittings) as two:
        await one.send(intent(Seek, step=1))
        await sittings.close()

        assert one.closed
        assert two.closed
        assert store.saved == [b"1"]


@in_a_loop
async def test_what_is_no_intent_is_its_reader_s_problem() -> None:
    """And everything goes on."""
    async with connected(fake_sittings()) as reader:
        await reader.revision()
        await reader.send(b"\xc1", look())

        assert (await reader.read())["kind"] == "malformed"
        assert await reader.revision() == 0
