"""Who only looks at a sitting sees what others do there, and for the sitting is not there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from learnscope.scene.schema import CheckAnswer, ListRuns, Play, Question, Scene
from learnscope.sittings.folder import Store
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import Spread
from learnscope.sittings.sitting import ONLY_LOOKS
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.talk import AnySittings
from tests.session.test_decode import INTENTS
from tests.sittings.fakes import NAME, FakeSession, Wire, change, connected, decode, intent
from tests.sittings.several import SOCKETS
from tests.sittings.test_sitting import in_a_loop, one_session, until

PLACES = ["here", "elsewhere"]
pytestmark = SOCKETS


class Hasty(FakeSession):
    """Each begins with something to say later."""

    def __init__(self, snapshot: bytes | None = None) -> None:
        super().__init__(snapshot, said="in haste")
        self.going = True

    def tick(self, seconds: float = 0.01) -> Scene | None:
        if self.said != "in haste":
            return super().tick(seconds)
        self.going, self.said = False, "at rest"
        return self.scene()


@contextlib.asynccontextmanager
async def begun(
    place: str, folder: Path, make: type[FakeSession] = FakeSession, *, kept: int = 200
) -> AsyncIterator[AnySittings]:
    """Sittings kept in a folder, of this process or of another; `kept` of them in memory."""
    store = Store(folder)
    here = Sittings(make, decode, store=store, kept=kept)
    if place == "here":
        yield here
        return
    sittings = Spread(here, Order(make, decode, store, kept=kept), most=1, few=0)
    try:
        yield sittings
    finally:
        await sittings.close()
        await asyncio.to_thread(sittings.end)


def on_disk(folder: Path) -> dict[str, bytes]:
    """All files there."""
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


async def until_revision(wire: Wire, wanted: int) -> None:
    """Read scenes until that one."""
    while await wire.revision() != wanted:
        pass


@pytest.mark.parametrize("place", PLACES)
@in_a_loop
async def test_who_looks_sees_what_is_done_as_it_is_done(place: str, tmp_path: Path) -> None:
    """From what there is when they come."""
    async with begun(place, tmp_path) as sittings, connected(sittings) as student:
        await student.send(change(1))
        async with connected(sittings, looks=True) as teacher:
            assert await teacher.revision() == 1
            for serial in range(2, 6):
                await student.send(change(serial))
                assert await teacher.revision() == serial


@pytest.mark.parametrize("place", PLACES)
@in_a_loop
async def test_no_intent_of_one_who_looks_is_carried_out(place: str, tmp_path: Path) -> None:
    """Whatever it is, whoever it says it is from; what is no message is said to be none."""
    async with begun(place, tmp_path) as sittings, connected(sittings) as student:
        await student.send(change(1))
        await until_revision(student, 1)
        before = on_disk(tmp_path)
        async with connected(sittings, looks=True) as teacher:
            await teacher.revision()
            for one in INTENTS:
                if isinstance(one, Question):
                    continue
                for reader in ("", "ada"):
                    await teacher.send(
                        msgspec.msgpack.encode(msgspec.structs.replace(one, serial=7, reader=reader))
                    )
                    refused = await teacher.read()
                    assert (refused["kind"], refused["message"], refused["serial"]) == (
                        "refused",
                        ONLY_LOOKS,
                        7,
                    )
            for nonsense in (b"", b"nonsense", change(1) + b"x", msgspec.msgpack.encode({"looks": False})):
                await teacher.send(nonsense)
                assert (await teacher.read())["kind"] == "malformed"
        assert on_disk(tmp_path) == before
        await student.send(change(2))
        assert await student.revision() == 2


@in_a_loop
async def test_questions_of_one_who_looks_are_answered_and_nobody_hears_of_them() -> None:
    """The answer goes to them; what a class would count is asked as by nobody."""
    session = FakeSession()
    sittings = one_session(session)
    async with connected(sittings) as student, connected(sittings, looks=True) as teacher:
        await student.revision(), await teacher.revision()
        await teacher.send(intent(ListRuns, 4))
        assert (await teacher.read())["serial"] == 4
        await teacher.send(intent(CheckAnswer, 5, lesson="blame", page=3, number=0, given="1", seed=0))
        await teacher.read()
        assert session.called == ["look", "look"]
        assert student.waits == 0


@pytest.mark.parametrize("place", PLACES)
@in_a_loop
async def test_who_looks_keeps_nothing_playing(place: str, tmp_path: Path) -> None:
    """When who played has left it is paused and kept, as if nobody looked, and who looks sees it."""
    async with begun(place, tmp_path) as sittings, connected(sittings, looks=True) as teacher:
        async with connected(sittings) as student:
            await student.send(intent(Play, pace=0.0))
            await until_revision(teacher, 3)
        last = 3
        while Store(tmp_path).load(NAME) != b"%d" % last or teacher.waits:
            if teacher.waits:
                last = await teacher.revision()
            else:
                await asyncio.sleep(0.01)
        async with connected(sittings) as student:
            assert await student.revision() == last


@pytest.mark.parametrize(
    ("place", "make"), [*((place, FakeSession) for place in ("here", "elsewhere")), ("here", Hasty)]
)
@in_a_loop
async def test_what_nobody_has_open_is_looked_at_and_nothing_changes_on_disk(
    place: str, make: type[FakeSession], tmp_path: Path
) -> None:
    """It is begun from there, what it says later is seen, and it leaves memory again."""
    async with begun(place, tmp_path, make, kept=0) as sittings:
        async with connected(sittings) as student:
            await student.send(change(1))
            await until(lambda: on_disk(tmp_path) != {})
        await gone(sittings)
        before = on_disk(tmp_path)
        for _ in range(2):
            async with connected(sittings, looks=True) as teacher:
                seen = await teacher.read()
                assert seen["moment"]["revision"] >= 1
                while seen["said"] == "in haste":
                    seen = await teacher.read()
            await gone(sittings)
        assert on_disk(tmp_path) == before


async def gone(sittings: Any) -> None:
    """Return when no sitting is in memory."""
    while sittings.names:
        if isinstance(sittings, Sittings):
            sittings.forget_idle()
        await asyncio.sleep(0.01)
