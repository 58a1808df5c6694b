"""The losses at which lines of equal loss are drawn."""

import math

import numpy as np

from learnscope.core.arrays import Floats

MOST = 14
STEEP = 8.0  # times the least loss, from which levels double
DEEP = 1e-3  # of the greatest loss, below which none is drawn


def levels_of(losses: Floats) -> tuple[float, ...]:
    """Round levels within finite `losses`: evenly spaced, or doubling where they differ many times.

    >>> levels_of(np.array([[0.0, 60.0]]))
    (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
    >>> levels_of(np.array([[1.0, 2.0]]))
    (1.0, 1.2, 1.4, 1.6, 1.8, 2.0)
    """
    finite = losses[np.isfinite(losses)]
    if not finite.size or finite.min() == finite.max():
        return ()
    low, high = float(finite.min()), float(finite.max())
    if low >= 0 and high > STEEP * low:
        last = math.floor(math.log2(high))
        first = max(math.ceil(math.log2(max(low, high * DEEP))), last - MOST + 1)
        return tuple(2.0**power for power in range(first, last + 1))
    step = _round((high - low) / 8)
    places = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
    return tuple(dict.fromkeys(round(place * step, 12) for place in places))  # each once, however flat


def _round(step: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step * (1 - 1e-9))
