"""Sittings spread over processes, with the interface of `Sittings`.

The first few are computed in the host's own process; where more sit, further ones are placed in workshops,
which are begun as they are needed. A sitting stays where it is while it is in memory there. What names, who
looks, and what lies on disk are, is the same everywhere. Where no workshop can be begun, the host computes.
"""

import asyncio
import contextlib
import logging
import math
import subprocess
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import TypeGuard

from learnscope.scene.schema import Problem
from learnscope.sittings.counts import Figures, resident
from learnscope.sittings.model import Linked, Make
from learnscope.sittings.processes import wire
from learnscope.sittings.processes.elsewhere import Elsewhere, Shop
from learnscope.sittings.processes.order import Order
from learnscope.sittings.reader import Reader
from learnscope.sittings.room import Room
from learnscope.sittings.sitting import Sitting
from learnscope.sittings.sittings import Sittings

FEW = 2  # sittings that are looked at in the host's own process
MANY = 8  # in each workshop, before another is begun
AGAIN = 60.0  # seconds after which another is tried where one could not be begun
PATIENCE = 10.0  # seconds in which workshops see that all is on disk

UNBEGUN = "no process that computes could be begun (%s); this one computes, and tries again in a minute"
STILLBORN = "it ended before it did anything"

_log = logging.getLogger(__name__)


