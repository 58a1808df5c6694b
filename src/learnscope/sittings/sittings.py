"""Sittings by name.

A sitting begins when somebody first attends its name. Of those that nobody attends, the 200 last used stay in
memory; where there is a store, each is also kept on disk and goes on from there, after a restart say. Where
the process takes more memory than it may, those that nobody attends leave it, and if that does not help,
nobody begins another.
"""

import asyncio
import contextlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator

from learnscope.errors import LearnscopeError
from learnscope.sittings.bench import Bench
from learnscope.sittings.counts import Counts, resident
from learnscope.sittings.folder import Store
from learnscope.sittings.model import Decode, Make
from learnscope.sittings.reader import Reader
from learnscope.sittings.sitting import Sitting
from learnscope.sittings.worker import Worker

KEPT = 200
LOOKED_AT = 1.0  # seconds between two looks at the memory that is taken
FULL = "Learnscope holds as many sittings as its memory allows; try again when others have closed their pages"


class FullError(LearnscopeError):
    """There is no memory for another sitting."""


class Sittings:
    """All sittings of a host, least recently used first."""

    def __init__(
        self,
        make: Make,
        decode: Decode,
        *,
        kept: int = KEPT,
        store: Store | None = None,
        memory: float = math.inf,
        taken: Callable[[], float] = resident,
    ) -> None:
        """`memory` is how many bytes the process may take, `taken` says how many it does."""
        self._make = make
        self._decode = decode
        self._kept = kept
        self._store = store
        self._memory = memory
        self._taken = taken
        self._looked = (-math.inf, 0.0)  # when, and what was taken
        self._bench = Bench()
        self.counts = Counts()
        self._sittings: OrderedDict[str, Sitting] = OrderedDict()

    def __len__(self) -> int:
        """How many are in memory."""
        return len(self._sittings)

    def find(self, name: str) -> Sitting | None:
        """The sitting of that name, if it is in memory."""
        return self._sittings.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Those in memory."""
        return tuple(self._sittings)

    def knows(self, name: str) -> bool:
        """Whether there is a sitting of that name, in memory or on disk."""
        return name in self._sittings or (self._store is not None and self._store.has(name))

    @contextlib.contextmanager
    def attend(self, name: str, reader: Reader, make: Make | None = None) -> Iterator[Sitting]:
        """The sitting of that name, begun if need be, with `reader` among its readers.

        Where `make` is given it is begun by that, and not as others are. Raises FullError where it would
        have to be begun and there is no memory for it.
        """
        if name not in self._sittings:
            self._make_room()
        worker = Worker(name, make or self._make, self._store)
        sitting = self._sittings.setdefault(name, Sitting(worker, self._decode, self._bench, self.counts))
        sitting.readers.add(reader)
        try:
            yield sitting
        finally:
            sitting.readers.discard(reader)
            sitting.left()
            self._sittings.move_to_end(name)
            self._forget(len(self._idle) - self._kept)

    async def renew(self, names: Iterable[str] | None = None) -> None:
        """Show sittings anew to all who look at them: something outside of them has changed. None is all."""
        wanted = list(self._sittings) if names is None else names
        found = (self._sittings.get(name) for name in wanted)
        await asyncio.gather(*(sitting.renew() for sitting in found if sitting is not None))

    def metrics(self) -> str:
        """How it goes, as text for Prometheus."""
        readers = [len(each.readers) for each in self._sittings.values()]
        return self.counts.text(
            {
                "learnscope_sittings": ("Sittings that somebody looks at", sum(map(bool, readers))),
                "learnscope_sittings_in_memory": ("Sittings in memory", len(readers)),
                "learnscope_readers": ("Pages that look at them", sum(readers)),
                "learnscope_players": ("Sittings that play", self._bench.players),
                "learnscope_waiting": ("Pieces of work that wait for their turn", self._bench.waiting),
                "learnscope_resident_bytes": ("Memory that the process takes", self._taken()),
            }
        )

    @property
    def _idle(self) -> list[str]:
        return [name for name, each in self._sittings.items() if not each.readers]

    def _forget(self, count: int) -> None:
        """Let so many of those that nobody attends leave memory, the least recently used first."""
        for name in self._idle[: max(0, count)]:
            del self._sittings[name]

    def _make_room(self) -> None:
        """See that there is memory for another. Raises FullError where there is none."""
        now = time.monotonic()
        if now - self._looked[0] >= LOOKED_AT:
            self._looked = (now, self._taken())
        if self._looked[1] <= self._memory:
            return
        idle = self._idle
        if not idle:
            raise FullError(FULL)
        self._forget(len(idle))  # what they held is free for others, though the process may not give it back
        self._looked = (now, 0.0)

    async def close(self) -> None:
        """See that all is on disk and end all connections; those that do not answer are left to the host."""
        sittings = list(self._sittings.values())
        readers = [reader for sitting in sittings for reader in sitting.readers]
        ending = (reader.close() for reader in readers)
        leaving = (sitting.end() for sitting in sittings)
        await asyncio.gather(*leaving, *ending, return_exceptions=True)
