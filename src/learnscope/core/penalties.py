"""Penalties on large weights, added to the loss. Biases are not penalised.

    L2   l2 / 2 * sum w^2    gradient l2 * w
    L1   l1 * sum |w|        gradient l1 * sign w, 0 where w is 0

Sources: Hoerl and Kennard 1970 (ridge); Tibshirani 1996 (lasso).
"""

from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.compiled import PLAIN, Engine, compiled
from learnscope.core.layout import BIAS, WEIGHT, Codes
from learnscope.core.network import Network
from learnscope.rules import Rule

STRENGTH = Rule("[0, inf)")  # of either penalty


@dataclass(frozen=True)
class LossParts:
    """A loss and what it is made of."""

    data: float  # mean over samples of the sum over outputs
    penalty: float

    @property
    def total(self) -> float:
        """What training makes small."""
        return self.data + self.penalty


def penalty(network: Network, *, l1: float = 0.0, l2: float = 0.0, engine: Engine = PLAIN) -> float:
    """What `network`'s weights add to its loss.

    >>> network = Network.from_arrays([[[3.0]]], [[9.0]], activations=["tanh"], loss="squared_error")
    >>> penalty(network, l1=1.0, l2=2.0)
    12.0
    """
    check_penalties(l1, l2)
    with np.errstate(all="ignore"):
        return float(engine(penalty_value)(l1, l2, network.codes[0], network.parameters))


def check_penalties(l1: float, l2: float) -> tuple[float, float]:
    """Both strengths as floats, in [0, inf)."""
    return STRENGTH.check("l1", l1), STRENGTH.check("l2", l2)


@compiled
def penalty_value(l1: float, l2: float, layout: Codes, parameters: Floats) -> float:
    """l1 * sum |w| + l2 / 2 * sum w^2 over all weights."""
    absolute, square = 0.0, 0.0
    for k in range(len(layout)):
        weight = parameters[layout[k, WEIGHT] : layout[k, BIAS]]
        if l1 > 0:
            absolute += np.abs(weight).sum()
        if l2 > 0:
            square += np.dot(weight, weight)
    return float(l1 * absolute + 0.5 * l2 * square)


@compiled
def add_penalty_gradient(l1: float, l2: float, layout: Codes, parameters: Floats, gradient: Floats) -> None:
    """Add the penalty's gradient to `gradient`, a flat vector like `parameters`."""
    number = parameters.dtype.type
    for k in range(len(layout)):
        p, end = layout[k, WEIGHT], layout[k, BIAS]
        if l1 > 0:
            gradient[p:end] += number(l1) * np.sign(parameters[p:end])
        if l2 > 0:
            gradient[p:end] += number(l2) * parameters[p:end]
