"""Forward pass: from inputs to outputs, keeping all that happened on the way.

    z = x @ w + b    (N, n_out), or the sums of the layer's own terms
    a = f(z)         (N, n_out), the x of the layer above; where units are dropped, a * mask is

A trace holds z and a of every layer. Its arrays are read-only views of flat buffers, in which the values
of a layer for all N samples follow those of the layer below.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from learnscope.brief import brief
from learnscope.core.activations import activate, activation_values
from learnscope.core.arrays import Floats, check_rows, frozen, numbers
from learnscope.core.compiled import PLAIN, Engine, compiled
from learnscope.core.layout import BIAS, END, MATRIX, N_IN, N_OUT, TERMS, WEIGHT, Codes
from learnscope.core.losses import LOSSES, loss_values, softmax
from learnscope.core.network import Network
from learnscope.core.targets import check_target
from learnscope.core.terms import sum_terms
from learnscope.errors import ArgumentError, ShapeError, check_kind, check_list
from learnscope.keywords import answering


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """What one layer did: input (N, n_in), preactivation z and activation a (N, n_out)."""

    input: Floats
    preactivation: Floats
    activation: Floats
    mask: Floats | None = None  # (N, n_out) what a is multiplied by on its way up, where units are dropped
    __repr__ = brief


@dataclass(frozen=True, eq=False)
class Trace:
    """What a forward pass of N samples did, layer by layer.

    input           (N, n_in) the samples
    layers          of each its input (N, n_in), preactivation and activation (N, n_out), and mask, if any
    preactivations  flat, those of all layers, one after the other
    activations     flat
    masks           flat; empty where nothing is dropped
    passed          flat, activations × masks; the activations themselves where nothing is dropped
    """

    input: Floats
    layers: tuple[LayerTrace, ...]
    preactivations: Floats
    activations: Floats
    masks: Floats
    passed: Floats
    __repr__ = brief

    @property
    def output(self) -> Floats:
        """The activations of the last layer, (N, n_out)."""
        return self.layers[-1].activation


@answering
def forward(
    network: Network,
    x: ArrayLike,
    *,
    masks: Sequence[ArrayLike] | None = None,
    engine: Engine = PLAIN,
) -> Trace:
    """Send samples `x` (N, n_in) through the network.

    With `masks`, one (N, n_out) per layer, as `draw_masks` makes them, each layer passes on its activations
    times its mask; the last layer's mask must be all ones. Without, nothing is dropped.
    `engine` is PLAIN, which is NumPy, or COMPILED, of `learnscope.core.compiled`; last bits may differ.
    Raises ShapeError where x or a mask does not fit.
    """
    check_kind("network", network, Network)
    dtype = network.parameters.dtype
    with np.errstate(all="ignore"):
        x = frozen(check_rows("x", x, network.sizes[0]).astype(dtype))
    layout, activations, _ = network.codes
    z = np.empty(len(x) * sum(network.sizes[1:]), dtype=dtype)
    a = np.empty_like(z)
    flat = np.empty(0, dtype=dtype) if masks is None else _check_masks(network, masks, len(x)).astype(dtype)
    passed = a if masks is None else np.empty_like(a)
    with np.errstate(all="ignore"):
        engine(forward_pass)(network.parameters, layout, activations, x, flat, z, a, passed)
    for buffer in (z, a, flat, passed):
        frozen(buffer)
    layers, start, below = [], 0, x
    for n_out in network.sizes[1:]:
        part = slice(start, start + len(x) * n_out)
        mask = None if masks is None else flat[part].reshape(-1, n_out)
        layers.append(LayerTrace(below, z[part].reshape(-1, n_out), a[part].reshape(-1, n_out), mask))
        start, below = part.stop, passed[part].reshape(-1, n_out)
    return Trace(x, tuple(layers), z, a, flat, passed)


@answering
def losses(network: Network, trace: Trace, target: ArrayLike, *, engine: Engine = PLAIN) -> Floats:
    """The loss of each sample of `trace`, shape (N,): the sum over outputs, without penalties.

    `target` is (N, n_out), or class numbers (N,) where the loss of the `network` is about classes; `engine`
    as in `forward`. Raises ShapeError where the trace or the target does not fit the network.
    """
    check_trace(network, trace)
    y = check_target(network, target, len(trace.input))
    with np.errstate(all="ignore"):
        y = y.astype(network.parameters.dtype, copy=False)
        return engine(loss_values)(LOSSES[network.loss].code, trace.output, y)


@answering
def loss(network: Network, trace: Trace, target: ArrayLike, *, engine: Engine = PLAIN) -> float:
    """The mean over samples of the sum over outputs: one number.

    `network`, `trace`, `target` (N, n_out) or (N,), and `engine` as in `losses`, which raises the errors.
    Raises ShapeError where they do not fit each other.
    """
    with np.errstate(all="ignore"):
        return float(losses(network, trace, target, engine=engine).mean(dtype=np.float64))


def check_trace(network: Network, trace: Trace) -> None:
    """Raise ShapeError unless `trace` has the layers of `network`, ArgumentError unless they are such."""
    check_kind("network", network, Network)
    check_kind("trace", trace, Trace)
    sizes = (trace.input.shape[1], *(layer.activation.shape[1] for layer in trace.layers))
    if sizes != network.sizes:
        raise ShapeError(f"trace must come from a network of sizes {network.sizes}, got {sizes}")


@answering
def predict(network: Network, x: ArrayLike, *, engine: Engine = PLAIN) -> Floats:
    """Probabilities (N, n_out) for the cross-entropies, outputs (N, n_out) otherwise; nothing is dropped.

    `x` (N, n_in) is what the `network` was given in training, scaled if it was; `run.predict` takes and gives
    the data's own units. `engine` as in `forward`. Raises ShapeError where x does not fit.
    """
    return predicted(network, forward(network, x, engine=engine).output)


def predicted(network: Network, output: Floats) -> Floats:
    """What outputs (N, n_out) say: probabilities where the loss makes them some, themselves otherwise."""
    squash = LOSSES[network.loss].squash
    if squash == "softmax":
        return softmax(output)
    return activation_values("sigmoid", output) if squash == "sigmoid" else output


def _check_masks(network: Network, masks: Sequence[ArrayLike], samples: int) -> Floats:
    masks = check_list("masks", masks, "a list of arrays, one per layer")
    if len(masks) != len(network.layers):
        raise ShapeError(f"masks must have one entry per layer ({len(network.layers)}), got {len(masks)}")
    parts = []
    for k, mask in enumerate(masks):
        part = numbers(f"masks[{k}]", mask)
        if part.shape != (samples, network.sizes[k + 1]):
            raise ShapeError(
                f"masks[{k}] must have shape {(samples, network.sizes[k + 1])}, got {part.shape}"
            )
        parts.append(part.ravel())
    if not (parts[-1] == 1).all():
        raise ArgumentError("the last layer's mask must be all ones: outputs are what the loss compares")
    return np.concatenate(parts)


@compiled
def forward_pass(
    parameters: Floats, layout: Codes, activations: Codes,
    x: Floats, masks: Floats, z: Floats, a: Floats, passed: Floats,
) -> None:  # fmt: skip
    """Fill the flat buffers `z`, `a` and `passed` (each N times the neurons of all layers) for samples `x`.

    Where `masks` is empty nothing is dropped, and `passed` must be `a` itself.
    """
    rows = x.shape[0]
    below = x
    start = 0
    for k in range(len(activations)):
        n_in, n_out = layout[k, N_IN], layout[k, N_OUT]
        first, middle, last = layout[k, WEIGHT], layout[k, BIAS], layout[k, END]
        end = start + rows * n_out
        z_k = z[start:end].reshape(rows, n_out)
        a_k = a[start:end].reshape(rows, n_out)
        if layout[k, TERMS] == MATRIX:
            np.dot(below, parameters[first:middle].reshape(n_in, n_out), z_k)
            if last > middle:
                z_k += parameters[middle:last]
        else:
            sum_terms(layout[k], below, parameters[first:middle], parameters[middle:last], z_k)
        activate(activations[k], z_k, a_k)
        if len(masks) > 0:
            passed[start:end] = a[start:end] * masks[start:end]
        below = passed[start:end].reshape(rows, n_out)
        start = end
