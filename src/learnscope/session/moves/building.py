"""Moves that change the hidden layers and keep of the trained network what can be kept.

What is kept, and what begins anew, is `core.surgery`'s to say; the run goes on from the same step. Numbers
that begin anew are drawn as at a start of the recipe, from its seed, the step and the new shape: the same
change at the same step draws the same numbers, however often it is made and taken back. What the optimizer
remembers of a number is kept with it; of new ones it remembers 0.
"""

from collections.abc import Sequence
from dataclasses import replace

from learnscope import words
from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.core.initializers import INITIALIZERS, draw_layer
from learnscope.core.optimizers import OPTIMIZERS, OptimizerState
from learnscope.core.surgery import (
    Draw,
    Fresh,
    Rebuilt,
    add_neuron as with_neuron,
    rearrange,
    remove_neuron as without_neuron,
    with_activation,
)
from learnscope.errors import IntentError, check_choice, check_whole
from learnscope.experiment import set_up_like
from learnscope.experiment.changed import changed
from learnscope.scene import names
from learnscope.scene.outcome import Measurer
from learnscope.scene.schema import (
    AddLayer,
    AddNeuron,
    LayerSpec,
    MoveLayer,
    RemoveLayer,
    SetActivation,
)
from learnscope.scene.settings import layer_specs
from learnscope.scene.timeline import forward_done
from learnscope.session.fitting import check_size
from learnscope.session.hidden import with_layers
from learnscope.session.moves.move import Move, naming
from learnscope.session.state import State
from learnscope.streams import stream
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of


def add_neuron(state: State, intent: AddNeuron) -> Move:
    """One neuron more at the end of a hidden layer; the outputs stay as they are."""
    layers, place = _layers(state), _place(state, intent.layer)
    layers[place] = _resized(layers[place], 1)
    _check(state, layers, "layer")
    built = with_neuron(state.network, intent.layer, draw=_draw(state, layers))
    (weights, biases), outgoing = built.new, built.network.sizes[intent.layer + 1]
    said = (
        f"{_now_has(intent.layer, layers)}; {_kept(state, built)}; "
        f"{_drawn(state, (weights - outgoing, biases))}; the new neuron's "
        f"{words.count(outgoing, 'outgoing weight')} {'is' if outgoing == 1 else 'are'} 0, "
        "so the outputs stay as they are"
    )
    return _move(state, built, layers, f"neuron added to hidden {intent.layer}", said)


def remove_neuron(state: State, layer: int, index: int) -> Move:
    """One neuron of a hidden layer removed, with its weights from and to others."""
    layers, place = _layers(state), _place(state, layer)
    with naming("index"):
        built = without_neuron(state.network, layer, index)
    layers[place] = _resized(layers[place], -1)
    name = names.neurons(state.setup.dataset, state.network.sizes)[layer][index]
    own = state.network.layers[layer - 1].bias != "none"
    gone = words.count(state.network.parameters.size - built.network.parameters.size - own, "weight")
    with_them = f"its bias and {gone}" if own else gone
    has = _now_has(layer, layers)
    said = f"neuron {name} is removed with {with_them}: {has}; {_kept(state, built)}"
    return _move(state, built, layers, f"neuron {name} removed", said)


def remove_last_neuron(state: State, layer: int) -> Move:
    """The last neuron that a hidden layer has removed."""
    return remove_neuron(state, layer, _layers(state)[_place(state, layer)].size - 1)


def add_layer(state: State, intent: AddLayer) -> Move:
    """A hidden layer put before another, or before the outputs."""
    layers = _layers(state)
    with naming("before"):
        before = check_whole("before", intent.before, low=1, high=len(layers) + 1)
    with naming("size"):
        check_whole("size", intent.size, low=1)
    with naming("activation"):
        check_choice("activation", intent.activation, ACTIVATIONS)
    order: list[int | Fresh] = list(range(1, len(layers) + 1))
    bias = state.experiment.bias if isinstance(state.experiment.bias, str) else "learned"
    order.insert(before - 1, Fresh(intent.size, intent.activation, bias))
    layers.insert(before - 1, LayerSpec(intent.size, intent.activation, 0.0))
    _check(state, layers, "size")
    built = rearrange(state.network, order, draw=_draw(state, layers))
    kind = f"{names.activation_title(intent.activation)} neuron"
    said = f"{words.count(intent.size, kind)} put in as hidden {before}; {_what_became(state, built)}"
    return _move(state, built, layers, f"hidden {before} added", said)


def remove_layer(state: State, intent: RemoveLayer) -> Move:
    """A hidden layer removed; that above it now follows on that below."""
    layers, place = _layers(state), _place(state, intent.layer)
    order = [number for number in range(1, len(layers) + 1) if number != intent.layer]
    gone = layers.pop(place)
    _check(state, layers, "layer")
    built = rearrange(state.network, order, draw=_draw(state, layers))
    said = (
        f"hidden {intent.layer} is removed with its {words.count(gone.size, 'neuron')}; "
        f"{_what_became(state, built)}"
    )
    return _move(state, built, layers, f"hidden {intent.layer} removed", said)


