"""Layers: what each is, which parameters it has, and what meets what on its links.

    kind    parameters                            what an output sums
    dense   weight (n_in, n_out), bias (n_out,)   z_j = Σ_i x_i · w_ij + b_j

A term is one product of such a sum: an input times a weight, for an output. Terms of a layer are numbered
from 0; inputs, outputs, weights and biases are flat indices into arrays of one sample's numbers and into the
layer's own blocks of parameters. An input and an output meet in one term at most; several terms may share a
weight, and several outputs a bias. Kernels, drawings, formulas and explanations read this description and no
other, so that a kind that is added to `LAYER_KINDS` with its shapes and its terms (`Listed`) is computed,
checked and explained like those that are there. Whatever a layer's kind decides is in that table.
"""

import functools
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

    kind: str  # a name in LAYER_KINDS
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
        return _wiring(self)

    def weight_index(self, input: int, output: int) -> tuple[int, ...] | None:
        """Where its weight has what joins `input` and `output`, from 0; None where nothing does."""
        term, wiring = self.wiring.joining(input, output), self.wiring
        if term is None:
            return None
        place = wiring.ends(np.array([term])).weight[0]
        return tuple(int(k) for k in np.unravel_index(place, self.shapes["weight"]))

    def bias_index(self, output: int) -> tuple[int, ...]:
        """Where its bias has what `output` adds."""
        return tuple(int(k) for k in np.unravel_index(self.wiring.bias(output), self.shapes["bias"]))

    @property
    def wires(self) -> list[tuple[int, int]]:
        """For each of its weights, in their order, the first input and output, from 0, that it joins."""
        ends = self.wiring.ends(np.arange(self.wiring.count))
        first = np.unique(ends.weight, return_index=True)[1]
        return list(zip(ends.input[first].tolist(), ends.output[first].tolist(), strict=True))

    @property
    def bias_outputs(self) -> list[int]:
        """For each of its biases, in their order, the first output, from 0, that adds it."""
        count = math.prod(self.shapes.get("bias", (0,)))
        return [int(self.wiring.sharing_bias(bias)[0]) for bias in range(count)]

    def wires_of(self, index: tuple[int, ...]) -> list[tuple[int, int]]:
        """The inputs and outputs, from 0, that the weight at `index` joins, one or more."""
        place = int(np.ravel_multi_index(index, self.shapes["weight"]))
        ends = self.wiring.ends(self.wiring.sharing(place))
        return list(zip(ends.input.tolist(), ends.output.tolist(), strict=True))

    def outputs_of(self, index: tuple[int, ...]) -> list[int]:
        """The outputs, from 0, that add the bias at `index`, one or more."""
        found: list[int] = self.wiring.sharing_bias(
            int(np.ravel_multi_index(index, self.shapes["bias"]))
        ).tolist()
        return found

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

    def joining(self, input: int, output: int) -> int | None:
        """The term in which `input` and `output` meet; None where they do not."""

    def sharing(self, weight: int) -> Indices:
        """The terms that have `weight`, in order."""

    def sharing_bias(self, bias: int) -> Indices:
        """The outputs that add `bias`, in order."""

    def matrix(self, weight: Floats) -> Floats:
        """(n_in, n_out) what each input is multiplied by for each output; 0 where they do not meet."""


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

    def joining(self, input: int, output: int) -> int | None:
        """All do."""
        return input * self.outputs + output

    def sharing(self, weight: int) -> Indices:
        """One."""
        return np.array([weight])

    def sharing_bias(self, bias: int) -> Indices:
        """One."""
        return np.array([bias])

    def matrix(self, weight: Floats) -> Floats:
        """The weight itself."""
        return weight


@dataclass(frozen=True, eq=False)
class Listed:
    """Terms as a list: term t multiplies input `input[t]` by weight `weight[t]` for output `output[t]`.

    Output j adds bias `biases[j]`, where the layer has any. So any layer can say what meets what: one with
    fewer wires, with weights that are shared, with both.
    """

    inputs: int
    outputs: int
    input: Indices
    weight: Indices
    output: Indices
    biases: Indices

    @property
    def count(self) -> int:
        """As many as are listed."""
        return len(self.input)

    def ends(self, terms: Indices) -> Ends:
        """As listed."""
        return Ends(self.input[terms], self.weight[terms], self.output[terms])

    def entering(self, output: int) -> Indices:
        """Those that name it."""
        return np.flatnonzero(self.output == output)

    def leaving(self, input: int) -> Indices:
        """Those that name it."""
        return np.flatnonzero(self.input == input)

    def bias(self, output: int) -> int:
        """As listed."""
        return int(self.biases[output])

    def forward(self, values: Floats, weight: Floats) -> Floats:
        """Term by term."""
        flows: Floats = values[self.input] * weight.ravel()[self.weight]
        return flows

    def backward(self, delta: Floats, weight: Floats) -> Floats:
        """Term by term."""
        flows: Floats = delta[self.output] * weight.ravel()[self.weight]
        return flows

    def arriving(self, delta: Floats, weight: Floats) -> Floats:
        """Terms added to their inputs, in order."""
        sums: Floats = np.zeros(self.inputs, dtype=delta.dtype)
        np.add.at(sums, self.input, self.backward(delta, weight))
        return sums

    def joining(self, input: int, output: int) -> int | None:
        """The one that names both."""
        found = np.flatnonzero((self.input == input) & (self.output == output))
        return int(found[0]) if found.size else None

    def sharing(self, weight: int) -> Indices:
        """Those that name it."""
        return np.flatnonzero(self.weight == weight)

    def sharing_bias(self, bias: int) -> Indices:
        """Those that name it."""
        return np.flatnonzero(self.biases == bias)

    def matrix(self, weight: Floats) -> Floats:
        """Each weight at all its places."""
        laid: Floats = np.zeros((self.inputs, self.outputs), dtype=weight.dtype)
        laid[self.input, self.output] = weight.ravel()[self.weight]
        return laid


@dataclass(frozen=True)
class LayerKind:
    """What is known of a kind of layer: its parameters, and its terms; kernels go by these."""

    name: str
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


@functools.lru_cache(maxsize=64)
def _wiring(layer: Layer) -> Wiring:
    return LAYER_KINDS[layer.kind].wiring(layer)


def check_bias(bias: str | Sequence[str], layers: int) -> tuple[BiasKind, ...]:
    """The kind of bias of each of `layers` layers; one word stands for all. Raises ArgumentError."""
    rule = "one word or one per layer"
    words = [bias] * layers if isinstance(bias, str) else check_list("bias", bias, rule)
    if len(words) != layers:
        raise ArgumentError(f"bias must be {rule} ({layers}), got {len(words)}")
    return tuple(BIASES[check_choice("bias", word, BIASES)].name for word in words)


def check_dense(layers: Sequence[Layer], what: str) -> None:
    """Raise ArgumentError unless all `layers` are products of matrices, which `what` is made of."""
    for number, layer in enumerate(layers, 1):
        if not isinstance(layer.wiring, Dense):
            raise ArgumentError(f"{what} needs dense layers, and layer {number} is {layer.kind!r}")


def dense_layers(sizes: Sequence[int], bias: str | Sequence[str] = "learned") -> tuple[Layer, ...]:
    """Dense layers of `sizes`, the input first, without activation; for what follows from shapes alone."""
    kinds = check_bias(bias, len(sizes) - 1)
    return tuple(
        Layer("dense", (n_in,), (n_out,), "identity", kind)
        for (n_in, n_out), kind in zip(pairwise(sizes), kinds, strict=True)
    )
