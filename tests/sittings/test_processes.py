"""Sittings in several processes are what they are in one."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from learnscope.scene.schema import AnyIntent, ListRuns, Pause, Play, Problem, SavedRuns, Scene
from learnscope.sittings.model import Model
from learnscope.sittings.processes.elsewhere import Elsewhere
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import Spread
from learnscope.sittings.processes.workshop import GONE
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.talk import GoneError
from learnscope.sittings.worker import FAILED
from tests.sittings.fakes import AT, NAME, FakeSession, Wire, change, connected, decode, intent, look
from tests.sittings.several import SOCKETS, data, run, spread

pytestmark = SOCKETS


def test_a_sitting_elsewhere_answers_as_one_here_does() -> None:
    """Scenes, problems, answers and faults, in their order, whoever computes them."""

    async def told(sittings: Any) -> list[Any]:
        async with connected(sittings) as wire:
            said = [await wire.read()]
            for message in (change(1), b"nonsense", look(), intent(ListRuns, 4), change(5)):
                await wire.send(message)
                said.append(await wire.read())
            return said

    async def work() -> tuple[list[Any], list[Any]]:
        async with spread() as sittings:
            there = await told(sittings)
            assert isinstance(sittings.find(NAME), Elsewhere)
        return there, await told(Sittings(FakeSession, decode))

    there, here = run(work)

    assert there == here


def test_all_readers_of_a_sitting_see_the_same() -> None:
    """What one changes goes to the other; a problem goes to the one who asked."""

    async def work() -> tuple[int, int, int]:
        async with spread() as sittings, connected(sittings) as one, connected(sittings) as other:
            await one.revision(), await other.revision()
            await one.send(change(1))
            first, second = await one.revision(), await other.revision()
            await other.send(b"nonsense", change(2))
            assert (await other.read())["type"] == "problem"
            return first, second, await one.revision()

    assert run(work) == (1, 1, 2)


def test_who_takes_nothing_stops_nobody() -> None:
    """A connection that is stuck is sent one message, and later the newest scene."""

    async def work() -> tuple[int, int]:
        async with spread() as sittings, connected(sittings) as quick, connected(sittings) as slow:
            await slow.revision(), await quick.revision()
            slow.free.clear()
            for serial in range(1, 30):
                await quick.send(change(serial))
                await quick.revision()
            slow.free.set()
            last = 0
            came = 0
            while last < 29:
                last, came = await slow.revision(), came + 1
            return last, came

    last, came = run(work)

    assert last == 29
    assert came <= 3


def test_who_asks_late_what_is_to_be_seen_does_not_wait_for_ever() -> None:
    """What came before it was awaited is not lost."""

    async def work() -> int:
        wire = Wire()
        async with spread() as sittings, connected(sittings):
            with sittings.attend(NAME, wire.reader) as sitting:
                sending = asyncio.create_task(wire.reader.outbox.run())
                seen = await wire.revision()
                await sittings.figures()  # all that it said before has come by then
                await sitting.show(wire.reader)
                sending.cancel()
        return seen

    assert run(work) == 0


def test_what_plays_elsewhere_is_seen() -> None:
    """Bursts go on until it is paused."""

    async def work() -> bool:
        async with spread() as sittings, connected(sittings) as wire:
            await wire.revision()
            await wire.send(intent(Play, 1, pace=0.0))
            while await wire.revision() < 5:
                pass
            await wire.send(intent(Pause, 2))
            return True

    assert run(work)


def test_data_of_the_host_reach_it() -> None:
    """What is uploaded is shown to all; what is refused is told to who sent it."""

    async def work() -> tuple[str, Any]:
        async with spread() as sittings, connected(sittings) as wire:
            await wire.revision()
            found = sittings.find(NAME)
            assert found is not None
            assert await found.adopt(data("flowers")) is None
            return (await wire.read())["said"], await found.adopt(data("refused"))

    said, problem = run(work)

    assert said == "flowers: 3 samples, a → b"
    assert problem == Problem("refused", "data", "no network fits these data", -1)


def test_a_question_of_the_host_is_answered() -> None:
    """As one of a reader is."""

    async def work() -> Any:
        async with spread() as sittings, connected(sittings) as wire:
            await wire.revision()
            found = sittings.find(NAME)
            assert found is not None
            return await found.question(ListRuns(at=AT, serial=3))

    assert run(work) == SavedRuns(3, "", ())


def test_a_sitting_that_nobody_looks_at_takes_no_data() -> None:
    """The host is told, and nothing is begun."""

    async def work() -> Any:
        async with spread() as sittings:
            async with connected(sittings) as wire:
                await wire.revision()
            found = sittings.find(NAME)
            assert found is not None
            problem = None
            sittings._places[NAME].forget(NAME)
            while problem is None:  # it is forgotten once all of it is on disk
                problem = await found.adopt(data("flowers"))
            return problem

    assert run(work).message == GONE


def breaking(message: bytes) -> AnyIntent | Problem:
    """Reads no message."""
    raise RuntimeError("a fault of reading")


def test_a_talk_that_breaks_off_elsewhere_ends_the_connection() -> None:
    """Nobody waits for an answer that does not come; the process goes on."""

    async def work() -> bool:
        sittings = Spread(Sittings(FakeSession, breaking), Order(FakeSession, breaking), most=1, few=0)
        async with connected(sittings) as wire:
            await wire.revision()
            with pytest.raises(GoneError, match=FAILED):
                await wire.send(change(1))
        async with connected(sittings) as wire:
            await wire.revision()
        process = sittings._shops[0].process
        await sittings.close()
        await asyncio.to_thread(sittings.end)
        return process.returncode == 0

    assert run(work)


class Told:
    """Makes sessions that say what they heard; what they are asked for is reported."""

    def __init__(self) -> None:
        self.heard = ""
        self.reports: list[bytes] = []
        self._report: Callable[[bytes], None] = self.reports.append

    def __call__(self, snapshot: bytes | None) -> Model:
        told = self

        class Session(FakeSession):
            def scene(self) -> Scene:
                told._report(told.heard.encode())
                return msgspec.structs.replace(super().scene(), said=told.heard)

        return Session(snapshot)

    def news(self) -> bytes:
        return self.heard.encode()

    def take(self, report: bytes) -> None:
        self.reports.append(report)

    def hear(self, news: bytes) -> None:
        self.heard = news.decode()

    def then(self, report: Callable[[bytes], None]) -> None:
        self._report = report

    def __reduce__(self) -> tuple[Any, ...]:
        return Told, ()


def test_news_reach_a_maker_elsewhere_and_reports_come_back() -> None:
    """Before it makes anything, and whenever the sitting is shown anew."""

    async def work() -> tuple[list[str], list[bytes]]:
        make = Told()
        make.heard = "begin"
        async with spread() as sittings:
            wire = Wire()
            with sittings.attend(NAME, wire.reader, make) as wire.sitting:
                sending = asyncio.create_task(wire.reader.outbox.run())
                await wire.sitting.show(wire.reader)
                said = [(await wire.read())["said"]]
                make.heard = "go on"
                await sittings.renew([NAME])
                said.append((await wire.read())["said"])
                sending.cancel()
            return said, make.reports

    assert run(work) == (["begin", "go on"], [b"begin", b"go on"])
