"""The outputs of a network without some of its parts, or with some of them nudged.

A part is an input, a neuron or a wire. Removed, an input or neuron passes on 0 (or its mean over the
samples), a wire carries nothing. Nudged by h, an input or neuron passes on a + h, and a wire weighs w + h.

Where few neurons of a layer change, the sums above change by Δa_i w_i each, and where wires alone lead to the
change, only the neurons at their ends do: nothing else is computed again.

Arrays are (n, N) here, a row for each neuron: what is done to one neuron is done to neighbours in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learnscope.core.activations import ACTIVATIONS, activate
from learnscope.core.arrays import Floats
from learnscope.core.compiled import PLAIN
from learnscope.core.forward import forward
from learnscope.core.network import Network


@dataclass(frozen=True)
class Neuron:
    """A neuron or, in layer 0, an input."""

    layer: int
    index: int


@dataclass(frozen=True)
class Wire:
    """A wire of `link`, from neuron `start` below to neuron `end` above."""

    link: int
    start: int
    end: int


Part = Neuron | Wire


class Without:
    """What `network` makes of samples x (N, n_in); with `mean`, a removed neuron passes on its mean."""

    def __init__(self, network: Network, x: Floats, *, mean: bool = False) -> None:
        trace = forward(network, x)
        self._activations = network.activations
        self._z = [layer.preactivation.T.copy() for layer in trace.layers]
        self._a = [trace.input.T.copy(), *(layer.activation.T.copy() for layer in trace.layers)]
        self._put = [a.mean(axis=1) if mean else np.zeros(len(a), a.dtype) for a in self._a]
        self._weights = [
            layer.wiring.matrix(weight) for layer, weight in zip(network.layers, network.weights, strict=True)
        ]
        self._biases = [
            None if bias is None else bias.ravel()[[layer.wiring.bias(j) for j in range(size)]]
            for layer, bias, size in zip(network.layers, network.biases, network.sizes[1:], strict=True)
        ]
        self._finite = all(np.isfinite(each).all() for each in (*self._z, *self._a))

    @property
    def whole(self) -> Floats:
        """The outputs (N, n_out) with all parts."""
        return self._a[-1].T

    def outputs(self, parts: Sequence[Part], by: float | None = None) -> Floats:
        """The outputs (N, n_out) without `parts`, all at once, or with each of them nudged by `by`."""
        if not parts:
            return self.whole
        first = min(part.layer if isinstance(part, Neuron) else part.link for part in parts)
        values = _Values(self._a[first], whole=not self._finite)
        with np.errstate(all="ignore"):
            for layer in range(first, len(self._weights)):
                for part in parts:
                    if isinstance(part, Neuron) and part.layer == layer:
                        old = values[part.index]
                        values[part.index] = (
                            np.full_like(old, self._put[layer][part.index]) if by is None else old + by
                        )
                wires = [part for part in parts if isinstance(part, Wire) and part.link == layer]
                values = self._above(values, layer, wires, by)
            return values.all.T

    def _above(self, values: "_Values", layer: int, wires: list[Wire], by: float | None) -> "_Values":
        """What the layer above makes of `values`."""
        if not values.untouched:
            z = self._sums(values, layer)
            for wire in wires:
                z[wire.end] += self._carried(values, wire, by)
            return _Values(self._activated(z, layer), whole=True)
        sums: dict[int, Floats] = {}
        for wire in wires:
            sums[wire.end] = sums.get(wire.end, self._z[layer][wire.end]) + self._carried(values, wire, by)
        above = _Values(self._a[layer + 1])
        for end, z in sums.items():
            above[end] = self._activated(z, layer)
        return above

    def _sums(self, values: "_Values", layer: int) -> Floats:
        weight, bias = self._weights[layer], self._biases[layer]
        if values.whole:
            z = weight.T @ values.all
            return z if bias is None else z + bias[:, None]
        z = self._z[layer].copy()
        for start, moved in values.moved():
            z += weight[start][:, None] * moved
        return z

    def _carried(self, values: "_Values", wire: Wire, by: float | None) -> Floats:
        """How much more the wire adds to the sum."""
        more: Floats = values[wire.start] * (
            -self._weights[wire.link][wire.start, wire.end] if by is None else by
        )
        return more

    def _activated(self, z: Floats, layer: int) -> Floats:
        a = np.empty_like(z)
        PLAIN(activate)(ACTIVATIONS[self._activations[layer]].code, z, a)
        return a


class _Values:
    """What the neurons of a layer pass on: as it was but for some or, where `whole`, anew of all."""

    def __init__(self, known: Floats, *, whole: bool = False) -> None:
        self._known, self.whole = known, whole
        self._new: dict[int, Floats] = {}

    @property
    def untouched(self) -> bool:
        """Whether all is as it was."""
        return not self.whole and not self._new

    def __getitem__(self, index: int) -> Floats:
        found: Floats = self._new.get(index, self._known[index])
        return found

    def __setitem__(self, index: int, row: Floats) -> None:
        self._new[index] = row

    def moved(self) -> list[tuple[int, Floats]]:
        """By how much which neurons pass on more."""
        return [(index, row - self._known[index]) for index, row in self._new.items()]

    @property
    def all(self) -> Floats:
        """Those of all neurons (n, N)."""
        if not self._new:
            return self._known
        values = self._known.copy()
        for index, row in self._new.items():
            values[index] = row
        return values
