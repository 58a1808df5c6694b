"""Another network from one that was trained: neurons and layers more, fewer or elsewhere, the rest kept.

A layer is its neurons' biases and the weights that lead to them. Where the shape changes,

    a neuron that stays     keeps its bias and its weights from and to neurons that stay
    a neuron that is new    gets drawn incoming weights and bias; its outgoing weights are 0
    a layer that stays      keeps its biases, and its incoming weights where as many neurons as before stand
                            below it; else these are drawn
    a layer that is new     is drawn

Whether a layer's biases learn, are held or are none stays with the layer.

With outgoing weights of 0 a new neuron leaves the outputs as they are, and still learns: the gradient of
these weights is its activation times what arrives, and theirs once they have moved.
Source: Fahlman and Lebiere, NIPS 2 (1990), grow networks so; Chen et al., Net2Net, ICLR 2016, keep the
function of a network while it grows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats, frozen
from learnscope.core.layers import BIASES, BiasKind, Indices
from learnscope.core.network import Network
from learnscope.errors import ArgumentError, check_choice, check_whole

Draw = Callable[[int, int], tuple[Floats, Floats]]  # weight (n_in, n_out) and bias (n_out,) of a fresh layer

NEW = -1


@dataclass(frozen=True)
class Fresh:
    """A hidden layer that was not there before."""

    size: int
    activation: str
    bias: str = "learned"


@dataclass(frozen=True, eq=False)
class Rebuilt:
    """A network made from another, and where its parameters come from."""

    network: Network
    sources: Indices  # (P,) the place each parameter had in the other network, NEW where it had none

    @property
    def kept(self) -> tuple[int, int]:
        """How many weights and biases are kept."""
        return self._counts(self.sources != NEW)

    @property
    def new(self) -> tuple[int, int]:
        """How many weights and biases are new."""
        return self._counts(self.sources == NEW)

    def carry(self, slots: Floats) -> Floats:
        """What an optimizer remembers (slots, P before) for the new network: 0 of what is new; read-only."""
        return frozen(np.where(self.sources == NEW, slots.dtype.type(0), slots[:, self.sources]))

    def _counts(self, which: NDArray[np.bool_]) -> tuple[int, int]:
        counts = {"weight": 0, "bias": 0}
        for block in self.network.layout.blocks:
            counts[block.role] += int(which[block.start : block.stop].sum())
        return counts["weight"], counts["bias"]


def add_neuron(network: Network, layer: int, *, draw: Draw) -> Rebuilt:
    """`network` with one neuron more at the end of hidden layer `layer`, from 1; the outputs stay."""
    link = _link(network, layer)
    parts = _parts(network)
    below, above = parts[link], parts[link + 1]
    bias = None if below.bias is None else np.append(below.bias, NEW).astype(np.int64)
    parts[link] = replace(below, weight=_with_new(below.weight, axis=1), bias=bias)
    parts[link + 1] = replace(above, weight=_with_new(above.weight, axis=0), silent=True)
    return _assembled(network, parts, draw)


def remove_neuron(network: Network, layer: int, index: int) -> Rebuilt:
    """`network` without neuron `index`, from 0, of hidden layer `layer`, from 1, which must have another."""
    link = _link(network, layer)
    parts = _parts(network)
    below, above = parts[link], parts[link + 1]
    size = below.weight.shape[1]
    if size == 1:
        raise ArgumentError(f"hidden layer {layer} must keep a neuron, and has only one; remove the layer")
    check_whole("index", index, low=0, high=size - 1)
    bias = None if below.bias is None else np.delete(below.bias, index)
    parts[link] = replace(below, weight=np.delete(below.weight, index, 1), bias=bias)
    parts[link + 1] = replace(above, weight=np.delete(above.weight, index, 0))
    return _assembled(network, parts, _nothing)


def rearrange(network: Network, hidden: Sequence[int | Fresh], *, draw: Draw) -> Rebuilt:
    """`network` with these hidden layers: present ones by number, from 1, each at most once, and fresh ones.

    What is drawn, is so from the inputs upward.
    """
    before = _parts(network)
    numbers = [one for one in hidden if not isinstance(one, Fresh)]
    for number in numbers:
        _link(network, number)
    if len(set(numbers)) < len(numbers):
        raise ArgumentError(f"hidden layers must differ from each other, got {numbers}")
    parts: list[_Part] = []
    for one in (*hidden, len(before)):
        n_in = parts[-1].weight.shape[1] if parts else network.sizes[0]
        if isinstance(one, Fresh):
            size = check_whole("size", one.size, low=1)
            name = check_choice("activation", one.activation, ACTIVATIONS)
            kind = BIASES[check_choice("bias", one.bias, BIASES)].name
            bias = None if kind == "none" else np.full(size, NEW)
            parts.append(_Part(np.full((n_in, size), NEW), bias, name, kind))
        else:
            part = before[one - 1]
            fits = part.weight.shape[0] == n_in
            weight = part.weight if fits else np.full((n_in, part.weight.shape[1]), NEW)
            parts.append(replace(part, weight=weight))
    return _assembled(network, parts, draw)


def with_activation(network: Network, layer: int, activation: str) -> Rebuilt:
    """`network` with another activation in hidden layer `layer`, from 1; all parameters stay."""
    link = _link(network, layer)
    parts = _parts(network)
    parts[link] = replace(parts[link], activation=check_choice("activation", activation, ACTIVATIONS))
    return _assembled(network, parts, _nothing)


@dataclass(frozen=True, eq=False)
class _Part:
    """A layer to be put in: the places its parameters had."""

    weight: Indices  # (n_in, n_out)
    bias: Indices | None  # (n_out,)
    activation: str
    bias_kind: BiasKind
    silent: bool = False  # whether its new weights are 0


def _parts(network: Network) -> list[_Part]:
    layout = network.layout
    places = np.arange(layout.size, dtype=np.float64)  # views are of floats
    return [
        _Part(
            weight.astype(np.int64), None if bias is None else bias.astype(np.int64),
            layer.activation, layer.bias,
        )
        for weight, bias, layer in zip(
            layout.weights(places), layout.biases(places), network.layers, strict=True
        )
    ]  # fmt: skip


def _assembled(network: Network, parts: Sequence[_Part], draw: Draw) -> Rebuilt:
    weights: list[Floats] = []
    biases: list[Floats | None] = []
    sources: list[Indices] = []
    for part in parts:
        new = [places is not None and bool((places == NEW).any()) for places in (part.weight, part.bias)]
        drawn = np.zeros(part.weight.shape), np.zeros(part.weight.shape[1])
        if any(new) and not part.silent:
            drawn = draw(*part.weight.shape)

        def filled(places: Indices, fresh: Floats) -> Floats:
            sources.append(places.ravel())
            return np.where(places == NEW, fresh, network.parameters[places])

        weights.append(filled(part.weight, drawn[0]))
        biases.append(None if part.bias is None else filled(part.bias, drawn[1]))
    rebuilt = Network.from_arrays(
        weights,
        biases,
        activations=[part.activation for part in parts],
        loss=network.loss,
        bias=[part.bias_kind for part in parts],
        precision=network.precision,
    )
    places = np.concatenate(sources)
    places.flags.writeable = False
    return Rebuilt(rebuilt, places)


def _link(network: Network, layer: int) -> int:
    """The index of hidden layer `layer` among the layers that have weights."""
    hidden = len(network.layers) - 1
    if hidden == 0:
        raise ArgumentError(f"layer must be that of a hidden layer, got {layer}, and there is none; add one")
    return check_whole("layer", layer, low=1, high=hidden) - 1


def _with_new(places: Indices, *, axis: int) -> Indices:
    """`places` with one more column (axis 1) or row (axis 0)."""
    width = [(0, 1) if one == axis else (0, 0) for one in (0, 1)]
    return np.pad(places, width, constant_values=NEW)


def _nothing(n_in: int, n_out: int) -> tuple[Floats, Floats]:
    raise AssertionError(f"nothing of a layer ({n_in}, {n_out}) is new")
