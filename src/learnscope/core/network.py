"""A network: layers, a loss, and all parameters in one flat vector.

A dense layer maps x (N, n_in) to a = f(x @ weight + bias) (N, n_out). Its weight (n_in, n_out), row by row,
and then its bias (n_out,), where it has one, follow those of the layer below in `parameters`; `weights[k]`
and `biases[k]` are read-only views of it, and `layout` knows the place of every number. Networks are values:
nothing changes one, `update` and `with_parameters` make others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats, frozen, numbers
from learnscope.core.initializers import INITIALIZERS, SCALE, draw_layer
from learnscope.core.layers import BiasKind, Layer, check_bias
from learnscope.core.layout import Codes, Layout, layout_of
from learnscope.core.losses import LOSSES
from learnscope.errors import (
    ArgumentError,
    FormatError,
    LearnscopeError,
    ShapeError,
    check_choice,
    check_list,
    check_path,
    check_whole,
    shown,
)
from learnscope.keywords import answering
from learnscope.once import once
from learnscope.rules import PlainWord
from learnscope.streams import stream

NAMES = "one name or one per hidden layer"
Precision = Literal["float64", "float32"]
PRECISIONS: dict[str, PlainWord] = {
    "float64": PlainWord("64 bits", "About 16 digits."),
    "float32": PlainWord("32 bits", "About 7 digits, in half the memory; faster for wide layers."),
}


@dataclass(frozen=True, eq=False)
class Network:
    """Layers, a loss and one flat, read-only parameter vector. Made with `draw`, `from_arrays` or `load`.

    layers      of each its kind, shapes (n_in,) and (n_out,), activation, and what becomes of its bias
    loss        "squared_error", "softmax_cross_entropy", …, as `Experiment` names them
    parameters  (P,) of each layer its weight (n_in, n_out), row by row, and then its bias (n_out,)
    """

    layers: tuple[Layer, ...]
    loss: str
    parameters: Floats

    @classmethod
    @answering
    def draw(
        cls,
        sizes: Sequence[int],
        *,
        activation: str | Sequence[str] = "tanh",
        output: str = "identity",
        loss: str = "softmax_cross_entropy",
        seed: int,
        initializer: str = "glorot_uniform",
        initial_scale: float = 1.0,
        bias: str | Sequence[str] = "learned",
        precision: str = "float64",
    ) -> Self:
        """A network with `sizes` neurons per layer, input first, and starting weights drawn from `seed`.

        `activation` is that of the hidden layers (one name, or one per layer), `output` that of the last;
        what `initializer` draws is multiplied by `initial_scale`; `loss` is what training makes small, and
        `precision` "float64" or "float32". `bias` is "learned", "fixed" or "none", of
        all layers or one word per layer, the last included; the weights drawn do not depend on it.
        Raises ArgumentError for an unknown name and for sizes that are none.

        >>> Network.draw([4, 5, 3], seed=7).sizes
        (4, 5, 3)
        """
        listed = isinstance(sizes, Sequence) or (isinstance(sizes, np.ndarray) and sizes.ndim == 1)
        if isinstance(sizes, str) or not listed or len(sizes) < 2:
            raise ArgumentError(f"sizes must name at least an input and an output layer, got {shown(sizes)}")
        counts = [check_whole(f"sizes[{k}]", size, low=1) for k, size in enumerate(sizes)]
        given = [] if isinstance(activation, str) else check_list("activation", activation, NAMES)
        hidden = [activation] * (len(counts) - 2) if isinstance(activation, str) else given
        if len(hidden) != len(counts) - 2:
            raise ArgumentError(
                f"activation must be one name or one per hidden layer ({len(counts) - 2}), got {len(hidden)}"
            )
        check_choice("initializer", initializer, INITIALIZERS)
        kind = INITIALIZERS[initializer].name
        SCALE.check("initial_scale", initial_scale)
        kinds = check_bias(bias, len(counts) - 1)
        generator = stream(seed, "start")
        drawn = [draw_layer(kind, a, b, generator) for a, b in pairwise(counts)]
        return cls.from_arrays(
            [initial_scale * weight for weight, _ in drawn],
            [
                None if word == "none" else initial_scale * values
                for (_, values), word in zip(drawn, kinds, strict=True)
            ],
            activations=[*hidden, output],
            loss=loss,
            bias=kinds,
            precision=precision,
        )

    @classmethod
    @answering
    def from_arrays(
        cls,
        weights: Sequence[ArrayLike],
        biases: Sequence[ArrayLike | None],
        *,
        activations: Sequence[str],
        loss: str,
        bias: str | Sequence[str] = "learned",
        precision: str = "float64",
    ) -> Self:
        """A network from weights[k] (n_in, n_out), biases[k] (n_out,) and one of `activations` per layer.

        A layer whose biases[k] is None has none; of the others `bias` says, in one word or in one per layer,
        whether they are "learned" or "fixed". `loss` and `precision` as in `draw`.
        Raises ShapeError where the arrays do not fit each other, ArgumentError for an unknown name.
        """
        if isinstance(activations, str):
            raise ArgumentError(
                f"activations must be a list of names, one per layer, got {shown(activations)}"
            )
        weights = check_list("weights", weights, "a list of arrays, one per layer")
        biases = check_list("biases", biases, "a list of arrays, one per layer")
        activations = check_list("activations", activations, "a list of names, one per layer")
        if not len(weights) == len(biases) == len(activations) > 0:
            raise ShapeError(
                "weights, biases and activations must have one entry per layer, "
                f"got {len(weights)}, {len(biases)} and {len(activations)}"
            )
        kinds = check_bias(bias, len(activations))
        layers: list[Layer] = []
        parts: list[Floats] = []
        for k, name in enumerate(activations):
            weight = numbers(f"weights[{k}]", weights[k])
            n_in = layers[-1].output_shape[0] if layers else None
            if weight.ndim != 2 or 0 in weight.shape or (n_in is not None and weight.shape[0] != n_in):
                rule = "(n_in, n_out)" if n_in is None else f"({n_in}, n_out)"
                raise ShapeError(f"weights[{k}] must have shape {rule}, got {weight.shape}")
            check_choice("activation", name, ACTIVATIONS)
            word: BiasKind = "none" if biases[k] is None else kinds[k]
            layers.append(Layer("dense", weight.shape[:1], weight.shape[1:], ACTIVATIONS[name].name, word))
            parts += [weight.ravel(), *_bias_given(k, biases[k], kinds[k], weight.shape[1:])]
        check_choice("loss", loss, LOSSES)
        check_choice("precision", precision, PRECISIONS)
        with np.errstate(over="ignore"):
            return cls(tuple(layers), LOSSES[loss].name, frozen(np.concatenate(parts).astype(precision)))

    @classmethod
    @answering
    def load(cls, path: str | Path) -> Self:
        """The network the file at `path` holds, which `save` wrote, bit for bit.

        Raises FormatError for any other file.
        """
        from learnscope.core.network_file import read_network

        file = check_path(path, file=True)
        parts = read_network(file)
        try:
            return cls.from_arrays(
                parts.weights,
                parts.biases,
                activations=parts.activations,
                loss=parts.loss,
                bias=parts.bias,
                precision=parts.precision,
            )
        except LearnscopeError as error:
            raise FormatError(f"{file.name} is not a whole network file: {error}") from None

    @answering
    def save(self, path: str | Path) -> None:
        """Write the network to `path`, as readable JSON from which `load` makes the same bits again."""
        from learnscope.core.network_file import write_network

        write_network(self, check_path(path, file=True))

    @answering
    def with_parameters(self, parameters: ArrayLike) -> Self:
        """The same layers and loss with other `parameters` (P,), which are copied.

        Raises ShapeError where there are more or fewer.
        """
        given = numbers("parameters", parameters)
        if given.shape != self.parameters.shape:
            raise ShapeError(f"parameters must have shape {self.parameters.shape}, got {given.shape}")
        with np.errstate(over="ignore"):
            vector = given.astype(self.parameters.dtype)
        return type(self)(self.layers, self.loss, frozen(vector))

    @answering
    def in_precision(self, precision: Precision) -> Self:
        """The same network in `precision` "float64" or "float32"; itself where it is of that already."""
        check_choice("precision", precision, PRECISIONS)
        if precision == self.precision:
            return self
        with np.errstate(over="ignore"):
            return type(self)(self.layers, self.loss, frozen(self.parameters.astype(precision)))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons per layer, the input first."""
        return (self.layers[0].input_shape[0], *(layer.output_shape[0] for layer in self.layers))

    @property
    def precision(self) -> Precision:
        """The kind of number it computes with."""
        return "float64" if self.parameters.dtype == np.float64 else "float32"

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each layer after the input."""
        return tuple(layer.activation for layer in self.layers)

    @property
    def bias(self) -> tuple[BiasKind, ...]:
        """Whether the biases of each layer are learned, fixed or none."""
        return tuple(layer.bias for layer in self.layers)

    @property
    def layout(self) -> Layout:
        """Where each parameter is in the flat vector."""
        return layout_of(self.layers)

    @once
    def weights(self) -> tuple[Floats, ...]:
        """weights[k]: (n_in, n_out), a read-only view."""
        return self.layout.weights(self.parameters)

    @once
    def biases(self) -> tuple[Floats | None, ...]:
        """biases[k]: (n_out,), a read-only view; None where the layer has none."""
        return self.layout.biases(self.parameters)

    @once
    def codes(self) -> tuple[Codes, Codes, int]:
        """What kernels know the network by: the codes of its layout, activation codes, loss code."""
        activations = np.array([ACTIVATIONS[name].code for name in self.activations], dtype=np.int64)
        activations.flags.writeable = False
        return self.layout.codes, activations, LOSSES[self.loss].code

    def __eq__(self, other: object) -> bool:
        """The same layers, loss and parameter values."""
        if not isinstance(other, Network):
            return NotImplemented
        same = (self.layers, self.loss, self.precision) == (other.layers, other.loss, other.precision)
        return same and bool(np.array_equal(self.parameters, other.parameters, equal_nan=True))

    __hash__ = None  # type: ignore[assignment]  # equal by value, and arrays have no hash

    def __repr__(self) -> str:
        shape, names = "-".join(map(str, self.sizes)), ", ".join(self.activations)
        return f"<Network {shape}, {names}, {self.loss}, {self.parameters.size} parameters>"


def _bias_given(k: int, values: ArrayLike | None, word: BiasKind, shape: tuple[int, ...]) -> list[Floats]:
    """The bias of layer `k` as given, or nothing."""
    if values is None:
        return []
    if word == "none":
        raise ShapeError(f"biases[{k}] must be None for a layer whose bias is 'none', got {shown(values)}")
    bias = numbers(f"biases[{k}]", values)
    if bias.shape != shape:
        raise ShapeError(f"biases[{k}] must have shape ({shape[0]},), got {bias.shape}")
    return [bias]
