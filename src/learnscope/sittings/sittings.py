"""Sittings by name.

A sitting begins when somebody first attends its name. Of those that nobody attends, the 200 last used stay in
memory; where there is a store, each is also kept on disk and goes on from there, after a restart say. Where
the process takes more memory than it may, those that nobody attends leave it, and if that does not help,
nobody begins another.
"""

import asyncio
import contextlib
import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator

from learnscope.sittings.bench import Bench
from learnscope.sittings.counts import Counts, Figures, resident
from learnscope.sittings.crowd import Crowd
from learnscope.sittings.folder import Store
from learnscope.sittings.model import Decode, Linked, Make
from learnscope.sittings.reader import Reader
from learnscope.sittings.room import Room
from learnscope.sittings.sitting import Sitting
from learnscope.sittings.worker import Worker

KEPT = 200


def kept_each(processes: int) -> int:
    """How many of them each of so many processes keeps."""
    return max(1, KEPT // processes)


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
        forgot: Callable[[str], None] = lambda name: None,
    ) -> None:
        """`memory` is how many bytes the process may take, `taken` says how many it does.

        `forgot` is called with the name of each sitting that leaves memory.
        """
        self._make = make
        self._decode = decode
        self._kept = kept
        self._store = store
        self._taken = taken
        self._room = Room(memory, taken)
        self.crowd = Crowd()
        self._bench = Bench(crowd=self.crowd)
        self.counts = Counts()
        self._forgot = forgot
        self._sittings: OrderedDict[str, Sitting] = OrderedDict()
        self._leaving: set[str] = set()  # to be forgotten once nobody looks and all is on disk

    def __len__(self) -> int:
        """How many are in memory."""
        return len(self._sittings)

    @property
    def helpers(self) -> int:
        """How many processes besides this one may compute for them."""
        return 0

    def find(self, name: str) -> Sitting | None:
        """The sitting of that name, if it is in memory."""
        return self._sittings.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Those in memory."""
        return tuple(self._sittings)

    async def knows(self, name: str) -> bool:
        """Whether there is a sitting of that name, in memory or on disk."""
        if name in self._sittings or self._store is None:
            return name in self._sittings
        store = self._store
        return await self._bench.do(lambda: store.has(name))

    @contextlib.contextmanager
    def attend(self, name: str, reader: Reader, make: Make | Linked | None = None) -> Iterator[Sitting]:
        """The sitting of that name, begun if need be, with `reader` among its readers.

        Where `make` is given it is begun by that, and not as others are. Raises FullError where it would
        have to be begun and there is no memory for it.
        """
        if name not in self._sittings:
            self._room.make(self.idle, self.forget_idle)
        self._leaving.discard(name)
        worker = Worker(name, make or self._make, self._store)
        sitting = self._sittings.setdefault(name, Sitting(worker, self._decode, self._bench, self.counts))
        sitting.readers.add(reader)
        try:
            yield sitting
        finally:
            sitting.readers.discard(reader)
            sitting.left(self._forget_most)
            self._sittings.move_to_end(name)
            self._forget_most()

    def make_room(self, size: int) -> None:
        """See that there is memory for so many bytes more. Raises FullError where there is none."""
        self._room.make_for(size, self.idle, self.forget_idle)

    async def renew(self, names: Iterable[str] | None = None) -> None:
        """Show sittings anew to all who look at them: something outside of them has changed. None is all."""
        wanted = list(self._sittings) if names is None else names
        found = (self._sittings.get(name) for name in wanted)
        await asyncio.gather(*(sitting.renew() for sitting in found if sitting is not None))

    async def figures(self) -> Figures:
        """How it goes."""
        readers = [len(each.readers) for each in self._sittings.values()]
        gauges = (
            self.attended,
            len(readers),
            sum(readers),
            self.crowd.here,
            self._bench.waiting,
            1,
            self._taken(),
        )
        counts = self.counts
        return Figures(tuple(counts.within), counts.seconds, counts.moments, gauges)

    @property
    def attended(self) -> int:
        """How many somebody looks at."""
        return sum(bool(each.readers) for each in self._sittings.values())

    @property
    def idle(self) -> int:
        """How many nobody looks at."""
        return len(self._idle)

    def forget_idle(self) -> None:
        """Let all that nobody attends leave memory."""
        self._forget(self.idle)

    def forget(self, name: str) -> None:
        """Let that one leave memory as soon as all of it is on disk, unless somebody comes."""
        if name in self._sittings:
            self._leaving.add(name)
            self._forget_most()

    @property
    def _idle(self) -> list[str]:
        """Those that may leave memory: one that is still being kept would be begun beside itself."""
        return [name for name, each in self._sittings.items() if each.idle]

    def _forget_most(self) -> None:
        for name in self._leaving.intersection(self._idle if self._leaving else ()):
            self._drop(name)
        self._forget(self.idle - self._kept)

    def _forget(self, count: int) -> None:
        """Let so many of those that nobody attends leave memory, the least recently used first."""
        for name in self._idle[: max(0, count)]:
            self._drop(name)

    def _drop(self, name: str) -> None:
        del self._sittings[name]
        self._leaving.discard(name)
        self._forgot(name)

    async def close(self) -> None:
        """See that all is on disk and end all connections; those that do not answer are left to the host."""
        sittings = list(self._sittings.values())
        readers = [reader for sitting in sittings for reader in sitting.readers]
        ending = (reader.close("over") for reader in readers)
        leaving = (sitting.end() for sitting in sittings)
        await asyncio.gather(*leaving, *ending, return_exceptions=True)

    def end(self) -> None:
        """Nothing is left to wait for."""
