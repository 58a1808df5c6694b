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
from functools import partial

import numpy as np
from numpy.typing import NDArray

from learnscope.brief import brief
from learnscope.core.arrays import Floats, frozen
from learnscope.core.backward import backward
from learnscope.core.compiled import PLAIN, Engine
from learnscope.core.forward import forward
from learnscope.core.network import Network
from learnscope.core.slices import point_losses, slice_losses
from learnscope.errors import ArgumentError, check_whole
from learnscope.streams import stream

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Direction:
    """A direction in parameter space.

    title   what a reader calls it
    vector  (P,) a step of length 1 along it, added to the parameters
    share   of the variance of the path that lies along it, from 0 to 1; nan where it is none of a path
    """

    title: str
    vector: Floats
    share: float = float("nan")
    __repr__ = brief


@dataclass(frozen=True, eq=False)
class Landscape:
    """The loss over a line or a plane through a network, everything else held fixed.

    origin         (P,) the parameters of the network
    directions     one or two, whose vectors are multiplied by a and b
    a, b           how far along each; of a line, b is [0]
    losses         (len(b), len(a)) at origin + a · directions[0].vector + b · directions[1].vector
    loss           at the origin
    slopes         (directions,) of the loss along each at the origin, by the backward pass
    steps          (K,) how many updates were made at each point of the path
    path           (K, 2) where the run's shadow lies on the slice; of a line, the second is 0
    path_losses    (K,) the run's true losses there
    shadow_losses  (K,) the slice's losses at the shadows
    whole          whether it is all there is: no other parameter can be learned
    """

    origin: Floats
    directions: tuple[Direction, ...]
    a: Floats
    b: Floats
    losses: Floats
    loss: float
    slopes: Floats
    steps: Indices
    path: Floats
    path_losses: Floats
    shadow_losses: Floats
    whole: bool
    __repr__ = brief

    @property
    def gaps(self) -> Floats:
        """True loss minus the slice's at the shadow, (K,)."""
        with np.errstate(invalid="ignore"):
            gap: Floats = self.path_losses - self.shadow_losses
        return gap

    def csv(self) -> str:
        """The picture as comma-separated values: a line for each point, its place and its loss.

        On a line there is no b. Numbers hold all their digits.
        """
        line = len(self.directions) == 1
        rows = ["a,loss" if line else "a,b,loss"]
        for j, i in np.ndindex(self.losses.shape):
            place = (self.a[i],) if line else (self.a[i], self.b[j])
            rows.append(",".join(repr(float(value)) for value in (*place, self.losses[j, i])))
        return "\n".join(rows) + "\n"


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
        with np.errstate(all="ignore"):  # weights that have diverged are as long as no number
            part *= np.linalg.norm(held, axis=0) / np.where(lengths > 0, lengths, 1.0)
    for bias in network.layout.biases(scaled):
        if bias is not None:
            bias[...] = 0.0
    return scaled


def principal_directions(points: Floats) -> tuple[Direction, Direction]:
    """The two directions along which `points` (K, P) of a run spread most, seen from the last.

    Raises ArgumentError where there are fewer than three points, or numbers in them that are not finite.
    """
    if len(points) < 3:
        raise ArgumentError(f"points must be at least 3, got {len(points)}; let the run go on first")
    with np.errstate(all="ignore"):
        spread = points[:-1] - points[-1]
    if not np.isfinite(spread).all():
        wrong = next(number for number in spread.flat if not np.isfinite(number))
        raise ArgumentError(f"points must lie at finite distances, got {wrong}; look at an earlier step")
    _, sizes, axes = np.linalg.svd(spread, full_matrices=False)
    with np.errstate(all="ignore"):
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
    steps: Indices | None = None,
    penalties: tuple[float, float] = (0.0, 0.0),
    engine: Engine = PLAIN,
) -> Landscape:
    """The loss of samples x (N, n_in), y (N, n_out) around `network` over one direction or two.

    `a` and `b` are how far along each, in units of the directions. `path` (K, P) are points of a run, after
    `steps` (K,) updates, by default numbered from 0.
    Raises ArgumentError where there is not one direction or two.
    """
    if len(directions) not in (1, 2):
        raise ArgumentError(f"directions must be one or two, got {len(directions)}")
    origin = network.parameters.astype(np.float64)
    u = directions[0].vector
    v = directions[1].vector if len(directions) == 2 else np.zeros_like(u)
    second = np.zeros(1) if b is None or len(directions) == 1 else np.asarray(b, dtype=np.float64)
    first = np.asarray(a, dtype=np.float64)
    losses = slice_losses(network, u, v, first, second, x=x, y=y, penalties=penalties, engine=engine)
    losses_at = partial(point_losses, network, x=x, y=y, penalties=penalties, engine=engine)
    points = np.empty((0, len(origin))) if path is None else np.asarray(path, dtype=np.float64)
    shadows = projected(points - origin, u, v)
    numbered = np.array(range(len(points)) if steps is None else steps, dtype=np.int64)
    numbered.flags.writeable = False
    return Landscape(
        origin=frozen(origin),
        directions=tuple(directions),
        a=frozen(first),
        b=frozen(second),
        losses=frozen(losses),
        loss=float(losses_at(origin[None])[0]),
        slopes=slopes_of(network, directions, x, y, penalties),
        steps=numbered,
        path=frozen(shadows),
        path_losses=frozen(losses_at(points)),
        shadow_losses=frozen(losses_at(origin + shadows[:, :1] * u + shadows[:, 1:] * v)),
        whole=is_whole(network, directions),
    )


def is_whole(network: Network, directions: Sequence[Direction]) -> bool:
    """Whether moving along `directions` reaches every value of all that can be learned."""
    learned = network.layout.learned
    spanned = np.stack([direction.vector for direction in directions])[:, learned]
    if learned.sum() > len(directions) or not np.isfinite(spanned).all():
        return False
    return bool(np.linalg.matrix_rank(spanned) == int(learned.sum()))


def slopes_of(
    network: Network, directions: Sequence[Direction], x: Floats, y: Floats, penalties: tuple[float, float]
) -> Floats:
    """How the mean loss of samples x (N, n_in), y (N, n_out) changes along each direction, (directions,)."""
    doubled = network.in_precision("float64")
    with np.errstate(all="ignore"):
        trace = forward(doubled, x)
        gradient = backward(doubled, trace, y, l1=penalties[0], l2=penalties[1]).parameters
        return frozen(np.array([gradient @ direction.vector for direction in directions]))


def projected(offsets: Floats, u: Floats, v: Floats) -> Floats:
    """Coordinates (K, 2) of the points of the plane of `u` and `v` that are nearest to `offsets` (K, P).

    Not a number where an offset or the plane is not finite.
    """
    found: Floats = np.full((len(offsets), 2), np.nan)
    basis = np.stack([u, v], axis=1)
    finite = np.isfinite(offsets).all(axis=1)
    if finite.any() and np.isfinite(basis).all():
        found[finite] = np.linalg.lstsq(basis, offsets[finite].T, rcond=None)[0].T
    return found
