"""Sittings: sessions by the name in their address, and those who look at them.

A sitting begins when somebody first connects to its name. All who are connected to it see the same: a
change that one makes goes to all, a problem to the one whose intent it answers. Of those that nobody is
connected to, the 200 last used stay in memory; where there is a store, each is also kept on disk and goes on
from there, after a restart say.

Intents of one sitting are carried out one after another, in a worker thread: no sitting's thinking delays
another's messages.
"""

import asyncio
import contextlib
import logging
import re
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import msgspec

from learnscope.data.dataset import Dataset
from learnscope.errors import FormatError
from learnscope.hosts.server.outbox import Outbox
from learnscope.hosts.server.store import Store
from learnscope.scene.schema import AnyIntent, Problem, Reply, Scene

KEPT = 200
FAILED = "Learnscope failed at this and has changed nothing; the reason is written where it was started"
NOT_BINARY = "a message must be one binary MessagePack value, got text; send it as binary"

_log = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z0-9_-]{12}")


class Model(Protocol):
    """What a sitting needs of a session."""

    def scene(self) -> Scene:
        """All there is to draw now."""
        ...

    def handle(self, intent: AnyIntent) -> Reply:
        """Carry out an intent; a Problem where nothing was changed."""
        ...

    def adopt(self, dataset: Dataset) -> Reply:
        """Begin anew with that data; a Problem where nothing was changed."""
        ...

    def snapshot(self) -> bytes:
        """Where it stands, for going on from there in another process; b"" where that cannot be kept."""
        ...


Make = Callable[[bytes | None], Model]  # from a snapshot; FormatError where it is none
Decode = Callable[[bytes], AnyIntent | Problem]


def new_name() -> str:
    """A name nobody can guess: 72 random bits, as 12 characters."""
    return secrets.token_urlsafe(9)


def is_name(text: str) -> bool:
    """Whether `text` could have come from `new_name`."""
    return _NAME.fullmatch(text) is not None


@dataclass(frozen=True, eq=False)
class Reader:
    """One connection: what waits for it, and how to end it."""

    outbox: Outbox
    close: Callable[[], Awaitable[None]]


class Sitting:
    """One session and its readers."""

    def __init__(self, name: str, make: Make, decode: Decode, store: Store | None) -> None:
        self._name = name
        self._make = make
        self._decode = decode
        self._store = store
        self._model: Model | None = None
        self._turn = asyncio.Lock()
        self.readers: set[Reader] = set()

    async def show(self, reader: Reader) -> None:
        """Send a reader what is to be seen now."""
        async with self._turn:
            reply = await asyncio.to_thread(self._present)
            self._deliver(reply, reader)

    async def answer(self, message: bytes | str, reader: Reader) -> None:
        """Carry out what a reader's message asks for, and tell all or, where it is a problem, the reader."""
        async with self._turn:
            reply = await asyncio.to_thread(self._reply, message)
            for other in self.readers if isinstance(reply[0], Scene) else (reader,):
                self._deliver(reply, other)

    async def adopt(self, dataset: Dataset) -> Reply:
        """Begin anew with that data and show it to all readers, or say why not."""
        async with self._turn:
            reply = await asyncio.to_thread(self._adopted, dataset)
            for reader in self.readers if isinstance(reply[0], Scene) else ():
                self._deliver(reply, reader)
            return reply[0]

    def _deliver(self, reply: tuple[Reply, bytes], reader: Reader) -> None:
        answer, message = reply
        if isinstance(answer, Scene):
            reader.outbox.put_scene(message)
        else:
            reader.outbox.put_problem(message)

    # Below: in a worker thread, one call at a time.

    def _present(self) -> tuple[Reply, bytes]:
        return self._guarded(lambda: self._opened().scene(), serial=-1)

    def _reply(self, message: bytes | str) -> tuple[Reply, bytes]:
        if isinstance(message, str):
            problem = Problem("malformed", "", NOT_BINARY, -1)
            return problem, msgspec.msgpack.encode(problem)
        intent = self._decode(message)
        if isinstance(intent, Problem):
            return intent, msgspec.msgpack.encode(intent)
        return self._guarded(lambda: self._handled(intent), serial=intent.serial)

    def _adopted(self, dataset: Dataset) -> tuple[Reply, bytes]:
        return self._guarded(lambda: self._kept(self._opened().adopt(dataset)), serial=-1)

    def _handled(self, intent: AnyIntent) -> Reply:
        return self._kept(self._opened().handle(intent))

    def _kept(self, reply: Reply) -> Reply:
        """The reply, after the sitting was saved where it tells of a change."""
        if self._store is not None and isinstance(reply, Scene):
            self._keep(self._store)
        return reply

    def _keep(self, store: Store) -> None:
        """Save where the sitting stands; what cannot be kept is forgotten rather than kept as it was."""
        snapshot = self._opened().snapshot()
        if snapshot:
            store.save(self._name, snapshot)
        else:
            store.forget(self._name)

    def _guarded(self, act: Callable[[], Reply], *, serial: int) -> tuple[Reply, bytes]:
        """What `act` answers, encoded; a session never raises, and if it does, the sitting lives on."""
        try:
            reply = act()
            return reply, msgspec.msgpack.encode(reply)
        except Exception:
            _log.exception("a session failed")
            problem = Problem("failed", "", FAILED, serial)
            return problem, msgspec.msgpack.encode(problem)

    def _opened(self) -> Model:
        if self._model is None:
            kept = None if self._store is None else self._store.load(self._name)
            try:
                self._model = self._make(kept)
            except FormatError as error:
                _log.warning("%s; a fresh sitting begins", error)
                self._model = self._make(None)
        return self._model


class Sittings:
    """All sittings of a server, least recently used first."""

    def __init__(self, make: Make, decode: Decode, *, kept: int = KEPT, store: Store | None = None) -> None:
        self._make = make
        self._decode = decode
        self._kept = kept
        self._store = store
        self._sittings: OrderedDict[str, Sitting] = OrderedDict()

    def __len__(self) -> int:
        """How many are in memory."""
        return len(self._sittings)

    def find(self, name: str) -> Sitting | None:
        """The sitting of that name, if it is in memory."""
        return self._sittings.get(name)

    @contextlib.contextmanager
    def attend(self, name: str, reader: Reader) -> Iterator[Sitting]:
        """The sitting of that name, begun if need be, with `reader` among its readers."""
        sitting = self._sittings.setdefault(name, Sitting(name, self._make, self._decode, self._store))
        sitting.readers.add(reader)
        try:
            yield sitting
        finally:
            sitting.readers.discard(reader)
            self._sittings.move_to_end(name)
            idle = [name for name, each in self._sittings.items() if not each.readers]
            for forgotten in idle[: max(0, len(idle) - self._kept)]:
                del self._sittings[forgotten]

    async def close(self) -> None:
        """End all connections; those that do not answer are left to the server."""
        readers = [reader for sitting in self._sittings.values() for reader in sitting.readers]
        await asyncio.gather(*(reader.close() for reader in readers), return_exceptions=True)
