"""The landscape: the loss over one or two directions in parameter space, and the path of a run on it.

    parameter    the axis of one weight or bias
    random       a normal vector, each neuron's part as long as the neuron's own weights (filter-normalised)
    path         the first two principal directions of where the run has been
    ends         from the start of the run to its end

A slice holds everything else fixed. A point of the run lies off it in general: its true loss and the slice's
loss at its shadow differ, and the gap is part of what is told. For a network with exactly two parameters the
plane of both is the whole truth.

Source of filter normalisation: Li, Xu, Taylor, Studer and Goldstein, NeurIPS 2018.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import PLAIN, Engine
from learnscope.core.network import Network
from learnscope.core.slices import slice_losses
from learnscope.errors import ArgumentError, check_whole
from learnscope.streams import stream


@dataclass(frozen=True, eq=False)
class Direction:
    """A direction in parameter space, (P,), what a reader calls it, and its share of the path's variance."""

    title: str
    vector: Floats
    share: float = float("nan")


@dataclass(frozen=True, eq=False)
class Landscape:
    """Losses (len(b), len(a)) over a plane through `origin`; of a line, b is [0]."""

    origin: Floats  # (P,)
    directions: tuple[Direction, ...]
    a: Floats
    b: Floats
    losses: Floats
    path: Floats  # (K, 2) where the points of a run lie on it
    path_losses: Floats  # (K,) their true losses
    shadow_losses: Floats  # (K,) the slice's losses at their shadows
    whole: bool  # whether the plane is all there is

    @property
    def gaps(self) -> Floats:
        """True loss minus the slice's at the shadow, (K,)."""
        gap: Floats = self.path_losses - self.shadow_losses
        return gap


def of_parameter(network: Network, place: int, title: str = "") -> Direction:
    """The axis of the parameter at `place` of the flat vector, in its own unit."""
    check_whole("place", place, low=0, high=network.parameters.size - 1)
    vector = np.zeros(network.parameters.size)
    vector[place] = 1.0
    return Direction(title or str(network.layout.address(place)), frozen(vector))


def random_directions(network: Network, count: int, *, seed: int) -> tuple[Direction, ...]:
    """`count` filter-normalised random directions."""
    random = stream(seed, "probe")
    found = []
    for number in range(1, count + 1):
        vector = random.standard_normal(network.parameters.size)
        found.append(Direction(f"random direction {number}", frozen(filter_normalised(network, vector))))
    return tuple(found)


def filter_normalised(network: Network, vector: Floats) -> Floats:
    """`vector` with each neuron's incoming weights as long as the network's; biases stand still."""
    scaled = vector.copy()
    own = network.parameters.astype(np.float64)
    for part, held in zip(network.layout.weights(scaled), network.layout.weights(own), strict=True):
        lengths = np.linalg.norm(part, axis=0)
        part *= np.linalg.norm(held, axis=0) / np.where(lengths > 0, lengths, 1.0)
    for bias in network.layout.biases(scaled):
        if bias is not None:
            bias[...] = 0.0
    return scaled


def principal_directions(points: Floats) -> tuple[Direction, Direction]:
    """The two directions along which `points` (K, P) of a run spread most, seen from the last.

    Raises ArgumentError where there are fewer than three points.
    """
    if len(points) < 3:
        raise ArgumentError(f"points must be at least 3, got {len(points)}; let the run go on first")
    spread = points[:-1] - points[-1]
    _, sizes, axes = np.linalg.svd(spread, full_matrices=False)
    shares = sizes**2 / max(float((sizes**2).sum()), np.finfo(float).tiny)
    axes = axes if len(axes) > 1 else np.vstack([axes, np.zeros_like(axes)])
    shares = np.append(shares, 0.0)
    first, second = (
        Direction(f"principal direction {k + 1} of the path", frozen(axes[k]), float(shares[k]))
        for k in (0, 1)
    )
    return first, second


def between(start: Floats, end: Floats) -> Direction:
    """From `start` (0) to `end` (1)."""
    return Direction("from start to end", frozen(end - start))


def landscape_of(
    network: Network,
    directions: Sequence[Direction],
    a: Floats,
    b: Floats | None = None,
    *,
    x: Floats,
    y: Floats,
    path: Floats | None = None,
    penalties: tuple[float, float] = (0.0, 0.0),
    engine: Engine = PLAIN,
) -> Landscape:
    """The loss of samples x (N, n_in), y (N, n_out) around `network` over one direction or two.

    `a` and `b` are how far along each, in units of the directions. `path` (K, P) are points of a run.
    Raises ArgumentError where there is not one direction or two.
    """
    if len(directions) not in (1, 2):
        raise ArgumentError(f"directions must be one or two, got {len(directions)}")
    origin = network.parameters.astype(np.float64)
    u = directions[0].vector
    v = directions[1].vector if len(directions) == 2 else np.zeros_like(u)
    second = np.zeros(1) if b is None or len(directions) == 1 else np.asarray(b, dtype=np.float64)
    first = np.asarray(a, dtype=np.float64)
    given = {"x": x, "y": y, "penalties": penalties, "engine": engine}
    losses = slice_losses(network, u, v, first, second, **given)  # type: ignore[arg-type]
    points = np.empty((0, len(origin))) if path is None else np.asarray(path, dtype=np.float64)
    shadows = projected(points - origin, u, v)
    return Landscape(
        frozen(origin), tuple(directions), frozen(first), frozen(second), frozen(losses), frozen(shadows),
        frozen(np.array([_loss_at(network, point, given) for point in points])),
        frozen(np.array([_loss_at(network, origin + s * u + t * v, given) for s, t in shadows])),
        bool(len(directions) == 2 and network.parameters.size == 2),
    )  # fmt: skip


def projected(offsets: Floats, u: Floats, v: Floats) -> Floats:
    """Coordinates (K, 2) of the points of the plane of `u` and `v` that are nearest to `offsets` (K, P)."""
    if not len(offsets):
        return np.empty((0, 2))
    basis = np.stack([u, v], axis=1)
    found: Floats = np.linalg.lstsq(basis, offsets.T, rcond=None)[0].T.astype(np.float64)
    return found


def _loss_at(network: Network, point: Floats, given: dict[str, object]) -> float:
    zero = np.zeros(network.parameters.size)
    here = network.with_parameters(point.astype(network.parameters.dtype))
    return float(slice_losses(here, zero, zero, np.zeros(1), np.zeros(1), **given)[0, 0])  # type: ignore[arg-type]
