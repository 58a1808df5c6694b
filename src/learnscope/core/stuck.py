"""Units that are stuck: no error, or next to none, passes them any more.

dead        gives, for every sample, what its activation gives on a stretch where its slope is 0
saturated   lies, for a sample, within NEAR_END of the range of its activation from one of its ends
"""

import numpy as np
from numpy.typing import NDArray

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats

NEAR_END = 0.02  # of the range: tanh within 0.04 of ±1, where its slope is below 0.08

Flags = NDArray[np.bool_]


def dead(activation: str, a: Floats) -> Flags:
    """Which units (n,) are dead for all samples of `a` (N, n); none where the activation has no such stretch.

    >>> dead("relu", np.array([[0.0, 0.0], [0.0, 1e-9]])).tolist()
    [True, False]
    """
    flat = ACTIVATIONS[activation].flat
    return np.zeros(a.shape[1], dtype=bool) if flat is None else np.asarray((a == flat).all(axis=0))


def saturated(activation: str, a: Floats) -> Flags:
    """For which samples which units (N, n) are saturated; none where the activation has no two finite ends.

    >>> saturated("sigmoid", np.array([[0.99, 0.5], [0.5, 0.01]])).tolist()
    [[True, False], [False, True]]
    """
    entry = ACTIVATIONS[activation]
    if not entry.can_saturate:
        return np.zeros(a.shape, dtype=bool)
    low, high = entry.range
    reach = NEAR_END * (high - low)
    return np.asarray((a < low + reach) | (a > high - reach))
