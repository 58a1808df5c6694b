"""How far a landscape has to reach, so that what matters lies within it.

From the origin of the slice, in units of its directions, it holds the path, the point of the next step, and
the lowest point that slope and curvature here point to, where the ground is curved upward: for a bowl, its
bottom. Beyond these there is a margin on every side.
"""

from collections.abc import Sequence

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.hessian import hessian_product
from learnscope.core.network import Network
from learnscope.probe.landscape import Direction, slopes_of

MARGIN = 0.2  # of what must be within, on each side
FAR = 20.0  # times the size of the parameters, beyond which a lowest point is too far to be drawn


def reach_of(points: Floats, least: float, *, equal: bool) -> tuple[tuple[float, float], ...]:
    """The ends (2 pairs) of a picture that holds 0 and `points` (K, 2).

    Each side is at least 2 · `least` long; with `equal`, both are equally long. Points that are not finite,
    or more than 1e6 · `least` away, are left out.
    """
    with np.errstate(invalid="ignore"):
        near = points[(np.abs(points) <= 1e6 * least).all(axis=1)] if len(points) else points
    held = np.concatenate([np.zeros((1, 2)), near])
    low, high = held.min(axis=0), held.max(axis=0)
    half = np.maximum((high - low) * (0.5 + MARGIN), least)
    if equal:
        half[:] = half.max()
    middle = (low + high) / 2
    return tuple((float(m - h), float(m + h)) for m, h in zip(middle, half, strict=True))


def lowest_point(
    network: Network,
    directions: Sequence[Direction],
    x: Floats,
    y: Floats,
    penalties: tuple[float, float] = (0.0, 0.0),
) -> Floats:
    """Where, along `directions`, the parabola that touches the loss here is lowest, (1, 2).

    (0, 2) where it is not curved upward in all of them, or that is far beyond the size of the parameters.
    """
    nothing = np.empty((0, 2))
    product = hessian_product(network, x, y, l2=penalties[1])
    vectors = np.stack([direction.vector for direction in directions])
    with np.errstate(all="ignore"):
        slopes = slopes_of(network, directions, x, y, penalties)
        bent = vectors @ np.stack([product(vector) for vector in vectors], axis=1)
        if not (np.isfinite(bent).all() and np.isfinite(slopes).all()):
            return nothing
        if np.linalg.eigvalsh((bent + bent.T) / 2)[0] <= 1e-9 * np.abs(bent).max():
            return nothing
        found = np.zeros(2)
        found[: len(vectors)] = np.linalg.solve(bent, -slopes)
        size = max(1.0, float(np.abs(network.parameters).max()))
    return found[None] if (np.abs(found) <= FAR * size).all() else nothing
