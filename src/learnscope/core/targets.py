"""Targets as they may be given: rows of outputs, or class numbers where the loss is about classes."""

import numpy as np
from numpy.typing import ArrayLike

from learnscope.core.arrays import Floats, check_rows as check_rows, numbers
from learnscope.core.losses import LOSSES
from learnscope.core.network import Network
from learnscope.errors import ArgumentError, ShapeError


def check_target(network: Network, target: ArrayLike, samples: int) -> Floats:
    """`target` as (samples, n_out): rows as they are, class numbers as rows of 0 and 1."""
    n_out = network.sizes[-1]
    values = numbers("target", target)
    if values.shape == (samples, n_out):
        return values
    classes = LOSSES[network.loss].classes
    if classes and values.shape == (samples,):
        kind = np.asarray(target).dtype.kind
        if kind not in "iu":
            raise ArgumentError(
                f"target must hold class numbers as whole numbers, got {np.asarray(target).dtype}; "
                "pass target.astype(int)"
            )
        wrong = values[(values < 0) | (values >= n_out)]
        if wrong.size:
            raise ArgumentError(f"target must hold class numbers from 0 to {n_out - 1}, got {int(wrong[0])}")
        return np.eye(n_out)[values.astype(np.int64)]
    shape = f"({samples}, {n_out})" + (f" or, with class numbers, ({samples},)" if classes else "")
    remedy = ""
    if values.shape == (samples,) and n_out == 1:
        remedy = "; pass y[:, None]"
    elif values.shape == (n_out,) and samples == 1:
        remedy = "; pass y[None, :]"
    raise ShapeError(f"target must have shape {shape}, got {values.shape}{remedy}")
