"""Backward pass: from a trace to the gradients of the loss.

With a = f(z), z = x @ w + b, and g the gradient arriving at a:

    dz = g * f'(z)         (N, n_out), called delta
    dw = x.T @ dz          (n_in, n_out)
    db = dz summed over N  (n_out,)
    dx = dz @ w.T          (N, n_in), handed to the layer below; where units are dropped, times their mask

Where a layer lists its terms instead, each adds x_i · dz_j to its weight's gradient and dz_j · w to dx_i.

The loss is a mean over samples; its 1/N enters in the loss's gradient and nowhere else.
Source: Rumelhart, Hinton and Williams, Nature 323 (1986), 533-536.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from learnscope.brief import brief
from learnscope.core.activations import ACTIVATIONS, activation_slope
from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import PLAIN, Engine, compiled
from learnscope.core.forward import Trace, check_trace
from learnscope.core.layout import BIAS, END, MATRIX, N_IN, N_OUT, TERMS, WEIGHT, Codes
from learnscope.core.losses import loss_gradient
from learnscope.core.network import Network
from learnscope.core.penalties import add_penalty_gradient, check_penalties
from learnscope.core.targets import check_target
from learnscope.core.terms import send_back_terms
from learnscope.errors import ArgumentError
from learnscope.keywords import answering


@dataclass(frozen=True, eq=False)
class LayerGradients:
    """Gradients of the mean loss for one layer: weight (n_in, n_out), bias (n_out,), delta (N, n_out).

    delta is that of the data part alone: a penalty acts on weights, not on samples. bias is None where the
    layer has none; that of a fixed bias is here too, though no update applies it.
    """

    weight: Floats
    bias: Floats | None
    delta: Floats
    __repr__ = brief


@dataclass(frozen=True, eq=False)
class Gradients:
    """Gradients of the mean loss, layer by layer.

    layers      of each its weight (n_in, n_out), bias (n_out,) or None, and delta (N, n_out)
    parameters  (P,) the flat vector that they are views of, in the order of `Network.parameters`
    """

    layers: tuple[LayerGradients, ...]
    parameters: Floats
    __repr__ = brief


@answering
def backward(
    network: Network,
    trace: Trace,
    target: ArrayLike,
    *,
    l1: float = 0.0,
    l2: float = 0.0,
    engine: Engine = PLAIN,
) -> Gradients:
    """The gradients of the mean loss of `trace` against `target`: rows (N, n_out), or class numbers (N,).

    With `l1` or `l2`, weights' gradients hold their penalty's too. What the trace dropped stays dropped.
    `engine` is PLAIN, which is NumPy, or COMPILED, of `learnscope.core.compiled`. Raises ShapeError where the
    trace or the target does not fit the network, ArgumentError where an activation sends no error back.
    """
    check_trace(network, trace)
    check_trainable(network)
    strengths = check_penalties(l1, l2)
    y = check_target(network, target, len(trace.input))
    layout, activations, loss_code = network.codes
    delta = np.empty_like(trace.activations)
    gradient = np.empty_like(network.parameters)
    with np.errstate(all="ignore"):
        engine(backward_pass)(
            network.parameters, layout, activations, loss_code,
            trace.input, y.astype(delta.dtype, copy=False), trace.masks,
            trace.preactivations, trace.activations, trace.passed, delta, gradient,
        )  # fmt: skip
        if any(strengths):
            engine(add_penalty_gradient)(*strengths, layout, network.parameters, gradient)
    frozen(delta)
    frozen(gradient)
    weights, biases = network.layout.weights(gradient), network.layout.biases(gradient)
    layers, start = [], 0
    for k, n_out in enumerate(network.sizes[1:]):
        end = start + len(y) * n_out
        layers.append(LayerGradients(weights[k], biases[k], delta[start:end].reshape(-1, n_out)))
        start = end
    return Gradients(tuple(layers), gradient)


def check_trainable(network: Network) -> None:
    """Raise ArgumentError, with the reason, if an activation of `network` sends no error back."""
    for k, name in enumerate(network.activations):
        if ACTIVATIONS[name].why_untrainable:
            raise ArgumentError(
                f"layer {k + 1} cannot be trained through {name!r}: {ACTIVATIONS[name].why_untrainable}"
            )


@compiled
def backward_pass(
    parameters: Floats, layout: Codes, activations: Codes, loss_code: int,
    x: Floats, y: Floats, masks: Floats, z: Floats, a: Floats, passed: Floats,
    delta: Floats, gradient: Floats,
) -> None:  # fmt: skip
    """Fill the flat buffers `delta` (as z and a) and `gradient` (as parameters) for samples x, targets y.

    `masks`, `z`, `a` and `passed` are those of the forward pass.
    """
    rows = x.shape[0]
    end = len(z)
    arriving = np.empty_like(y)
    ones = np.ones(rows, dtype=parameters.dtype)  # a product with them sums over samples, faster than sum
    for k in range(len(activations) - 1, -1, -1):
        n_in, n_out = layout[k, N_IN], layout[k, N_OUT]
        first, middle, last = layout[k, WEIGHT], layout[k, BIAS], layout[k, END]
        start = end - rows * n_out
        z_k = z[start:end].reshape(rows, n_out)
        a_k = a[start:end].reshape(rows, n_out)
        delta_k = delta[start:end].reshape(rows, n_out)
        if k == len(activations) - 1:
            loss_gradient(loss_code, a_k, y, arriving)
        activation_slope(activations[k], z_k, a_k, delta_k)
        delta_k *= arriving
        if len(masks) > 0:
            delta[start:end] *= masks[start:end]
        below = x if k == 0 else passed[start - rows * n_in : start].reshape(rows, n_in)
        if layout[k, TERMS] == MATRIX:
            np.dot(below.T, delta_k, gradient[first:middle].reshape(n_in, n_out))
            if last > middle:
                np.dot(ones, delta_k, gradient[middle:last])
            if k > 0:
                arriving = np.dot(delta_k, parameters[first:middle].reshape(n_in, n_out).T)
        else:
            arriving = np.zeros((rows, n_in), dtype=parameters.dtype)
            send_back_terms(
                layout[k], below, parameters[first:middle], delta_k,
                gradient[first:middle], gradient[middle:last], arriving,
            )  # fmt: skip
        end = start
