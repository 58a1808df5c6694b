"""What a trained network loses without one of its parts, and without two at once.

A part is an input, a neuron or a wire. Removed, an input or neuron passes on 0 (or its mean over the
samples), a wire carries nothing. The effect is what the mean loss and the share of right answers become.

    interaction(p, q) = effect(p, q) − effect(p) − effect(q)     0 where two removals simply add up

Without any hidden neuron the loss rises by effect(all). Single removals explain the sum of their effects of
it, pairs the sum of their interactions, and the rest is of three and more together.

Only what lies above a removed part is computed again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from learnscope.core.activations import ACTIVATIONS, activate
from learnscope.core.arrays import Floats
from learnscope.core.compiled import PLAIN
from learnscope.core.forward import forward, predicted
from learnscope.core.losses import LOSSES, loss_values
from learnscope.core.network import Network
from learnscope.errors import ArgumentError, check_choice, check_whole

Put = Literal["zero", "mean"]
PUTS: tuple[Put, ...] = ("zero", "mean")


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


@dataclass(frozen=True)
class Effect:
    """A network without some part: its mean loss and share of right answers, and how much they changed."""

    loss: float
    accuracy: float  # nan where answers are not right or wrong
    loss_change: float
    accuracy_change: float


@dataclass(frozen=True)
class Emergence:
    """How much of what all hidden neurons do is explained by one, by two, and only by more together."""

    whole: float  # what the loss rises by without any of them
    singles: float  # sum of the effects of single removals
    pairs: float  # sum of the interactions of pairs
    together: float  # the rest


class Removals:
    """Removals from `network`, judged on samples x (N, n_in), y (N, n_out), which are not changed."""

    def __init__(self, network: Network, x: Floats, y: Floats, *, put: str = "zero") -> None:
        """Raises ShapeError where the samples do not fit, ArgumentError for another `put`."""
        check_choice("put", put, PUTS)
        self.network, self.y = network, y
        trace = forward(network, x)
        self._z = [layer.preactivation for layer in trace.layers]
        self._a = [trace.input, *(layer.activation for layer in trace.layers)]
        self._put = [a.mean(axis=0) if put == "mean" else np.zeros(a.shape[1]) for a in self._a]
        self.loss, self.accuracy = self._judged(self._a[-1])

    def effect(self, *parts: Part) -> Effect:
        """Without `parts`, all at once. Raises ArgumentError for a part there is not."""
        for part in parts:
            self._check(part)
        loss, accuracy = self._judged(self._without(parts)) if parts else (self.loss, self.accuracy)
        return Effect(loss, accuracy, loss - self.loss, accuracy - self.accuracy)

    def interaction(self, one: Part, other: Part) -> float:
        """What two removals do to the loss beyond what each does."""
        both = self.effect(one, other).loss_change
        return both - self.effect(one).loss_change - self.effect(other).loss_change

    def neurons(self) -> Iterator[Neuron]:
        """All inputs and hidden neurons."""
        for layer, size in enumerate(self.network.sizes[:-1]):
            yield from (Neuron(layer, index) for index in range(size))

    def wires(self) -> Iterator[Wire]:
        """All wires."""
        for link, weight in enumerate(self.network.weights):
            yield from (Wire(link, int(i), int(j)) for i, j in np.ndindex(weight.shape))

    def map(self, parts: Sequence[Part]) -> Iterator[tuple[Part, Effect]]:
        """The effect of each of `parts` alone, one after another."""
        for part in parts:
            yield part, self.effect(part)

    def emergence(self, *, most: int = 64) -> Emergence:
        """How much of what the hidden neurons do shows only when several are gone.

        Raises ArgumentError where there are more than `most` of them, since all pairs are tried, or none.
        """
        check_whole("most", most, low=1)
        hidden = [neuron for neuron in self.neurons() if neuron.layer > 0]
        if not 0 < len(hidden) <= most:
            raise ArgumentError(
                f"hidden neurons must be from 1 to {most}, got {len(hidden)}; "
                "raise most, or take a smaller network"
            )
        alone = {neuron: self.effect(neuron).loss_change for neuron in hidden}
        pairs = sum(
            self.effect(one, other).loss_change - alone[one] - alone[other]
            for one, other in combinations(hidden, 2)
        )
        whole, singles = self.effect(*hidden).loss_change, sum(alone.values())
        return Emergence(whole, singles, pairs, whole - singles - pairs)

    def _without(self, parts: Sequence[Part]) -> Floats:
        """The outputs without `parts`."""
        first = min(part.layer if isinstance(part, Neuron) else part.link for part in parts)
        a = self._a[first]
        changed = False
        with np.errstate(all="ignore"):
            for layer in range(first, len(self.network.layers)):
                a, changed = self._cleared(a, layer, parts, changed)
                z = self._sum(a, layer, parts, changed)
                a = np.empty_like(z)
                PLAIN(activate)(ACTIVATIONS[self.network.activations[layer]].code, z, a)
                changed = True
        return a

    def _cleared(self, a: Floats, layer: int, parts: Sequence[Part], changed: bool) -> tuple[Floats, bool]:
        """The values of `layer` without its removed neurons."""
        gone = [part.index for part in parts if isinstance(part, Neuron) and part.layer == layer]
        if not gone:
            return a, changed
        a = a.copy()
        a[:, gone] = self._put[layer][gone]
        return a, True

    def _sum(self, a: Floats, layer: int, parts: Sequence[Part], changed: bool) -> Floats:
        """The preactivations above `layer`, of its values `a`, without the removed wires."""
        weight = self.network.weights[layer]
        if changed:
            bias = self.network.biases[layer]
            z = a @ weight
            if bias is not None:
                z += bias
        else:
            z = self._z[layer].copy()
        for part in parts:
            if isinstance(part, Wire) and part.link == layer:
                z[:, part.end] -= a[:, part.start] * weight[part.start, part.end]
        return z

    def _judged(self, outputs: Floats) -> tuple[float, float]:
        """Mean loss and share of right answers of outputs (N, n_out)."""
        with np.errstate(all="ignore"):
            losses = loss_values(LOSSES[self.network.loss].code, outputs, self.y.astype(outputs.dtype))
            said = predicted(self.network, outputs)
        if not LOSSES[self.network.loss].classes and not LOSSES[self.network.loss].squash:
            return float(losses.mean()), float("nan")
        if LOSSES[self.network.loss].classes:
            right = said.argmax(axis=1) == self.y.argmax(axis=1)
        else:
            right = (said > 0.5) == (self.y > 0.5)
        return float(losses.mean()), float(right.mean())

    def _check(self, part: Part) -> None:
        sizes = self.network.sizes
        if isinstance(part, Neuron):
            check_whole("layer", part.layer, low=0, high=len(sizes) - 2)
            check_whole("index", part.index, low=0, high=sizes[part.layer] - 1)
            return
        check_whole("link", part.link, low=0, high=len(sizes) - 2)
        check_whole("start", part.start, low=0, high=sizes[part.link] - 1)
        check_whole("end", part.end, low=0, high=sizes[part.link + 1] - 1)
