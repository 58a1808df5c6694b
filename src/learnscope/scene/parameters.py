"""From names to places of the flat vector of parameters, and back.

A name speaks of a wire or of a neuron; the layer says which weight the wire has and which bias the neuron
adds (`core.layers`). Where several share one, its name is that of the first.
"""

from learnscope.core.network import Network
from learnscope.scene.grammar import Name, named


def place_named(network: Network, name: Name) -> int:
    """Where the weight or bias is of whose wire or neuron `name` speaks, as `gradient.1.2.0` does."""
    axes = name.axes
    layer = network.layers[axes["link"]]
    if "neuron" in axes:
        return network.layout.place(axes["link"], "bias", layer.bias_index(axes["neuron"]))
    return network.layout.place(axes["link"], "weight", layer.weight_index(axes["from"], axes["to"]) or ())


def name_at(network: Network, place: int, word: str = "") -> Name:
    """The name of the weight or bias at `place`; with `word`, as "gradient", of that number of it."""
    address = network.layout.address(place)
    layer = network.layers[address.layer]
    if address.role == "bias":
        neuron = layer.outputs_of(address.index)[0]
        return named(f"{word}.bias" if word else "bias", address.layer, neuron)
    return named(word or "weight", address.layer, *layer.wires_of(address.index)[0])
