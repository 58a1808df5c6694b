"""Those that play share the cores of a machine alike, whichever process computes them."""

import asyncio
import contextlib
from typing import Any

import pytest

from learnscope.scene.schema import Pause, Play
from learnscope.sittings.bench import Bench
from learnscope.sittings.crowd import Crowd
from learnscope.sittings.processes.elsewhere import Shop
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import Spread
from learnscope.sittings.sittings import Sittings
from tests.sittings.fakes import FakeSession, connected, decode, intent
from tests.sittings.several import SOCKETS


@pytest.mark.parametrize(
    ("here", "elsewhere", "cores", "on_one"),
    [(0, 0, 1, 1.0), (1, 0, 1, 1.0), (3, 0, 2, 3.0), (2, 18, 2, 10.0), (9, 11, 2, 10.0), (0, 1, 4, 1.0)],
)
def test_a_core_is_shared_by_the_mean_of_all_and_by_those_here_at_least(
    here: int, elsewhere: int, cores: int, on_one: float
) -> None:
    """Two that play where nothing else does have no more than others."""
    crowd = Crowd()
    crowd.here, crowd.elsewhere, crowd.cores = here, elsewhere, cores

    assert crowd.on_one == on_one
    assert Bench(crowd=crowd).frame == pytest.approx(on_one / 60)


def test_who_plays_is_counted_and_it_is_told() -> None:
    """Also where playing ends with a fault."""
    crowd, told = Crowd(), list[int]()
    crowd.changed = lambda: told.append(crowd.here)
    with crowd.joined(), contextlib.suppress(ValueError), crowd.joined():
        raise ValueError

    assert told == [1, 2, 1, 0]


@SOCKETS
def test_each_process_knows_how_many_play_in_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they begin and pause, and when a process has died."""
    told: dict[Shop, tuple[int, int]] = {}
    tell = Shop.crowd

    def noted(shop: Shop, elsewhere: int, cores: int) -> None:
        told[shop] = elsewhere, cores
        tell(shop, elsewhere, cores)

    monkeypatch.setattr(Shop, "crowd", noted)

    async def work() -> list[tuple[Any, ...]]:
        here, found = Sittings(FakeSession, decode), list[tuple[Any, ...]]()
        sittings = Spread(here, Order(FakeSession, decode), most=2, few=1)
        sittings.begin()

        async def until(*plays: int) -> None:
            while (here.crowd.here, *(shop.plays for shop in sittings._shops)) != plays:
                await asyncio.sleep(0.01)
            found.append((here.crowd.elsewhere, here.crowd.cores, *(told[shop] for shop in sittings._shops)))

        try:
            async with contextlib.AsyncExitStack() as stack:
                names = [letter * 12 for letter in "abcd"]
                wires = [await stack.enter_async_context(connected(sittings, name)) for name in names]
                for wire in wires:
                    await wire.send(intent(Play, 1, pace=0.0))
                await until(1, 2, 1)
                await wires[1].send(intent(Pause, 2))
                await until(1, 1, 1)
                sittings._shops[0].process.kill()
                await until(1, 1)
        finally:
            await sittings.close()
            await asyncio.to_thread(sittings.end)
        return found

    found = asyncio.run(asyncio.wait_for(work(), 60))

    assert found == [(3, 2, (2, 2), (3, 2)), (2, 2, (2, 2), (2, 2)), (1, 2, (1, 2))]
