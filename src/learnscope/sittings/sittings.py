"""Sittings: sessions by the name in their address, and those who look at them.

A sitting begins when somebody first connects to its name. All who are connected to it see the same: a
change that one makes goes to all, a problem to the one whose intent it answers. Of those that nobody is
connected to, the 200 last used stay in memory; where there is a store, each is also kept on disk and goes on
from there, after a restart say.

Intents of one sitting are carried out one after another, in a worker thread: no sitting's thinking delays
another's messages. While a session plays, bursts of its steps take turns with intents, so that none waits for
more than one of them. The next burst begins when at least one reader has taken the scene of the last, and at
most 60 times a second. Where nobody is connected any more, playing is paused.

What an edit leads to is kept on disk before it is shown; what playing, seeking and looking about lead to, at
most a second later.
"""

import asyncio
import contextlib
import logging
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import msgspec

from learnscope.data.dataset import Dataset
from learnscope.errors import FormatError
from learnscope.scene.schema import Intent, Problem, Question, Reply, Scene
from learnscope.sittings.folder import Store
from learnscope.sittings.outbox import Outbox

KEPT = 200
FRAME = 1 / 60  # seconds between the beginnings of two bursts, at least
KEEP_WITHIN = 0.5  # seconds
FAILED = "Learnscope failed at this and has changed nothing; the reason is written where it was started"
ASKED_AT_ONCE = 2  # questions of a sitting that are answered at a time
MOST_ASKED = 8  # that may wait before the next message is read
NOT_BINARY = "a message must be one binary MessagePack value, got text; send it as binary"

_log = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z0-9_-]{12}")


class Model(Protocol):
    """What a sitting needs of a session."""

    def scene(self) -> Scene:
        """All there is to draw now."""
        ...

    def handle(self, intent: Intent) -> Reply:
        """Carry out an intent; a Problem where nothing was changed."""
        ...

    def adopt(self, dataset: Dataset) -> Reply:
        """Begin anew with that data; a Problem where nothing was changed."""
        ...

    @property
    def going(self) -> bool:
        """Whether there is something to go on with: it plays, or what was shown in haste is incomplete."""
        ...

    def tick(self) -> Scene | None:
        """Go on for a moment; None where there is nothing new to see yet."""
        ...

    def pause(self) -> None:
        """Stop playing, since nobody looks."""
        ...

    def release(self) -> None:
        """See that what it keeps itself is on disk, since nobody looks, and let others have it."""
        ...

    def snapshot(self, *, settle: bool = False) -> bytes:
        """Where it stands, for going on from there in another process; b"" where that cannot be kept.

        With `settle`, what it keeps itself is on disk as well when this returns.
        """
        ...


