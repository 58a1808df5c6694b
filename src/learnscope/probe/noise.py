"""How noisy a gradient is when it is estimated from a batch.

From the network as it stands, many batches are drawn as an epoch draws them, and the gradient of each is
compared with that of all training samples:

    spread      standard deviation over batches, of each parameter
    signal      |mean| over the root of the summed variances: above 1 the direction is mostly right
    along       mean cosine between a batch's gradient and the whole one

Of one parameter, every sample's own gradient is worked out once, and a batch's is the mean of some of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.brief import brief
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


@dataclass(frozen=True, eq=False)
class ParameterNoise:
    """The gradients of one parameter in many batches of one size, from the same network."""

    size: int  # samples of a batch
    own: Floats  # (N,) of each sample by itself, the penalty's part included
    gradients: Floats  # (batches,)
    __repr__ = brief

    @property
    def whole(self) -> float:
        """The gradient of all samples."""
        return float(self.own.mean())

    @property
    def spread(self) -> float:
        """Standard deviation over batches, as it comes out over all batches there are.

        Drawn without repetition from N samples, it is that of single samples times
        √((N − size) / ((N − 1) size)).
        """
        count = len(self.own)
        if count < 2:
            return 0.0
        return float(self.own.std() * np.sqrt((count - self.size) / ((count - 1) * self.size)))

    @property
    def against(self) -> float:
        """The share of batches whose gradient has the other sign than that of all samples."""
        return float((np.sign(self.gradients) * np.sign(self.whole) < 0).mean())


def noise_of_parameter(
    network: Network,
    x: Floats,
    y: Floats,
    *,
    place: int,
    size: int,
    seed: int,
    batches: int = BATCHES,
    l1: float = 0.0,
    l2: float = 0.0,
) -> ParameterNoise:
    """The noise of one parameter, by its place in the flat vector, over samples x (N, n_in), y (N, n_out).

    Nothing is dropped. Raises ArgumentError where there is no such place or `size` is not from 1 to N.
    """
    check_whole("size", size, low=1, high=len(x))
    check_whole("batches", batches, low=1)
    address = network.layout.address(place)
    trace = forward(network, x)
    gradients = backward(network, trace, y, l1=l1, l2=l2)
    layer, delta = network.layers[address.layer], gradients.layers[address.layer].delta
    below = trace.layers[address.layer].input
    with np.errstate(all="ignore"):
        if address.role == "weight":
            wires = layer.wires_of(address.index)
            each = [delta[:, end].astype(np.float64) * len(x) * below[:, start] for start, end in wires]
        else:
            each = [delta[:, end].astype(np.float64) * len(x) for end in layer.outputs_of(address.index)]
        own: Floats = np.sum(each, axis=0)
        own += float(gradients.parameters[place]) - own.mean()  # the penalty's part
    random = stream(seed, "probe")
    found = [own[random.permutation(len(x))[:size]].mean() for _ in range(batches)]
    return ParameterNoise(size, frozen(own), frozen(np.array(found)))


def _gradient(
    network: Network, x: Floats, y: Floats, rows: NDArray[np.int64], l1: float, l2: float
) -> Floats:
    trace = forward(network, x[rows])
    return backward(network, trace, y[rows], l1=l1, l2=l2).parameters.astype(np.float64)
