"""What waits to be sent to one reader.

Scenes wait as they are, and are made messages when they are sent: frames, of what has changed since the last
that this reader was sent. A scene replaces the scene that still waits: the next is sent when the connection
has taken the last, so a slow reader sees fewer scenes, and never an older one after a newer. Problems and
answers wait in line, each being the answer to one intent, and none is dropped: of a reader who takes none, no
more intents are read while 32 wait (`room`). Nobody who puts something in ever waits; who makes scenes
without end can wait until the last was taken.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from learnscope.scene.frames import Sender
from learnscope.scene.schema import Scene

PROBLEMS = 32


class Outbox:
    """The outgoing side of one connection; `send` is awaited for one message at a time."""

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._encode = Sender()
        self._waiting: list[Scene | _Message] = []  # oldest first
        self._filled = asyncio.Event()
        self._taken = asyncio.Event()
        self._taken.set()
        self._room = asyncio.Event()
        self._room.set()
        self._ended = False  # whether the connection takes nothing more; what is put in then is dropped

    def put_scene(self, scene: Scene) -> None:
        """Send this scene after the problems that wait, and in place of any scene that waits."""
        if self._ended:
            return
        self._taken.clear()
        self._waiting = [entry for entry in self._waiting if isinstance(entry, _Message)]
        self._put(scene)

    def put_problem(self, message: bytes) -> None:
        """Send this problem in its turn."""
        self.put_message(message, _nothing)

    def put_message(self, message: bytes, sent: Callable[[], None]) -> None:
        """Send what somebody else has made, in its turn, and call `sent` when the connection has taken it."""
        if self._ended:
            return
        self._put(_Message(message, sent))
        if len(self._waiting) >= PROBLEMS:
            self._room.clear()

    async def run(self) -> None:
        """Send what comes, until cancelled or until the connection takes no more and raises."""
        try:
            while True:
                await self._filled.wait()
                entry = self._waiting.pop(0)
                if not self._waiting:
                    self._filled.clear()
                if len(self._waiting) < PROBLEMS:
                    self._room.set()
                if isinstance(entry, _Message):
                    await self._send(entry.encoded)
                    entry.sent()
                else:
                    await self._send(self._encode(entry))
                if all(isinstance(other, _Message) for other in self._waiting):
                    self._taken.set()
        finally:  # whoever waits, or comes to wait, need not do so for a connection that has ended
            self._ended = True
            self._taken.set()
            self._room.set()

    async def taken(self) -> None:
        """Return when the connection has taken the last scene, or takes nothing more."""
        await self._taken.wait()

    async def room(self) -> None:
        """Return when fewer than 32 messages wait, or the connection takes nothing more."""
        await self._room.wait()

    def _put(self, entry: "Scene | _Message") -> None:
        self._waiting.append(entry)
        self._filled.set()


class _Message(NamedTuple):
    encoded: bytes
    sent: Callable[[], None]


def _nothing() -> None:
    return None
