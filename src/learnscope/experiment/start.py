"""The numbers a recipe starts its network with, where they are given and not drawn.

    {"weights": [[[0.15, 0.25], [0.2, 0.3]], …], "biases": [[0.35, 0.35], …]}

weights[k] (n_in, n_out) and biases[k] (n_out,), one of each per layer that has them, as `Network.from_arrays`
takes them; biases[k] is None for a layer without bias, and "biases" may be left out where no layer has one.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from learnscope.core.arrays import Floats, frozen, numbers
from learnscope.core.layers import BiasKind
from learnscope.core.network import Network
from learnscope.errors import ExperimentError, ShapeError, shown

KEYS = ("weights", "biases")


@dataclass(frozen=True, eq=False, repr=False)
class Start:
    """Weights (n_in, n_out) and biases (n_out,) of each layer, float64 and read-only; None: no bias."""

    weights: tuple[Floats, ...]
    biases: tuple[Floats | None, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons per layer, the input first."""
        return (len(self.weights[0]), *(weight.shape[1] for weight in self.weights))

    def lists(self) -> dict[str, Any]:
        """The same as nested lists."""
        biases = [None if bias is None else bias.tolist() for bias in self.biases]
        return {"weights": [weight.tolist() for weight in self.weights], "biases": biases}

    def with_bias(self, kinds: Sequence[BiasKind]) -> "Start":
        """The same for layers with these kinds of bias: where there was none, it starts at 0."""
        biases = []
        for weight, bias, kind in zip(self.weights, self.biases, kinds, strict=True):
            held = frozen(np.zeros(weight.shape[1])) if bias is None else bias
            biases.append(None if kind == "none" else held)
        return Start(self.weights, tuple(biases))

    def __eq__(self, other: object) -> bool:
        """The same bits."""
        return isinstance(other, Start) and self._bits == other._bits

    def __hash__(self) -> int:
        return hash(self._bits)

    def __repr__(self) -> str:
        count = sum(part.size for part in (*self.weights, *self.biases) if part is not None)
        return f"<Start {'-'.join(map(str, self.sizes))}, {count} parameters>"

    @property
    def _bits(self) -> tuple[Any, ...]:
        biases = tuple(None if bias is None else bias.tobytes() for bias in self.biases)
        return self.sizes, tuple(weight.tobytes() for weight in self.weights), biases


def start_of(given: Any, hidden: Sequence[int], bias: Sequence[BiasKind]) -> Start | None:
    """`given` as it is kept, for hidden layers of these sizes; `bias` is the kind of each layer.

    A Start, a Network, a mapping of "weights" and "biases", that as JSON, or None. Raises ExperimentError.
    """
    if given is None:
        return None
    if isinstance(given, Start | Network):
        given = {"weights": given.weights, "biases": given.biases}
    if isinstance(given, str):
        given = _read(given)
    if not isinstance(given, Mapping) or not {"weights"} <= set(given) <= set(KEYS):
        raise ExperimentError(
            f"start must be None, a network, or hold weights and biases, got {shown(given)}"
        )
    layers = len(hidden) + 1
    weights = _list("weights", given["weights"], layers, hidden)
    biases = _list("biases", given.get("biases", [None] * layers), layers, hidden)
    kept = tuple(_array(f"weights[{k}]", weight, 2) for k, weight in enumerate(weights))
    sizes = [len(kept[0]), *hidden]
    for k, weight in enumerate(kept):
        width = sizes[k + 1] if k + 1 < len(sizes) else weight.shape[1]
        if weight.shape != (sizes[k], width) or weight.size == 0:
            rule = f"({sizes[k] if k else 'n_in'}, {width if k + 1 < len(sizes) else 'n_out'})"
            raise ExperimentError(
                f"start weights[{k}] must have shape {rule} for hidden={tuple(hidden)}, got {weight.shape}"
            )
    return Start(kept, tuple(_bias(k, biases[k], bias[k], kept[k].shape[1]) for k in range(layers)))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _list(name: str, values: Any, layers: int, hidden: Sequence[int]) -> Sequence[Any]:
    if not isinstance(values, Sequence) or isinstance(values, str) or len(values) != layers:
        got = len(values) if isinstance(values, Sequence) and not isinstance(values, str) else shown(values)
        raise ExperimentError(
            f"start must hold {name} for each of the {layers} layers of hidden={tuple(hidden)}, got {got}"
        )
    return values


def _array(name: str, values: Any, axes: int) -> Floats:
    try:
        array = np.array(numbers(f"start {name}", values))
    except ShapeError as error:
        raise ExperimentError(str(error)) from None
    if array.ndim != axes:
        shape = {1: "(n_out,)", 2: "(n_in, n_out)"}[axes]
        raise ExperimentError(f"start {name} must have shape {shape}, got {array.shape}")
    if not np.isfinite(array).all():
        raise ExperimentError(f"start {name} must hold finite numbers, got {array[~np.isfinite(array)][0]}")
    return frozen(array)


def _bias(k: int, values: Any, kind: BiasKind, size: int) -> Floats | None:
    if kind == "none":
        if values is not None:
            raise ExperimentError(
                f"start biases[{k}] must be None for a layer whose bias is 'none', got {shown(values)}"
            )
        return None
    if values is None:
        raise ExperimentError(
            f"start biases[{k}] must hold {size} numbers for a layer whose bias is {kind!r}, got None"
        )
    bias = _array(f"biases[{k}]", values, 1)
    if bias.shape != (size,):
        raise ExperimentError(f"start biases[{k}] must have shape ({size},), got {bias.shape}")
    return bias
