"""A reader: one connection to a sitting, whatever carries it.

One who `looks` sees what the others do and changes nothing: what they ask for but questions is refused, and
for the sitting they are not there.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from learnscope.sittings.outbox import Outbox

End = Literal["over", "again"]  # all has ended, or what computed for it alone: whoever comes again goes on


@dataclass(frozen=True, eq=False)
class Reader:
    """What waits for it, and how to end it, saying what has ended."""

    outbox: Outbox
    close: Callable[[End], Awaitable[None]]
    looks: bool = False  # only
