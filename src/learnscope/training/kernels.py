"""The training loop: many steps in one call, all of it made of the kernels of `core`.

One step:   gather a batch · masks · forward · loss · backward · penalty · clip · move · record

Data x (N, n_in) is in the network's units where `center` is empty, and in its own units otherwise: then each
batch is scaled on the way, by the same two operations as `Scaling.apply`, and no scaled copy of it is needed.
Targets y (N, n_out) are in the network's units.
"""

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.core.backward import backward_pass
from learnscope.core.clipping import clip
from learnscope.core.compiled import compiled
from learnscope.core.dropout import Words, fill_masks
from learnscope.core.forward import forward_pass
from learnscope.core.layout import LEARNED, N_OUT, WEIGHT, Codes
from learnscope.core.losses import loss_values
from learnscope.core.optimizers import find_move
from learnscope.core.penalties import add_penalty_gradient, penalty_value
from learnscope.core.rows import take

Indices = NDArray[np.int64]

LOSS, PENALTY, GRADIENT, UPDATE, LAYERS = range(5)  # columns of a record; from LAYERS on, norms by layer
CLASSES, LABELS, VALUES = range(3)  # kinds of target
GRAIN = 256  # rows looked at together when measuring; fixed, so that sums are always taken in one order


@compiled
def train_steps(
    parameters: Floats, layout: Codes, activations: Codes, loss_code: int,
    x: Floats, center: Floats, scale: Floats, y: Floats,
    order: Indices, ends: Indices, first: int, rates: Floats,
    optimizer: int, settings: Floats, updates: int, state: Floats,
    l1: float, l2: float, limit: float, dropout: Floats, key: Words,
    record: Floats,
    kind: int, threshold: float, parts: Indices, part_ends: Indices, measured: Indices, measures: Floats,
) -> int:  # fmt: skip
    """Make len(ends) steps, of which the first is number `first`; return how many were made.

    Step s learns from rows order[ends[s - 1]:ends[s]] at rate rates[s]. `parameters` and the optimizer's
    `state`, which `updates` updates have made so far, are changed in place; what happened is written into the
    rows of `record`. A step whose loss is not finite is recorded and not made, and neither are those after
    it.

    After each step s with measured[s] = m >= 0, all parts of the data (the rows parts[part_ends[i - 1]:
    part_ends[i]]) are measured into measures[m, i], as `measure_rows` does.
    """
    longest = ends[0]
    for s in range(1, len(ends)):
        longest = max(longest, ends[s] - ends[s - 1])
    width = layout[:, N_OUT].sum()
    dropping = dropout.max() > 0
    batch_x = np.empty((longest, x.shape[1]), dtype=parameters.dtype)
    batch_y = np.empty((longest, y.shape[1]), dtype=parameters.dtype)
    z = np.empty(longest * width, dtype=parameters.dtype)
    a = np.empty_like(z)
    delta = np.empty_like(z)
    masks = np.empty(longest * width if dropping else 0, dtype=parameters.dtype)
    passed = np.empty_like(z) if dropping else a
    gradient = np.empty_like(parameters)
    move = np.empty_like(parameters)
    begin = 0
    for s in range(len(ends)):
        rows = order[begin : ends[s]]
        begin = ends[s]
        n = len(rows) * width
        xs, ys = batch_x[: len(rows)], batch_y[: len(rows)]
        gather(x, center, scale, rows, xs)
        take(y, rows, ys)
        m = masks[:n]
        if dropping:
            fill_masks(key, first + s, dropout, layout, len(rows), m)
        forward_pass(parameters, layout, activations, xs, m, z[:n], a[:n], passed[:n])
        outputs = a[n - ys.size : n].reshape(ys.shape)
        record[s, LOSS] = loss_values(loss_code, outputs, ys).astype(np.float64).sum() / len(rows)
        record[s, PENALTY] = penalty_value(l1, l2, layout, parameters)
        if not np.isfinite(record[s, LOSS] + record[s, PENALTY]):
            return s
        backward_pass(
            parameters,
            layout,
            activations,
            loss_code,
            xs,
            ys,
            m,
            z[:n],
            a[:n],
            passed[:n],
            delta[:n],
            gradient,
        )
        add_penalty_gradient(l1, l2, layout, parameters, gradient)
        record[s, GRADIENT] = norms(layout, gradient, record[s, LAYERS : LAYERS + len(activations)])
        clip(gradient, record[s, GRADIENT], limit)
        find_move(optimizer, settings, updates + s + 1, rates[s], layout, parameters, gradient, state, move)
        parameters -= move
        record[s, UPDATE] = norms(layout, move, record[s, LAYERS + len(activations) :])
        if measured[s] >= 0:
            start = 0
            for i in range(len(part_ends)):
                measure_rows(
                    parameters,
                    layout,
                    activations,
                    loss_code,
                    x,
                    center,
                    scale,
                    y,
                    parts[start : part_ends[i]],
                    kind,
                    threshold,
                    measures[measured[s], i],
                )
                start = part_ends[i]
    return len(ends)  # fmt: skip


