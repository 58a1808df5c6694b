"""What neurons, layers, weights, biases and all other numbers are called.

inputs and outputs   as the data set calls them
hidden neurons       "hidden 3" with one hidden layer, "hidden 2.3" (layer, neuron) with several
a weight             "hidden 3 → versicolor"
any number           "gradient of the weight hidden 3 → versicolor", from its name (`grammar`)
"""

from learnscope.core.activations import ACTIVATIONS
from learnscope.data.dataset import Dataset
from learnscope.experiment.record import SETTINGS
from learnscope.scene.grammar import Name
from learnscope.scene.schema import Role


def neurons(dataset: Dataset, sizes: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """The names of all neurons of a network of `sizes` on `dataset`, layer by layer."""
    single = len(sizes) == 3
    hidden = [
        tuple(f"hidden {neuron}" if single else f"hidden {layer}.{neuron}" for neuron in range(1, size + 1))
        for layer, size in enumerate(sizes[1:-1], start=1)
    ]
    return (dataset.input_titles, *hidden, dataset.output_names)


def layer_title(layer: int, last: int) -> str:
    """The name of a layer, the last of which has number `last`."""
    return "inputs" if layer == 0 else "outputs" if layer == last else f"hidden {layer}"


def parameter(neurons: tuple[tuple[str, ...], ...], link: int, role: Role, index: tuple[int, ...]) -> str:
    """ "weight hidden 3 → versicolor" or "bias hidden 2"."""
    if role == "weight":
        return f"weight {neurons[link][index[0]]} → {neurons[link + 1][index[1]]}"
    return f"bias {neurons[link + 1][index[0]]}"


def number(name: Name, neurons: tuple[tuple[str, ...], ...], noun: str) -> str:
    """What a reader calls the number of that name: "δ of hidden 2, of flower 8"; a sample is a `noun`."""
    known = SETTINGS.get(name.setting)
    axes, words = name.axes, {"name": name.setting if known is None else known.title}
    match axes:
        case {"link": link, "from": start, "to": end}:
            words["wire"] = f"{neurons[link][start]} → {neurons[link + 1][end]}"
        case {"link": link, "neuron": neuron}:
            words["neuron"] = neurons[link + 1][neuron]
        case {"layer": layer, "neuron": neuron}:
            words["neuron"] = neurons[layer][neuron]
        case {"input": place}:
            words["input"] = neurons[0][place]
        case _:
            words |= {axis: neurons[-1][place] for axis, place in axes.items()}
    sample = "" if name.sample is None else f", of {noun} {name.sample + 1}"
    return name.kind.title.format(**words) + sample


def activation_title(name: str) -> str:
    """An activation as a heading shows it: "tanh", "ReLU", "leaky ReLU".

    >>> activation_title("relu")
    'ReLU'
    """
    return ACTIVATIONS[name].title


def activation_phrase(name: str) -> str:
    """An activation as a sentence names it."""
    return "the sigmoid σ" if name == "sigmoid" else activation_title(name)


def activation_symbol(name: str) -> str:
    """What stands before an activation; nothing where the result is z itself."""
    return "" if name == "identity" else ACTIVATIONS[name].symbol


def output_title(activation: str, squash: str) -> str:
    """How outputs come about, and what the loss takes of them: "softmax", "sigmoid → softmax", "identity"."""
    if not squash:
        return activation_title(activation)
    return squash if activation == "identity" else f"{activation_title(activation)} → {squash}"


def description(activations: tuple[str, ...], squash: str) -> str:
    """The activations of a network for a heading: "tanh, softmax"."""
    hidden = [activation_title(name) for name in dict.fromkeys(activations[:-1])]
    return ", ".join([*hidden, output_title(activations[-1], squash)])
