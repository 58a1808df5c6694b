"""Moves that set a number: a weight, a bias, an input, a target. The forward pass follows at once."""

from dataclasses import replace

from learnscope import words
from learnscope.errors import IntentError, check_number, check_whole
from learnscope.scene import names
from learnscope.scene.schema import SetInput, SetParameter, SetTarget
from learnscope.session.moves.move import Move, naming
from learnscope.session.state import EditedSample, State

DIGITS = 8  # of a number someone has just typed
HELD = {"float64": "(-inf, inf)", "float32": "[-3.4028234663852886e+38, 3.4028234663852886e+38]"}


def set_parameter(state: State, intent: SetParameter) -> Move:
    """One weight or bias set to a value."""
    with naming("value"):
        value = check_number("value", intent.value, HELD[state.network.precision])
    with naming("link"):
        link = check_whole("link", intent.link, low=0, high=len(state.network.layers) - 1)
    parameters, layout = state.network.parameters.copy(), state.network.layout
    neurons = names.neurons(state.setup.dataset, state.network.sizes)
    block = layout.block(link, intent.role)
    if block is None:
        title = names.layer_title(link + 1, len(state.network.layers))
        rule = f"role must be 'weight' where there is no bias, as in {title}, got 'bias'"
        raise IntentError(rule, field="role")
    index = _index(intent.index, block.shape, intent.role)
    parameters[layout.place(link, intent.role, index)] = value
    name = names.parameter(neurons, link, intent.role, index)
    network = state.network.with_parameters(parameters)
    return Move(
        replace(state, network=network, phase=state.forward_done), name, f"{name} is now {_typed(value)}"
    )


def set_input(state: State, intent: SetInput) -> Move:
    """One input of the sample shown set to a value, in its own unit."""
    dataset = state.setup.dataset
    with naming("value"):
        value = check_number("value", intent.value)
    with naming("index"):
        index = check_whole("index", intent.index, low=0, high=len(dataset.input_names) - 1)
    name = _prefixed("input", dataset.input_names[index])
    unit = f" {dataset.input_units[index]}" if dataset.input_units[index] else ""
    edited = replace(state.shown, inputs=_with(state.shown.inputs, index, value))
    return Move(_edited(state, edited), name, f"{name} is now {_typed(value)}{unit}")


def set_target(state: State, intent: SetTarget) -> Move:
    """One target of the sample shown set to a value."""
    outputs = state.setup.dataset.output_names
    with naming("value"):
        value = check_number("value", intent.value)
    with naming("index"):
        index = check_whole("index", intent.index, low=0, high=len(outputs) - 1)
    name = f"target {outputs[index]}"
    edited = replace(state.shown, target=_with(state.shown.target, index, value))
    return Move(_edited(state, edited), name, f"{name} is now {_typed(value)}")


def restore_sample(state: State) -> Move:
    """The sample shown as it is in the data set."""
    said = f"sample {state.sample + 1} is as in the data set again"
    return Move(
        replace(state, edited=None, phase=state.forward_done), f"restored sample {state.sample + 1}", said
    )


def _edited(state: State, edited: EditedSample) -> State:
    changed = None if edited == state.untouched else edited
    return replace(state, edited=changed, phase=state.forward_done)


def _index(index: tuple[int, ...], shape: tuple[int, ...], role: str) -> tuple[int, ...]:
    """`index` where it lies inside `shape`."""
    if len(index) != len(shape):
        rule = "two numbers, from and to" if role == "weight" else "one number, of the neuron"
        raise IntentError(f"index of a {role} must hold {rule}, got {list(index)}", field="index")
    with naming("index"):
        for k, (number, size) in enumerate(zip(index, shape, strict=True)):
            check_whole(f"index[{k}]", number, low=0, high=size - 1)
    return index


def _with(values: tuple[float, ...], index: int, value: float) -> tuple[float, ...]:
    return (*values[:index], value, *values[index + 1 :])


def _prefixed(kind: str, name: str) -> str:
    """ "input petal length", and "input 2" where the name says so already."""
    return name if name.startswith(f"{kind} ") else f"{kind} {name}"


def _typed(value: float) -> str:
    return words.number(value, digits=DIGITS)
