"""One step: all that a single update of the parameters takes and makes.

    trace      = forward(network, x)
    gradients  = backward(network, trace, y)
    after      = update(network, gradients)       w' = w - learning_rate * dL/dw
    trace_after, losses_after                     the same batch, seen by the new network

A step is a value: it changes nothing, and whoever draws it finds every number of it here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from learnscope.core.arrays import Floats
from learnscope.core.backward import Gradients, backward
from learnscope.core.forward import Trace, forward, loss, losses, predicted
from learnscope.core.network import Network
from learnscope.core.optimizers import update


@dataclass(frozen=True, eq=False)
class Step:
    """What one update did to its batch: N samples x (N, n_in) with targets y (N, n_out)."""

    x: Floats
    y: Floats
    learning_rate: float
    network: Network
    trace: Trace
    losses: Floats  # (N,) of each sample
    loss: float  # their mean
    gradients: Gradients
    after: Network
    trace_after: Trace
    losses_after: Floats
    loss_after: float

    @property
    def prediction(self) -> Floats:
        """What the old network says of each sample (N, n_out)."""
        return predicted(self.network, self.trace.output)

    @property
    def prediction_after(self) -> Floats:
        """What the new network says of each sample (N, n_out)."""
        return predicted(self.after, self.trace_after.output)


def make_step(network: Network, x: ArrayLike, y: ArrayLike, *, learning_rate: float) -> Step:
    """The step of plain gradient descent that `network` makes on samples `x` with targets `y`.

    Raises ShapeError where they do not fit the network, ArgumentError for a learning rate outside (0, inf).
    """
    trace = forward(network, x)
    targets = np.array(y, dtype=np.float64)
    targets.flags.writeable = False
    gradients = backward(network, trace, targets)
    after = update(network, gradients, learning_rate=learning_rate)
    trace_after = forward(after, trace.input)
    return Step(
        trace.input, targets, float(learning_rate),
        network, trace, losses(network, trace, targets), loss(network, trace, targets), gradients,
        after, trace_after, losses(after, trace_after, targets), loss(after, trace_after, targets),
    )  # fmt: skip