@compiled
def gather(x: Floats, center: Floats, scale: Floats, rows: Indices, out: Floats) -> None:
    """Write rows of x into `out` (len(rows), n_in), in the network's units."""
    take(x, rows, out)
    if len(center) > 0:
        out -= center
        out /= scale


@compiled
def norms(layout: Codes, vector: Floats, by_layer: Floats) -> float:
    """The norm of what learns of a flat vector like parameters; its norms by layer go into `by_layer`."""
    total = 0.0
    for k in range(len(layout)):
        learned = vector[layout[k, WEIGHT] : layout[k, LEARNED]]
        square = float(np.dot(learned, learned))
        if not np.isfinite(square):  # in float32 squares overflow above 1.8e19
            wide = learned.astype(np.float64)
            square = float(np.dot(wide, wide))
        by_layer[k] = square**0.5
        total += square
    return float(total**0.5)


@compiled
def measure_rows(
    parameters: Floats, layout: Codes, activations: Codes, loss_code: int,
    x: Floats, center: Floats, scale: Floats, y: Floats,
    rows: Indices, kind: int, threshold: float, out: Floats,
) -> None:  # fmt: skip
    """Measure the network on `rows`; nothing is dropped. `out` (1 + n_out,) takes

    the mean data loss, and then
        for classes   how many samples have the right largest output
        for labels    how many outputs are on their label's side of `threshold`
        for values    the sum of squared errors of each output
    """
    out[:] = 0.0
    width = layout[:, N_OUT].sum()
    most = min(GRAIN, len(rows))
    batch_x = np.empty((most, x.shape[1]), dtype=parameters.dtype)
    batch_y = np.empty((most, y.shape[1]), dtype=parameters.dtype)
    z = np.empty(most * width, dtype=parameters.dtype)
    a = np.empty_like(z)
    for start in range(0, len(rows), GRAIN):
        block = rows[start : start + GRAIN]
        n = len(block) * width
        xs, ys = batch_x[: len(block)], batch_y[: len(block)]
        gather(x, center, scale, block, xs)
        take(y, block, ys)
        forward_pass(parameters, layout, activations, xs, z[:0], z[:n], a[:n], a[:n])
        outputs = a[n - ys.size : n].reshape(ys.shape)
        judge(loss_code, outputs, ys, kind, threshold, out)
    if len(rows) > 0:
        out[0] /= len(rows)


@compiled
def judge(loss_code: int, outputs: Floats, ys: Floats, kind: int, threshold: float, out: Floats) -> None:
    """Add to `out` what `measure_rows` finds of outputs (N, n_out) and targets; losses are summed up."""
    out[0] += loss_values(loss_code, outputs, ys).astype(np.float64).sum()
    if kind == CLASSES:
        out[1] += np.sum(same_class(outputs, ys))
    elif kind == LABELS:
        out[1] += np.sum((outputs > threshold) == (ys > 0.5))
    else:
        for j in range(ys.shape[1]):
            error = (outputs[:, j] - ys[:, j]).astype(np.float64)
            out[1 + j] += np.dot(error, error)


@compiled
def same_class(a: Floats, y: Floats) -> NDArray[np.bool_]:
    """Whether each row of `a` (N, n) is largest where that of `y` is; not where a number is not finite."""
    guess, truth = np.zeros(len(a), dtype=np.int64), np.zeros(len(a), dtype=np.int64)
    highest, most = a[:, 0].copy(), y[:, 0].copy()
    for j in range(1, a.shape[1]):
        guess[a[:, j] > highest] = j
        truth[y[:, j] > most] = j
        highest = np.maximum(highest, a[:, j])
        most = np.maximum(most, y[:, j])
    right: NDArray[np.bool_] = (guess == truth) & np.isfinite(a.sum(axis=1))
    return right


@compiled
def output_rows(
    parameters: Floats, layout: Codes, activations: Codes,
    x: Floats, center: Floats, scale: Floats, rows: Indices, out: Floats,
) -> None:  # fmt: skip
    """Write the network's output activations for `rows` into `out` (len(rows), n_out); nothing is dropped."""
    width = layout[:, N_OUT].sum()
    most = min(GRAIN, len(rows))
    batch_x = np.empty((most, x.shape[1]), dtype=parameters.dtype)
    z = np.empty(most * width, dtype=parameters.dtype)
    a = np.empty_like(z)
    for start in range(0, len(rows), GRAIN):
        block = rows[start : start + GRAIN]
        n, size = len(block) * width, len(block) * out.shape[1]
        gather(x, center, scale, block, batch_x[: len(block)])
        forward_pass(parameters, layout, activations, batch_x[: len(block)], z[:0], z[:n], a[:n], a[:n])
        out[start : start + len(block)] = a[n - size : n].reshape(len(block), out.shape[1])
