"""What one sample of a step has of its own: numbers of its row, free of the batch's mean.

With g = dL/da of the sample's own loss at the outputs, and layers counted from 0, the inputs:

    delta_i    = arriving_i * mask_i * f'(z_i)       N times its row of the gradients' delta, which holds 1/N
    arriving_i = sum over j of delta_j * weight_ij   delta and weight of the layer above; g at the outputs
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from learnscope.core.activations import ACTIVATIONS, activation_slope
from learnscope.core.arrays import Floats
from learnscope.core.losses import LOSSES, log_softmax, loss_gradient, loss_values
from learnscope.once import once

if TYPE_CHECKING:
    from learnscope.training.step import Step


@dataclass(frozen=True, eq=False)
class Own:
    """The numbers of sample `row` of the batch of `step`, each (n,) of one layer."""

    step: "Step"
    row: int

    def value(self, layer: int) -> Floats:
        """What the neurons of `layer` make, before anything is dropped."""
        trace = self.step.trace
        values: Floats = (trace.input if layer == 0 else trace.layers[layer - 1].activation)[self.row]
        return values

    def mask(self, layer: int) -> Floats | None:
        """What dropout multiplies the values of `layer` by; None where this step drops nothing there."""
        masks = self.step.masks
        if masks is None or layer in (0, len(masks)):
            return None
        dropped: Floats = masks[layer - 1][self.row]
        return dropped

    def passed(self, layer: int) -> Floats:
        """What the neurons of `layer` pass on."""
        dropped = self.mask(layer)
        return self.value(layer) if dropped is None else self.value(layer) * dropped

    def slope(self, layer: int) -> Floats:
        """f'(z) of `layer`, from 1."""
        trace = self.step.trace.layers[layer - 1]
        z, a = trace.preactivation[self.row], trace.activation[self.row]
        slopes: Floats = np.empty_like(z)
        activation_slope(ACTIVATIONS[self.step.network.activations[layer - 1]].code, z, a, slopes)
        return slopes

    def delta(self, layer: int) -> Floats:
        """dL/dz of `layer`, from 1, of the sample's own loss."""
        delta: Floats = self.step.gradients.layers[layer - 1].delta[self.row] * len(self.step.trace.input)
        return delta

    def arriving(self, layer: int) -> Floats:
        """dL/d of what `layer`, from 1, passes on: what flowed back from the layer above, summed up."""
        if layer == len(self.step.network.layers):
            return self.error
        network = self.step.network
        return network.layers[layer].wiring.arriving(self.delta(layer + 1), network.weights[layer])

    @once
    def loss_parts(self) -> Floats:
        """What each output adds to the sample's loss, (n_out,)."""
        row = slice(self.row, self.row + 1)
        outputs, target = self.step.trace.output[row], self.step.y[row]
        if self.step.network.loss == "softmax_cross_entropy":  # an output's part depends on all outputs
            parts: Floats = -target[0] * log_softmax(outputs)[0]
            return parts
        code = LOSSES[self.step.network.loss].code
        return loss_values(code, outputs.T.copy(), target.T.astype(outputs.dtype))

    @once
    def error(self) -> Floats:
        """dL/da (n_out,) at the outputs."""
        row = slice(self.row, self.row + 1)
        outputs, target = self.step.trace.output[row], self.step.y[row]
        errors = np.empty_like(outputs)
        loss_gradient(LOSSES[self.step.network.loss].code, outputs, target, errors)
        error: Floats = errors[0]
        return error
