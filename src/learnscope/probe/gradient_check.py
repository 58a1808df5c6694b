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
across a kink of its activation, or an output across one of the loss, is left out of both sides, and so is a
weight that an L1 penalty takes across 0. The penalty is part of the loss; what masks drop stays dropped.

A bias that is held is compared as well: its gradient is shown, though no update applies it.

A network of float32 is nudged in float64, where its losses can be told apart, and its own gradient is held to
1e-4: some hundred roundings of 6e-8.

Source: Nocedal and Wright, Numerical Optimization (2006), section 8.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.brief import brief
from learnscope.core.arrays import Floats, check_rows, frozen, numbers
from learnscope.core.backward import backward
from learnscope.core.compiled import PLAIN, Engine
from learnscope.core.differences import differences
from learnscope.core.forward import Trace, forward, losses
from learnscope.core.network import Network
from learnscope.core.penalties import check_penalties, penalty
from learnscope.core.targets import check_target
from learnscope.errors import ArgumentError, check_kind, check_list, shown
from learnscope.keywords import answering
from learnscope.training.step import Step

STEP = 6e-6  # cube root of float64 epsilon: truncation and rounding errors balance
TOLERANCE = 1e-8
TOLERANCE_SINGLE = 1e-4  # of float32
COARSEST = 1e-3  # differences surer than this of the norm are worth comparing with
EPSILON = float(np.finfo(np.float64).eps)

Reason = Literal["agrees", "agrees within rounding", "differs", "too coarse", "not finite", "all at kinks"]


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """The outcome of comparing every gradient with a central difference, float64.

    passed      whether they agree
    reason      "agrees", "agrees within rounding", "differs", "too coarse", "not finite" or "all at kinks"
    error       norm of the difference over the larger norm; nan where nothing could be compared
    tolerance   what the error was held to
    samples     compared on
    skipped     samples left out because a difference would cross a kink
    gradient    (P,) as backward gives it, in the order of `Network.parameters`
    difference  (P,) what nudging each parameter gives
    count       of gradients compared; those that were not are 0 in both vectors
    """

    passed: bool
    reason: Reason
    error: float
    tolerance: float
    samples: int
    skipped: int
    gradient: Floats
    difference: Floats
    count: int
    __repr__ = brief


@dataclass(frozen=True, eq=False)
class _Question:
    """The loss that is nudged: samples, what is dropped, penalties."""

    network: Network
    x: Floats
    y: Floats
    masks: tuple[Floats, ...] | None
    penalties: tuple[float, float]
    places: NDArray[np.int64]  # parameters that are nudged

    def gradient(self) -> Floats:
        """What backward says, flat, as float64."""
        l1, l2 = self.penalties
        trace = forward(self.network, self.x, masks=self.masks)
        return backward(self.network, trace, self.y, l1=l1, l2=l2).parameters.astype(np.float64)

    def only(self, kept: NDArray[np.bool_]) -> "_Question":
        """The same of the samples that are `kept`."""
        masks = None if self.masks is None else tuple(mask[kept] for mask in self.masks)
        return replace(self, x=self.x[kept], y=self.y[kept], masks=masks)

    def losses(self, network: Network, trace: Trace) -> Floats:
        """Of each sample under other parameters, the penalty included."""
        l1, l2 = self.penalties
        return losses(network, trace, self.y) + (penalty(network, l1=l1, l2=l2) if l1 or l2 else 0.0)

    def smooth(self, step: float) -> NDArray[np.bool_]:
        """Which parameters (P,) are nudged and keep their sign then, or are not penalised by it."""
        parameters = self.network.parameters
        weights = np.zeros(parameters.size, dtype=bool)
        if self.penalties[0] > 0:
            for block in self.network.layout.blocks:
                weights[block.start : block.stop] = block.role == "weight"
        size = np.abs(parameters)
        nudged = np.zeros(parameters.size, dtype=bool)
        nudged[self.places] = True
        return nudged & ~(weights & (size > 0) & (size <= step * np.maximum(1.0, size)))


def _places(places: ArrayLike, count: int) -> NDArray[np.int64]:
    """Places in the flat vector, ascending. Raises ArgumentError where one is none."""
    given = np.asarray(numbers("places", places))
    whole = given.ndim == 1 and bool(((given == np.floor(given)) & (given >= 0) & (given < count)).all())
    if not whole or given.size == 0:
        rule = f"a list of whole numbers from 0 to {count - 1}"
        raise ArgumentError(f"places must be {rule}, got {shown(places)}")
    return np.unique(given.astype(np.int64))


