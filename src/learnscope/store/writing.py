"""The threads that write what nobody waits for, for all runs of a process, and see that a disk holds it."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

IDLE = 5.0  # seconds after which it ends, with nothing to do


class Writing:
    """One, and what it is to call when; one call after the other, each once for how often it was asked."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._change = threading.Condition()
        self._due: list[tuple[float, int, Callable[[], None]]] = []  # a heap
        self._earliest: dict[Callable[[], None], float] = {}  # of each call that waits
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call it in so many seconds, or earlier where it waits for that already."""
        with self._change:
            when = time.monotonic() + max(0.0, seconds)
            if self._earliest.get(call, when + 1) <= when:
                return
            self._earliest[call] = when
            heapq.heappush(self._due, (when, next(self._numbers), call))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name=self._name)
                self._thread.start()
            if self._due[0][0] == when:  # else it wakes in time anyway
                self._change.notify_all()

    def _work(self) -> None:
        while True:
            with self._change:
                if not self._change.wait_for(lambda: bool(self._due), IDLE):
                    self._thread = None
                    return
                when, _, call = self._due[0]
                if (left := when - time.monotonic()) > 0:
                    self._change.wait(left)
                    continue
                heapq.heappop(self._due)
                if self._earliest.get(call) != when:
                    continue  # it was called earlier
                del self._earliest[call]
            try:
                call()
            except Exception:
                logging.getLogger(__name__).exception("what was to be written could not be")


WRITING = Writing("learnscope writing")
HOLDING = Writing("learnscope holding")
