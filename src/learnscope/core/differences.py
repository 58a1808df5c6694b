"""Central differences: what each sample's loss does when one parameter is nudged.

    d_nj = (L_n(w_j + h_j) - L_n(w_j - h_j)) / 2 h_j      h_j = step · max(1, |w_j|)

L_n is the loss of sample n alone, with the penalty. The forward pass and the loss are the ones that training
uses; only layers from that of the nudged parameter on are passed again, as nothing below has changed. A
sample crosses a kink where a nudge takes one of its preactivations over a kink of that layer's activation, or
one of its outputs over a kink of the loss: its differences say nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats, read_only
from learnscope.core.compiled import PLAIN, Engine, compiled
from learnscope.core.forward import forward_pass
from learnscope.core.layers import Indices
from learnscope.core.layout import N_IN, N_OUT, WEIGHT, Codes
from learnscope.core.losses import kink_distances, loss_values
from learnscope.core.network import Network
from learnscope.core.penalties import penalty_value
from learnscope.core.threads import one_thread

Flags = NDArray[np.bool_]


def differences(
    network: Network,
    x: Floats,
    y: Floats,
    *,
    masks: Sequence[Floats] | None,
    penalties: tuple[float, float],
    places: Indices,
    step: float,
    engine: Engine = PLAIN,
) -> tuple[Floats, Flags]:
    """The differences (P, N) of a float64 network, 0 but at `places`, and which samples cross a kink (N,).

    `x` (N, n_in), `y` (N, n_out) and `masks`, one (N, n_out) per layer, are float64; `places` are those of
    parameters in the flat vector, and `penalties` the strengths of L1 and L2.
    """
    layout, activations, loss_code = network.codes
    kinks = [(k, kink) for k, name in enumerate(network.activations) for kink in ACTIVATIONS[name].kinks]
    flat = np.concatenate([mask.ravel() for mask in masks]) if masks else np.empty(0)
    chosen = np.unique(places)
    found = np.empty((len(chosen), len(x)))
    crossed = np.zeros(len(x), dtype=np.bool_)
    layers = np.array([layer for layer, _ in kinks], dtype=np.int64)
    values = np.array([kink for _, kink in kinks], dtype=np.float64)
    for array in (chosen, layers, values):
        array.flags.writeable = False
    with one_thread(engine), np.errstate(all="ignore"):
        engine(central_differences)(
            network.parameters, layout, activations, loss_code, float(penalties[0]), float(penalties[1]),
            read_only(x, np.float64), read_only(y, np.float64), read_only(flat, np.float64),
            chosen, layers, values, step, found, crossed,
        )  # fmt: skip
    slopes = np.zeros((network.parameters.size, len(x)))
    slopes[chosen] = found
    return slopes, crossed


@compiled
def central_differences(
    parameters: Floats, layout: Codes, activations: Codes, loss_code: int, l1: float, l2: float,
    x: Floats, y: Floats, masks: Floats, places: Indices, kinked: Codes, kinks: Floats,
    step: float, slopes: Floats, crossed: Flags,
) -> None:  # fmt: skip
    """Write the differences of each of `places`, ascending, into the rows of `slopes` (places, N).

    `crossed` (N,) is set where a sample crosses a kink: layer kinked[i] has one at kinks[i].
    """
    rows = x.shape[0]
    width = layout[:, N_OUT].sum() * rows
    dropping = len(masks) > 0
    z, a = np.empty(width), np.empty(width)
    passed = np.empty(width) if dropping else a
    forward_pass(parameters, layout, activations, x, masks, z, a, passed)
    here = z.copy()
    distances = kink_distances(loss_code, a[width - y.size :].reshape(y.shape), y)
    moved = parameters.copy()
    losses = np.empty((2, rows))
    k, start = len(activations), width
    below = x
    # from the last layer down: what the nudges of a layer leave behind in z and a is never read again
    for i in range(len(places) - 1, -1, -1):
        j = places[i]
        while k == len(activations) or j < layout[k, WEIGHT]:
            k -= 1
            start -= rows * layout[k, N_OUT]
            if k > 0:
                below = passed[start - rows * layout[k, N_IN] : start].reshape(rows, layout[k, N_IN])
            else:
                below = x
        value = parameters[j]
        reach = step * max(1.0, abs(value))
        for side in range(2):
            moved[j] = value - reach if side == 0 else value + reach
            forward_pass(
                moved, layout[k:], activations[k:], below,
                masks[start:] if dropping else masks, z[start:], a[start:], passed[start:],
            )  # fmt: skip
            outputs = a[width - y.size :].reshape(y.shape)
            losses[side] = loss_values(loss_code, outputs, y) + penalty_value(l1, l2, layout, moved)
            mark_crossings(here, z, layout, k, kinked, kinks, crossed)
            mark_sides(distances, kink_distances(loss_code, outputs, y), 0.0, crossed)
        moved[j] = value
        slopes[i] = (losses[1] - losses[0]) / ((value + reach) - (value - reach))


@compiled
def mark_crossings(
    before: Floats, after: Floats, layout: Codes, first: int, kinked: Codes, kinks: Floats, crossed: Flags
) -> None:
    """Set `crossed` where preactivations of layers from `first` on lie on two sides of a kink."""
    rows = len(crossed)
    for i in range(len(kinked)):
        k = kinked[i]
        if k >= first:
            start, shape = layout[:k, N_OUT].sum() * rows, (rows, layout[k, N_OUT])
            end = start + rows * layout[k, N_OUT]
            mark_sides(before[start:end].reshape(shape), after[start:end].reshape(shape), kinks[i], crossed)


@compiled
def mark_sides(before: Floats, after: Floats, kink: float, crossed: Flags) -> None:
    """Set `crossed` in each row where numbers of the two lie on two sides of `kink`, itself below."""
    sides = (before > kink) != (after > kink)
    if np.any(sides):
        for column in range(sides.shape[1]):
            crossed |= sides[:, column]
