"""From the loss back to a weight, path by path; and from a weight forward to the outputs.

A sample's own gradient of weight w_ij is a sum over all ways from neuron j up to an output:

    dL/dw_ij = a_i · Σ over paths j → k → … → o of  f'(z_j) · w_jk · f'(z_k) · … · f'(z_o) · dL/da_o

with a mask's factor where dropout works on a neuron. A weight that several wires share has those of each of
them; which wires there are, each layer says (`core.layers`). The largest paths are found exactly, whatever
their number: of each neuron the best ways up follow from the best ways of the neurons above it.

Forward, the same factors say what the weight changes in each output:

    da_o/dw_ij = a_i · Σ over paths j → … → o of  f'(z_j) · w_jk · … · f'(z_o)
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.errors import check_whole
from learnscope.training.step import Step

QUIET = np.errstate(all="ignore")  # numbers that are not finite are told as they are
MOST = 20  # paths that are listed
MOST_GONE = 1_000_000  # paths times samples that are gone one by one


@dataclass(frozen=True)
class Path:
    """One way up from a weight: the neurons it passes, from that its wire leads to up to an output."""

    neurons: tuple[int, ...]
    factors: tuple[float, ...]  # what it begins with, slope (times mask) and weight in turn, slope, error
    product: float  # its part of the gradient
    start: int | None = None  # the lower end of the wire it begins with; None where it begins above


@dataclass(frozen=True)
class Blame:
    """A gradient, a sample's own or the batch's mean, as a sum over paths."""

    gradient: float
    paths: tuple[Path, ...]  # the largest first
    count: int  # paths there are
    rest: float  # what those not listed come to together


@QUIET
def blame(step: Step, row: int, link: int, start: int, end: int, *, most: int = MOST) -> Blame:
    """The paths from the loss of sample `row` of the batch to the weight of wire `start` → `end` of `link`.

    Raises ArgumentError where `most` is not a whole number of at least 1.
    """
    own, wires = step.own(row), _sharing(step, link, start, end)
    passed, delta = own.passed(link), own.delta(link + 1)
    above = _ways(step, row, link + 1, {upper for _, upper in wires}, most)
    ways = [way.after(float(passed[lower]), lower) for lower, upper in wires for way in above[upper]]
    gradient = sum(float(passed[lower]) * float(delta[upper]) for lower, upper in wires)
    return _blame(gradient, ways, _count(step, link, wires), most)


@QUIET
def blame_of_bias(step: Step, row: int, link: int, neuron: int, *, most: int = MOST) -> Blame:
    """Likewise to the bias that `neuron` of the layer above `link` adds."""
    own, sharers = step.own(row), _bias_sharing(step, link, neuron)
    above = _ways(step, row, link + 1, sharers, most)
    ways = [way for one in sharers for way in above[one]]
    counts = _counts(step, link + 1)
    gradient = sum(float(own.delta(link + 1)[one]) for one in sharers)
    return _blame(gradient, ways, int(sum(counts[one] for one in sharers)), most)


@QUIET
def blame_of_sum(step: Step, row: int, layer: int, neuron: int, *, most: int = MOST) -> Blame:
    """Likewise to the sum z of a neuron of `layer`, from 1: its δ."""
    ways = _ways(step, row, layer, [neuron], most)[neuron]
    return _blame(float(step.own(row).delta(layer)[neuron]), ways, int(_counts(step, layer)[neuron]), most)


@QUIET
def blame_of_value(step: Step, row: int, layer: int, neuron: int, *, most: int = MOST) -> Blame:
    """Likewise to what a neuron of `layer`, from 0, passes on: every wire that leaves it begins paths.

    An output's leads into the loss alone.
    """
    own, network = step.own(row), step.network
    if layer == len(network.layers):
        error = float(own.error[neuron])
        return _blame(error, [_Way((), (error,))], 1, most)
    wires = _leaving(step, layer, neuron)
    above = _ways(step, row, layer + 1, {end for end, _ in wires}, most)
    ways = [way.after(weight) for end, weight in wires for way in above[end]]
    counts = _counts(step, layer + 1)
    count = int(sum(counts[end] for end, _ in wires))
    return _blame(float(own.arriving(layer)[neuron]), ways, count, most)


@QUIET
def mean_blame(step: Step, link: int, start: int | None, end: int, *, most: int = MOST) -> Blame | None:
    """The paths from the batch's mean loss to a weight of `link`, or without `start` to the bias of `end`.

    A path's part is the mean of what it is for each sample, so that it has no factors of its own. None where
    there are too many paths to go them all.
    """
    check_whole("most", most, low=1)
    network, last, rows = step.network, len(step.network.layers), range(len(step.x))
    begins: list[tuple[int | None, int]] = [(None, one) for one in _bias_sharing(step, link, end)]
    if start is not None:
        begins = [*_sharing(step, link, start, end)]
    counts = _counts(step, link + 1)
    if sum(counts[upper] for _, upper in begins) * len(rows) > MOST_GONE:
        return None
    through = [np.stack([_through(step, row, layer) for row in rows]) for layer in range(link + 1, last + 1)]
    errors = np.stack([step.own(row).error for row in rows])
    laid = [_laid(step, above) for above in range(link + 1, last)]
    shape = network.sizes[link + 2 :]
    gone: list[tuple[Floats, NDArray[np.int64]]] = []  # of each wire they begin with, parts and places
    for lower, upper in begins:
        below = np.ones(len(rows))
        if lower is not None:
            below = np.stack([step.own(row).passed(link)[lower] for row in rows])
        parts = (below * through[0][:, upper])[:, None, None]  # (N, paths so far, neurons of this layer)
        there = np.ones((1, 1), dtype=bool)  # whether there is such a path
        for place, (wires, joined) in enumerate(laid):
            first = slice(None) if place else [upper]
            parts = parts[..., None] * wires[first] * through[place + 1][:, None, None, :]
            parts = parts.reshape(len(rows), -1, wires.shape[1])
            there = (there[..., None] & joined[first]).reshape(-1, wires.shape[1])
        parts = parts * (errors if laid else errors[:, [upper]])[:, None, :]
        means = parts.reshape(len(rows), -1).mean(axis=0)
        places = np.flatnonzero(there)
        gone.append((means[places], places))
    parts = np.concatenate([means for means, _ in gone])
    order = np.argsort(-np.where(np.isfinite(parts), np.abs(parts), np.inf), kind="stable")[:most]
    which = np.repeat(np.arange(len(begins)), [len(means) for means, _ in gone])
    places = np.concatenate([each for _, each in gone])
    paths = []
    for k in order:
        lower, upper = begins[which[k]]
        neurons = (upper, *(int(one) for one in np.unravel_index(places[k], shape)))
        paths.append(Path(neurons, (), float(parts[k]), lower))
    gradient = float(parts.sum())
    return Blame(gradient, tuple(paths), len(parts), gradient - sum(path.product for path in paths))


@QUIET
def effects(step: Step, row: int, link: int, start: int | None, end: int) -> Floats:
    """What weight `start` → `end` of `link`, or without `start` the bias of `end`, changes in each output.

    (n_out,) of sample `row`, per 1 of it.
    """
    own, network = step.own(row), step.network
    moved = np.zeros(network.sizes[link + 1])
    if start is None:
        moved[_bias_sharing(step, link, end)] = 1.0
    else:
        for lower, upper in _sharing(step, link, start, end):
            moved[upper] += float(own.passed(link)[lower])
    for layer in range(link + 1, len(network.layers) + 1):
        moved = moved * _through(step, row, layer)
        if layer < len(network.layers):
            moved = moved @ _laid(step, layer)[0]
    return frozen(moved)


@dataclass(frozen=True)
class _Way:
    """A way from a neuron up into the loss."""

    neurons: tuple[int, ...]
    factors: tuple[float, ...]
    start: int | None = None  # the neuron below that it begins with, where it does

    @property
    def product(self) -> float:
        return float(np.prod(self.factors))

    @property
    def size(self) -> float:
        """By which ways are put in order; what is not finite comes first."""
        return abs(self.product) if np.isfinite(self.product) else np.inf

    def after(self, factor: float, start: int | None = None) -> "_Way":
        """The same way begun by one factor more, and by the neuron `start` where it leads from there."""
        return _Way(self.neurons, (factor, *self.factors), start)


def _ways(step: Step, row: int, layer: int, neurons: Iterable[int], most: int) -> list[list[_Way]]:
    """Of each of the `neurons` of `layer`, from 1, the best ways into the loss of sample `row`."""
    check_whole("most", most, low=1)
    own, network, last = step.own(row), step.network, len(step.network.layers)
    ways = [  # of each output: through its slope into the loss
        [_Way((j,), (float(own.slope(last)[j]), float(own.error[j])))] for j in range(network.sizes[-1])
    ]
    for here in range(last - 1, layer - 1, -1):
        through = _through(step, row, here)
        below: list[list[_Way]] = [[] for _ in range(network.sizes[here])]
        for j in neurons if here == layer else range(network.sizes[here]):
            found = [
                _Way((j, *way.neurons), (float(through[j]), weight, *way.factors))
                for end, weight in _leaving(step, here, j)
                for way in ways[end]
            ]
            below[j] = sorted(found, key=lambda way: -way.size)[:most]
        ways = below
    return ways


def _blame(gradient: float, ways: list[_Way], count: int, most: int) -> Blame:
    largest = sorted(ways, key=lambda way: -way.size)[:most]
    paths = tuple(Path(way.neurons, way.factors, way.product, way.start) for way in largest)
    return Blame(gradient, paths, count, gradient - sum(path.product for path in paths))


def _sharing(step: Step, link: int, start: int, end: int) -> list[tuple[int, int]]:
    """All wires of `link` that have the weight of `start` → `end`, which is among them."""
    layer = step.network.layers[link]
    index = layer.weight_index(start, end)
    assert index is not None
    return layer.wires_of(index)


def _bias_sharing(step: Step, link: int, neuron: int) -> list[int]:
    """All neurons that add the bias of `neuron`."""
    layer = step.network.layers[link]
    return layer.outputs_of(layer.bias_index(neuron)) if "bias" in layer.shapes else [neuron]


def _leaving(step: Step, layer: int, neuron: int) -> list[tuple[int, float]]:
    """The neurons above that a neuron of `layer`, from 0, leads to, each with its weight."""
    wiring, weight = step.network.layers[layer].wiring, step.network.weights[layer].ravel()
    ends = wiring.ends(wiring.leaving(neuron))
    return list(zip(ends.output.tolist(), weight[ends.weight].tolist(), strict=True))


def _laid(step: Step, layer: int) -> tuple[Floats, NDArray[np.bool_]]:
    """The weights above `layer` as (n_in, n_out), and where there are wires."""
    wiring, weight = step.network.layers[layer].wiring, step.network.weights[layer]
    return wiring.matrix(weight), wiring.matrix(np.ones_like(weight)) > 0


def _count(step: Step, link: int, wires: list[tuple[int, int]]) -> int:
    counts = _counts(step, link + 1)
    return int(sum(counts[upper] for _, upper in wires))


def _counts(step: Step, layer: int) -> Floats:
    """How many ways lead from each neuron of `layer`, from 1, into the loss."""
    network = step.network
    counts = np.ones(network.sizes[-1])
    for above in range(len(network.layers) - 1, layer - 1, -1):
        counts = network.layers[above].wiring.arriving(counts, np.ones_like(network.weights[above]))
    return counts


def _through(step: Step, row: int, layer: int) -> Floats:
    """Slope, times what dropout leaves, of the neurons of `layer`, from 1."""
    own = step.own(row)
    mask = own.mask(layer)
    return own.slope(layer) if mask is None else own.slope(layer) * mask