Make = Callable[[bytes | None], Model]  # from a snapshot; FormatError where it is none
Decode = Callable[[bytes], Intent | Problem]


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
        self._work: dict[str, asyncio.Task[None]] = {}  # what is done without being asked, by what it is
        self._unkept = False  # whether something was shown that is not on disk
        self._asked: set[asyncio.Task[None]] = set()  # questions that are not answered yet
        self._asking = asyncio.Semaphore(ASKED_AT_ONCE)
        self.readers: set[Reader] = set()

    async def show(self, reader: Reader) -> None:
        """Send a reader what is to be seen now."""
        async with self._turn:
            reply = await asyncio.to_thread(self._present)
            self._deliver(reply, reader)
            self._go_on()

    async def answer(self, message: bytes | str, reader: Reader) -> None:
        """Carry out what a reader's message asks for and tell all; problems and answers, the reader alone.

        A question, which changes nothing, waits for nobody's turn, and nobody waits for its answer.
        """
        intent = self._read(message)
        if isinstance(intent, Question) and self._model is not None:
            asked = asyncio.create_task(self._tell(intent, reader))
            self._asked.add(asked)
            asked.add_done_callback(self._asked.discard)
            if len(self._asked) >= MOST_ASKED:
                await asked
            return
        async with self._turn:
            reply = await asyncio.to_thread(self._reply, intent)
            for other in self.readers if isinstance(reply, Scene) else (reader,):
                self._deliver(reply, other)
            self._go_on()
        await reader.outbox.room()

    async def _tell(self, question: Question, reader: Reader) -> None:
        async with self._asking:
            self._deliver(await asyncio.to_thread(self._answered, question), reader)

    async def adopt(self, dataset: Dataset) -> Reply:
        """Begin anew with that data and show it to all readers, or say why not."""
        async with self._turn:
            reply = await asyncio.to_thread(self._adopted, dataset)
            for reader in self.readers if isinstance(reply, Scene) else ():
                self._deliver(reply, reader)
            self._go_on()
            return reply

    async def wonder(self, question: Question) -> Reply:
        """The answer to a question that came otherwise than as a reader's message; no reader is told."""
        async with self._turn:
            return await asyncio.to_thread(self._answered, question)

    def _go_on(self) -> None:
        """See to what is to be done without being asked, unless it is being done."""
        due = {
            "play": (self._play, self._model is not None and self._model.going),
            "keep": (self._keep_soon, self._unkept and self._store is not None),
        }
        for what, (work, wanted) in due.items():
            if wanted and (what not in self._work or self._work[what].done()):
                self._work[what] = asyncio.create_task(work())

    async def _play(self) -> None:
        """Let the session go on, burst by burst, and show what it comes to."""
        going = True
        while going:
            began = time.monotonic()
            async with self._turn:
                if not self.readers:
                    await asyncio.to_thread(self._paused)
                    return
                reply = await asyncio.to_thread(self._ticked)
                if reply is not None:
                    for reader in self.readers:
                        self._deliver(reply, reader)
                    self._go_on()  # what plays is kept meanwhile
                going = self._model is not None and self._model.going
            await asyncio.sleep(max(0.0, began + FRAME - time.monotonic()))
            await self._taken()
        self._go_on()

    async def _taken(self) -> None:
        """Return when one of the readers has taken what was delivered last, or there is none."""
        waiting = [asyncio.create_task(reader.outbox.taken()) for reader in self.readers]
        if waiting:
            _, late = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in late:
                task.cancel()

    async def _keep_soon(self) -> None:
        """Save where the sitting stands, a little later."""
        await asyncio.sleep(KEEP_WITHIN)
        async with self._turn:
            if self._unkept and self._store is not None:
                try:
                    await asyncio.to_thread(self._keep, self._store)
                except Exception:
                    _log.exception("a sitting could not be kept")

    def left(self) -> None:
        """A reader has left: where it was the last, see that all is on disk."""
        if not self.readers and self._model is not None:
            self._work["leave"] = asyncio.create_task(self._leave())

    async def end(self) -> None:
        """See that all is on disk, since the server ends."""
        async with self._turn:
            if self._model is not None:
                await asyncio.to_thread(self._released)

    async def _leave(self) -> None:
        async with self._turn:
            if not self.readers:
                await asyncio.to_thread(self._released)

    def _deliver(self, reply: Reply, reader: Reader) -> None:
        if isinstance(reply, Scene):
            reader.outbox.put_scene(reply)
        else:
            reader.outbox.put_problem(msgspec.msgpack.encode(reply))

    # Below: in a worker thread, one call at a time.

    def _released(self) -> None:
        model = self._opened()
        try:
            if self._unkept and self._store is not None:
                model.pause()
                self._keep(self._store)
            model.release()
        except Exception:
            _log.exception("a sitting could not be kept")

    def _present(self) -> Reply:
        return self._guarded(lambda: self._opened().scene(), serial=-1)

    def _read(self, message: bytes | str) -> Intent | Problem:
        return (
            self._decode(message) if isinstance(message, bytes) else Problem("malformed", "", NOT_BINARY, -1)
        )

    def _reply(self, intent: Intent | Problem) -> Reply:
        if isinstance(intent, Problem):
            return intent
        return self._guarded(lambda: self._handled(intent), serial=intent.serial)

    def _adopted(self, dataset: Dataset) -> Reply:
        return self._guarded(lambda: self._kept(self._opened().adopt(dataset)), serial=-1)

    def _answered(self, question: Question) -> Reply:
        return self._guarded(lambda: self._opened().handle(question), serial=question.serial)

    def _handled(self, intent: Intent) -> Reply:
        model = self._opened()
        reply = model.handle(intent)
        if intent.unhurried:
            self._unkept = True
            return reply
        return self._kept(reply)

    def _ticked(self) -> Reply | None:
        """What a burst leads to; a session that fails at it is paused."""
        model = self._opened()
        try:
            scene = model.tick()
            if scene is None:
                return None
            self._unkept = True
            return scene
        except Exception:
            _log.exception("a session failed")
            model.pause()
            return Problem("failed", "", FAILED, -1)

    def _paused(self) -> None:
        self._opened().pause()

    def _kept(self, reply: Reply) -> Reply:
        """The reply, after the sitting was saved where it tells of a change."""
        if self._store is not None and isinstance(reply, Scene):
            self._keep(self._store, settle=True)
        return reply

    def _keep(self, store: Store, *, settle: bool = False) -> None:
        """Save where the sitting stands; what cannot be kept is forgotten rather than kept as it was."""
        self._unkept = False
        snapshot = self._opened().snapshot(settle=settle)
        if snapshot:
            store.save(self._name, snapshot)
        else:
            store.forget(self._name)

    def _guarded(self, act: Callable[[], Reply], *, serial: int) -> Reply:
        """What `act` answers; a session never raises, and if it does, the sitting lives on."""
        try:
            return act()
        except Exception:
            _log.exception("a session failed")
            return Problem("failed", "", FAILED, serial)

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
            sitting.left()
            self._sittings.move_to_end(name)
            idle = [name for name, each in self._sittings.items() if not each.readers]
            for forgotten in idle[: max(0, len(idle) - self._kept)]:
                del self._sittings[forgotten]

    async def close(self) -> None:
        """End all connections; those that do not answer are left to the server."""
        sittings = list(self._sittings.values())
        readers = [reader for sitting in sittings for reader in sitting.readers]
        ending = (reader.close() for reader in readers)
        leaving = (sitting.end() for sitting in sittings)
        await asyncio.gather(*leaving, *ending, return_exceptions=True)