class Spread:
    """Them: in `here`, and in up to `most` workshops that work by `order`, in `memory` bytes at most."""

    def __init__(
        self, here: Sittings, order: Order, *, most: int, memory: float = math.inf, few: int = FEW
    ) -> None:
        """Of those that may be anywhere, `few` are looked at here before others are placed elsewhere."""
        self._here = here
        self._order = order
        self._most = most
        self._few = few
        self._room = Room(memory, lambda: resident(*(shop.process.pid for shop in self._shops)))
        self._packed = b""
        self._shops: list[Shop] = []
        self._processes: list[subprocess.Popen[bytes]] = []
        self._places: OrderedDict[str, Shop] = OrderedDict()  # least recently used first
        self._past: Figures | None = None  # of those that have ended
        self._again = -math.inf  # when another may be begun
        self._complained = False
        self._makers: dict[str, Linked] = {}
        here.crowd.changed = self._crowd

    @property
    def helpers(self) -> int:
        """How many processes besides this one may compute for them."""
        return self._most

    def find(self, name: str) -> "Sitting | Elsewhere | None":
        """The sitting of that name, if it is in memory."""
        shop = self._places.get(name)
        return self._here.find(name) if shop is None else Elsewhere(shop, name)

    @property
    def names(self) -> tuple[str, ...]:
        """Those in memory."""
        return (*self._here.names, *self._places)

    async def knows(self, name: str) -> bool:
        """Whether there is a sitting of that name, in memory or on disk."""
        return name in self._places or await self._here.knows(name)

    @contextlib.contextmanager
    def attend(
        self, name: str, reader: Reader, make: "Make | Linked | None" = None
    ) -> "Iterator[Sitting | Elsewhere]":
        """The sitting of that name, begun if need be, with `reader` among its readers.

        Where `make` is given it is begun by that, and not as others are. Raises FullError where it would
        have to be begun and there is no memory for it.
        """
        if self.find(name) is None:
            self._room.make(len(self._idle) + self._here.idle, self._forget_all)
        shop = self._place(name, make)
        if shop is None:
            with self._here.attend(name, reader, make) as sitting:
                yield sitting
            return
        made = news = b""
        if _is_linked(make):
            linked = self._makers.setdefault(name, make)
            made, news = wire.packed(linked, self._order.shared), linked.news()
        with shop.attend(name, reader, made, news) as elsewhere:
            yield elsewhere

    def make_room(self, size: int) -> None:
        """See that there is memory for so many bytes more. Raises FullError where there is none."""
        self._room.make_for(size, len(self._idle) + self._here.idle, self._forget_all)

    def begin(self) -> None:
        """Begin all workshops now, since many are to come, as far as they can be begun."""
        while len(self._shops) < self._most and self._begin() is not None:
            pass

    async def renew(self, names: Iterable[str] | None = None) -> None:
        """Show sittings anew to all who look at them: something outside of them has changed. None is all."""
        wanted = self.names if names is None else tuple(names)
        by_shop: dict[Shop, dict[str, bytes]] = {}
        for name in wanted:
            if (shop := self._places.get(name)) is not None:
                maker = self._makers.get(name)
                by_shop.setdefault(shop, {})[name] = b"" if maker is None else maker.news()
        for shop, news in by_shop.items():
            shop.renew(news)
        await self._here.renew([name for name in wanted if name not in self._places])

    async def figures(self) -> Figures:
        """How it goes, in all processes."""
        await asyncio.gather(*(shop.count() for shop in self._shops))
        told = (self._past, *(shop.figures for shop in self._shops))
        return sum((each for each in told if each is not None), await self._here.figures())

    async def close(self) -> None:
        """See that all is on disk and end all connections; those that do not answer are left to the host."""
        readers = [reader for shop in self._shops for reader in shop.readers]
        for shop in self._shops:
            shop.close()
        await asyncio.gather(
            self._here.close(), *(reader.close("over") for reader in readers), return_exceptions=True
        )

    def end(self) -> None:
        """Wait until the workshops have ended, and end those that do not."""
        until = time.monotonic() + PATIENCE
        for process in self._processes:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _log.error("a process that computes does not end; it is ended now")
                process.kill()
                process.wait()

    def _place(self, name: str, make: "Make | Linked | None") -> Shop | None:
        """Where a sitting is or is to be; None for here."""
        if self._here.find(name) is not None or not self._most:
            return None
        if (shop := self._places.get(name)) is not None:
            self._places.move_to_end(name)
            return shop
        if make is None and (self._order.make is None or self._here.attended < self._few):
            return None
        if make is not None and not _is_linked(make):
            return None
        fewest = min(self._shops, key=lambda shop: len(shop.looked_at), default=None)
        if fewest is None or (len(fewest.looked_at) >= MANY and len(self._shops) < self._most):
            fewest = self._begin() or fewest
        if fewest is None:
            return None
        self._places[name] = fewest
        return fewest

    def _begin(self) -> Shop | None:
        """Begin another workshop; None where that cannot be."""
        if time.monotonic() < self._again:
            return None
        self._packed = self._packed or wire.packed(self._order)
        try:
            shop = Shop(self._packed, self._noted, self._forgot, self._lost, self._crowd)
        except OSError as error:
            self._complain(error.strerror or str(error))
            return None
        self._shops.append(shop)
        self._crowd()
        self._processes = [process for process in self._processes if process.poll() is None]
        self._processes.append(shop.process)
        return shop

    def _crowd(self) -> None:
        """Tell all processes how many play, so that they share the cores alike."""
        crowd, cores = self._here.crowd, max(1, min(self._most, 1 + len(self._shops)))
        playing = crowd.here + sum(shop.plays for shop in self._shops)
        crowd.elsewhere, crowd.cores = playing - crowd.here, cores
        for shop in self._shops:
            shop.crowd(playing - shop.plays, cores)

    def _complain(self, why: str) -> None:
        """One could not be begun, which is said once, and tried again later."""
        self._again = time.monotonic() + AGAIN
        if not self._complained:
            _log.error(UNBEGUN, why)
        self._complained = True

    def _forgot(self, name: str) -> None:
        """A workshop has it no more."""
        self._places.pop(name, None)
        self._makers.pop(name, None)

    def _noted(self, name: str, report: bytes) -> Problem | None:
        maker = self._makers.get(name)
        return None if maker is None else maker.take(report)

    def _lost(self, shop: Shop) -> None:
        """It has ended: what was there begins elsewhere."""
        if shop in self._shops:
            self._shops.remove(shop)
            self._crowd()
        if shop.stillborn:
            self._complain(STILLBORN)
        if shop.figures is not None:
            self._past = shop.figures.past if self._past is None else self._past + shop.figures.past
        for name in [name for name, place in self._places.items() if place is shop]:
            del self._places[name]

    @property
    def _idle(self) -> list[str]:
        """Those elsewhere that nobody looks at and that stay, least recently used first."""
        places = self._places.items()
        return [name for name, shop in places if name not in shop.looked_at and name not in shop.leaving]

    def _forget(self, names: Iterable[str]) -> None:
        """Have those leave the memory of workshops; where they are is known until they have."""
        for name in names:
            self._places[name].forget(name)

    def _forget_all(self) -> None:
        self._forget(self._idle)
        self._here.forget_idle()


def _is_linked(make: Make | Linked | None) -> TypeGuard[Linked]:
    return hasattr(make, "news")
