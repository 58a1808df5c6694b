"""From the loss back to a weight, path by path; and from a weight forward to the outputs.

A sample's own gradient of weight w_ij is a sum over all ways from neuron j up to an output:

    dL/dw_ij = a_i · Σ over paths j → k → … → o of  f'(z_j) · w_jk · f'(z_k) · … · f'(z_o) · dL/da_o

with a mask's factor where dropout works on a neuron. The largest paths are found exactly, whatever their
number: of each neuron the best ways up follow from the best ways of the neurons above it.

Forward, the same factors say what the weight changes in each output:

    da_o/dw_ij = a_i · Σ over paths j → … → o of  f'(z_j) · w_jk · … · f'(z_o)
"""

from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.errors import check_whole
from learnscope.training.step import Step

MOST = 20  # paths that are listed


@dataclass(frozen=True)
class Path:
    """One way up from a weight: the neurons it passes, from that the weight leads to up to an output."""

    neurons: tuple[int, ...]
    factors: tuple[float, ...]  # value below, slope (times mask) and weight in turn, then slope and error
    product: float  # its part of the gradient


@dataclass(frozen=True)
class Blame:
    """A sample's own gradient of a weight as a sum over paths."""

    gradient: float
    paths: tuple[Path, ...]  # the largest first
    count: int  # paths there are
    rest: float  # what those not listed come to together


def blame(step: Step, row: int, link: int, start: int, end: int, *, most: int = MOST) -> Blame:
    """The paths from the loss of sample `row` of the batch to weight `start` → `end` of `link`.

    Raises ArgumentError where `most` is not a whole number of at least 1.
    """
    check_whole("most", most, low=1)
    own, network = step.own(row), step.network
    below = float(own.passed(link)[start])
    last = len(network.layers)
    ways: list[list[_Way]] = [  # of each output: through its slope into the loss
        [_Way((j,), (float(own.slope(last)[j]), float(own.error[j])))] for j in range(network.sizes[-1])
    ]
    for layer in range(last - 1, link, -1):
        through = _through(step, row, layer)
        weight = network.weights[layer]
        neurons = [end] if layer == link + 1 else range(network.sizes[layer])
        ways_here: list[list[_Way]] = [[] for _ in range(network.sizes[layer])]
        for j in neurons:
            found = [
                _Way((j, *way.neurons), (float(through[j]), float(weight[j, k]), *way.factors))
                for k, above in enumerate(ways)
                for way in above
            ]
            ways_here[j] = sorted(found, key=lambda way: -way.size)[:most]
        ways = ways_here
    paths = tuple(Path(way.neurons, (below, *way.factors), below * way.product) for way in ways[end][:most])
    gradient = below * float(own.delta(link + 1)[end])
    count = int(np.prod(network.sizes[link + 2 :], dtype=object))
    return Blame(gradient, paths, count, gradient - sum(path.product for path in paths))


def effects(step: Step, row: int, link: int, start: int, end: int) -> Floats:
    """What weight `start` → `end` of `link` changes in each output (n_out,) of sample `row`, per 1 of it."""
    own, network = step.own(row), step.network
    moved = np.zeros(network.sizes[link + 1])
    moved[end] = float(own.passed(link)[start])
    for layer in range(link + 1, len(network.layers) + 1):
        moved = moved * (_through(step, row, layer) if layer < len(network.layers) else own.slope(layer))
        if layer < len(network.layers):
            moved = moved @ network.weights[layer]
    return frozen(moved)


@dataclass(frozen=True)
class _Way:
    """A way from a neuron up into the loss."""

    neurons: tuple[int, ...]
    factors: tuple[float, ...]

    @property
    def product(self) -> float:
        return float(np.prod(self.factors))

    @property
    def size(self) -> float:
        size = abs(self.product)
        return size if np.isfinite(size) else np.inf


def _through(step: Step, row: int, layer: int) -> Floats:
    """Slope, times what dropout leaves, of the neurons of a hidden layer."""
    own = step.own(row)
    mask = own.mask(layer)
    return own.slope(layer) if mask is None else own.slope(layer) * mask
