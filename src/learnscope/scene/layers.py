"""The columns of neurons and the wires between them, for the sample shown.

With its own delta (N times its row of the batch's, which holds the mean's 1/N):

    arriving_i = sum over j of delta_j * weight_ij    delta and weight of the layer above
    delta_i    = arriving_i * f'(z_i)
    forward    = value_i * weight_ij
    backward   = delta_j * weight_ij

Gradients of weights and biases are means over the batch, as the update applies them.
"""

import numpy as np

from learnscope.core.activations import ACTIVATIONS, activation_slope, activation_values
from learnscope.core.arrays import Floats
from learnscope.scene import names
from learnscope.scene.output import output_error
from learnscope.scene.schema import Array, Curve, LayerScene, LinkScene
from learnscope.scene.subject import Subject

CURVE_POINTS = 61
CURVE_REACH = 4.0  # beyond it the bounded activations are flat to the eye


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
        arriving=Array.of(arriving),
    )


def _link(subject: Subject, link: int) -> LinkScene:
    step = subject.step
    weight = step.network.weights[link]
    return LinkScene(
        weight=Array.of(weight),
        gradient=Array.of(step.gradients.layers[link].weight),
        after=Array.of(step.after.weights[link]),
        forward=Array.of(value(subject, link)[:, None] * weight),
        backward=Array.of(own_delta(subject, link + 1) * weight),
    )


def _curve(activation: str) -> Curve:
    z = np.linspace(-CURVE_REACH, CURVE_REACH, CURVE_POINTS)
    return Curve(Array.of(z), Array.of(activation_values(activation, z)))
