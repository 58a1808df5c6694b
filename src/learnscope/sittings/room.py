"""Whether there is memory for another sitting, or for what one is to hold."""

import math
import time
from collections.abc import Callable

from learnscope.errors import LearnscopeError
from learnscope.sittings.counts import resident

LOOKED_AT = 1.0  # seconds between two looks at the memory that is taken
FULL = "Learnscope holds as many sittings as its memory allows; try again when others have closed their pages"


class FullError(LearnscopeError):
    """There is no memory for another sitting."""


class Room:
    """It, where `memory` is how many bytes may be taken and `taken` says how many are."""

    def __init__(self, memory: float = math.inf, taken: Callable[[], float] = resident) -> None:
        self._memory = memory
        self._taken = taken
        self._looked = -math.inf
        self._found = 0.0

    def make(self, idle: int, forget: Callable[[], None]) -> None:
        """See that there is memory for another; where there is none, `forget` the `idle` ones.

        Raises FullError where that cannot help.
        """
        now = time.monotonic()
        if now - self._looked >= LOOKED_AT:
            self._looked, self._found = now, self._taken()
        if self._found <= self._memory:
            return
        if not idle:
            raise FullError(FULL)
        forget()  # what they held is free for others, though the process may not give it back
        self._looked, self._found = now, 0.0

    def make_for(self, size: int, idle: int, forget: Callable[[], None]) -> None:
        """See that there is memory for so many bytes more, as `make` does for a sitting.

        Raises FullError also where forgetting has not helped yet.
        """
        if self._taken() + size > self._memory and idle:
            forget()
        if (taken := self._taken()) + size > self._memory:
            raise FullError(FULL)
        self._looked, self._found = time.monotonic(), taken + size
