"""The talk with one reader, from the first scene until the connection ends, whatever carries it.

What it needs of sittings is what a host may use of them, wherever they are computed.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from learnscope.data.dataset import Dataset
from learnscope.errors import LearnscopeError
from learnscope.scene.schema import Problem, Question, Reply
from learnscope.sittings.counts import Figures
from learnscope.sittings.model import Linked, Make
from learnscope.sittings.reader import Reader


class GoneError(LearnscopeError):
    """What computed for a sitting has ended."""


class AnySitting(Protocol):
    """A sitting, here or elsewhere; one that was elsewhere may raise GoneError."""

    async def show(self, reader: Reader) -> None:
        """Send a reader what is to be seen now."""
        ...

    async def answer(self, message: bytes, reader: Reader) -> None:
        """Carry out what a message asks for; returns when the next may be read."""
        ...

    async def adopt(self, dataset: Dataset) -> Problem | None:
        """Begin anew with that data and show it to all readers, or say why not."""
        ...

    async def question(self, question: Question) -> Reply:
        """The answer to a question that came otherwise than as a reader's message."""
        ...


class AnySittings(Protocol):
    """Many of them, here or elsewhere."""

    @property
    def helpers(self) -> int:
        """How many processes besides this one may compute for them."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Those in memory."""
        ...

    def find(self, name: str) -> AnySitting | None:
        """The sitting of that name, if it is in memory."""
        ...

    async def knows(self, name: str) -> bool:
        """Whether there is a sitting of that name, in memory or on disk."""
        ...

    def attend(
        self, name: str, reader: Reader, make: Make | Linked | None = None
    ) -> contextlib.AbstractContextManager[AnySitting]:
        """The sitting of that name, begun if need be, with `reader` among its readers."""
        ...

    def make_room(self, size: int) -> None:
        """See that there is memory for so many bytes more. Raises FullError where there is none."""
        ...

    async def renew(self, names: Iterable[str] | None = None) -> None:
        """Show sittings anew to all who look at them. None is all."""
        ...

    async def figures(self) -> Figures:
        """How it goes."""
        ...

    async def close(self) -> None:
        """See that all is on disk and end all connections."""
        ...

    def end(self) -> None:
        """Wait for what `close` has asked for and is not over when the event loop is."""
        ...


async def talk(
    sitting: AnySitting,
    reader: Reader,
    receive: Callable[[], Awaitable[bytes | None]],
    done: Callable[[], None] = lambda: None,
) -> None:
    """Show, and answer what is received until that is None; `done` is called after each."""
    sending = asyncio.create_task(reader.outbox.run())
    try:
        await sitting.show(reader)
        done()
        while (message := await receive()) is not None:
            await sitting.answer(message, reader)
            done()
    finally:
        sending.cancel()
        # What ended it, if not this, was the connection; that is told by what is received.
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await sending
