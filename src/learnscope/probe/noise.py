"""How noisy a gradient is when it is estimated from a batch.

From the network as it stands, many batches are drawn as an epoch draws them, and the gradient of each is
compared with that of all training samples:

    spread      standard deviation over batches, of each parameter
    signal      |mean| over the root of the summed variances: above 1 the direction is mostly right
    along       mean cosine between a batch's gradient and the whole one
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.core.backward import backward
from learnscope.core.forward import forward
from learnscope.core.network import Network
from learnscope.errors import check_whole
from learnscope.streams import stream

BATCHES = 100


@dataclass(frozen=True, eq=False)
class Noise:
    """Gradients of many batches of one size, from the same network."""

    size: int  # samples of a batch
    gradients: Floats  # (batches, P)
    whole: Floats  # (P,) of all samples

    @property
    def spread(self) -> Floats:
        """Standard deviation (P,) of each parameter's gradient over batches."""
        deviation: Floats = self.gradients.std(axis=0)
        return deviation

    @property
    def signal(self) -> float:
        """Length of the whole gradient over the size of the noise; inf where there is no noise."""
        noise = float(np.sqrt(self.gradients.var(axis=0).sum()))
        length = float(np.linalg.norm(self.whole))
        return length / noise if noise > 0 else float("inf")

    @property
    def along(self) -> float:
        """Mean cosine between a batch's gradient and the whole one; nan where one of them is 0."""
        lengths = np.linalg.norm(self.gradients, axis=1) * np.linalg.norm(self.whole)
        with np.errstate(all="ignore"):
            cosines = self.gradients @ self.whole / lengths
        return float(cosines.mean())


def noise_of(
    network: Network,
    x: Floats,
    y: Floats,
    *,
    size: int,
    seed: int,
    batches: int = BATCHES,
    l1: float = 0.0,
    l2: float = 0.0,
) -> Noise:
    """The noise of batches of `size` of samples x (N, n_in), y (N, n_out), drawn from `seed`.

    Batches are drawn without repetition within each, as in an epoch. Raises ArgumentError where `size` is not
    from 1 to N.
    """
    check_whole("size", size, low=1, high=len(x))
    check_whole("batches", batches, low=2)
    random = stream(seed, "probe")
    found = [_gradient(network, x, y, random.permutation(len(x))[:size], l1, l2) for _ in range(batches)]
    return Noise(size, frozen(np.array(found)), frozen(_gradient(network, x, y, np.arange(len(x)), l1, l2)))


def _gradient(
    network: Network, x: Floats, y: Floats, rows: NDArray[np.int64], l1: float, l2: float
) -> Floats:
    trace = forward(network, x[rows])
    return backward(network, trace, y[rows], l1=l1, l2=l2).parameters.astype(np.float64)
