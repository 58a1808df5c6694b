"""Who is to blame for a loss: shares that add up to 1.

sample       its loss over the sum of the batch's losses
parameter    the square of its gradient over that of all: of the fall that a small step of plain descent
             brings, this part comes from moving it
neuron       the sum over its incoming weights and its bias; what several share is divided among them
"""

from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats, frozen
from learnscope.training.step import Step


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of blame, each kind adding up to 1 where there is anything to blame, else 0."""

    samples: Floats  # (N,)
    parameters: Floats  # flat, as Network.parameters
    neurons: tuple[Floats, ...]  # (n_out,) of each layer after the input


def shares_of(step: Step) -> Shares:
    """Of a step's batch and its gradients, the penalty's part included."""
    squares = np.square(step.gradients.parameters.astype(np.float64))
    layers, layout = step.network.layers, step.network.layout
    parameters = _shared(squares)
    neurons = []
    for layer, weight, bias in zip(
        layers, layout.weights(parameters), layout.biases(parameters), strict=True
    ):
        wiring, outputs = layer.wiring, range(layer.output_shape[0])
        users = np.bincount(wiring.ends(np.arange(wiring.count)).weight, minlength=weight.size)
        into = wiring.matrix(weight / users.reshape(weight.shape)).sum(axis=0)
        if bias is not None:
            added = np.array([wiring.bias(output) for output in outputs])
            into = into + (bias.ravel() / np.bincount(added))[added]
        neurons.append(frozen(into))
    return Shares(frozen(_shared(step.losses.astype(np.float64))), frozen(parameters), tuple(neurons))


def _shared(amounts: Floats) -> Floats:
    """Each of `amounts` over their sum; all 0 where that is 0 or not finite."""
    with np.errstate(all="ignore"):
        total = amounts.sum()
        return amounts / total if np.isfinite(total) and total > 0 else np.zeros_like(amounts)
