"""Sittings in several processes, for tests."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import Dataset
from learnscope.sittings.folder import Store
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import Spread
from learnscope.sittings.sittings import Sittings
from tests.sittings.fakes import NAME, FakeSession, decode

SOCKETS = pytest.mark.skipif(os.name != "posix", reason="processes that share a socket; on Linux and macOS")


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
