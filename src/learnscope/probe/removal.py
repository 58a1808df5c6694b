"""What a trained network loses without one of its parts, and without two at once.

The effect of a change is what the mean loss and the share of right answers become. Parts, and what it means
that one is removed or nudged, are those of `probe.without`.

    interaction(p, q) = effect(p, q) − effect(p) − effect(q)     0 where two removals simply add up

Without any hidden neuron the loss rises by effect(all). Single removals explain the sum of their effects of
it, pairs the sum of their interactions, and the rest is of three and more together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from learnscope.brief import brief
from learnscope.core.arrays import Floats
from learnscope.core.forward import predicted
from learnscope.core.losses import LOSSES, loss_values
from learnscope.core.network import Network
from learnscope.data.dataset import TargetKind
from learnscope.errors import ArgumentError, check_choice, check_number, check_whole
from learnscope.probe.without import Neuron, Part, Wire, Without
from learnscope.words import number, percent

Put = Literal["zero", "mean"]
PUTS: tuple[Put, ...] = ("zero", "mean")
Pair = tuple[Part, Part]


@dataclass(frozen=True)
class Effect:
    """A network with a change: its mean loss and share of right answers, and how much they changed."""

    loss: float
    accuracy: float  # nan where answers are not right or wrong
    loss_change: float
    accuracy_change: float
    __repr__ = brief


@dataclass(frozen=True)
class Emergence:
    """How much of what all hidden neurons do is explained by one, by two, and only by more together."""

    whole: float  # what the loss rises by without any of them
    singles: float  # sum of the effects of single removals
    pairs: float  # sum of the interactions of pairs
    together: float  # the rest
    __repr__ = brief


class Removals:
    """Removals from `network`, judged on samples x (N, n_in), y (N, n_out), which are not changed.

    Effects of removals are remembered, so that asking again takes no time.
    """

    def __init__(
        self,
        network: Network,
        x: Floats,
        y: Floats,
        *,
        put: str = "zero",
        kind: TargetKind | None = None,
        threshold: float | None = None,
    ) -> None:
        """`kind` says when an answer is right: the largest output is that of the class, each output is on its
        label's side of `threshold`, or never ("values"); by default, both follow from the loss.

        Raises ShapeError where the samples do not fit, ArgumentError for another `put`.
        """
        check_choice("put", put, PUTS)
        loss = LOSSES[network.loss]
        self.network, self._code = network, loss.code
        self.kind: TargetKind = kind or ("classes" if loss.classes else "labels" if loss.squash else "values")
        self._threshold = loss.threshold if threshold is None else threshold
        self._without = Without(network, x, mean=put == "mean")
        self._y = np.asfortranarray(y, dtype=network.parameters.dtype)  # as outputs lie
        self._truth = y.argmax(axis=1) if self.kind == "classes" else y > 0.5
        self._known: dict[tuple[Part, ...], Effect] = {}
        self.loss, self.accuracy = self._judged(self._without.whole)

    def __repr__(self) -> str:
        right = "" if np.isnan(self.accuracy) else f", accuracy {percent(self.accuracy, digits=1)}"
        return f"<Removals from {self.network!r}: loss {number(self.loss)}{right}>"

    def effect(self, *parts: Part, by: float | None = None) -> Effect:
        """Without `parts`, all at once or, with `by`, with each of them nudged by so much.

        Raises ArgumentError for a part there is not, and where `by` is no finite number.
        """
        if by is not None:
            check_number("by", by, "(-inf, inf)")
        elif parts in self._known:
            return self._known[parts]
        for part in parts:
            self._check(part)
        loss, accuracy = self._judged(self._without.outputs(parts, by))
        found = Effect(loss, accuracy, loss - self.loss, accuracy - self.accuracy)
        if by is None:
            self._known[parts] = found
        return found

    def said(self, *parts: Part, by: float | None = None) -> Floats:
        """What it says of each sample then (N, n_out): probabilities, where the loss makes some."""
        for part in parts:
            self._check(part)
        with np.errstate(all="ignore"):
            return predicted(self.network, self._without.outputs(parts, by))

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
        for link, layer in enumerate(self.network.layers):
            ends = layer.wiring.ends(np.arange(layer.wiring.count))
            yield from (Wire(link, int(i), int(j)) for i, j in zip(ends.input, ends.output, strict=True))

    def pairs(self) -> Iterator[Pair]:
        """All pairs of hidden neurons."""
        return combinations([neuron for neuron in self.neurons() if neuron.layer > 0], 2)

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
        pairs = sum(self.interaction(one, other) for one, other in self.pairs())
        whole = self.effect(*hidden).loss_change
        singles = sum(self.effect(neuron).loss_change for neuron in hidden)
        return Emergence(whole, singles, pairs, whole - singles - pairs)

    def _judged(self, outputs: Floats) -> tuple[float, float]:
        """Mean loss and share of right answers of outputs (N, n_out)."""
        with np.errstate(all="ignore"):
            loss = float(loss_values(self._code, outputs, self._y).mean(dtype=np.float64))
            if self.kind == "values":
                return loss, float("nan")
            right: NDArray[np.bool_]
            if self.kind == "classes":
                right = (outputs.argmax(axis=1) == self._truth) & np.isfinite(outputs.sum(axis=1))
            else:
                right = (outputs > self._threshold) == self._truth
            return loss, float(right.mean())

    def _check(self, part: Part) -> None:
        sizes = self.network.sizes
        if isinstance(part, Neuron):
            check_whole("layer", part.layer, low=0, high=len(sizes) - 2)
            check_whole("index", part.index, low=0, high=sizes[part.layer] - 1)
            return
        check_whole("link", part.link, low=0, high=len(sizes) - 2)
        check_whole("start", part.start, low=0, high=sizes[part.link] - 1)
        check_whole("end", part.end, low=0, high=sizes[part.link + 1] - 1)
