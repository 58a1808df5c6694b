"""Gradient clipping by norm: a gradient longer than a limit is shortened to it, its direction kept.

    g' = g * min(1, limit / (|g| + 1e-6))

The norm is that of all parameters together; the 1e-6 is PyTorch's.
Source: Pascanu, Mikolov and Bengio, ICML 2013.
"""

from learnscope.core.arrays import Floats
from learnscope.core.compiled import compiled
from learnscope.rules import Rule

GUARD = 1e-6
LIMIT = Rule("(0, inf)")  # on the norm, where there is one


@compiled
def clip(gradient: Floats, norm: float, limit: float) -> None:
    """Shorten `gradient`, whose norm is `norm`, to `limit` if it is longer; an infinite limit leaves it."""
    share = limit / (norm + GUARD)
    if share < 1.0:
        gradient *= gradient.dtype.type(share)
