"""What a loss is for whoever always says the same."""

import numpy as np

from learnscope.core.arrays import Floats


def constant_loss(loss: str, y: Floats) -> float | None:
    """The mean loss of the best constant output for targets y (N, n_out); None where it has no short form.

    >>> round(constant_loss("softmax_cross_entropy", np.eye(2)), 4)
    0.6931
    """
    mean = y.mean(axis=0)
    if loss == "softmax_cross_entropy":
        return float(_entropy(mean).sum())
    if loss == "binary_cross_entropy":
        return float((_entropy(mean) + _entropy(1 - mean)).sum())
    if loss in ("squared_error", "half_squared_error"):
        spread = float(np.square(y - mean).sum(axis=1).mean())
        return spread if loss == "squared_error" else spread / 2
    return None


def _entropy(shares: Floats) -> Floats:
    inside = np.clip(shares, 1e-300, 1)
    return np.asarray(-inside * np.log(inside))
