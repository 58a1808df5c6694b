"""Gradient check: what backward says, compared with what the loss does when one parameter is nudged.

    d_j = (L(w_j + h_j) - L(w_j - h_j)) / 2 h_j      h_j = 6e-6 max(1, |w_j|)
    error = |g - d| / max(|g|, |d|)                  Euclidean norms over all parameters; 0 where both are 0

Passed means: error is at most 1e-8. Differences have errors of their own, which show where gradients are
small against the numbers the loss is computed from (a network that has learned) or where the loss bends
sharply (large inputs). So where the error is larger, the differences are made again with twice the step, and
the gradient is held to what they can tell:

    |g - d| <= 1e-8 max(|g|, |d|) + rounding + bend
    rounding_j = eps (|L| + |a|) / 2 h_j             what is lost in subtracting two nearly equal losses
    bend = |d(2 h) - d(h)|                           three times the error of d(h), at most 1e-3 of the norm

The tolerance is then this right side over the norm. A sample for which a nudge moves any preactivation
across a kink of its activation, or an output across one of the loss, is left out of both sides.

Source: Nocedal and Wright, Numerical Optimization (2006), section 8.1.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.core.backward import backward
from learnscope.core.forward import Trace, forward, losses
from learnscope.core.losses import kink_distances
from learnscope.core.network import Network

STEP = 6e-6  # cube root of float64 epsilon: truncation and rounding errors balance
TOLERANCE = 1e-8
COARSEST = 1e-3  # differences surer than this of the norm are worth comparing with
EPSILON = float(np.finfo(np.float64).eps)

Reason = Literal["agrees", "agrees within rounding", "differs", "too coarse", "not finite", "all at kinks"]


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The outcome of comparing every gradient with a central difference."""

    passed: bool
    reason: Reason
    error: float  # norm of the difference over the larger norm; nan where nothing could be compared
    tolerance: float  # what the error was held to
    samples: int  # compared on
    skipped: int  # samples left out because a difference would cross a kink
    gradient: Floats  # flat, as Network.parameters
    difference: Floats  # flat

    @property
    def count(self) -> int:
        """How many gradients were compared."""
        return self.gradient.size


def check_gradients(network: Network, x: ArrayLike, y: ArrayLike) -> GradientCheck:
    """Compare the gradients of the mean loss of samples `x` (N, n_in), `y` (N, n_out) with differences.

    Raises ShapeError where the samples do not fit the network.
    """
    rows, targets = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    trace = forward(network, rows)
    gradient = backward(network, trace, targets).parameters
    if not (np.isfinite(gradient).all() and np.isfinite(losses(network, trace, targets)).all()):
        kept = np.ones(len(rows), dtype=bool)
        return _outcome("not finite", np.nan, TOLERANCE, kept, gradient, np.full_like(gradient, np.nan))
    with np.errstate(all="ignore"):
        slopes, crossed = _differences(network, trace, targets, STEP)
        kept = ~crossed
        if not kept.any():
            return _outcome("all at kinks", np.nan, TOLERANCE, kept, gradient, np.full_like(gradient, np.nan))
        if crossed.any():
            gradient = backward(network, forward(network, rows[kept]), targets[kept]).parameters
        difference = slopes[:, kept].mean(axis=1)
        if not (np.isfinite(gradient).all() and np.isfinite(difference).all()):
            return _outcome("not finite", np.nan, TOLERANCE, kept, gradient, difference)
        larger = max(_norm(gradient), _norm(difference))
        distance = _norm(gradient - difference)
        error = distance / larger if larger > 0 else 0.0
        if error <= TOLERANCE:
            return _outcome("agrees", error, TOLERANCE, kept, gradient, difference)
        rounding = _rounding(network, trace, targets, kept)
        bend = _bend(network, trace, targets, slopes, kept)
        tolerance = TOLERANCE + (rounding + min(bend, COARSEST * larger)) / larger
    if error <= tolerance:
        return _outcome("agrees within rounding", error, tolerance, kept, gradient, difference)
    reason: Reason = "too coarse" if bend > max(distance / 3, COARSEST * larger) else "differs"
    return _outcome(reason, error, tolerance, kept, gradient, difference)


def _differences(network: Network, trace: Trace, y: Floats, step: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Central differences (parameters, N) of each sample's loss, and which samples cross a kink (N,)."""
    parameters = network.parameters
    slopes = np.empty((parameters.size, len(y)))
    crossed = np.zeros(len(y), dtype=bool)
    sides = _sides(network, trace, y)
    for j, value in enumerate(parameters):
        reach = step * max(1.0, abs(value))
        ends = []
        for nudged in (value - reach, value + reach):
            changed = parameters.copy()
            changed[j] = nudged
            other = network.with_parameters(changed)
            there = forward(other, trace.input)
            ends.append(losses(other, there, y))
            for side, side_there in zip(sides, _sides(network, there, y), strict=True):
                crossed |= (side != side_there).any(axis=1)
        slopes[j] = (ends[1] - ends[0]) / ((value + reach) - (value - reach))
    return slopes, crossed


def _sides(network: Network, trace: Trace, y: Floats) -> list[NDArray[np.bool_]]:
    """On which side of each kink preactivations and outputs lie: arrays of N rows."""
    layers = [
        layer.preactivation > kink
        for name, layer in zip(network.activations, trace.layers, strict=True)
        for kink in ACTIVATIONS[name].kinks
    ]
    return [*layers, kink_distances(network.loss, trace.output, y) > 0]


def _rounding(network: Network, trace: Trace, y: Floats, kept: NDArray[np.bool_]) -> float:
    """Norm of the error that rounding leaves in the differences."""
    size = np.abs(losses(network, trace, y)) + np.abs(trace.output).max(axis=1)
    reach = STEP * np.maximum(1.0, np.abs(network.parameters))
    return _norm(EPSILON * size[kept].mean() / (2 * reach))


def _bend(network: Network, trace: Trace, y: Floats, slopes: Floats, kept: NDArray[np.bool_]) -> float:
    """Norm of the change of the differences when their step is doubled."""
    wider, crossed = _differences(network, trace, y, 2 * STEP)
    both = kept & ~crossed
    return _norm((wider - slopes)[:, both].mean(axis=1)) if both.any() else 0.0


def _norm(vector: Floats) -> float:
    """Euclidean norm, without overflow in the squares."""
    highest = float(np.abs(vector).max())
    return highest * float(np.linalg.norm(vector / highest)) if 0 < highest < np.inf else highest


def _outcome(
    reason: Reason,
    error: float,
    tolerance: float,
    kept: NDArray[np.bool_],
    gradient: Floats,
    difference: Floats,
) -> GradientCheck:
    passed = reason in ("agrees", "agrees within rounding")
    difference.flags.writeable = False
    samples = int(kept.sum())
    return GradientCheck(
        passed, reason, float(error), float(tolerance), samples, len(kept) - samples, gradient, difference
    )