@answering
def check_gradients(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    masks: Sequence[ArrayLike] | None = None,
    l1: float = 0.0,
    l2: float = 0.0,
    places: ArrayLike | None = None,
    engine: Engine = PLAIN,
) -> GradientCheck:
    """Compare the gradients of the mean loss of samples `x` (N, n_in), `y` (N, n_out) with differences.

    `masks`, one (N, n_out) per layer, is what is dropped; `l1` and `l2` penalise weights; of a large network
    only the parameters at `places` of the flat vector may be compared. `engine` as in `forward`.
    Raises ShapeError where the samples or masks do not fit the network.
    """
    check_kind("network", network, Network)
    rows = check_rows("x", x, network.sizes[0])
    targets = check_target(network, y, len(rows))
    given = None if masks is None else check_list("masks", masks, "a list of arrays, one per layer")
    dropped = None if given is None else tuple(numbers(f"masks[{k}]", mask) for k, mask in enumerate(given))
    every = np.arange(network.parameters.size)
    chosen = every if places is None else _places(places, every.size)
    own = _Question(network, rows, targets, dropped, check_penalties(l1, l2), chosen)
    wide = replace(own, network=network.in_precision("float64"))
    return _compared(own, wide, own.gradient(), forward(wide.network, rows, masks=dropped), engine)


def check_step(step: Step, *, l1: float = 0.0, l2: float = 0.0, engine: Engine = PLAIN) -> GradientCheck:
    """The same of the samples of a step, under its masks, with the penalties that it was made with.

    What the step has computed is not computed again.
    """
    every = np.arange(step.network.parameters.size)
    own = _Question(step.network, step.x, step.y, step.masks, check_penalties(l1, l2), every)
    gradient = step.gradients.parameters.astype(np.float64)
    if step.network.precision == "float64":
        return _compared(own, own, gradient, step.trace, engine)
    wide = replace(own, network=step.network.in_precision("float64"))
    return _compared(own, wide, gradient, forward(wide.network, step.x, masks=step.masks), engine)


def _compared(
    own: _Question, asked: _Question, gradient: Floats, trace: Trace, engine: Engine
) -> GradientCheck:
    """The `gradient` of what is asked, and the same `asked` of float64 numbers, of which `trace` is."""
    told = TOLERANCE_SINGLE if own.network.precision == "float32" else TOLERANCE
    everything = np.zeros(gradient.size, dtype=bool)
    everything[own.places] = True
    if not (np.isfinite(gradient).all() and np.isfinite(asked.losses(asked.network, trace)).all()):
        kept = np.ones(len(own.x), dtype=bool)
        nothing = np.full_like(gradient, np.nan)
        return _outcome("not finite", np.nan, told, kept, gradient, nothing, everything)
    with np.errstate(all="ignore"):
        slopes, crossed = _differences(asked, STEP, engine)
        kept, compared = ~crossed, asked.smooth(2 * STEP)
        if not kept.any():
            nothing = np.full_like(gradient, np.nan)
            return _outcome("all at kinks", np.nan, told, kept, gradient, nothing, everything)
        if crossed.any():
            gradient = own.only(kept).gradient()
        gradient = np.where(compared, gradient, 0.0)
        difference = np.where(compared, slopes[:, kept].mean(axis=1), 0.0)
        if not (np.isfinite(gradient).all() and np.isfinite(difference).all()):
            return _outcome("not finite", np.nan, told, kept, gradient, difference, compared)
        larger = max(_norm(gradient), _norm(difference))
        distance = _norm(gradient - difference)
        error = distance / larger if larger > 0 else 0.0
        if error <= told:
            return _outcome("agrees", error, told, kept, gradient, difference, compared)
        rounding = _rounding(asked, trace, kept)
        bend = _bend(asked, slopes, kept, compared, engine)
        tolerance = told + (rounding + min(bend, COARSEST * larger)) / larger
    if error <= tolerance:
        return _outcome("agrees within rounding", error, tolerance, kept, gradient, difference, compared)
    reason: Reason = "too coarse" if bend > max(distance / 3, COARSEST * larger) else "differs"
    return _outcome(reason, error, tolerance, kept, gradient, difference, compared)


def _differences(asked: _Question, step: float, engine: Engine) -> tuple[Floats, NDArray[np.bool_]]:
    """Central differences (parameters, N) of each sample's loss, and which samples cross a kink (N,)."""
    return differences(
        asked.network,
        asked.x,
        asked.y,
        masks=asked.masks,
        penalties=asked.penalties,
        places=asked.places,
        step=step,
        engine=engine,
    )


def _rounding(asked: _Question, trace: Trace, kept: NDArray[np.bool_]) -> float:
    """Norm of the error that rounding leaves in the differences."""
    size = np.abs(asked.losses(asked.network, trace)) + np.abs(trace.output).max(axis=1)
    reach = STEP * np.maximum(1.0, np.abs(asked.network.parameters[asked.places]))
    return _norm(EPSILON * size[kept].mean() / (2 * reach))


def _bend(
    asked: _Question, slopes: Floats, kept: NDArray[np.bool_], compared: NDArray[np.bool_], engine: Engine
) -> float:
    """Norm of the change of the differences when their step is doubled."""
    wider, crossed = _differences(asked, 2 * STEP, engine)
    both = kept & ~crossed
    return _norm((wider - slopes)[:, both].mean(axis=1)[compared]) if both.any() and compared.any() else 0.0


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
    compared: NDArray[np.bool_],
) -> GradientCheck:
    passed = reason in ("agrees", "agrees within rounding")
    samples, count = int(kept.sum()), int(compared.sum())
    return GradientCheck(
        passed, reason, float(error), float(tolerance),
        samples, len(kept) - samples, frozen(gradient), frozen(difference), count,
    )  # fmt: skip
