"""The proof of a gradient on the spot: its parameter nudged up and down, and what the loss makes of it.

    quotient = (L(w + ε) − L(w − ε)) / 2ε

With a large ε the loss bends between the two points (truncation, as ε²), with a small one the two losses are
nearly equal and their difference loses digits (rounding, as 10⁻¹⁶ / ε): the best is between, near 6·10⁻⁶.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats, frozen
from learnscope.core.forward import Trace, forward, losses
from learnscope.core.losses import kink_distances
from learnscope.core.network import Network
from learnscope.core.penalties import penalty
from learnscope.errors import check_number
from learnscope.scene.schema.why import ProofScene
from learnscope.training.step import Step

STEP = 6e-6  # cube root of float64 epsilon: truncation and rounding errors balance
RANGE = "[1e-12, 1]"
EPSILONS = frozen(10.0 ** np.arange(-12, 0.01, 0.25))
CLOSE = 1e-6  # an error below says that the two agree; single gradients are surer or less sure than all


@dataclass(frozen=True)
class Nudge:
    """Losses of the batch with one parameter nudged."""

    minus: float
    plus: float
    quotient: float
    crossed: int  # samples for which the nudge crosses a kink


def nudged(step: Step, place: int, epsilon: float, *, l1: float = 0.0, l2: float = 0.0) -> Nudge:
    """The loss of the step's batch with parameter `place` of the flat vector moved by ±`epsilon`."""
    check_number("epsilon", epsilon, RANGE)
    found, traces = [], []
    network = step.network.in_precision("float64")
    for sign in (-1.0, 1.0):
        parameters = network.parameters.copy()
        parameters[place] += sign * epsilon
        moved = network.with_parameters(parameters)
        with np.errstate(all="ignore"):
            trace = forward(moved, step.x, masks=step.masks)
            data = float(losses(moved, trace, step.y).mean())
        found.append(data + (penalty(moved, l1=l1, l2=l2) if l1 or l2 else 0.0))
        traces.append(trace)
    quotient = (found[1] - found[0]) / (2 * epsilon)
    return Nudge(found[0], found[1], quotient, _crossed(network, step, traces[0], traces[1]))


@dataclass(frozen=True, eq=False)
class ErrorCurve:
    """How far the quotient is from the gradient, over the size of the nudge."""

    epsilons: Floats  # (M,)
    errors: Floats  # (M,) |quotient − gradient|
    rounding: Floats  # (M,) what subtracting two nearly equal losses may lose
    crossed: NDArray[np.bool_]  # (M,) whether the nudge takes a sample across a kink

    @property
    def best(self) -> int:
        """The place of the smallest error, of several the widest nudge; where none is finite, the first."""
        errors = np.where(np.isfinite(self.errors), self.errors, np.inf)
        return int(np.flatnonzero(errors == errors.min())[-1])


def error_curve(step: Step, place: int, gradient: float, **penalties: float) -> ErrorCurve:
    """The errors of the quotient for nudges from 10⁻¹² to 1, evenly spaced by their powers of ten."""
    nudges = [nudged(step, place, float(epsilon), **penalties) for epsilon in EPSILONS]
    errors = np.abs(np.array([nudge.quotient for nudge in nudges]) - gradient)
    lost = [_rounding(nudge, float(epsilon)) for nudge, epsilon in zip(nudges, EPSILONS, strict=True)]
    crossed = np.array([nudge.crossed > 0 for nudge in nudges])
    return ErrorCurve(EPSILONS, frozen(errors), frozen(np.array(lost)), crossed)


def proof_of(step: Step, place: int, gradient: float, epsilon: float, **penalties: float) -> ProofScene:
    """`gradient` of parameter `place` beside the quotient of a nudge by ±`epsilon`."""
    nudge = nudged(step, place, epsilon, **penalties)
    larger = max(abs(gradient), abs(nudge.quotient))
    error = abs(gradient - nudge.quotient) / larger if larger > 0 else 0.0
    agrees = bool(error <= CLOSE) or abs(gradient - nudge.quotient) <= _rounding(nudge, epsilon)
    return ProofScene(
        epsilon, nudge.minus, nudge.plus, nudge.quotient, gradient, error, agrees,
        _note(nudge, epsilon, agrees),
    )  # fmt: skip


def _note(nudge: Nudge, epsilon: float, agrees: bool) -> str:
    if not np.isfinite(nudge.quotient):
        return "The loss is not finite here, so that there is nothing to compare."
    if nudge.crossed:
        return (
            f"The nudge takes {words.count(nudge.crossed, 'sample')} across a kink, where the slope jumps; "
            "there the quotient is a mean of two slopes. Take a smaller ε."
        )
    said = f"Nudged by ±{words.number(epsilon)}, the loss changes by {words.signed(nudge.plus - nudge.minus)}"
    if agrees:
        return f"{said}, a slope of {words.signed(nudge.quotient)}."
    if epsilon > STEP:
        return f"{said}; over so wide a step the loss bends. Take a smaller ε."
    return f"{said}, of which so small a step leaves few digits. Take a larger ε."


def _rounding(nudge: Nudge, epsilon: float) -> float:
    """What is lost in subtracting two nearly equal losses."""
    return 4 * float(np.finfo(np.float64).eps) * max(abs(nudge.plus), 1.0) / (2 * epsilon)


def _crossed(network: Network, step: Step, minus: Trace, plus: Trace) -> int:
    """How many samples have a preactivation or an output on different sides of a kink."""
    crossed = np.zeros(len(step.x), dtype=bool)
    for name, one, other in zip(network.activations, minus.layers, plus.layers, strict=True):
        for kink in ACTIVATIONS[name].kinks:
            crossed |= ((one.preactivation > kink) != (other.preactivation > kink)).any(axis=1)
    sides = [kink_distances(network.codes[2], trace.output, step.y) > 0 for trace in (minus, plus)]
    return int((crossed | (sides[0] != sides[1]).any(axis=1)).sum())
