"""Networks as JSON files: readable, exact, nothing executed.

Python writes a float with the fewest digits that give the same bits back. What JSON has no number for,
not-a-number and the infinities, is written as the words "nan", "inf" and "-inf". A row of numbers is a line.
"""

import json
import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnscope.errors import FormatError, shown

if TYPE_CHECKING:
    from learnscope.core.network import Network

FORMAT = "learnscope network"
VERSION = 1
WORDS = ("nan", "inf", "-inf")


@dataclass(frozen=True)
class NetworkParts:
    """What `Network.from_arrays` needs."""

    weights: list[Any]
    biases: list[Any]
    activations: list[str]
    loss: str
    precision: str


def write_network(network: "Network", path: Path) -> None:
    """Write `network` to `path`: whole, or, where writing fails, not at all."""
    layers = [
        f'  {{"kind": "{layer.kind}", "activation": "{layer.activation}",\n'
        f'   "weight": [\n    {_lines(weight)}],\n'
        f'   "bias":\n    {_line(bias)}}}'
        for layer, weight, bias in zip(network.layers, network.weights, network.biases, strict=True)
    ]
    head = (
        f'{{"format": "{FORMAT}", "version": {VERSION}, "loss": "{network.loss}", '
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
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FormatError(f"{path.name} is not a network file: it is no JSON ({error})") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise FormatError(f"{path.name} is not a network file: it does not say format {FORMAT!r}")
    if document.get("version") != VERSION:
        raise FormatError(
            f"{path.name} has version {shown(document.get('version'))}; this Learnscope reads {VERSION}"
        )
    layers = document.get("layers")
    if not isinstance(layers, list) or not layers:
        raise FormatError(f"{path.name} is not a whole network file: layers must be a list that is not empty")
    for number, layer in enumerate(layers, 1):
        if not isinstance(layer, dict) or layer.get("kind") != "dense":
            kind = layer.get("kind") if isinstance(layer, dict) else layer
            raise FormatError(f"{path.name} layer {number}: kind must be 'dense', got {shown(kind)}")
    return NetworkParts(
        weights=[_numbers(path, k, "weight", layer.get("weight")) for k, layer in enumerate(layers, 1)],
        biases=[_numbers(path, k, "bias", layer.get("bias")) for k, layer in enumerate(layers, 1)],
        activations=[layer.get("activation") for layer in layers],
        loss=document.get("loss"),  # type: ignore[arg-type]  # names are checked where networks are made
        precision=document.get("precision", "float64"),
    )


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
