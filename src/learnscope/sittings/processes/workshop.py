"""A process that computes for sittings of another one, its host, which begins it:

    python -m learnscope.sittings.processes.workshop

Its standard input is a socket, over which it is told first what it is to do (an `Order`), and then what
readers send (`wire`). It ends, with all on disk, when its host does or wants it to.
"""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable, Coroutine
from typing import Any

from learnscope.errors import ArgumentError
from learnscope.scene.schema import Problem
from learnscope.sittings.folder import Store
from learnscope.sittings.garbage import settle_down
from learnscope.sittings.model import Linked, Model
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.processes import wire
from learnscope.sittings.processes.order import Order
from learnscope.sittings.reader import End, Reader
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.talk import talk

RARELY = (
    50_000,
    20,
    50,
)  # of collecting garbage: a scene is thousands of records, of which none is in a circle

GONE = "nobody looks at this sitting any more; open its page again"

_log = logging.getLogger(__name__)


class _Visitor:
    """A reader whose connection the host has."""

    def __init__(self, number: int, say: Callable[[Any], None], *, looks: bool) -> None:
        self._number = number
        self._say = say
        self._sent: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._taken = asyncio.Event()
        self._gone = False
        self.reader = Reader(Outbox(self._send), self._close, looks)

    def hear(self, message: bytes) -> None:
        """They have sent that."""
        self._sent.put_nowait(message)

    def took(self) -> None:
        """Their connection has taken the last message."""
        self._taken.set()

    def leave(self) -> None:
        """They have left."""
        self._gone = True
        self._sent.put_nowait(None)
        self._taken.set()

    async def receive(self) -> bytes | None:
        """What they sent next; None once they have left."""
        return await self._sent.get()

    def done(self) -> None:
        """The next may come."""
        self._say(wire.Done(self._number))

    async def _send(self, message: bytes) -> None:
        self._taken.clear()
        self._say(wire.Say(self._number, message))
        await self._taken.wait()
        if self._gone:
            raise ConnectionResetError

    async def _close(self, end: End) -> None:
        """The connection is the host's to close."""


class Workshop:
    """It, once it has its order."""

    def __init__(self) -> None:
        self._channel = wire.Channel(wire.ToWorkshop, self._heard, self._left_alone)
        self._sittings: Sittings | None = None
        self._store: Store | None = None
        self._shared: tuple[Any, ...] = ()
        self._visitors: dict[int, _Visitor] = {}
        self._makers: dict[str, Linked] = {}
        self._last: dict[str, int] = {}  # the reader who came last, by the sitting's name
        self._tasks: set[asyncio.Task[None]] = set()
        self._over = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def run(self, end: socket.socket) -> None:
        """Work until the host goes, or the process is asked to end."""
        self._loop.add_signal_handler(signal.SIGTERM, self._end)
        await self._channel.open(end)
        await self._over.wait()
        if self._sittings is not None:
            await self._sittings.close()
        self._channel.close()

    def _left_alone(self) -> None:
        """The host is gone: another may go on with the same sittings already, and keeps them then."""
        if self._store is not None:
            self._store.yields = True
        self._end()

    def _end(self) -> None:
        self._over.set()

    def _heard(self, message: wire.ToWorkshop) -> None:
        if isinstance(message, wire.Begin):
            self._take(wire.unpacked(message.order))
        assert self._sittings is not None
        match message:
            case wire.Attend(number):
                self._visitors[number] = _Visitor(number, self._channel.say, looks=message.looks)
                self._soon(self._serve(message, self._visitors[number], self._sittings))
            case wire.Heard(number, sent) if number in self._visitors:
                self._visitors[number].hear(sent)
            case wire.Took(number) if number in self._visitors:
                self._visitors[number].took()
            case wire.Left(number) if number in self._visitors:
                self._visitors[number].leave()
            case wire.Renew(news):
                for name in news.keys() & self._makers.keys():
                    self._makers[name].hear(news[name])
                self._soon(self._sittings.renew(list(news)))
            case wire.Forget(name):
                self._sittings.forget(name)
            case wire.Crowded(elsewhere, cores):
                self._sittings.crowd.elsewhere, self._sittings.crowd.cores = elsewhere, cores
            case wire.Call():
                self._soon(self._return(message, self._sittings))

    def _take(self, order: Order) -> None:
        if order.prepare is not None:
            order.prepare()
        self._shared, self._store = order.shared, order.store
        self._sittings = Sittings(
            order.make or _nothing, order.decode, store=order.store, forgot=self._forgot, kept=order.kept
        )
        crowd = self._sittings.crowd
        crowd.changed = lambda: self._channel.say(wire.Plays(crowd.here))
        settle_down()

    def _forgot(self, name: str) -> None:
        """A sitting has left memory."""
        self._makers.pop(name, None)
        self._channel.say(wire.Forgot(name, self._last.pop(name)))

    async def _serve(self, attend: wire.Attend, visitor: _Visitor, sittings: Sittings) -> None:
        """Let a reader look until they leave."""
        try:
            make = self._maker(attend)
            with sittings.attend(attend.name, visitor.reader, make) as sitting:
                self._last[attend.name] = attend.reader
                await talk(sitting, visitor.reader, visitor.receive, visitor.done)
        except Exception:
            _log.exception("a workshop failed")
            self._channel.say(wire.Broken(attend.reader))
        finally:
            del self._visitors[attend.reader]

    def _maker(self, attend: wire.Attend) -> Linked | None:
        """What begins the sitting if need be; one maker for all its readers."""
        if not attend.make:
            return None
        name = attend.name
        if name not in self._makers:
            made: Linked = wire.unpacked(attend.make, self._shared)
            made.then(lambda report: self._from_thread(wire.Noted(name, report)))
            self._makers[name] = made
        self._makers[name].hear(attend.news)
        return self._makers[name]

    def _from_thread(self, message: wire.ToHost) -> None:
        """Say it from whatever thread."""
        self._loop.call_soon_threadsafe(self._channel.say, message)

    async def _return(self, call: wire.Call, sittings: Sittings) -> None:
        """Do what is called for."""
        found = b""
        try:
            found = wire.packed(await _called(call, sittings, self._shared))
        except Exception:
            _log.exception("a workshop failed")
        self._channel.say(wire.Return(call.number, found))

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _called(call: wire.Call, sittings: Sittings, shared: tuple[Any, ...]) -> Any:
    if call.what == "figures":
        return await sittings.figures()
    sitting = sittings.find(call.name)
    if sitting is None:
        return Problem("failed", "", GONE, -1)
    given = wire.unpacked(call.given, shared)
    if call.what == "question":
        return await sitting.question(given)
    return await sitting.adopt(await asyncio.to_thread(wire.read, given))


def _nothing(snapshot: bytes | None) -> Model:
    raise ArgumentError("this workshop begins no sitting of its own; attend it with what makes one")


def main() -> None:
    """Work for the host at the other end of standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the host that is ended with Ctrl-C
    asyncio.run(_work())


async def _work() -> None:
    with socket.socket(fileno=os.dup(0)) as end:
        await Workshop().run(end)


if __name__ == "__main__":
    main()
