"""Processes that die, are ended, or lose their host: what was kept goes on."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from learnscope.scene.schema import Play, Scene
from learnscope.sittings import twofold
from learnscope.sittings.folder import Store
from learnscope.sittings.processes.elsewhere import DIED
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import Spread
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.talk import GoneError
from tests.sittings.fakes import NAME, FakeSession, change, connected, decode, intent, look
from tests.sittings.several import SOCKETS, kept, run, spread

pytestmark = SOCKETS


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
