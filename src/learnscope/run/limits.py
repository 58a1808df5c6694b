"""How much is kept of a run, whatever its length."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of what a tree keeps; the numbers that are read do not depend on them."""

    frames: int = 60 * 10**6  # bytes of keyframes of the whole tree
    points: int = 2**13  # keyframes of the whole tree
    bins: int = 2**13  # of the curves of each future's steps
    rows: int = 2**12  # of what was measured of each future
    replay: float = 0.010  # seconds of steps between keyframes, as long as their bytes allow
    apart: int = 1024  # steps between keyframes at most, as long as their bytes allow


LIMITS = Limits()
