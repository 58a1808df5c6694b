"""Where what strangers send is read: apart, few at a time, and only for those who wait for it.

How much a reading may take follows from how much the server may: all that are read at a time take a third of
that together, so that a server which takes three quarters of its machine leaves them the rest. What whoever
started the server chose is read with half of what the server may take.
"""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from starlette.requests import Request

from learnscope.data.apart import APART, Found, Reading, Share, Task
from learnscope.data.limits import AtMost
from learnscope.hosts.server.body import while_there

SMALLEST, LARGEST = 2**28, 2**30  # bytes of one reading
COMFORTABLE = 2**29  # bytes of each, with which two are read at a time of data, and two of pictures
UPLOADED = AtMost(numbers=25_000_000, pixels=25_000_000, columns=100_000, unpacked=10**9)
NUMBER = 24  # bytes that a number or a pixel takes while it is read


class ReadingRoom:
    """It, for all sittings of a server."""

    def __init__(self, memory: float = math.inf, *, apart: bool = APART) -> None:
        """`memory` is how many bytes the server may take in all; `apart`: whether other processes read."""
        together = memory / 3
        at_a_time = next((n for n, least in ((4, COMFORTABLE), (2, SMALLEST)) if together / n >= least), 1)
        data = asyncio.Semaphore(max(1, at_a_time // 2))
        pictures = asyncio.Semaphore(at_a_time // 2) if at_a_time > 1 else data
        self._apart = apart
        self._places = {"picture": pictures, "data": data, "chosen": data}
        self._threads = ThreadPoolExecutor(at_a_time, thread_name_prefix="learnscope-reading")
        self._share = Share(memory=int(min(LARGEST, max(SMALLEST, together / at_a_time))))
        self._own_share = Share(
            memory=int(min(max(SMALLEST, memory / 2), 2**62)), computing=600, waiting=3600.0
        )
        most = self._share.memory // NUMBER
        self.at_most = replace(
            UPLOADED, numbers=min(UPLOADED.numbers, most), pixels=min(UPLOADED.pixels, most)
        )

    @contextlib.asynccontextmanager
    async def read(self, request: Request, task: Task, *, own: bool = False) -> AsyncIterator[Found]:
        """A context with what the task leads to, in which nobody else has its place.

        `own` says that it is of whoever started the server, who may take more. Raises what the reader raises,
        DataError where it takes too much, ClientDisconnect where nobody waits for it any more.
        """
        place = self._places[task.reader]
        await while_there(request, place.acquire())
        try:
            yield await while_there(request, self._read(task, self._own_share if own else self._share))
        finally:
            place.release()

    async def _read(self, task: Task, share: Share) -> Found:
        loop = asyncio.get_running_loop()
        if not self._apart:
            return await loop.run_in_executor(self._threads, task.carried_out)
        reading = Reading(task, share)
        working = loop.run_in_executor(self._threads, reading.result)
        try:
            return await asyncio.shield(working)
        except asyncio.CancelledError:
            reading.end()
            await asyncio.wait([working])
            working.exception()  # that it was ended is no news
            raise