def move_layer(state: State, intent: MoveLayer) -> Move:
    """A hidden layer put in the place of another."""
    layers = _layers(state)
    place, to = _place(state, intent.layer), _place(state, intent.to, field="to")
    order = list(range(1, len(layers) + 1))
    order.insert(to, order.pop(place))
    layers.insert(to, layers.pop(place))
    _check(state, layers, "to")
    built = rearrange(state.network, order, draw=_draw(state, layers))
    said = f"what was hidden {intent.layer} is now hidden {intent.to}; {_what_became(state, built)}"
    return _move(state, built, layers, f"hidden {intent.layer} moved", said)


def set_activation(state: State, intent: SetActivation) -> Move:
    """Another activation for a hidden layer."""
    layers, place = _layers(state), _place(state, intent.layer)
    with naming("activation"):
        built = with_activation(state.network, intent.layer, intent.activation)
    layers[place] = LayerSpec(layers[place].size, intent.activation, layers[place].dropout)
    title = names.activation_title(intent.activation)
    said = f"hidden {intent.layer} is now {title}; all weights and biases are kept"
    return _move(state, built, layers, f"activation of hidden {intent.layer}", said)


def _move(state: State, built: Rebuilt, layers: Sequence[LayerSpec], label: str, said: str) -> Move:
    """The same run, at the same step, with the network that was built."""
    kinds = tuple(layer.bias for layer in built.network.layers)
    experiment = changed(with_layers(state.experiment, layers), bias=kinds)
    if experiment == state.experiment and (built.sources[1:] > built.sources[:-1]).all():
        return Move(state, label, said)
    setup = set_up_like(state.setup, experiment)
    with naming("activation"):
        loop = Loop(plan_of(setup), material=state.loop.material)
    there = replace(
        state,
        setup=setup,
        loop=loop,
        measurer=Measurer(loop),
        network=built.network,
        optimizer_state=OptimizerState(
            state.optimizer_state.updates, built.carry(state.optimizer_state.slots)
        ),
        phase=float(forward_done(len(built.network.layers))),
    )
    return Move(there, label, said)


def _layers(state: State) -> list[LayerSpec]:
    return list(layer_specs(state.experiment))


def _place(state: State, layer: int, *, field: str = "layer") -> int:
    """The index of a hidden layer. Raises IntentError where `layer` is the number of none."""
    last = len(state.experiment.hidden)
    if 1 <= layer <= last:
        return layer - 1
    if last == 0:
        rule = f"{field} must be that of a hidden layer, and there is none, got {layer}; add one first"
    else:
        holds = {0: ", which holds the inputs", last + 1: ", which holds the outputs"}.get(layer, "")
        why = "; their number is that of the data" if holds else ""
        rule = f"{field} must be that of a hidden layer, from 1 to {last}, got {layer}{holds}{why}"
    raise IntentError(rule, field=field)


def _check(state: State, layers: Sequence[LayerSpec], field: str) -> None:
    """Raise IntentError where a recipe with these layers breaks a rule or is too large for the page."""
    with naming(field):
        check_size(with_layers(state.experiment, layers))


def _draw(state: State, layers: Sequence[LayerSpec]) -> Draw:
    """Fresh layers as the recipe starts them, for a network with these hidden layers."""
    experiment = state.experiment
    kind = INITIALIZERS[experiment.initializer].name
    generator = stream(experiment.seed_of("weights"), "build", state.step, *(layer.size for layer in layers))

    def draw(n_in: int, n_out: int) -> tuple[Floats, Floats]:
        weight, bias = draw_layer(kind, n_in, n_out, generator)
        return experiment.initial_scale * weight, experiment.initial_scale * bias

    return draw


def _resized(layer: LayerSpec, by: int) -> LayerSpec:
    return LayerSpec(layer.size + by, layer.activation, layer.dropout)


def _now_has(layer: int, layers: Sequence[LayerSpec]) -> str:
    """ "hidden 1 has six neurons now"."""
    return f"hidden {layer} has {words.count(layers[layer - 1].size, 'neuron')} now"


def _what_became(state: State, built: Rebuilt) -> str:
    """What is kept and what is drawn, as the end of a sentence."""
    said = _kept(state, built)
    return f"{said}; {_drawn(state, built.new)}" if any(built.new) else said


def _kept(state: State, built: Rebuilt) -> str:
    weights, biases = built.kept
    both = _both(weights, biases)
    remembered = ""
    if state.optimizer_state.slots.size and state.optimizer_state.updates:
        remembered = f", with what {OPTIMIZERS[state.experiment.optimizer].title} remembers of them"
    return f"{both} {'is' if weights + biases == 1 else 'are'} kept{remembered}"


def _drawn(state: State, new: tuple[int, int]) -> str:
    """ "six weights and one bias begin anew (seed 3)"."""
    verb = "begins" if sum(new) == 1 else "begin"
    return f"{_both(*new)} {verb} anew (seed {state.experiment.seed_of('weights')})"


def _both(weights: int, biases: int) -> str:
    parts = ((weights, "weight", ""), (biases, "bias", "biases"))
    return " and ".join(words.count(*part) for part in parts if part[0]) or "nothing"
