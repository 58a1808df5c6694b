"""Threads are begun as they are needed, and what cannot have one of its own waits for another."""

import asyncio
import logging
import threading
from typing import Any

import pytest

from learnscope.sittings import threads
from learnscope.sittings.bench import Bench
from learnscope.sittings.threads import UNBEGUN

WHY = "can't start new thread"


class Starts:
    """In place of what starts a thread: so many may be begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, left: int) -> None:
        self.left = left
        start = threading.Thread.start

        def counted(thread: threading.Thread) -> None:
            if not self.left:
                raise RuntimeError(WHY)
            self.left -= 1
            start(thread)

        monkeypatch.setattr(threading.Thread, "start", counted)


def run(work: Any) -> Any:
    return asyncio.run(asyncio.wait_for(work(), 30))


@pytest.mark.parametrize("begun", [1, 2])
def test_where_no_further_thread_can_be_begun_those_there_are_do_it(
    begun: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """All of it, and it is said once."""
    Starts(monkeypatch, begun)

    async def work() -> list[int]:
        bench = Bench(at_once=8)
        return await asyncio.gather(*(bench.do(lambda k=k: k) for k in range(50)))

    assert run(work) == list(range(50))
    assert [record.message for record in caplog.records] == [UNBEGUN % WHY]
    assert UNBEGUN % WHY == (
        "no further thread can be begun (can't start new thread); what is asked for waits for one that comes "
        "free: end other programs, or let this account have more (ulimit -u)"
    )


def test_where_there_is_no_thread_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """Until the system lets one be begun."""
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(threads, "AGAIN", 0.0)
    starts = Starts(monkeypatch, 0)

    async def work() -> list[int]:
        bench = Bench()
        pieces = [asyncio.ensure_future(bench.do(lambda k=k: k)) for k in range(5)]
        for _ in range(20):
            await asyncio.sleep(0)
        assert not any(piece.done() for piece in pieces)
        starts.left = 1
        return await asyncio.gather(*pieces)

    assert run(work) == list(range(5))
