"""The passes of a layer that lists its terms, term by term (`core.layers`, `core.layout`).

z_j     Σ over its terms of x_i · w, and its bias
dw      Σ over samples, and over the terms that have w, of x_i · dz_j
db      Σ over samples, and over the outputs that add b, of dz_j
dx_i    Σ over its terms of dz_j · w
"""

from learnscope.core.arrays import Floats
from learnscope.core.compiled import compiled
from learnscope.core.layout import LISTED, N_OUT, TERMS, Codes


@compiled
def sum_terms(layer: Codes, below: Floats, weight: Floats, bias: Floats, z: Floats) -> None:
    """Fill `z` (N, n_out) for what comes from `below` (N, n_in); `layer` is its row of a layout's codes."""
    count, n_out = layer[TERMS], layer[N_OUT]
    z[:] = 0.0
    for t in range(LISTED, LISTED + count):
        i, w, j = layer[t], layer[t + count], layer[t + 2 * count]
        z[:, j] += below[:, i] * weight[w]
    if len(bias) > 0:
        first = LISTED + 3 * count
        for j in range(n_out):
            z[:, j] += bias[layer[first + j]]


@compiled
def send_back_terms(
    layer: Codes, below: Floats, weight: Floats, delta: Floats,
    weight_gradient: Floats, bias_gradient: Floats, arriving: Floats,
) -> None:  # fmt: skip
    """Fill the gradients, flat, for `delta` (N, n_out), and add what comes back to `arriving` (N, n_in)."""
    count, n_out = layer[TERMS], layer[N_OUT]
    weight_gradient[:] = 0.0
    for t in range(LISTED, LISTED + count):
        i, w, j = layer[t], layer[t + count], layer[t + 2 * count]
        weight_gradient[w] += (below[:, i] * delta[:, j]).sum()
        arriving[:, i] += delta[:, j] * weight[w]
    if len(bias_gradient) > 0:
        bias_gradient[:] = 0.0
        first = LISTED + 3 * count
        for j in range(n_out):
            bias_gradient[layer[first + j]] += delta[:, j].sum()
