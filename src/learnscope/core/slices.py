"""The loss over a slice of parameter space: a line or a plane through a network.

    loss(a, b) = mean loss of the network with parameters w + a · u + b · v, its penalty included

The forward pass and the loss are the ones that training uses. Rows of a plane are shared between threads;
every point is computed by itself, so that the bits do not depend on how many there are.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from learnscope.core.arrays import Floats, read_only
from learnscope.core.compiled import PLAIN, Engine, compiled
from learnscope.core.forward import forward_pass
from learnscope.core.layout import Codes
from learnscope.core.losses import loss_values
from learnscope.core.network import Network
from learnscope.core.penalties import penalty_value
from learnscope.core.threads import one_thread

THREADS = 2  # more share the same few cores on machines that people teach with


def slice_losses(
    network: Network,
    u: Floats,
    v: Floats,
    a: Floats,
    b: Floats,
    *,
    x: Floats,
    y: Floats,
    penalties: tuple[float, float] = (0.0, 0.0),
    engine: Engine = PLAIN,
) -> Floats:
    """The losses (len(b), len(a)) at w + a_i · u + b_j · v, for samples x (N, n_in), y (N, n_out).

    `u` and `v` are flat vectors like the network's parameters. Computed in float64.
    """
    layout, activations, loss_code = network.codes
    l1, l2 = map(float, penalties)
    w, u, v, a, b, x, y = (read_only(array, np.float64) for array in (network.parameters, u, v, a, b, x, y))
    out = np.empty((len(b), len(a)))
    rows = [part for part in np.array_split(np.arange(len(b)), THREADS) if len(part)]

    def fill(part: np.ndarray) -> None:
        here = np.empty((len(part), len(a)))
        with np.errstate(all="ignore"):
            engine(slice_pass)(
                w, u, v, a, read_only(b[part]), layout, activations, loss_code, l1, l2, x, y, here
            )
        out[part] = here

    with one_thread(engine):
        if engine.name == "plain" or len(rows) < 2:
            for part in rows:
                fill(part)
        else:
            with ThreadPoolExecutor(THREADS) as pool:
                list(pool.map(fill, rows))
    return out


def point_losses(
    network: Network,
    points: Floats,
    *,
    x: Floats,
    y: Floats,
    penalties: tuple[float, float] = (0.0, 0.0),
    engine: Engine = PLAIN,
) -> Floats:
    """The losses (K,) of `network` with the parameters `points` (K, P), as `slice_losses` computes them."""
    layout, activations, loss_code = network.codes
    l1, l2 = map(float, penalties)
    nowhere, zero = read_only(np.zeros(network.parameters.size)), read_only(np.zeros(1))
    x, y, points = (read_only(array, np.float64) for array in (x, y, points))
    out = np.empty((len(points), 1, 1))
    with one_thread(engine), np.errstate(all="ignore"):
        for point, loss in zip(points, out, strict=True):
            engine(slice_pass)(
                point, nowhere, nowhere, zero, zero, layout, activations, loss_code, l1, l2,
                x, y, loss,
            )  # fmt: skip
    return out.reshape(-1)


@compiled
def slice_pass(
    parameters: Floats, u: Floats, v: Floats, a: Floats, b: Floats,
    layout: Codes, activations: Codes, loss_code: int, l1: float, l2: float,
    x: Floats, y: Floats, out: Floats,
) -> None:  # fmt: skip
    """Write the loss at each point of the plane into `out` (len(b), len(a))."""
    rows, n_out = y.shape
    neurons = 0
    for k in range(len(activations)):
        neurons += layout[k, 1]
    z = np.empty(rows * neurons)
    values = np.empty_like(z)
    nothing = np.empty(0)
    for j in range(len(b)):
        base = parameters + b[j] * v
        for i in range(len(a)):
            here = base + a[i] * u
            forward_pass(here, layout, activations, x, nothing, z, values, values)
            outputs = values[rows * (neurons - n_out) :].reshape(rows, n_out)
            loss = loss_values(loss_code, outputs, y).sum() / rows
            out[j, i] = loss + penalty_value(l1, l2, layout, here)
