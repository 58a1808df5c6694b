"""Wrong words of a class, which may not be tried without end.

Wrong ones alone are counted, for each address and for all together. Behind a proxy a whole class has one
address, and each of two hundred may miss once: so many are free, and then one every few seconds. Meanwhile no
word is looked at, not even the right one, or guessing would go on; whoever waits is told for how long.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

EACH = 300, 2.0  # wrong words of an address that are free, and seconds after which there is one more
ALL = 3000, 0.2  # of all addresses together
REMEMBERED = 10_000  # addresses


@dataclass
class _Left:
    """How many are free, as of a time."""

    count: float
    since: float


class Guesses:
    """Them, as `clock` goes, in seconds."""

    def __init__(
        self,
        *,
        each: tuple[int, float] = EACH,
        together: tuple[int, float] = ALL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._each, self._together, self._clock = each, together, clock
        self._all = _Left(together[0], clock())
        self._left: OrderedDict[str, _Left] = OrderedDict()  # by address, the longest unused first

    def wait(self, address: str) -> int:
        """Seconds until a word from that address is looked at, 0 where it is now."""
        each = self._left.get(_network(address))
        waits = [self._until(self._all, self._together)]
        if each is not None:
            waits.append(self._until(each, self._each))
        return math.ceil(max(waits))

    def wrong(self, address: str) -> None:
        """A wrong word came from there."""
        network = _network(address)
        left = self._left.setdefault(network, _Left(self._each[0], self._clock()))
        self._left.move_to_end(network)
        while len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        for one, limit in ((left, self._each), (self._all, self._together)):
            one.count = max(0.0, self._now(one, limit) - 1)
            one.since = self._clock()

    def _now(self, left: _Left, limit: tuple[int, float]) -> float:
        """How many are free now."""
        most, seconds = limit
        return min(most, left.count + (self._clock() - left.since) / seconds)

    def _until(self, left: _Left, limit: tuple[int, float]) -> float:
        """Seconds until one is free."""
        return max(0.0, (1 - self._now(left, limit)) * limit[1])


def _network(address: str) -> str:
    """What is counted as one: an IPv4 address, or the network of an IPv6 one, since there each has many."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # of a socket that has none
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
