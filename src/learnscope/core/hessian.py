"""Products with the Hessian: how the gradient changes along a direction, exactly, without the matrix.

Along a direction v every number of both passes changes at a rate, written R(·); with δ, f', f'' of the
backward pass, and W_v, b_v the parts of v:

    R(z) = R(x) @ W + x @ W_v + b_v                R(a) = f' * R(z)
    R(δ) = R(g) * f' + g * f'' * R(z)              g arriving at a; at the outputs R(g) is the loss's own
    H v: R(x).T @ δ + x.T @ R(δ), R(δ) summed      R(g) below = R(δ) @ W.T + δ @ W_v.T

A product costs about as much as a gradient. Where slopes have a kink, so has the Hessian, and counts as 0.
Source: Pearlmutter, Fast exact multiplication by the Hessian, Neural Computation 6 (1994), 147-160.
"""

from collections.abc import Callable

import numpy as np

from learnscope.core.activations import ACTIVATIONS, activation_bend, activation_slope
from learnscope.core.arrays import Floats
from learnscope.core.forward import forward
from learnscope.core.losses import LOSSES, loss_bend, loss_gradient
from learnscope.core.network import Network
from learnscope.core.targets import check_target

Product = Callable[[Floats], Floats]


def hessian_product(network: Network, x: Floats, y: Floats, *, l2: float = 0.0) -> Product:
    """v (P,) → H v (P,) for the mean loss of samples x (N, n_in), y (N, n_out), L2 included, in float64.

    An L1 penalty has no curvature. Held biases count like all others. Raises ShapeError where samples do not
    fit the network.
    """
    doubled = network.in_precision("float64")
    trace = forward(doubled, x)
    targets = check_target(doubled, y, len(trace.input)).astype(np.float64)
    weights, layout, loss_code = doubled.weights, doubled.layout, LOSSES[doubled.loss].code
    inputs = [layer.input for layer in trace.layers]
    slopes: list[Floats] = []
    deltas: list[Floats] = []
    bends: list[Floats] = []  # g * f''
    with np.errstate(all="ignore"):
        arriving = np.empty_like(targets)
        loss_gradient(loss_code, trace.output, targets, arriving)
        for k in range(len(weights) - 1, -1, -1):
            z, a = trace.layers[k].preactivation, trace.layers[k].activation
            code, slope = ACTIVATIONS[doubled.activations[k]].code, np.empty_like(z)
            activation_slope(code, z, a, slope)
            slopes.insert(0, slope)
            deltas.insert(0, arriving * slope)
            bends.insert(0, arriving * activation_bend(code, z, a))
            arriving = deltas[0] @ weights[k].T

    def product(v: Floats) -> Floats:
        found = np.zeros(layout.size)
        weights_v, biases_v = layout.weights(v), layout.biases(v)
        into, bias_into = layout.weights(found), layout.biases(found)
        moved_z: list[Floats] = []
        moved_a: list[Floats] = []
        with np.errstate(all="ignore"):
            for k, weight in enumerate(weights):
                z = inputs[k] @ weights_v[k]
                if k > 0:
                    z += moved_a[-1] @ weight
                if (bias := biases_v[k]) is not None:
                    z += bias
                moved_z.append(z)
                moved_a.append(slopes[k] * z)
            turned = loss_bend(loss_code, trace.output, targets, moved_a[-1])
            for k in range(len(weights) - 1, -1, -1):
                delta = turned * slopes[k] + bends[k] * moved_z[k]
                into[k][...] = inputs[k].T @ delta + l2 * weights_v[k]
                if k > 0:
                    into[k][...] += moved_a[k - 1].T @ deltas[k]
                if (bias := bias_into[k]) is not None:
                    bias[...] = delta.sum(axis=0)
                turned = delta @ weights[k].T + deltas[k] @ weights_v[k].T
        return found

    return product
