"""Sittings in several processes are what they are in one."""

import asyncio
import contextlib
import functools
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import Dataset
from learnscope.scene.schema import AnyIntent, ListRuns, Pause, Play, Problem, SavedRuns, Scene
from learnscope.sittings import twofold
from learnscope.sittings.folder import Store
from learnscope.sittings.model import Model
from learnscope.sittings.processes import elsewhere, spread as places_of, wire
from learnscope.sittings.processes.elsewhere import DIED, Elsewhere
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import FEW, MANY, Spread
from learnscope.sittings.processes.workshop import GONE
from learnscope.sittings.room import FullError, Room
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.talk import GoneError
from learnscope.sittings.worker import FAILED
from tests.sittings.fakes import AT, NAME, FakeSession, Wire, change, connected, decode, intent, look

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="processes that share a socket; on Linux and macOS"
)


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes find the tests' own sessions."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))


@contextlib.asynccontextmanager
async def spread(most: int = 1, store: Store | None = None, **options: Any) -> AsyncIterator[Spread]:
    """Sittings of fake sessions, of which the host computes none by itself."""
    here = Sittings(FakeSession, decode, store=store)
    sittings = Spread(
        here, Order(FakeSession, decode, store), most=most, few=options.pop("few", 0), **options
    )
    try:
        yield sittings
    finally:
        await sittings.close()
        await asyncio.to_thread(sittings.end)


def run(work: Callable[[], Any]) -> Any:
    """What a coroutine function returns in a loop of its own."""
    return asyncio.run(asyncio.wait_for(work(), 60))


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


def test_the_first_few_stay_with_the_host_and_others_are_shared_alike() -> None:
    """Another process is begun where each has many; whoever comes again comes to the same."""

    async def work() -> tuple[list[int], list[int]]:
        async with spread(most=2, few=FEW) as sittings, contextlib.AsyncExitStack() as stack:
            names = [f"{k:012}" for k in range(FEW + 2 * MANY + 4)]
            for name in names:
                await stack.enter_async_context(connected(sittings, name))
            before = [places(sittings, name) for name in names]
            for name in names:
                await stack.enter_async_context(connected(sittings, name))
            return before, [places(sittings, name) for name in names]

    before, after = run(work)

    assert before == after
    assert before[:FEW] == [0] * FEW
    assert before[FEW : FEW + MANY] == [before[FEW]] * MANY
    assert sorted(before.count(place) for place in set(before)) == [FEW, MANY + 2, MANY + 2]


def test_where_many_are_to_come_all_processes_are_begun_before() -> None:
    """Then those that come are shared alike from the first."""

    async def work() -> list[int]:
        async with spread(most=2) as sittings, contextlib.AsyncExitStack() as stack:
            sittings.begin()
            for name in ("a" * 12, "b" * 12, "c" * 12, "d" * 12):
                await stack.enter_async_context(connected(sittings, name))
            return [len(shop.looked_at) for shop in sittings._shops]

    assert run(work) == [2, 2]


def test_what_no_other_process_can_make_stays_with_the_host() -> None:
    """A maker of the host's own, or none for others."""

    async def work() -> tuple[int, int]:
        here = Sittings(FakeSession, decode)
        sittings = Spread(here, Order(None, decode), most=2, few=0)
        with sittings.attend("a" * 12, Wire().reader), sittings.attend("b" * 12, Wire().reader, FakeSession):
            return len(here), len(sittings.names)

    assert run(work) == (2, 2)


