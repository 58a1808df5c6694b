"""Where all sittings of a host have their work done: a few threads, and an order in which work is begun.

Each piece says how long it may wait; the one whose time is up first is begun first (earliest deadline first).
So an answer goes before a burst of steps, one that has waited goes before what came later, and nothing waits
for ever. What plays waits a multiple of what its last turn took: time, not turns, is shared alike.

Two pieces run at once, since some wait for the disk; more would only take the interpreter from each other,
which costs more than it gains, and other cores have processes of their own (`spread`). One that takes long
keeps its thread and no longer counts: a training of a minute stops nobody. Nor does one whose thread has not
computed for a moment, as on a disk that hangs: of those there may be as many as there are sittings.
"""

import asyncio
import heapq
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from learnscope.sittings.crowd import Crowd
from learnscope.sittings.threads import Threads

R = TypeVar("R")

ANSWER = 0.0  # seconds that an answer may wait
QUESTION = 0.05
BURST = 0.1
KEEPING = 0.15  # of what is written that nobody waits for
TURNS = 4  # times its last turn that a burst waits, at least
AT_ONCE = 2  # pieces: an interpreter computes one at a time, and another may wait for the disk
LONG = 0.4  # seconds after which a piece no longer counts: not so soon that all come to run at once
IDLE = 0.05  # seconds after which a piece no longer counts whose thread has not computed at all meanwhile
THREADS = 32  # that compute, however long
LOOKING = 1  # questions of those who only look, at whatever sittings, that are answered at a time
MOST = 2000  # with those that wait
WHOLE, SHORTEST = 0.01, 0.001  # seconds of a burst, of one alone and at least
TOGETHER = 0.02  # that all bursts on a core take, one after the other
FRAME = 1 / 60  # seconds between the beginnings of two bursts on a core, whoever's


@dataclass(eq=False)
class _Piece:
    work: Callable[[], Any]
    done: asyncio.Future[Any]
    owner: object
    begun: float = 0.0
    looked: float = 0.0  # when it was seen last what its thread has computed
    clock: int | None = None  # of its thread, where the system has such
    spent: float = 0.0  # by that
    waits: bool = False  # whether that stood still


class Bench:
    """It, for one event loop."""

    def __init__(
        self,
        *,
        crowd: Crowd | None = None,
        at_once: int = AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`crowd` are the sittings that play."""
        self._at_once = at_once
        self._clock = clock
        self._waiting: list[tuple[float, int, _Piece]] = []  # until when and how many came before: a heap
        self._running: list[_Piece] = []
        self._numbers = itertools.count()
        self._look: asyncio.TimerHandle | None = None  # when to see whether one has taken long
        self._threads = Threads(MOST)
        self.crowd = Crowd() if crowd is None else crowd
        self.looking = asyncio.Semaphore(LOOKING)

    async def do(self, work: Callable[[], R], *, wait: float = ANSWER, owner: object = None) -> R:
        """Have a piece of work done, which may wait so many seconds, and return what it returns."""
        loop = asyncio.get_running_loop()
        piece = _Piece(work, loop.create_future(), owner)
        heapq.heappush(self._waiting, (self._clock() + wait, next(self._numbers), piece))
        self._begin()
        result: R = await piece.done
        return result

    def hasten(self, owner: object) -> None:
        """Let what waits of that owner wait no longer: an answer waits for it."""
        now = self._clock()
        for place, (until, number, piece) in enumerate(self._waiting):
            if piece.owner is owner and until > now:
                self._waiting[place] = now, number, piece
        heapq.heapify(self._waiting)

    @property
    def waiting(self) -> int:
        """How many pieces wait to be begun."""
        return len(self._waiting)

    @property
    def burst(self) -> float:
        """Seconds that a burst should take now: the more play, the less."""
        return max(SHORTEST, min(WHOLE, TOGETHER / self.crowd.on_one))

    @property
    def frame(self) -> float:
        """Seconds between two bursts of a sitting: the more play, the longer, so that answers find time."""
        return FRAME * self.crowd.on_one

    def _begin(self) -> None:
        """Begin what may begin."""
        now = self._clock()
        for piece in self._running:
            _look_at(piece, now)
        busy = sum(not piece.waits for piece in self._running)
        short = sum(now - piece.begun < LONG and not piece.waits for piece in self._running)
        while self._waiting and short < self._at_once and busy < THREADS and len(self._running) < MOST:
            piece = heapq.heappop(self._waiting)[2]
            if piece.done.cancelled():
                continue
            piece.begun = piece.looked = now
            self._running.append(piece)
            busy, short = busy + 1, short + 1
            loop = piece.done.get_loop()
            self._threads.do(partial(self._work, piece, loop), loop)
        if self._waiting and self._look is None:
            loop = self._waiting[0][2].done.get_loop()
            self._look = loop.call_later(IDLE, self._look_again)

    def _look_again(self) -> None:
        self._look = None
        self._begin()

    def _work(self, piece: _Piece, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread: do it, and tell the loop."""
        piece.spent, piece.clock = time.thread_time(), _clock()
        result, error = None, None
        try:
            result = piece.work()
        except BaseException as raised:  # whoever waits for it gets it
            error = raised
        try:
            loop.call_soon_threadsafe(self._end, piece, result, error)
        except RuntimeError:  # the loop has ended
            return

    def _end(self, piece: _Piece, result: Any, error: BaseException | None) -> None:
        self._running.remove(piece)
        if not piece.done.done():
            if error is None:
                piece.done.set_result(result)
            else:
                piece.done.set_exception(error)
        self._begin()


def _clock() -> int | None:
    """The clock of what this thread computes, which others can read; None where the system has no such."""
    found = getattr(time, "pthread_getcpuclockid", None)
    return None if found is None else int(found(threading.get_ident()))


def _look_at(piece: _Piece, now: float) -> None:
    """See whether the thread of a piece has computed since it was last seen to."""
    if piece.clock is None or now - piece.looked < IDLE:
        return
    spent = time.clock_gettime(piece.clock)
    piece.waits = spent == piece.spent
    piece.spent, piece.looked = spent, now
