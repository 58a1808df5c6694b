"""Sittings by name.

A sitting begins when somebody first attends its name. Of those that nobody attends, the 200 last used stay in
memory; where there is a store, each is also kept on disk and goes on from there, after a restart say.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Iterator

from learnscope.sittings.bench import Bench
from learnscope.sittings.folder import Store
from learnscope.sittings.model import Decode, Make
from learnscope.sittings.reader import Reader
from learnscope.sittings.sitting import Sitting
from learnscope.sittings.worker import Worker

KEPT = 200


class Sittings:
    """All sittings of a host, least recently used first."""

    def __init__(self, make: Make, decode: Decode, *, kept: int = KEPT, store: Store | None = None) -> None:
        self._make = make
        self._decode = decode
        self._kept = kept
        self._store = store
        self._bench = Bench()
        self._sittings: OrderedDict[str, Sitting] = OrderedDict()

    def __len__(self) -> int:
        """How many are in memory."""
        return len(self._sittings)

    def find(self, name: str) -> Sitting | None:
        """The sitting of that name, if it is in memory."""
        return self._sittings.get(name)

    def knows(self, name: str) -> bool:
        """Whether there is a sitting of that name, in memory or on disk."""
        return name in self._sittings or (self._store is not None and self._store.has(name))

    @contextlib.contextmanager
    def attend(self, name: str, reader: Reader) -> Iterator[Sitting]:
        """The sitting of that name, begun if need be, with `reader` among its readers."""
        worker = Worker(name, self._make, self._store)
        sitting = self._sittings.setdefault(name, Sitting(worker, self._decode, self._bench))
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
        """See that all is on disk and end all connections; those that do not answer are left to the host."""
        sittings = list(self._sittings.values())
        readers = [reader for sitting in sittings for reader in sitting.readers]
        ending = (reader.close() for reader in readers)
        leaving = (sitting.end() for sitting in sittings)
        await asyncio.gather(*leaving, *ending, return_exceptions=True)
