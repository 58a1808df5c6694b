"""Where what strangers send is read: apart, few at a time, and only for those who wait for it.

How much a reading may take follows from how much the server may: a third of that is for data, a third for
pictures. What whoever started the server chose is read with half of it.
"""

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from starlette.requests import Request

from learnscope.data.apart import APART, Found, Reading, Share, Task
from learnscope.data.limits import AtMost
from learnscope.hosts.server.body import while_there

PLACES = 2  # readings at a time, of data and of pictures, where there is memory for them
ENOUGH = 2**29  # bytes of one reading; with less there is one at a time
SMALLEST, LARGEST = 2**28, 2**30  # bytes of one reading
UPLOADED = AtMost(numbers=25_000_000, pixels=25_000_000, columns=100_000, unpacked=10**9)
NUMBER = 24  # bytes that a number or a pixel takes while it is read


class ReadingRoom:
    """It, for all sittings of a server."""

    def __init__(self, memory: float = math.inf, *, apart: bool = APART) -> None:
        """`memory` is how many bytes the server may take in all; `apart`: whether other processes read."""
        third = memory / 3
        places = PLACES if third / PLACES >= ENOUGH else 1
        self._apart = apart
        self._places = {reader: asyncio.Semaphore(places) for reader in ("data", "picture")}
        self._threads = ThreadPoolExecutor(
            len(self._places) * places, thread_name_prefix="learnscope-reading"
        )
        self._share = Share(memory=int(min(LARGEST, max(SMALLEST, third / places))))
        self._own_share = Share(
            memory=int(min(max(SMALLEST, memory / 2), 2**62)), computing=600, waiting=3600.0
        )
        most = self._share.memory // NUMBER
        self.at_most = replace(
            UPLOADED, numbers=min(UPLOADED.numbers, most), pixels=min(UPLOADED.pixels, most)
        )

    async def read(self, request: Request, task: Task, *, own: bool = False) -> Found:
        """What the task leads to; `own` says that it is of whoever started the server, who may take more.

        Raises what the reader raises, DataError where it takes too much, ClientDisconnect where nobody waits
        for it any more.
        """
        return await while_there(request, self._read(task, self._own_share if own else self._share))

    async def _read(self, task: Task, share: Share) -> Found:
        loop = asyncio.get_running_loop()
        async with self._places["picture" if task.reader == "picture" else "data"]:
            if not self._apart:
                return await loop.run_in_executor(self._threads, task.carried_out)
            reading = Reading(task, share)
            working = loop.run_in_executor(self._threads, reading.result)
            try:
                return await asyncio.shield(working)
            except asyncio.CancelledError:
                reading.end()
                await asyncio.wait([working])
                raise
