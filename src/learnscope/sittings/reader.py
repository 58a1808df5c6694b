"""A reader: one connection to a sitting, whatever carries it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from learnscope.sittings.outbox import Outbox


@dataclass(frozen=True, eq=False)
class Reader:
    """What waits for it, and how to end it."""

    outbox: Outbox
    close: Callable[[], Awaitable[None]]
