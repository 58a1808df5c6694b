"""A workshop as its host has it: a process that computes for sittings, begun when first needed.

What readers send goes to it and what it has to say to them comes back, both as bytes. Where it dies, so do
the connections of its readers, who come again to another.
"""

import asyncio
import contextlib
import itertools
import logging
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from learnscope.data.dataset import Dataset
from learnscope.errors import LearnscopeError
from learnscope.scene.schema import Problem, Question, Reply
from learnscope.sittings.counts import Figures
from learnscope.sittings.processes import wire
from learnscope.sittings.reader import Reader
from learnscope.sittings.talk import GoneError
from learnscope.sittings.worker import FAILED

FIGURES_WITHIN = 1.0  # seconds; of one that is busy for longer, what it said last is told
FEW = {"MALLOC_ARENA_MAX": "2"}  # of glibc's, one for each core: what is free in one is of no use to another
DIED = "a process that computes has ended; its pages connect again, and what was on disk goes on in another"

_log = logging.getLogger(__name__)


class _Numbered(msgspec.Struct):
    """What is sent to readers, as far as it tells what it answers."""

    serial: int = -1


_numbered = msgspec.msgpack.Decoder(_Numbered)


class Shop:
    """It. `noted` is called with a sitting's name and what its model reports, and may say what is told in
    place of an answer; `forgot` with the name of one that has left its memory and at which nobody looks,
    `gone` once it has ended, and `crowded` when more or fewer play there."""

    def __init__(
        self,
        order: bytes,
        noted: Callable[[str, bytes], Problem | None],
        forgot: Callable[[str], None],
        gone: Callable[["Shop"], None],
        crowded: Callable[[], None],
    ) -> None:
        """Begin the process, with an `Order` that is pickled. Raises OSError where none can be begun."""
        self._noted = noted
        self._forgot = forgot
        self._gone = gone
        self._crowded = crowded
        self._numbers = itertools.count()
        self._readers: dict[int, tuple[str, Reader]] = {}  # with the sitting's name
        self._instead: dict[tuple[str, int], bytes] = {}  # of an answer, by sitting and serial
        self._awaited: dict[int, asyncio.Future[Any]] = {}  # by the number of a reader or a call
        self._early: dict[int, Any] = {}  # what came for readers before it was awaited
        self._closing: asyncio.Future[Any] | None = None  # of connections, once it has died
        self._ended = False
        self._last: dict[str, int] = {}  # the reader who came last to each sitting
        self.looked_at: dict[str, int] = {}  # how many readers each sitting has
        self.leaving: set[str] = set()  # sittings that are to leave its memory
        self.plays = 0  # how many of them play
        self.works = False  # whether it has ever said anything
        self.stillborn = False  # whether it has ended before that
        self.figures: Figures | None = None  # as it said last
        self._channel = wire.Channel(wire.ToHost, self._heard, self._lost)
        own, other = socket.socketpair()
        with contextlib.ExitStack() as unused, other:
            unused.enter_context(own)
            self.process = subprocess.Popen(
                [sys.executable, "-m", "learnscope.sittings.processes.workshop"],
                stdin=other.fileno(), stdout=subprocess.DEVNULL, env={**FEW, **os.environ},
                start_new_session=True,
            )  # fmt: skip
            unused.pop_all()
        self._opening = asyncio.ensure_future(self._channel.open(own))
        self._channel.say(wire.Begin(order))

    @contextlib.contextmanager
    def attend(self, name: str, reader: Reader, make: bytes, news: bytes) -> Iterator["Elsewhere"]:
        """The sitting of that name, with `reader` among its readers."""
        number = next(self._numbers)
        self._readers[number] = name, reader
        self.leaving.discard(name)
        self._last[name] = number
        self.looked_at[name] = self.looked_at.get(name, 0) + 1
        self._channel.say(wire.Attend(number, name, make, news, reader.looks))
        try:
            yield Elsewhere(self, name, number)
        finally:
            self._channel.say(wire.Left(number))
            del self._readers[number]
            self._early.pop(number, None)
            self.looked_at[name] -= 1
            if not self.looked_at[name]:
                del self.looked_at[name]

    @property
    def readers(self) -> tuple[Reader, ...]:
        """All of its sittings' readers."""
        return tuple(reader for _, reader in self._readers.values())

    async def done(self, number: int) -> None:
        """Return when the next message of that reader may be read.

        Raises GoneError where the process has ended.
        """
        await self._wait(number)

    def hear(self, number: int, message: bytes) -> None:
        """A reader has sent that."""
        self._channel.say(wire.Heard(number, message))

    def renew(self, news: Mapping[str, bytes]) -> None:
        """Have sittings shown anew, by what is new to each."""
        self._channel.say(wire.Renew(dict(news)))

    def crowd(self, elsewhere: int, cores: int) -> None:
        """Tell it how many play in other processes, and how many cores all share."""
        self._channel.say(wire.Crowded(elsewhere, cores))

    def forget(self, name: str) -> None:
        """That sitting is to leave its memory; it says when that is done."""
        self.leaving.add(name)
        self._channel.say(wire.Forget(name))

    async def call(self, what: Any, name: str = "", given: Any = None) -> Any:
        """What that comes to in there.

        Raises GoneError where the process has ended, and LearnscopeError where it fails at this.
        """
        number = next(self._numbers)
        self._channel.say(wire.Call(number, what, name, wire.packed(given)))
        found = await self._wait(number)
        if not found:
            raise LearnscopeError(FAILED)
        return wire.unpacked(found)

    async def count(self) -> None:
        """Ask for its figures; where it has no time to answer they stay as they were."""
        with contextlib.suppress(LearnscopeError, TimeoutError):
            self.figures = await asyncio.wait_for(self.call("figures"), FIGURES_WITHIN)

    def close(self) -> None:
        """Have it end, with all on disk."""
        self._ended = True
        self._channel.close()

    async def _wait(self, number: int) -> Any:
        if self._ended:
            raise GoneError(DIED)
        future = self._awaited[number] = asyncio.get_running_loop().create_future()
        if number in self._early:
            self._answer(number, self._early.pop(number))
        try:
            return await future
        finally:
            self._awaited.pop(number, None)

    def _heard(self, message: wire.ToHost) -> None:
        self.works = True
        match message:
            case wire.Say(number, sent) if number in self._readers:
                name, reader = self._readers[number]
                told = self._told(name, sent) if self._instead else sent
                reader.outbox.put_message(told, lambda: self._channel.say(wire.Took(number), haste=False))
            case wire.Done(number):
                self._answer(number, None)
            case wire.Return(number, found):
                self._answer(number, found)
            case wire.Broken(number):
                self._answer(number, GoneError(FAILED))
            case wire.Forgot(name, last):
                if self._last.get(name) == last and name not in self.looked_at:
                    del self._last[name]
                    self.leaving.discard(name)
                    self._forgot(name)
            case wire.Plays(here):
                self.plays = here
                self._crowded()
            case wire.Noted(name, report):
                problem = self._noted(name, report)
                if problem is not None:
                    self._instead[name, problem.serial] = msgspec.msgpack.encode(problem)

    def _told(self, name: str, sent: bytes) -> bytes:
        """What a reader of that sitting is told: an answer that does not hold is none."""
        return self._instead.pop((name, _numbered.decode(sent).serial), sent)

    def _answer(self, number: int, found: Any) -> None:
        future = self._awaited.get(number)
        if future is None:
            if number in self._readers:
                self._early[number] = found
            return
        if future.done():
            return
        if isinstance(found, Exception):
            future.set_exception(found)
        else:
            future.set_result(found)

    def _lost(self) -> None:
        """The process has gone, as it was told to or not."""
        died, self._ended = not self._ended, True
        self.stillborn = died and not self.works
        for number in list(self._awaited):
            self._answer(number, GoneError(DIED))
        if died:
            if self.works:
                _log.error(DIED)
            self._closing = asyncio.gather(
                *(reader.close("again") for reader in self.readers), return_exceptions=True
            )
        self._gone(self)


class Elsewhere:
    """A sitting in a workshop, to one of its readers or, without one, to the host."""

    def __init__(self, shop: Shop, name: str, number: int = -1) -> None:
        self._shop, self._name, self._number = shop, name, number

    async def show(self, reader: Reader) -> None:
        """Return when the reader was sent what is to be seen now, or is about to be."""
        await self._shop.done(self._number)

    async def answer(self, message: bytes, reader: Reader) -> None:
        """Have done what a reader's message asks for; returns when the next may be read."""
        self._shop.hear(self._number, message)
        await self._shop.done(self._number)
        await reader.outbox.room()

    async def adopt(self, dataset: Dataset) -> Problem | None:
        """Have it begin anew with that data; a Problem where it does not.

        They go by a file, since they may be large, and the channel has others to serve.
        """
        with tempfile.TemporaryDirectory(prefix="learnscope-") as folder:
            file = Path(folder) / "data"
            await asyncio.to_thread(wire.write, file, dataset)
            problem: Problem | None = await self._shop.call("adopt", self._name, file)
        return problem

    async def question(self, question: Question) -> Reply:
        """The answer to a question that came otherwise than as a reader's message."""
        reply: Reply = await self._shop.call("question", self._name, question)
        return reply
