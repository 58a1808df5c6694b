"""In which process a sitting is, and how all of them go."""

import asyncio
import contextlib
import functools
import os
import signal
from pathlib import Path

import pytest

from learnscope.sittings.folder import Store
from learnscope.sittings.processes import elsewhere, spread as places_of
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import FEW, MANY, Spread
from learnscope.sittings.room import FullError, Room
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.talk import GoneError
from tests.sittings.fakes import NAME, FakeSession, Wire, change, connected, decode
from tests.sittings.several import SOCKETS, places, run, spread

pytestmark = SOCKETS


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
