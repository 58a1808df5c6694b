"""Where the first number that is not finite appears in a step."""

from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.forward import forward, losses
from learnscope.core.network import Network
from learnscope.training.loop import Indices


@dataclass(frozen=True)
class Fault:
    """A step whose loss is no finite number."""

    step: int  # updates made before
    evidence: str  # a sentence: where the first such number appeared

    @classmethod
    def found(
        cls, network: Network, x: Floats, y: Floats, *, step: int, rows: Indices, noun: str = "sample"
    ) -> "Fault":
        """That of the step from `network` with samples x and targets y, which are `rows` of the data."""
        where = (
            first_not_finite(network, x, y, rows=rows, noun=noun)
            or "the mean of the losses is too large for a number"
        )
        largest = float(np.abs(network.parameters).max())
        return cls(step, f"At step {step + 1} {where}; the largest parameter is {largest:.3g} by then.")


def first_not_finite(network: Network, x: Floats, y: Floats, *, rows: Indices, noun: str = "sample") -> str:
    """Where the first number that is not finite appears for samples x with targets y; "" where none does.

    A sample is called by the data's own `noun` and its number there, from 1.
    """
    odd = np.flatnonzero(~np.isfinite(network.parameters))
    if len(odd):
        at = network.layout.address(int(odd[0]))
        place = tuple(i + 1 for i in at.index)
        return f"the {at.role} {place} of layer {at.layer + 1} is {network.parameters[odd[0]]}"
    if not np.isfinite(x).all():
        sample, column = np.argwhere(~np.isfinite(x))[0]
        return f"input {column + 1} of {noun} {rows[sample] + 1} is {x[sample, column]}"
    trace = forward(network, x)
    for k, layer in enumerate(trace.layers, 1):
        for array, kind in ((layer.preactivation, "sum"), (layer.activation, "activation")):
            if not np.isfinite(array).all():
                sample, unit = np.argwhere(~np.isfinite(array))[0]
                value = array[sample, unit]
                where = f"neuron {unit + 1} in layer {k} is {value} for {noun} {rows[sample] + 1}"
                return f"the {kind} of {where}"
    values = losses(network, trace, y)
    if np.isfinite(values).all():
        return ""
    sample = np.flatnonzero(~np.isfinite(values))[0]
    return f"the loss of {noun} {rows[sample] + 1} is {values[sample]}"
