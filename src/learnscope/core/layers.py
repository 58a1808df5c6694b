"""Layers: what each is, which parameters it has, and what meets what on its links.

    kind    parameters                            what an output sums
    dense   weight (n_in, n_out), bias (n_out,)   z_j = Σ_i x_i · w_ij + b_j

A term is one product of such a sum: an input times a weight, for an output. Terms of a layer are numbered
from 0; inputs, outputs, weights and biases are flat indices into arrays of one sample's numbers and into the
layer's own blocks of parameters. Drawings, formulas and explanations read this description and no other.
Whatever a layer's kind decides is in `LAYER_KINDS`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.errors import ArgumentError, check_choice, check_list

Indices = NDArray[np.int64]
Role = Literal["weight", "bias"]
BiasKind = Literal["learned", "fixed", "none"]
LayerKindName = Literal["dense"]


@dataclass(frozen=True)
class Bias:
    """What is known of a kind of bias."""

    name: BiasKind
    title: str
    explanation: str


BIASES: dict[str, Bias] = {
    entry.name: entry
    for entry in (
        Bias("learned", "learned", "Biases start as drawn or given, and every update moves them."),
        Bias("fixed", "held", "Biases keep their start; their gradients are shown and not applied."),
        Bias("none", "none", "A neuron sums its inputs times its weights, and nothing else."),
    )
}


@dataclass(frozen=True)
class Layer:
    """One layer: what it is, what goes in and out, its activation function, and whether its bias learns."""

    kind: LayerKindName
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    activation: str
    bias: BiasKind = "learned"

    @property
    def shapes(self) -> dict[Role, tuple[int, ...]]:
        """The shapes of its parameters, in the order in which they stand in the flat vector."""
        return LAYER_KINDS[self.kind].shapes(self)

    @property
    def parameter_count(self) -> int:
        """How many numbers its weight and bias hold."""
        return sum(math.prod(shape) for shape in self.shapes.values())

    @property
    def wiring(self) -> "Wiring":
        """All its terms."""
        return LAYER_KINDS[self.kind].wiring(self)

    def terms(self, output: int) -> "Terms":
        """What `output`, from 0, sums.

        >>> Layer("dense", (2,), (3,), "tanh").terms(1)
        Terms(inputs=array([0, 1]), weights=array([1, 4]), bias=1)
        """
        wiring = self.wiring
        ends = wiring.ends(wiring.entering(output))
        return Terms(ends.input, ends.weight, wiring.bias(output) if "bias" in self.shapes else None)


@dataclass(frozen=True, eq=False)
class Terms:
    """What one output sums: x[inputs[k]] · w[weights[k]] over all k, and b[bias] where there is one."""

    inputs: Indices
    weights: Indices
    bias: int | None


@dataclass(frozen=True, eq=False)
class Ends:
    """What meets what in some terms: input, weight and output of each."""

    input: Indices
    weight: Indices
    output: Indices


class Wiring(Protocol):
    """The terms of a layer, and what flows along them for one sample."""

    @property
    def count(self) -> int:
        """How many terms there are."""

    def ends(self, terms: Indices) -> Ends:
        """What meets what in `terms`."""

    def entering(self, output: int) -> Indices:
        """The terms that `output` sums, in order."""

    def leaving(self, input: int) -> Indices:
        """The terms that `input` takes part in, in order."""

    def bias(self, output: int) -> int:
        """Which bias `output` adds, where the layer has any."""

    def forward(self, values: Floats, weight: Floats) -> Floats:
        """x_i · w of each term (count,), for inputs `values`."""

    def backward(self, delta: Floats, weight: Floats) -> Floats:
        """δ_j · w of each term (count,), for the outputs' `delta`."""

    def arriving(self, delta: Floats, weight: Floats) -> Floats:
        """What comes back to each input: the sum of its terms' δ_j · w."""


@dataclass(frozen=True)
class Dense:
    """Every input meets every output with a weight of its own: term i · n_out + j joins i and j."""

    inputs: int
    outputs: int

    @property
    def count(self) -> int:
        """One for each weight."""
        return self.inputs * self.outputs

    def ends(self, terms: Indices) -> Ends:
        """By division: a term has its weight's place."""
        input, output = np.divmod(terms, self.outputs)
        return Ends(input, terms, output)

    def entering(self, output: int) -> Indices:
        """A column of the weight."""
        return np.arange(output, self.count, self.outputs)

    def leaving(self, input: int) -> Indices:
        """A row of the weight."""
        return np.arange(input * self.outputs, (input + 1) * self.outputs)

    def bias(self, output: int) -> int:
        """Its own."""
        return output

    def forward(self, values: Floats, weight: Floats) -> Floats:
        """Row i of the weight times value i."""
        flows: Floats = values[:, None] * weight
        return flows.ravel()

    def backward(self, delta: Floats, weight: Floats) -> Floats:
        """Column j of the weight times delta j."""
        flows: Floats = delta * weight
        return flows.ravel()

    def arriving(self, delta: Floats, weight: Floats) -> Floats:
        """Row sums."""
        sums: Floats = (delta * weight).sum(axis=1)
        return sums


@dataclass(frozen=True)
class LayerKind:
    """What is known of a kind of layer besides its arithmetic."""

    name: LayerKindName
    title: str
    formula: str
    shapes: Callable[[Layer], dict[Role, tuple[int, ...]]]
    wiring: Callable[[Layer], Wiring]


def _dense_shapes(layer: Layer) -> dict[Role, tuple[int, ...]]:
    weight = (*layer.input_shape, *layer.output_shape)
    return {"weight": weight} if layer.bias == "none" else {"weight": weight, "bias": layer.output_shape}


LAYER_KINDS: dict[str, LayerKind] = {
    entry.name: entry
    for entry in (
        LayerKind(
            "dense", "dense", "z_j = Σ_i x_i · w_ij + b_j", _dense_shapes,
            lambda layer: Dense(layer.input_shape[0], layer.output_shape[0]),
        ),
    )
}  # fmt: skip


def check_bias(bias: str | Sequence[str], layers: int) -> tuple[BiasKind, ...]:
    """The kind of bias of each of `layers` layers; one word stands for all. Raises ArgumentError."""
    rule = "one word or one per layer"
    words = [bias] * layers if isinstance(bias, str) else check_list("bias", bias, rule)
    if len(words) != layers:
        raise ArgumentError(f"bias must be {rule} ({layers}), got {len(words)}")
    return tuple(BIASES[check_choice("bias", word, BIASES)].name for word in words)


def dense_layers(sizes: Sequence[int], bias: str | Sequence[str] = "learned") -> tuple[Layer, ...]:
    """Dense layers of `sizes`, the input first, without activation; for what follows from shapes alone."""
    kinds = check_bias(bias, len(sizes) - 1)
    return tuple(
        Layer("dense", (n_in,), (n_out,), "identity", kind)
        for (n_in, n_out), kind in zip(pairwise(sizes), kinds, strict=True)
    )
