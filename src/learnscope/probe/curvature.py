"""Curvature: how the slope changes, along a direction and in the steepest ones.

    curvature along v = v · H v / v · v
    largest stable rate of plain descent = 2 / λ, λ the largest eigenvalue of H

With a larger rate, steps along that direction overshoot by more than they began with. Products H v are exact
(`core/hessian`). What is held does not count: no step moves it. The eigenvalues at both ends come from the
whole matrix where it is small; beyond, from Lanczos' method, which asks for nothing but products.
"""

from dataclasses import dataclass

import numpy as np

from learnscope import words
from learnscope.brief import brief
from learnscope.core.arrays import Floats, frozen
from learnscope.core.backward import backward
from learnscope.core.compiled import PLAIN
from learnscope.core.forward import forward
from learnscope.core.hessian import Product, hessian_product
from learnscope.core.network import Network
from learnscope.core.penalties import check_penalties
from learnscope.core.threads import one_thread
from learnscope.errors import check_kind, check_whole
from learnscope.keywords import answering
from learnscope.streams import stream

DENSE = 400  # learned parameters up to which the Hessian is made whole
ENOUGH, FEWEST = 60, 20  # of Lanczos' steps; of many parameters fewer, whose ends are found as soon
BASIS = 1_000_000  # numbers of all its vectors
NONE = 1e-6  # of the largest |λ|, below which curvature counts as none
FLAT, SHARP = 0.1, 1.0  # of rate · λ: the share of its slope that a step takes from the steepest direction


@dataclass(frozen=True, eq=False)
class Curvature:
    """The curvature of the loss at a point, and what follows of it.

    eigenvalues     (k,) the largest of the Hessian, descending
    directions      (k, P) along which they are
    least           the smallest eigenvalue; of more than 400 parameters near it, of many maybe a tenth off
    along_gradient  curvature along the gradient; 0 where there is none
    """

    eigenvalues: Floats
    directions: Floats
    least: float
    along_gradient: float
    __repr__ = brief

    @property
    def largest_stable_rate(self) -> float:
        """2 / λ, of plain descent on all samples; inf where nothing curves upward."""
        steepest = float(self.eigenvalues[0])
        return 2.0 / steepest if steepest > 0 else float("inf")

    @property
    def kind(self) -> str:
        """How it curves: "upward" in every direction, "trough" where in some not, "saddle", "downward",
        "none" or, where it is no finite number, "unknown"."""
        most = max(abs(float(self.eigenvalues[0])), abs(self.least))
        if not np.isfinite(most):
            return "unknown"
        if most == 0:
            return "none"
        up, down = float(self.eigenvalues[0]) > NONE * most, self.least < -NONE * most
        if up and down:
            return "saddle"
        if down:
            return "downward"
        return "upward" if self.least > NONE * most else "trough"

    @answering
    def sentence(self, learning_rate: float) -> str:
        """How it curves, and whether that is sharp or flat for steps of `learning_rate`, above 0."""
        shape = {
            "upward": "The loss curves upward in every direction, as a bowl does around its minimum",
            "trough": "The loss curves upward and, in some directions, not at all, as in a trough",
            "saddle": "The loss curves upward in some directions and downward in others, as at a saddle",
            "downward": "The loss curves upward nowhere",
            "none": "The loss does not curve here",
            "unknown": "The curvature here is no finite number",
        }[self.kind]
        if self.kind == "unknown":
            return f"{shape}."
        steepest = float(self.eigenvalues[0])
        if self.kind in ("downward", "none"):
            return f"{shape}: steps of any length go downhill as far as it stays so."
        taken = learning_rate * steepest
        rate = f"a step of rate {words.number(learning_rate)}"
        share = words.number(taken, digits=3)
        if taken > 2:
            told = f"sharp: {rate} overshoots to {words.number(taken - 1, digits=3)} times as far beyond"
        elif taken > SHARP:
            told = f"sharp: {rate} overshoots, to {words.percent(taken - 1)} of the way beyond"
        elif taken >= FLAT:
            told = f"neither sharp nor flat: {rate} goes {words.percent(taken)} of the way to the bottom"
        else:
            told = f"flat: {rate} goes {words.percent(taken, digits=2)} of the way to the bottom"
        return f"{shape}. Along the steepest it is {told} (rate × curvature = {share})."


@answering
def curvature_of(
    network: Network, x: Floats, y: Floats, *, count: int = 3, seed: int = 0, l1: float = 0.0, l2: float = 0.0
) -> Curvature:
    """The `count` largest eigenvalues of the Hessian of the mean loss, and the curvature along the gradient.

    `network` is looked at on samples `x` (N, n_in) with targets `y` (N, n_out), with the penalties `l1` and
    `l2` of its weights, over what of it can be learned; fewer are found where that is less. Up to 400
    parameters the Hessian is made whole; beyond, Lanczos begins where `seed` says. Raises ShapeError where
    samples do not fit the network.
    """
    check_kind("network", network, Network)
    check_penalties(l1, l2)
    size = network.parameters.size
    check_whole("count", count, low=1)
    whole = hessian_product(network, x, y, l2=l2)
    free = np.flatnonzero(network.layout.learned)

    def product(part: Floats) -> Floats:
        v = np.zeros(size)
        v[free] = part
        return whole(v)[free]

    with one_thread(PLAIN), np.errstate(all="ignore"):
        values, vectors = (
            _whole(product, len(free)) if len(free) <= DENSE else _lanczos(product, len(free), seed)
        )
        order = np.argsort(values)[::-1][:count]
        doubled = network.in_precision("float64")
        g = backward(doubled, forward(doubled, x), y, l1=l1, l2=l2).parameters[free]
        square = float(g @ g)
        along = float(g @ product(g)) / square if square > 0 else 0.0
    directions = np.zeros((len(order), size))
    directions[:, free] = vectors[:, order].T
    return Curvature(frozen(values[order].copy()), frozen(directions), float(values.min()), along)


def _whole(product: Product, size: int) -> tuple[Floats, Floats]:
    hessian = np.stack([product(row) for row in np.eye(size)])
    if not np.isfinite(hessian).all():
        return np.full(size, np.nan), np.full((size, size), np.nan)
    found = np.linalg.eigh((hessian + hessian.T) / 2)
    return found.eigenvalues, found.eigenvectors


def _lanczos(product: Product, size: int, seed: int) -> tuple[Floats, Floats]:
    """Ritz values and vectors after some steps, with full reorthogonalisation."""
    v = stream(seed, "probe").standard_normal(size)
    steps = min(size, int(np.clip(BASIS // size, FEWEST, ENOUGH)))
    basis = np.empty((steps + 1, size))
    basis[0] = v / np.linalg.norm(v)
    diagonal: list[float] = []
    beside: list[float] = []
    for k in range(steps):
        w = product(basis[k])
        if not np.isfinite(w).all():
            return np.full(1, np.nan), np.full((size, 1), np.nan)
        diagonal.append(float(w @ basis[k]))
        held = basis[: k + 1]
        for _ in range(2):
            w = w - held.T @ (held @ w)
        length = float(np.linalg.norm(w))
        if length < 1e-10 * max(1.0, abs(diagonal[0])):
            break
        beside.append(length)
        basis[k + 1] = w / length
    count = len(diagonal)
    tridiagonal = np.diag(diagonal) + np.diag(beside[: count - 1], 1) + np.diag(beside[: count - 1], -1)
    found = np.linalg.eigh(tridiagonal)
    return found.eigenvalues, basis[:count].T @ found.eigenvectors
