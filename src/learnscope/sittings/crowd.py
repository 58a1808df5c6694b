"""How many sittings play, here and in the other processes of a host: they share its cores.

Each process would else share out its own time alone, and two that play where nothing else does would take
the core from the many that play beside them.
"""

import contextlib
from collections.abc import Callable, Iterator


def _nobody() -> None:
    """Nobody is told."""


class Crowd:
    """Them, as one process knows them; `changed` is called when more or fewer play in it."""

    def __init__(self) -> None:
        self.here = 0
        self.elsewhere = 0
        self.cores = 1  # on which processes compute for all of them
        self.changed: Callable[[], None] = _nobody

    @contextlib.contextmanager
    def joined(self) -> Iterator[None]:
        """One more plays here, until the block is left."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    @property
    def on_one(self) -> float:
        """How many share a core, at least 1: those here at least, and of all the mean."""
        return max(1.0, self.here, (self.here + self.elsewhere) / self.cores)

    def _count(self, more: int) -> None:
        self.here += more
        self.changed()
