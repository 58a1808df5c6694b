"""Losses of output activations a against targets y, per sample, and their gradients.

    squared_error          sum_j (a_j - y_j)^2                    gradient 2 (a - y)
    half_squared_error     1/2 sum_j (a_j - y_j)^2                gradient a - y
    huber                  sum_j h(a_j - y_j)                     gradient a - y, held within -1 and 1
                               h(r) = r^2 / 2 where |r| <= 1, else |r| - 1/2
    softmax_cross_entropy  -sum_j y_j log p_j                     gradient p sum(y) - y
                               p = softmax(a) = e^a / sum e^a
    binary_cross_entropy   -sum_j y_j log p_j + (1 - y_j) log (1 - p_j)      gradient p - y
                               p = sigmoid(a), each output a question of its own
    hinge                  sum_j max(0, 1 - t_j a_j)              gradient -t where t a < 1, else 0
                               t = 2 y - 1: 1 for the sample's class, -1 for the rest

The loss of a batch is the mean over its samples; its 1/N is inside `loss_gradient` and nowhere else.
Sources: Huber 1964; Crammer and Singer 2001, one against the rest after Rifkin and Klautau 2004.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import PLAIN, compiled
from learnscope.core.vectorized import exp, log, log1p

SQUARED_ERROR, HALF_SQUARED_ERROR, HUBER, SOFTMAX_CROSS_ENTROPY, BINARY_CROSS_ENTROPY, HINGE = range(6)


@dataclass(frozen=True)
class Loss:
    """What is known of a loss besides its arithmetic."""

    name: str
    code: int  # what kernels know it by
    title: str
    formula: str
    note: str  # what it is good for, as the end of a sentence
    error: str  # its gradient with respect to an output, as a drawing labels it
    threshold: float = 0.5  # the output above which a label is taken as given
    classes: bool = False  # whether each sample has one class, so that class numbers are accepted as targets
    squash: Literal["", "softmax", "sigmoid"] = ""  # what it takes of the outputs to make them probabilities

    @property
    def explanation(self) -> str:
        """Its formula and what it is good for, in a sentence."""
        return f"{self.formula}: {self.note}."


LOSSES: dict[str, Loss] = {
    entry.name: entry
    for entry in (
        Loss(
            "squared_error", SQUARED_ERROR, "squared error", "Σ (a − y)²",
            "far misses count much more than near ones", "2 (a − y)",
        ),
        Loss(
            "half_squared_error", HALF_SQUARED_ERROR, "half squared error", "½ Σ (a − y)²",
            "half of it, so that the error is a − y", "a − y",
        ),
        Loss(
            "huber", HUBER, "Huber", "Σ ½ (a − y)² where |a − y| ≤ 1, else |a − y| − ½",
            "squared near the target, straight far from it: a few wild targets do not take over",
            "a − y within ±1",
        ),
        Loss(
            "softmax_cross_entropy", SOFTMAX_CROSS_ENTROPY, "cross-entropy", "−Σ y · log p",
            "outputs become probabilities that sum to 1; for one class out of several", "p − y",
            classes=True, squash="softmax",
        ),
        Loss(
            "binary_cross_entropy", BINARY_CROSS_ENTROPY, "binary cross-entropy",
            "−Σ y · log p + (1 − y) · log(1 − p)",
            "each output is a probability of its own; for labels, or classes one by one", "p − y",
            threshold=0.0, squash="sigmoid",
        ),
        Loss(
            "hinge", HINGE, "hinge", "Σ max(0, 1 − (2y − 1) · a)",
            "no loss once an output is on the right side by 1; the largest score is the class",
            "−t where t · a < 1", threshold=0.0, classes=True,
        ),
    )
}  # fmt: skip


def softmax(a: Floats) -> Floats:
    """Rows of `a` (N, n) as probabilities (N, n); any finite `a` gives finite p.

    >>> softmax(np.array([[0.0, 0.0]]))
    array([[0.5, 0.5]])
    """
    with np.errstate(all="ignore"):
        p: Floats = np.exp(PLAIN(log_softmax)(a))
    return p


@compiled
def log_softmax(a: Floats) -> Floats:
    """log p for rows of `a` (N, n), shape (N, n); taken from the largest of each row, nothing overflows."""
    highest = a[:, 0].copy()
    for j in range(1, a.shape[1]):  # Numba has no max over an axis
        highest[:] = np.maximum(highest, a[:, j])
    out = a - highest.reshape(-1, 1)
    out -= log(exp(out).sum(axis=1)).reshape(-1, 1)
    return out


@compiled
def kink_distances(code: int, a: Floats, y: Floats) -> Floats:
    """Distances (N, k) of outputs `a` from where the loss or its slope has no derivative; k may be 0."""
    if code == HUBER:
        both = np.empty((a.shape[0], 2 * a.shape[1]), dtype=a.dtype)
        both[:, : a.shape[1]] = a - y - 1
        both[:, a.shape[1] :] = a - y + 1
        return both
    if code == HINGE:
        return 1 - (2 * y - 1) * a
    return np.empty((a.shape[0], 0), dtype=a.dtype)


@compiled
def loss_values(code: int, a: Floats, y: Floats) -> Floats:
    """The loss of each row of outputs `a` (N, n) against targets `y` (N, n), shape (N,)."""
    number = a.dtype.type
    zero, half, one, two = number(0.0), number(0.5), number(1.0), number(2.0)
    terms = np.empty_like(a)
    if code == SOFTMAX_CROSS_ENTROPY:
        terms[:] = -y * log_softmax(a)
    elif code == BINARY_CROSS_ENTROPY:
        terms[:] = np.maximum(a, zero) - y * a + log1p(exp(-np.abs(a)))
    elif code == HINGE:
        terms[:] = np.maximum(zero, one - (two * y - one) * a)
    elif code == HUBER:
        r = np.abs(a - y)
        terms[:] = np.minimum(r, one) * (r - half * np.minimum(r, one))
    elif code == SQUARED_ERROR:
        terms[:] = (a - y) * (a - y)
    else:
        terms[:] = half * (a - y) * (a - y)
    values: Floats = terms.sum(axis=1)
    return values


@compiled
def loss_gradient(code: int, a: Floats, y: Floats, out: Floats) -> None:
    """Write the gradient of the mean loss with respect to `a` (N, n) into `out` (N, n); holds the 1/N."""
    number = a.dtype.type
    zero, one, two = number(0.0), number(1.0), number(2.0)
    share = one / number(a.shape[0])
    if code == SOFTMAX_CROSS_ENTROPY:
        out[:] = (exp(log_softmax(a)) * y.sum(axis=1).reshape(-1, 1) - y) * share
    elif code == BINARY_CROSS_ENTROPY:
        out[:] = (one / (one + exp(-a)) - y) * share
    elif code == HINGE:
        t = two * y - one
        out[:] = (one - t * a > zero) * -t * share
    elif code == HUBER:
        out[:] = np.minimum(np.maximum(a - y, -one), one) * share
    elif code == SQUARED_ERROR:
        out[:] = two * (a - y) * share
    else:
        out[:] = (a - y) * share


def loss_bend(code: int, a: Floats, y: Floats, moved: Floats) -> Floats:
    """How the gradient of the mean loss at outputs `a` (N, n) changes as they move by `moved` (N, n)."""
    share = 1.0 / len(a)
    if code == SOFTMAX_CROSS_ENTROPY:
        p = softmax(a)
        found: Floats = p * (moved - (p * moved).sum(axis=1, keepdims=True))
        found *= y.sum(axis=1, keepdims=True) * share
        return found
    if code == BINARY_CROSS_ENTROPY:
        p = 1.0 / (1.0 + np.exp(-a))
        return p * (1.0 - p) * moved * share
    if code == HINGE:
        return np.zeros_like(moved)
    if code == HUBER:
        return (np.abs(a - y) <= 1.0) * moved * share
    return moved * ((2.0 if code == SQUARED_ERROR else 1.0) * share)
