"""The columns of neurons and the wires between them, for the sample shown.

With its own delta (`training.own`):

    forward    = value_i * mask_i * weight_ij    mask is 1 where nothing is dropped
    backward   = delta_j * weight_ij

Which weight joins which neurons is the layer's to say (`core.layers`): wires are its terms, and a layer that
is not dense says which there are.
Gradients are means over the batch, those of weights with the penalty's; the update makes its moves of them.
A link of more than 1500 wires carries the 300 with the largest |forward| for the sample shown, and as many
of the neuron that is selected.
"""

import functools

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.activations import ACTIVATIONS, activation_values
from learnscope.core.arrays import Floats
from learnscope.core.layers import Dense, Wiring
from learnscope.scene import names
from learnscope.scene.schema import Array, Curve, LayerScene, LinkScene
from learnscope.scene.subject import Subject

Indices = NDArray[np.int64]

CURVE_POINTS = 61
CURVE_REACH = 4.0  # beyond it the bounded activations are flat to the eye
MOST_WIRES = 1500  # of a link that carries all of them
CHOSEN_WIRES = 300


def layer_scenes(subject: Subject) -> tuple[LayerScene, ...]:
    """All columns, the inputs first."""
    return (_inputs(subject), *(_layer(subject, layer) for layer in range(1, len(subject.neurons))))


def link_scenes(subject: Subject, neuron: tuple[int, int] | None = None) -> tuple[LinkScene, ...]:
    """All wires, those from the inputs first; `neuron` (layer, index) is selected."""
    return tuple(_link(subject, link, neuron) for link in range(len(subject.neurons) - 1))


def _inputs(subject: Subject) -> LayerScene:
    dataset = subject.setup.dataset
    standardised = subject.setup.experiment.scale == "standard"
    return LayerScene(
        role="input",
        title=names.layer_title(0, len(subject.neurons) - 1),
        note="standardised" if standardised else "as they are",
        names=subject.neurons[0],
        units=dataset.input_units,
        activation="",
        image_shape=dataset.image_shape or (),
        symbol="",
        formula="",
        curve=None,
        raw=Array.of(subject.raw),
        value=Array.of(subject.own.value(0)),
        preactivation=None,
        bias_kind="none",
        bias=None,
        bias_gradient=None,
        bias_update=None,
        bias_after=None,
        slope=None,
        delta=None,
        mask=None,
        arriving=None,
    )


def _layer(subject: Subject, layer: int) -> LayerScene:
    step, own, place, last = subject.step, subject.own, subject.place, len(subject.neurons) - 1
    activation = step.network.activations[layer - 1]
    bias, gradient = step.network.biases[layer - 1], step.gradients.layers[layer - 1].bias
    after, moved = step.after.biases[layer - 1], step.update.biases[layer - 1]
    return LayerScene(
        role="output" if layer == last else "hidden",
        title=names.layer_title(layer, last),
        note=(
            names.output_title(activation, subject.squash)
            if layer == last
            else names.activation_title(activation)
        ),
        names=subject.neurons[layer],
        units=("",) * len(subject.neurons[layer]),
        activation=activation,
        image_shape=(),
        symbol=names.activation_symbol(activation),
        formula=ACTIVATIONS[activation].formula,
        curve=_curve(activation),
        raw=None,
        value=Array.of(own.value(layer)),
        preactivation=Array.of(step.trace.layers[layer - 1].preactivation[place]),
        bias_kind=step.network.layers[layer - 1].bias,
        bias=None if bias is None else Array.of(bias),
        bias_gradient=None if gradient is None else Array.of(gradient),
        bias_update=None if moved is None else Array.of(moved),
        bias_after=None if after is None else Array.of(after),
        slope=Array.of(own.slope(layer)),
        delta=Array.of(own.delta(layer)),
        mask=None if (dropped := own.mask(layer)) is None else Array.of(dropped),
        arriving=Array.of(own.arriving(layer)),
    )


def chosen_wires(subject: Subject, link: int) -> Indices | None:
    """Which wires of a link are drawn, by the numbers of their terms, in order; None where all are."""
    forward = _forward(subject, link)
    return None if forward.size <= MOST_WIRES else strongest(forward, CHOSEN_WIRES)


def _wiring(subject: Subject, link: int) -> Wiring:
    return subject.step.network.layers[link].wiring


def _forward(subject: Subject, link: int) -> Floats:
    """What flows forward on each wire (wires,)."""
    passed, weight = subject.own.passed(link), subject.step.network.weights[link]
    return _wiring(subject, link).forward(passed, weight)


def _link(subject: Subject, link: int, neuron: tuple[int, int] | None) -> LinkScene:
    step, weight, wiring = subject.step, subject.step.network.weights[link], _wiring(subject, link)
    chosen, rule = chosen_wires(subject, link), ""
    if chosen is not None:
        chosen, own = _with_those_of(neuron, subject, link, chosen)
        rule = (
            f"the {CHOSEN_WIRES} of {words.grouped(wiring.count)} wires through which most flows forward "
            f"for this sample, by |value × weight|{own}"
        )
    terms = np.arange(wiring.count) if chosen is None else chosen
    ends, whole = wiring.ends(terms), chosen is None and isinstance(wiring, Dense)

    def drawn(flows: Floats) -> Array:
        """Numbers of the terms, as their wires are laid out."""
        return Array.of(flows.reshape(weight.shape) if whole else flows)

    return LinkScene(
        count=wiring.count,
        chosen=None if whole else Array.of(np.stack([ends.input, ends.output], axis=1)),
        rule=rule,
        weight=drawn(weight.ravel()[ends.weight]),
        gradient=drawn(step.gradients.layers[link].weight.ravel()[ends.weight]),
        update=drawn(step.update.weights[link].ravel()[ends.weight]),
        after=drawn(step.after.weights[link].ravel()[ends.weight]),
        forward=drawn(_forward(subject, link)[terms]),
        backward=drawn(subject.own.delta(link + 1)[ends.output] * weight.ravel()[ends.weight]),
    )


def _with_those_of(
    neuron: tuple[int, int] | None, subject: Subject, link: int, chosen: Indices
) -> tuple[Indices, str]:
    """Chosen wires and those of one neuron, in order, and what the rule says of the latter."""
    forward, wiring = _forward(subject, link), _wiring(subject, link)
    match neuron:
        case (layer, index) if layer == link and index < len(subject.neurons[layer]):
            own = wiring.leaving(index)
        case (layer, index) if layer == link + 1 and index < len(subject.neurons[layer]):
            own = wiring.entering(index)
        case _:
            return chosen, ""
    name, count = subject.neurons[layer][index], own.size
    said = f", and all {count} of {name}"
    if count > CHOSEN_WIRES:
        own = own[strongest(forward[own], CHOSEN_WIRES)]
        said = f", and as many of the {words.grouped(count)} of {name}"
    return np.union1d(chosen, own), said


def strongest(flows: Floats, count: int) -> Indices:
    """Places of the `count` largest |flows|, in order; what is not finite is as large as can be.

    >>> strongest(np.array([0.5, -3.0, 1.0, 2.0]), 2).tolist()
    [1, 3]
    """
    sizes = np.abs(flows)
    sizes[~np.isfinite(sizes)] = np.inf
    return np.sort(np.argpartition(-sizes, count - 1)[:count])


@functools.cache
def _curve(activation: str) -> Curve:
    z = np.linspace(-CURVE_REACH, CURVE_REACH, CURVE_POINTS)
    return Curve(Array.of(z), Array.of(activation_values(activation, z)))
