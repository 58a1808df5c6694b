"""The bench begins first what may wait least, and nothing that takes long stops the others."""

import asyncio
import math
import threading
import time

import pytest

from learnscope.sittings import bench as module
from learnscope.sittings.bench import BURST, LONG, SHORTEST, THREADS, WHOLE, Bench


def run(work):
    """What a coroutine function returns in a loop of its own."""
    return asyncio.run(asyncio.wait_for(work(), 30))


def test_what_may_wait_least_is_begun_first():
    """A burst that came before an answer comes after it; of two of a kind the earlier."""

    async def work():
        bench, free, order = Bench(at_once=1, clock=lambda: 0.0), threading.Event(), []
        waits = [0.0, BURST, 0.0, 5.0, BURST]
        pieces = [bench.do(free.wait)] + [
            bench.do(lambda k=k: order.append(k), wait=wait) for k, wait in enumerate(waits)
        ]
        tasks = [asyncio.ensure_future(piece) for piece in pieces]
        await asyncio.sleep(0)
        free.set()
        await asyncio.gather(*tasks)
        return order

    assert run(work) == [0, 2, 1, 4, 3]


def test_what_takes_long_stops_nobody():
    """Once it takes longer than a moment, another takes its place."""

    async def work():
        bench, free = Bench(at_once=1), threading.Event()
        long = asyncio.ensure_future(bench.do(free.wait))
        answer = await bench.do(lambda: "answered")
        free.set()
        return answer, await long

    assert run(work) == ("answered", True)
    assert LONG < 1


def test_a_fault_reaches_whoever_waits_and_nobody_else():
    """The next piece is done as if nothing had been."""

    async def work():
        bench = Bench(at_once=1)
        with pytest.raises(ZeroDivisionError):
            await bench.do(lambda: 1 // 0)
        return await bench.do(lambda: 1)

    assert run(work) == 1


def test_what_nobody_waits_for_any_more_is_not_begun():
    """A reader that has left costs nothing."""

    async def work():
        bench, free, begun = Bench(at_once=1), threading.Event(), []
        first = asyncio.ensure_future(bench.do(free.wait))
        second = asyncio.ensure_future(bench.do(lambda: begun.append(2)))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.sleep(0)
        free.set()
        await first
        await bench.do(lambda: begun.append(3))
        return begun

    assert run(work) == [3]


def test_bursts_are_shorter_the_more_play():
    """So that all of them together leave the others their turns."""
    bench = Bench()
    lengths = []
    for players in (0, 1, 5, 10, 1000):
        bench.crowd.here = players
        lengths.append(bench.burst)

    assert lengths == [WHOLE, WHOLE, 0.004, 0.002, SHORTEST]


def test_an_answer_hastens_what_its_own_sitting_waits_for():
    """A burst of another sitting, which was to come first, comes after."""

    async def work():
        bench, free, order, mine = Bench(at_once=1, clock=lambda: 0.0), threading.Event(), [], object()
        pieces = [
            bench.do(free.wait),
            bench.do(lambda: order.append("other"), wait=0.1, owner=object()),
            bench.do(lambda: order.append("mine"), wait=5.0, owner=mine),
        ]
        tasks = [asyncio.ensure_future(piece) for piece in pieces]
        await asyncio.sleep(0)
        bench.hasten(mine)
        free.set()
        await asyncio.gather(*tasks)
        return order

    assert run(work) == ["mine", "other"]


def test_all_that_play_share_the_frames_of_a_second():
    """One alone has sixty, ten have six each."""
    bench = Bench()
    frames = []
    for bench.crowd.here in (0, 1, 10):
        frames.append(round(1 / bench.frame))

    assert frames == [60, 60, 6]


def test_what_waits_for_the_disk_stops_nobody_however_much_of_it(monkeypatch: pytest.MonkeyPatch):
    """A thread that does not compute counts for nothing; more of them than ever compute may stand still."""
    monkeypatch.setattr(module, "IDLE", 0.001)

    async def work():
        bench, disk = Bench(), threading.Event()
        hung = [asyncio.ensure_future(bench.do(disk.wait)) for _ in range(THREADS + 8)]
        answer = await bench.do(lambda: "answered")
        disk.set()
        return answer, all(await asyncio.gather(*hung))

    assert run(work) == ("answered", True)


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="tells what threads compute; on Linux")
def test_what_computes_counts_however_it_is_looked_at(monkeypatch: pytest.MonkeyPatch):
    """Until it has taken long; only what stands still gives its turn away before."""
    monkeypatch.setattr(module, "LONG", math.inf)

    async def work():
        now, free, began = 0.0, threading.Event(), []

        computed: list[int] = []

        def compute() -> None:
            while not free.is_set():
                computed.append(1)

        bench = Bench(at_once=1, clock=lambda: now)
        pieces = [bench.do(compute), bench.do(free.wait), bench.do(lambda: began.append(3))]
        tasks = [asyncio.ensure_future(piece) for piece in pieces]
        for _ in range(5):
            seen = len(computed)
            while len(computed) == seen:
                await asyncio.sleep(0)
            now += 1.0
            bench._begin()
        waiting = bench.waiting
        free.set()
        await asyncio.gather(*tasks)
        return waiting, began

    assert run(work) == (2, [3])
