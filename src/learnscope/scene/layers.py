"""The columns of neurons and the wires between them, for the sample shown.

With its own delta (N times its row of the batch's, which holds the mean's 1/N):

    arriving_i = sum over j of delta_j * weight_ij    delta and weight of the layer above
    delta_i    = arriving_i * mask_i * f'(z_i)        mask is 1 where nothing is dropped
    forward    = value_i * mask_i * weight_ij
    backward   = delta_j * weight_ij

Gradients are means over the batch, those of weights with the penalty's; the update makes its moves of them.
A link of more than 1500 wires carries the 300 with the largest |forward| for the sample shown.
"""

import numpy as np
from numpy.typing import NDArray

from learnscope.core.activations import ACTIVATIONS, activation_slope, activation_values
from learnscope.core.arrays import Floats
from learnscope.scene import names, words
from learnscope.scene.output import output_error
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


def link_scenes(subject: Subject) -> tuple[LinkScene, ...]:
    """All wires, those from the inputs first."""
    return tuple(_link(subject, link) for link in range(len(subject.neurons) - 1))


def value(subject: Subject, layer: int) -> Floats:
    """What the neurons of `layer` pass on (n,)."""
    trace = subject.step.trace
    values: Floats = (trace.input if layer == 0 else trace.layers[layer - 1].activation)[subject.place]
    return values


def mask(subject: Subject, layer: int) -> Floats | None:
    """What dropout multiplies the values of `layer` by (n,); None where this step drops nothing there."""
    masks = subject.step.masks
    if masks is None or layer in (0, len(masks)):
        return None
    dropped: Floats = masks[layer - 1][subject.place]
    return dropped


def own_delta(subject: Subject, layer: int) -> Floats:
    """The shown sample's own dL/dz of `layer` (n,), counted from 1."""
    delta: Floats = subject.step.gradients.layers[layer - 1].delta[subject.place] * len(subject.rows)
    return delta


def slope(subject: Subject, layer: int) -> Floats:
    """f'(z) of `layer` (n,), counted from 1."""
    network, trace = subject.step.network, subject.step.trace.layers[layer - 1]
    z, a = trace.preactivation[subject.place], trace.activation[subject.place]
    slopes: Floats = np.empty_like(z)
    activation_slope(ACTIVATIONS[network.activations[layer - 1]].code, z, a, slopes)
    return slopes


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
        value=Array.of(value(subject, 0)),
        preactivation=None,
        bias=None,
        bias_gradient=None,
        bias_after=None,
        slope=None,
        delta=None,
        mask=None,
        arriving=None,
    )


def _layer(subject: Subject, layer: int) -> LayerScene:
    step, place, last = subject.step, subject.place, len(subject.neurons) - 1
    activation = step.network.activations[layer - 1]
    arriving = (
        output_error(subject)
        if layer == last
        else (own_delta(subject, layer + 1) * step.network.weights[layer]).sum(axis=1)
    )
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
        value=Array.of(value(subject, layer)),
        preactivation=Array.of(step.trace.layers[layer - 1].preactivation[place]),
        bias=Array.of(step.network.biases[layer - 1]),
        bias_gradient=Array.of(step.gradients.layers[layer - 1].bias),
        bias_after=Array.of(step.after.biases[layer - 1]),
        slope=Array.of(slope(subject, layer)),
        delta=Array.of(own_delta(subject, layer)),
        mask=None if (dropped := mask(subject, layer)) is None else Array.of(dropped),
        arriving=Array.of(arriving),
    )


def _link(subject: Subject, link: int) -> LinkScene:
    step = subject.step
    weight, dropped = step.network.weights[link], mask(subject, link)
    passed = value(subject, link) if dropped is None else value(subject, link) * dropped
    forward = passed[:, None] * weight
    places: tuple[Indices, ...] | slice = slice(None)
    chosen, rule = None, ""
    if weight.size > MOST_WIRES:
        places = np.unravel_index(strongest(forward.ravel(), CHOSEN_WIRES), weight.shape)
        chosen = Array.of(np.stack(places, axis=1))
        rule = (
            f"the {CHOSEN_WIRES} of {words.grouped(weight.size)} wires through which most flows forward "
            "for this sample, by |value × weight|"
        )
    backward = np.broadcast_to(own_delta(subject, link + 1), weight.shape)[places] * weight[places]
    return LinkScene(
        count=weight.size,
        chosen=chosen,
        rule=rule,
        weight=Array.of(weight[places]),
        gradient=Array.of(step.gradients.layers[link].weight[places]),
        after=Array.of(step.after.weights[link][places]),
        forward=Array.of(forward[places]),
        backward=Array.of(backward),
    )


def strongest(flows: Floats, count: int) -> Indices:
    """Places of the `count` largest |flows|, in order; what is not finite is as large as can be.

    >>> strongest(np.array([0.5, -3.0, 1.0, 2.0]), 2).tolist()
    [1, 3]
    """
    sizes = np.abs(flows)
    sizes[~np.isfinite(sizes)] = np.inf
    return np.sort(np.argpartition(-sizes, count - 1)[:count])


def _curve(activation: str) -> Curve:
    z = np.linspace(-CURVE_REACH, CURVE_REACH, CURVE_POINTS)
    return Curve(Array.of(z), Array.of(activation_values(activation, z)))