def test_where_a_process_dies_its_readers_come_again_to_another(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Their connections are closed, it is logged once, and what was kept goes on."""

    async def work() -> tuple[int, str | None, int]:
        async with spread(store=Store(tmp_path)) as sittings:
            async with connected(sittings) as wire:
                await wire.revision()
                await wire.send(change(1), change(2))
                while (shown := await wire.revision()) < 2:
                    pass
                first = sittings._shops[0].process
                first.kill()
                with pytest.raises(GoneError):
                    await wire.send(change(3))
            async with connected(sittings) as again:
                assert sittings._shops[0].process is not first
                return shown, wire.closed, await again.revision()

    assert run(work) == (2, "again", 2)
    assert [record.message for record in caplog.records] == [DIED]


class Deadly(FakeSession):
    """A session that ends its process when it goes on from a certain change."""

    def scene(self) -> Scene:
        if self.revision == 13:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().scene()


def test_a_sitting_that_ends_its_process_is_opened_twice_and_then_left_as_it_is(
    tmp_path: Path,
) -> None:
    """Its neighbours stay from then on; it is told what became of it, and tried again later."""
    store, mark = Store(tmp_path), tmp_path / f".{NAME}.opening"
    store.save(NAME, b"13")

    async def deadly(sittings: Spread) -> Any:
        async with connected(sittings) as wire:
            return await wire.read()

    async def work() -> None:
        here = Sittings(FakeSession, decode, store=store)
        sittings = Spread(here, Order(Deadly, decode, store), most=1, few=0)
        for _ in range(2):
            async with connected(sittings, "neighbour-in-it") as neighbour:
                await neighbour.revision()
                with pytest.raises(GoneError):
                    await deadly(sittings)
                with pytest.raises(GoneError):
                    await neighbour.send(change(1))
        async with connected(sittings, "neighbour-in-it") as neighbour:
            await neighbour.revision()
            assert (await deadly(sittings))["message"] == (
                "Learnscope has ended twice while it opened this sitting, so it is left as it is: kept as "
                f"{NAME}, with its run in the list of runs. It is tried again after two minutes; a new "
                "sitting opens at once."
            )
            await neighbour.send(change(1))
            await neighbour.revision()
        os.utime(mark, (0, 0))
        with pytest.raises(GoneError):
            await deadly(sittings)
        await sittings.close()
        await asyncio.to_thread(sittings.end)

    run(work)
    assert twofold.read(tmp_path / NAME) == b"13"


def test_all_is_on_disk_when_the_host_has_ended(tmp_path: Path) -> None:
    """What played until then as well, and no process is left."""

    async def work() -> tuple[int, list[int | None]]:
        async with spread(store=Store(tmp_path)) as sittings, connected(sittings) as wire:
            await wire.send(intent(Play, 1, pace=0.0))
            while (shown := await wire.revision()) < 5:
                pass
            processes = list(sittings._processes)
        return shown, [process.poll() for process in processes]

    shown, codes = run(work)

    assert int(kept(tmp_path)) >= shown
    assert codes == [0]


def test_a_process_whose_host_is_gone_keeps_all_and_ends(tmp_path: Path) -> None:
    """As when it was closed: the channel ends either way."""

    async def work() -> int:
        async with spread(store=Store(tmp_path)) as sittings, connected(sittings) as wire:
            await wire.send(intent(Play, 1, pace=0.0))
            while await wire.revision() < 5:
                pass
            shop = sittings._shops[0]
            shop._channel._transport.abort()  # as the system does it
            return await asyncio.to_thread(shop.process.wait)

    assert run(work) == 0
    assert int(kept(tmp_path)) >= 5


def test_a_process_whose_host_is_gone_leaves_to_others_what_they_go_on_with(tmp_path: Path) -> None:
    """Whoever opened the sitting meanwhile keeps it; what is late is as good as killed."""

    async def work() -> int:
        async with spread(store=Store(tmp_path)) as sittings, connected(sittings) as wire:
            await wire.revision()
            await wire.send(change(1), look())  # which is to be kept
            process = sittings._shops[0].process
            process.send_signal(signal.SIGSTOP)
            sittings._shops[0]._channel._transport.abort()  # as the system does it
            other = Store(tmp_path)
            assert other.load(NAME) == b"1"
            other.save(NAME, b"99")
            process.send_signal(signal.SIGCONT)
            return await asyncio.to_thread(process.wait)

    assert run(work) == 0
    assert kept(tmp_path) == b"99"


def test_ctrl_c_is_the_hosts_and_an_end_is_an_end(tmp_path: Path) -> None:
    """A process that computes goes on at SIGINT; at SIGTERM all is kept."""

    async def work() -> int:
        async with spread(store=Store(tmp_path)) as sittings, connected(sittings) as wire:
            await wire.revision()
            process = sittings._shops[0].process
            process.send_signal(signal.SIGINT)
            await wire.send(change(1))
            await wire.revision()
            process.send_signal(signal.SIGTERM)
            return await asyncio.to_thread(process.wait)

    assert run(work) == 0
    assert kept(tmp_path) == b"1"


def test_figures_are_those_of_all_processes() -> None:
    """Each sitting is counted once, wherever it is."""

    async def work() -> str:
        async with (
            spread(few=1) as sittings,
            connected(sittings, "a" * 12) as a,
            connected(sittings, "b" * 12) as b,
        ):
            await a.send(change(1))
            await b.send(change(1), change(2))
            return (await sittings.figures()).text()

    text = run(work)

    for line in ("learnscope_sittings 2", "learnscope_processes 2", "learnscope_answer_seconds_count 3"):
        assert f"{line}\n" in text


def test_figures_are_told_while_a_process_is_stopped_and_never_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it said last is told; what it counted is told after its end as well."""
    monkeypatch.setattr(elsewhere, "FIGURES_WITHIN", 0.02)

    async def work() -> list[str]:
        async with spread() as sittings, connected(sittings) as wire:
            await wire.revision()
            await wire.send(change(1))
            await wire.revision()
            shop = sittings._shops[0]
            while shop.figures is None:
                await shop.count()
            said = [(await sittings.figures()).text()]
            shop.process.send_signal(signal.SIGSTOP)
            said.append((await sittings.figures()).text())
            shop.process.kill()
            while sittings._shops:
                await asyncio.sleep(0)
            return [*said, (await sittings.figures()).text()]

    alive, stopped, dead = run(work)

    for text in (alive, stopped, dead):
        assert "learnscope_answer_seconds_count 1\n" in text
    for text, sittings in ((alive, 1), (stopped, 1), (dead, 0)):
        assert f"learnscope_sittings {sittings}\n" in text


def test_a_sitting_leaves_one_process_before_it_begins_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is forgotten and by whichever it is computed, it shows what it showed last."""
    monkeypatch.setattr(places_of, "MANY", 0)
    other = "b" * 12

    async def work() -> tuple[list[int], int]:
        async with spread(most=2, store=Store(tmp_path)) as sittings, connected(sittings, other) as held:
            await held.revision()
            shown, been = list[int](), set[int]()
            for number in range(1, 9):
                async with contextlib.AsyncExitStack() as stack:
                    if number % 2:
                        await stack.enter_async_context(connected(sittings, "c" * 12))
                    wire = await stack.enter_async_context(connected(sittings))
                    been.add(places(sittings, NAME))
                    await wire.revision()
                    await wire.send(change(number))
                    shown.append(await wire.revision())
                sittings._forget_all()
                while number % 3 and sittings.find(NAME) is not None:  # each third time somebody is quicker
                    await asyncio.sleep(0)
            return shown, len(been)

    shown, been = run(work)

    assert shown == list(range(1, 9))
    assert been == 2


def test_where_no_process_can_be_begun_the_host_computes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Everybody is answered, and it is said once."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")

    async def work() -> tuple[int, list[int]]:
        here = Sittings(FakeSession, decode)
        sittings = Spread(here, Order(FakeSession, decode), most=2, few=0)
        sittings.begin()
        seen = []
        for name in ("a" * 12, "b" * 12):
            sittings._again = 0.0
            async with connected(sittings, name) as wire:
                await wire.revision()
                await wire.send(change(1))
                seen.append(await wire.revision())
        return len(here), seen

    assert run(work) == (2, [1, 1])
    assert [record.message for record in caplog.records] == [
        "no process that computes could be begun (No such file or directory); "
        "this one computes, and tries again in a minute"
    ]


def test_where_processes_end_as_they_begin_the_host_computes(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever waited for one comes again and is answered; no other is begun at once."""

    async def work() -> tuple[int, int]:
        here = Sittings(FakeSession, decode)
        order = Order(FakeSession, decode, prepare=functools.partial(os._exit, 3))
        sittings = Spread(here, order, most=2, few=0)
        with pytest.raises(GoneError):
            async with connected(sittings):
                await asyncio.Event().wait()
        async with connected(sittings) as wire:
            await wire.revision()
            await wire.send(change(1))
            shown = await wire.revision()
        sittings.end()
        return shown, len(here)

    assert run(work) == (1, 1)
    assert [record.message for record in caplog.records] == [
        "no process that computes could be begun (it ended before it did anything); "
        "this one computes, and tries again in a minute"
    ]


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


def test_where_memory_is_full_the_idle_leave_everywhere_and_then_nobody_begins() -> None:
    """Whoever is there goes on."""

    async def work() -> int:
        async with spread(most=1, few=1, memory=0.0) as sittings:
            sittings._room = Room(1.0, lambda: 0.0)
            with sittings.attend("a" * 12, Wire().reader):
                async with connected(sittings, "b" * 12):
                    pass
                assert sittings.find("b" * 12) is not None
                sittings._room = Room(1.0, lambda: 2.0)
                with sittings.attend("c" * 12, Wire().reader):
                    while sittings.find("b" * 12) is not None:
                        await asyncio.sleep(0)
                    sittings._room = Room(1.0, lambda: 2.0)
                    with pytest.raises(FullError), sittings.attend("d" * 12, Wire().reader):
                        pass
                    return len(sittings.names)

    assert run(work) == 2


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


@given(
    st.lists(st.builds(wire.Heard, st.integers(0, 2**40), st.binary(max_size=200)), max_size=20),
    st.lists(st.integers(1, 400), max_size=50),
)
def test_a_channel_takes_messages_however_they_are_cut(messages: list[wire.Heard], cuts: list[int]) -> None:
    """Each comes whole and once, in its order."""
    said, heard = bytearray(), list[Any]()
    for message in messages:
        encoded = msgspec.msgpack.encode(message)
        said += wire.LENGTH.pack(len(encoded)) + encoded
    channel = wire.Channel(wire.ToWorkshop, heard.append, lambda: None)
    for cut in [*cuts, len(said)]:
        channel.data_received(bytes(said[:cut]))
        del said[:cut]

    assert heard == messages


def test_what_both_ends_have_is_not_sent() -> None:
    """It is the very same object at the other end."""
    data = b"x" * 100_000
    sent = wire.packed({"shared": data, "own": 1}, (None, data))
    other = b"y"

    assert len(sent) < 200
    assert wire.unpacked(sent, (None, other)) == {"shared": other, "own": 1}


def data(name: str) -> Dataset:
    """Three samples."""
    return from_arrays(
        [[0.0], [1.0], [2.0]],
        [0.5, 1.2, 2.4],
        name=name,
        input_names=["a"],
        output_names=["b"],
        kind="values",
    )


def kept(folder: Path) -> bytes:
    """What was kept last."""
    return Store(folder).load(NAME) or b""


def places(sittings: Spread, name: str) -> int:
    """The number of the process in which that sitting is, 0 for the host's."""
    shop = sittings._places.get(name)
    return 0 if shop is None else shop.process.pid
