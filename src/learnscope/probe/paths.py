"""From the loss back to a weight, path by path; and from a weight forward to the outputs.

A sample's own gradient of weight w_ij is a sum over all ways from neuron j up to an output:

    dL/dw_ij = a_i · Σ over paths j → k → … → o of  f'(z_j) · w_jk · f'(z_k) · … · f'(z_o) · dL/da_o

with a mask's factor where dropout works on a neuron. The largest paths are found exactly, whatever their
number: of each neuron the best ways up follow from the best ways of the neurons above it.

Forward, the same factors say what the weight changes in each output:

    da_o/dw_ij = a_i · Σ over paths j → … → o of  f'(z_j) · w_jk · … · f'(z_o)
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.errors import check_whole
from learnscope.training.step import Step

QUIET = np.errstate(all="ignore")  # numbers that are not finite are told as they are
MOST = 20  # paths that are listed
MOST_GONE = 1_000_000  # paths times samples that are gone one by one


@dataclass(frozen=True)
class Path:
    """One way up from a weight: the neurons it passes, from that the weight leads to up to an output."""

    neurons: tuple[int, ...]
    factors: tuple[float, ...]  # what it begins with, slope (times mask) and weight in turn, slope, error
    product: float  # its part of the gradient


@dataclass(frozen=True)
class Blame:
    """A gradient, a sample's own or the batch's mean, as a sum over paths."""

    gradient: float
    paths: tuple[Path, ...]  # the largest first
    count: int  # paths there are
    rest: float  # what those not listed come to together


@QUIET
def blame(step: Step, row: int, link: int, start: int, end: int, *, most: int = MOST) -> Blame:
    """The paths from the loss of sample `row` of the batch to weight `start` → `end` of `link`.

    Raises ArgumentError where `most` is not a whole number of at least 1.
    """
    own = step.own(row)
    below = float(own.passed(link)[start])
    ways = [way.after(below) for way in _ways(step, row, link + 1, [end], most)[end]]
    return _blame(below * float(own.delta(link + 1)[end]), ways, _count(step, link + 1))


@QUIET
def blame_of_sum(step: Step, row: int, layer: int, neuron: int, *, most: int = MOST) -> Blame:
    """Likewise to the sum z of a neuron of `layer`, from 1: its δ, which is the gradient of its bias."""
    ways = _ways(step, row, layer, [neuron], most)[neuron]
    return _blame(float(step.own(row).delta(layer)[neuron]), ways, _count(step, layer))


@QUIET
def blame_of_value(step: Step, row: int, layer: int, neuron: int, *, most: int = MOST) -> Blame:
    """Likewise to what a neuron of `layer`, from 0, passes on: every wire that leaves it begins paths.

    An output's leads into the loss alone.
    """
    own, network = step.own(row), step.network
    if layer == len(network.layers):
        error = float(own.error[neuron])
        return _blame(error, [_Way((), (error,))], 1)
    weight = network.weights[layer]
    above = _ways(step, row, layer + 1, range(network.sizes[layer + 1]), most)
    ways = [way.after(float(weight[neuron, k])) for k, found in enumerate(above) for way in found]
    count = network.sizes[layer + 1] * _count(step, layer + 1)
    return _blame(float(own.arriving(layer)[neuron]), sorted(ways, key=lambda way: -way.size)[:most], count)


@QUIET
def mean_blame(step: Step, link: int, start: int | None, end: int, *, most: int = MOST) -> Blame | None:
    """The paths from the batch's mean loss to a weight of `link`, or without `start` to the bias of `end`.

    A path's part is the mean of what it is for each sample, so that it has no factors of its own. None where
    there are too many paths to go them all.
    """
    check_whole("most", most, low=1)
    network, last, rows = step.network, len(step.network.layers), range(len(step.x))
    count = _count(step, link + 1)
    if count * len(rows) > MOST_GONE:
        return None
    through = [np.stack([_through(step, row, layer) for row in rows]) for layer in range(link + 1, last + 1)]
    below = np.ones(len(rows)) if start is None else np.stack([step.own(r).passed(link)[start] for r in rows])
    parts = (below * through[0][:, end])[:, None, None]  # (N, paths so far, neurons of this layer)
    for layer in range(link + 2, last + 1):
        wires = network.weights[layer - 1][[end]] if layer == link + 2 else network.weights[layer - 1]
        each = parts[..., None] * wires * through[layer - link - 1][:, None, None, :]
        parts = each.reshape(len(rows), -1, network.sizes[layer])
    errors = np.stack([step.own(row).error for row in rows])
    parts = parts * (errors[:, [end]] if link + 1 == last else errors)[:, None, :]
    means = parts.reshape(len(rows), -1).mean(axis=0)
    sizes = np.where(np.isfinite(means), np.abs(means), np.inf)
    order = np.argsort(-sizes, kind="stable")[:most]
    shape = network.sizes[link + 2 :]
    paths = tuple(
        Path((end, *(int(k) for k in np.unravel_index(place, shape))), (), float(means[place]))
        for place in order
    )
    gradient = float(means.sum())
    return Blame(gradient, paths, count, gradient - sum(path.product for path in paths))


@QUIET
def effects(step: Step, row: int, link: int, start: int | None, end: int) -> Floats:
    """What weight `start` → `end` of `link`, or without `start` the bias of `end`, changes in each output.

    (n_out,) of sample `row`, per 1 of it.
    """
    own, network = step.own(row), step.network
    moved = np.zeros(network.sizes[link + 1])
    moved[end] = 1.0 if start is None else float(own.passed(link)[start])
    for layer in range(link + 1, len(network.layers) + 1):
        moved = moved * _through(step, row, layer)
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

    def after(self, factor: float) -> "_Way":
        """The same way begun by one factor more."""
        return _Way(self.neurons, (factor, *self.factors))


def _ways(step: Step, row: int, layer: int, neurons: Iterable[int], most: int) -> list[list[_Way]]:
    """Of each of the `neurons` of `layer`, from 1, the best ways into the loss of sample `row`."""
    check_whole("most", most, low=1)
    own, network, last = step.own(row), step.network, len(step.network.layers)
    ways = [  # of each output: through its slope into the loss
        [_Way((j,), (float(own.slope(last)[j]), float(own.error[j])))] for j in range(network.sizes[-1])
    ]
    for here in range(last - 1, layer - 1, -1):
        through, weight = _through(step, row, here), network.weights[here]
        below: list[list[_Way]] = [[] for _ in range(network.sizes[here])]
        for j in neurons if here == layer else range(network.sizes[here]):
            found = [
                _Way((j, *way.neurons), (float(through[j]), float(weight[j, k]), *way.factors))
                for k, above in enumerate(ways)
                for way in above
            ]
            below[j] = sorted(found, key=lambda way: -way.size)[:most]
        ways = below
    return ways


def _blame(gradient: float, ways: list[_Way], count: int) -> Blame:
    paths = tuple(Path(way.neurons, way.factors, way.product) for way in ways)
    return Blame(gradient, paths, count, gradient - sum(path.product for path in paths))


def _count(step: Step, layer: int) -> int:
    """How many ways lead from a neuron of `layer`, from 1, into the loss."""
    return math.prod(step.network.sizes[layer + 1 :])


def _through(step: Step, row: int, layer: int) -> Floats:
    """Slope, times what dropout leaves, of the neurons of `layer`, from 1."""
    own = step.own(row)
    mask = own.mask(layer)
    return own.slope(layer) if mask is None else own.slope(layer) * mask
