"""Who only looks troubles nobody who is there: not by what they ask, and not by coming and going."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from learnscope.scene.schema import Configure, Intent, ListRuns, Play, Question, Reply, Scene
from learnscope.sittings.folder import Store
from learnscope.sittings.reader import Reader
from learnscope.sittings.sittings import Sittings
from tests.sittings.fakes import NAME, FakeSession, change, connected, decode, intent
from tests.sittings.test_sitting import in_a_loop, messages, one_session, until


class Slow(FakeSession):
    """Answers who looks while that is `free`, and those who change something while `asked` is."""

    def __init__(self, snapshot: bytes | None = None) -> None:
        super().__init__(snapshot)
        self.free = threading.Semaphore()
        self.changes = False  # whether what was asked last does
        self.looked: list[int] = []  # the serials of what those asked who look

    def look(self, question: Question) -> Reply:
        self.looked.append(question.serial)
        with self.free:
            return super().handle(question)

    def handle(self, intent: Intent) -> Reply:
        self.changes = isinstance(intent, Configure)
        with self.asked if self.changes else contextlib.nullcontext():
            return super().handle(intent)

    def tick(self, seconds: float = 0.01) -> Scene | None:
        """Plays nothing until something was changed, and then a single burst."""
        self.going = self.revision == 0
        return None if self.going else super().tick(seconds)


@in_a_loop
async def test_what_those_who_look_ask_keeps_nobody_waiting() -> None:
    """One question of theirs is answered at a time, of all sittings, and none of one who has left."""
    session = Slow()
    sittings = one_session(session)
    async with contextlib.AsyncExitStack() as stack:
        student = await stack.enter_async_context(connected(sittings))
        lookers = [
            await stack.enter_async_context(connected(sittings, name, looks=True))
            for name in (NAME, "another-name", "a-third-name")
        ]
        with session.free:
            for place, looker in enumerate(lookers):
                await looker.send(*(intent(ListRuns, 10 * place + each) for each in range(5)))
            async with connected(sittings, "another-name", looks=True) as gone:
                await gone.send(intent(ListRuns, 99))
            await student.revision()
            for serial in range(1, 6):
                await student.send(intent(ListRuns, serial))
                assert (await student.read())["serial"] == serial
            assert session.looked == [0]
        for place, looker in enumerate(lookers):
            serials = [reply["serial"] async for reply in messages(looker, 5, "saved_runs")]
            assert serials == [10 * place + each for each in range(5)]
        assert session.looked == [10 * place + each for place in range(3) for each in range(5)]


@in_a_loop
async def test_the_last_burst_after_who_played_has_left_is_kept(tmp_path: Path) -> None:
    """Somebody looks, so it is made and seen still."""
    session = Slow()
    sittings = one_session(session, store=Store(tmp_path))
    async with connected(sittings, looks=True):
        sitting = sittings.find(NAME)
        assert sitting is not None
        with session.asked:  # so that a burst has its place in line before who leaves
            async with connected(sittings) as student:
                await student.send(intent(Play, pace=0.0))
                changing = asyncio.create_task(student.send(change(2)))
                await until(lambda: session.changes and bool(sitting._turn._waiters))
        await changing
        await sitting._work["leave"]
    assert session.revision == 2
    assert Store(tmp_path).load(NAME) == b"2"


@in_a_loop
async def test_who_is_there_is_seen_to_by_one_thread() -> None:
    """Readers come and go in the event loop, so no other thread goes through them."""

    class Watched(set[Reader]):
        def __iter__(self) -> Iterator[Reader]:
            threads.add(threading.get_ident())
            return super().__iter__()

    threads = set[int]()
    sittings = Sittings(FakeSession, decode)
    async with connected(sittings) as student:
        sitting = sittings.find(NAME)
        assert sitting is not None
        sitting.readers = Watched(sitting.readers)
        await student.send(intent(Play, pace=0.0))
        while await student.revision() < 3:
            pass
    assert threads == {threading.get_ident()}
