"""Curvature: how the slope changes, along a direction and in the steepest ones.

    H v = (g(w + h v) − g(w − h v)) / 2h       a Hessian–vector product, by two gradients
    curvature along v = v · H v / v · v
    largest stable rate of plain descent = 2 / λ, λ the largest eigenvalue of H

With a larger rate, steps along that direction overshoot by more than they began with. The largest eigenvalues
come from Lanczos' method, which asks for nothing but products.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from learnscope.brief import brief
from learnscope.core.arrays import Floats, frozen
from learnscope.core.backward import backward
from learnscope.core.forward import forward
from learnscope.core.network import Network
from learnscope.core.penalties import check_penalties
from learnscope.errors import check_kind, check_whole
from learnscope.keywords import answering
from learnscope.streams import stream

STEP = 1e-4  # length of a nudge: the error of a difference of gradients is least near eps^(1/3) of their size
DENSE = 400  # parameters up to which the Hessian is made whole
ENOUGH = 60  # of Lanczos' steps

Product = Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Curvature:
    """The largest eigenvalues of the Hessian (k,), descending, their directions (k, P), and what follows."""

    eigenvalues: Floats
    directions: Floats
    along_gradient: float
    __repr__ = brief

    @property
    def largest_stable_rate(self) -> float:
        """2 / λ; inf where nothing curves upward."""
        steepest = float(self.eigenvalues[0])
        return 2.0 / steepest if steepest > 0 else float("inf")


def hessian_product(network: Network, x: Floats, y: Floats, *, l1: float = 0.0, l2: float = 0.0) -> Product:
    """v → H v for the mean loss of samples x (N, n_in), y (N, n_out), the penalty included."""
    doubled = network.in_precision("float64")

    def gradient(parameters: Floats) -> Floats:
        here = doubled.with_parameters(parameters)
        return backward(here, forward(here, x), y, l1=l1, l2=l2).parameters

    def product(v: Floats) -> Floats:
        length = float(np.linalg.norm(v))
        if length == 0:
            return np.zeros_like(v)
        nudge = STEP / length * v
        up, down = (gradient(doubled.parameters + sign * nudge) for sign in (1.0, -1.0))
        return (up - down) * (length / (2 * STEP))

    return product


@answering
def curvature_of(
    network: Network, x: Floats, y: Floats, *, count: int = 3, seed: int = 0, l1: float = 0.0, l2: float = 0.0
) -> Curvature:
    """The `count` largest eigenvalues of the Hessian of the mean loss, and the curvature along the gradient.

    `network` is looked at on samples `x` (N, n_in) with targets `y` (N, n_out), with the penalties `l1` and
    `l2` of its weights. Up to 400 parameters the Hessian is made whole; beyond, Lanczos begins where `seed`
    says. Raises ShapeError where samples do not fit the network.
    """
    check_kind("network", network, Network)
    check_penalties(l1, l2)
    size = network.parameters.size
    check_whole("count", count, low=1, high=size)
    product = hessian_product(network, x, y, l1=l1, l2=l2)
    with np.errstate(all="ignore"):
        values, vectors = _whole(product, size) if size <= DENSE else _lanczos(product, size, seed)
        order = np.argsort(values)[::-1][:count]
        g = backward(network, forward(network, x), y, l1=l1, l2=l2).parameters.astype(np.float64)
        square = float(g @ g)
        along = float(g @ product(g)) / square if square > 0 else 0.0
    return Curvature(frozen(values[order].copy()), frozen(vectors[:, order].T.copy()), along)


def _whole(product: Product, size: int) -> tuple[Floats, Floats]:
    hessian = np.stack([product(row) for row in np.eye(size)])
    found = np.linalg.eigh((hessian + hessian.T) / 2)
    return found.eigenvalues, found.eigenvectors


def _lanczos(product: Product, size: int, seed: int) -> tuple[Floats, Floats]:
    """Ritz values and vectors after ENOUGH steps, with full reorthogonalisation."""
    v = stream(seed, "probe").standard_normal(size)
    basis, diagonal, beside = [v / np.linalg.norm(v)], [], []
    for _ in range(min(ENOUGH, size)):
        w = product(basis[-1])
        diagonal.append(float(w @ basis[-1]))
        held = np.array(basis)
        for _ in range(2):
            w = w - held.T @ (held @ w)
        length = float(np.linalg.norm(w))
        if length < 1e-10 * max(1.0, abs(diagonal[0])):
            break
        beside.append(length)
        basis.append(w / length)
    k = len(diagonal)
    tridiagonal = np.diag(diagonal) + np.diag(beside[: k - 1], 1) + np.diag(beside[: k - 1], -1)
    found = np.linalg.eigh(tridiagonal)
    return found.eigenvalues, np.array(basis[:k]).T @ found.eigenvectors
