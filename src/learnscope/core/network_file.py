"""Networks as JSON files: readable, exact, nothing executed.

Python writes a float with the fewest digits that give the same bits back. What JSON has no number for,
not-a-number and the infinities, is written as the words "nan", "inf" and "-inf". A row of numbers is a line.

A layer without bias has "bias": null, one whose biases are held says "held": true. Files that say neither are
of version 1, which every Learnscope reads; others are of version 2.
"""

import json
import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnscope.core.layers import LAYER_KINDS
from learnscope.errors import FormatError, shown

if TYPE_CHECKING:
    from learnscope.core.network import Network

FORMAT = "learnscope network"
VERSIONS = (1, 2)
WORDS = ("nan", "inf", "-inf")


@dataclass(frozen=True)
class NetworkParts:
    """What `Network.from_arrays` needs."""

    weights: list[Any]
    biases: list[Any]
    activations: list[str]
    loss: str
    bias: list[str]
    precision: str


def write_network(network: "Network", path: Path) -> None:
    """Write `network` to `path`: whole, or, where writing fails, not at all."""
    layers = [
        f'  {{"kind": "{layer.kind}", "activation": "{layer.activation}",\n'
        f'   "weight": [\n    {_lines(weight)}],\n'
        + ('   "held": true,\n' if layer.bias == "fixed" else "")
        + ('   "bias": null}' if bias is None else f'   "bias":\n    {_line(bias)}}}')
        for layer, weight, bias in zip(network.layers, network.weights, network.biases, strict=True)
    ]
    version = VERSIONS[any(layer.bias != "learned" for layer in network.layers)]
    head = (
        f'{{"format": "{FORMAT}", "version": {version}, "loss": "{network.loss}", '
        f'"precision": "{network.precision}",\n "layers": [\n'
    )
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_text(head + ",\n".join(layers) + "]}\n", encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_network(path: Path) -> NetworkParts:
    """Read the parts of a network from `path`; raises FormatError naming the file and the fault."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{path.name} is not a network file: it is no JSON ({error})") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise FormatError(f"{path.name} is not a network file: it does not say format {FORMAT!r}")
    version = document.get("version")
    if isinstance(version, bool) or version not in VERSIONS:
        raise FormatError(
            f"{path.name} has version {shown(version)}; "
            f"this Learnscope reads {' and '.join(map(str, VERSIONS))}"
        )
    layers = document.get("layers")
    if not isinstance(layers, list) or not layers:
        raise FormatError(f"{path.name} is not a whole network file: layers must be a list that is not empty")
    for number, layer in enumerate(layers, 1):
        kind = layer.get("kind") if isinstance(layer, dict) else layer
        if not isinstance(kind, str) or kind not in LAYER_KINDS:
            kinds = " or ".join(map(repr, LAYER_KINDS))
            raise FormatError(f"{path.name} layer {number}: kind must be {kinds}, got {shown(kind)}")
        if not isinstance(layer.get("held", False), bool):
            raise FormatError(
                f"{path.name} layer {number}: held must be true or false, got {shown(layer['held'])}"
            )
    return NetworkParts(
        weights=[_numbers(path, k, "weight", layer.get("weight")) for k, layer in enumerate(layers, 1)],
        biases=[_bias(path, version, k, layer) for k, layer in enumerate(layers, 1)],
        activations=[layer.get("activation") for layer in layers],
        loss=document.get("loss"),  # type: ignore[arg-type]  # names are checked where networks are made
        bias=["fixed" if layer.get("held") else "learned" for layer in layers],
        precision=document.get("precision", "float64"),
    )


def _bias(path: Path, version: Any, number: int, layer: dict[str, Any]) -> Any:
    """The bias of a layer, or None where it says that there is none."""
    if version > 1 and layer.get("bias", 0) is None:
        return None
    return _numbers(path, number, "bias", layer.get("bias"))


def _lines(matrix: Any) -> str:
    return ",\n    ".join(_line(row) for row in matrix)


def _line(row: Any) -> str:
    return json.dumps([value if math.isfinite(value) else str(value) for value in row.tolist()])


def _numbers(path: Path, number: int, part: str, values: Any) -> Any:
    if isinstance(values, list):
        return [_numbers(path, number, part, value) for value in values]
    if isinstance(values, int | float) and not isinstance(values, bool) and abs(values) <= sys.float_info.max:
        return float(values)
    if values in WORDS:
        return float(values)
    raise FormatError(
        f"{path.name} layer {number}: {part} must hold numbers or the words {', '.join(WORDS)}, "
        f"got {shown(values)}"
    )
