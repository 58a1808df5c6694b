"""Threads that do what they are handed: begun when they are needed, as far as the system lets them be begun.

Where it lets no further one be begun, what was handed is done by the next that comes free; that is said once
a minute.
"""

import asyncio
import logging
import math
import queue
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

AGAIN = 1.0  # seconds after which another is tried where none could be begun
MINUTE = 60.0
UNBEGUN = (
    "no further thread can be begun (%s); what is asked for waits for one that comes free: "
    "end other programs, or let this account have more (ulimit -u)"
)

_log = logging.getLogger(__name__)


class Threads:
    """At most so many. To be handed something by one event loop."""

    def __init__(self, most: int) -> None:
        self._pool = ThreadPoolExecutor(most, thread_name_prefix="learnscope")
        self._handed: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._told = -math.inf

    def do(self, work: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
        """Have it done, by a thread that is free or a new one; it must not raise."""
        self._handed.put(work)
        self._begin(loop)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """See that somebody comes for what was handed."""
        try:
            self._pool.submit(self._come)
        except RuntimeError as error:
            if time.monotonic() - self._told >= MINUTE:
                self._told = time.monotonic()
                _log.error(UNBEGUN, error)
            loop.call_later(AGAIN, self._begin_again, loop)

    def _begin_again(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._handed.empty():
            self._begin(loop)

    def _come(self) -> None:
        """In a thread: do what was handed, and what others could not be begun for."""
        while True:
            try:
                work = self._handed.get_nowait()
            except queue.Empty:
                return
            work()
