"""One step: all that a single update of the parameters takes and makes.

    masks        of step number s, where units are dropped
    trace        = forward(network, x, masks)
    gradients    = backward(network, trace, y) + gradient of the penalty
    clip         by which the gradient is shortened, 1 where it is not
    move         = what the optimizer makes of it, at the schedule's rate of step s
    after        w' = w - move
    trace_after  the same batch under the same masks, seen by the new network

The kernels are those of the training loop, called as it calls them on the plain engine, so that a step has
the bits of the step that the loop makes from the same parameters, optimizer state, number and batch.

Losses before and after compare like with like: both are taken under this step's masks, and neither holds the
penalty, which stands beside them. What the networks say when they are used, with nothing dropped, is in
`verdict` and `verdict_after`. A step is a value: it changes nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from learnscope.brief import brief
from learnscope.core.arrays import Floats, frozen, numbers
from learnscope.core.backward import Gradients, backward
from learnscope.core.clipping import GUARD, LIMIT, clip
from learnscope.core.compiled import PLAIN
from learnscope.core.dropout import STEP, check_rates, draw_masks
from learnscope.core.forward import Trace, forward, losses, predict, predicted
from learnscope.core.network import Network
from learnscope.core.optimizers import RATE, Optimizer, OptimizerState, find_move
from learnscope.core.penalties import check_penalties, penalty_value
from learnscope.core.schedules import Schedule
from learnscope.core.threads import one_thread
from learnscope.errors import ShapeError, check_kind
from learnscope.keywords import answering
from learnscope.once import once
from learnscope.training import kernels
from learnscope.training.own import Own


@dataclass(frozen=True, eq=False)
class Parameters:
    """A number for each parameter, laid out as a network's weights (n_in, n_out) and biases (n_out,)."""

    weights: tuple[Floats, ...]
    biases: tuple[Floats | None, ...]
    __repr__ = brief


@dataclass(frozen=True, eq=False)
class Step:
    """What one update did to its batch: N samples, P parameters. Made by `make_step` and `run.step`.

    x, y              samples (N, n_in) and targets (N, n_out) as the network gets them
    number            updates made before, from 0
    learning_rate     of this step: what the schedule makes of the one that is set
    optimizer         with its settings
    network, after    before and after the update
    masks             what is dropped, (N, n_out) per layer; None where nothing is
    trace             the forward pass of the batch; `trace_after` that of the new network
    losses            of each sample (N,), without the penalty; `losses_after` under the new network
    loss              their mean; `loss_after` under the new network
    penalty           of L1 and L2; `penalty_after` that of the new network
    gradients         of loss and penalty, before clipping; deltas are those of the loss alone
    gradient_norm     length of the gradient, before clipping
    clip              what the gradient is multiplied by before the optimizer gets it
    move              (P,) what is taken from each parameter
    optimizer_state   what the optimizer remembers before; `optimizer_state_after` after this update
    """

    x: Floats
    y: Floats
    number: int
    learning_rate: float
    optimizer: Optimizer
    network: Network
    masks: tuple[Floats, ...] | None
    trace: Trace
    losses: Floats
    loss: float
    penalty: float
    gradients: Gradients
    gradient_norm: float
    clip: float
    move: Floats
    optimizer_state: OptimizerState
    optimizer_state_after: OptimizerState
    after: Network
    trace_after: Trace
    losses_after: Floats
    loss_after: float
    penalty_after: float
    __repr__ = brief

    @property
    def prediction(self) -> Floats:
        """What the outputs of the trace say (N, n_out), with what is dropped in it."""
        return predicted(self.network, self.trace.output)

    def own(self, row: int) -> Own:
        """What sample `row` of the batch, from 0, has of its own: value, slope, delta, error."""
        return Own(self, row)

    @once
    def update(self) -> Parameters:
        """What is taken from each weight and bias."""
        return self._laid_out(self.move)

    @once
    def state(self) -> dict[str, Parameters]:
        """What the optimizer remembers before this update, by its symbol: v, s."""
        return dict(
            zip(self.optimizer.kind.state, map(self._laid_out, self.optimizer_state.slots), strict=True)
        )

    @once
    def state_after(self) -> dict[str, Parameters]:
        """And after it."""
        return dict(
            zip(self.optimizer.kind.state, map(self._laid_out, self.optimizer_state_after.slots), strict=True)
        )

    @once
    def verdict(self) -> Floats:
        """What the old network says of each sample (N, n_out) when it is used."""
        return self.prediction if self.masks is None else predict(self.network, self.trace.input)

    @once
    def verdict_after(self) -> Floats:
        """What the new network says of each sample (N, n_out) when it is used."""
        if self.masks is None:
            return predicted(self.after, self.trace_after.output)
        return predict(self.after, self.trace.input)

    def _laid_out(self, flat: Floats) -> Parameters:
        layout = self.network.layout
        return Parameters(layout.weights(flat), layout.biases(flat))


@answering
def make_step(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    learning_rate: float,
    number: int = 0,
    optimizer: Optimizer | None = None,
    optimizer_state: OptimizerState | None = None,
    schedule: Schedule | None = None,
    l1: float = 0.0,
    l2: float = 0.0,
    dropout: float | Sequence[float] = 0.0,
    clip_norm: float = math.inf,
    seed: int = 0,
) -> Step:
    """Step `number` (from 0) of `network` on samples `x` (N, n_in) with targets `y` (N, n_out).

    Without an `optimizer` it is plain descent, without its `optimizer_state` it begins. `learning_rate` is
    what the `schedule`, constant unless given, begins with. `l1` and `l2` penalise weights, `dropout` is the
    share of activations that is dropped, one number or one per hidden layer; its masks follow from (`seed`,
    "dropout", `number`). A gradient longer than `clip_norm` is shortened to it. Raises ShapeError where
    samples or that state do not fit, ArgumentError for a value outside its range.
    """
    rate = RATE.check("learning_rate", learning_rate)
    STEP.check("number", number)
    check_kind("network", network, Network)
    strengths = check_penalties(l1, l2)
    endless = isinstance(clip_norm, float) and clip_norm == math.inf
    limit = math.inf if endless else LIMIT.check("clip_norm", clip_norm)
    optimizer = Optimizer() if optimizer is None else optimizer
    schedule = Schedule() if schedule is None else schedule
    check_kind("optimizer", optimizer, Optimizer)
    check_kind("schedule", schedule, Schedule)
    state = optimizer.start(network) if optimizer_state is None else optimizer_state
    check_kind("optimizer_state", state, OptimizerState)
    shape = (optimizer.kind.slots, network.parameters.size)
    if state.slots.shape != shape:
        raise ShapeError(f"optimizer_state must hold numbers of shape {shape}, got {state.slots.shape}")
    rate = float(schedule.rates(rate, number, number + 1)[0])
    targets = frozen(numbers("y", y).copy())
    with one_thread(PLAIN), np.errstate(all="ignore"):
        masks = None
        if any(check_rates(dropout, len(network.layers) - 1)):
            masks = draw_masks(network, len(targets), rates=dropout, seed=seed, step=number)
        trace = forward(network, x, masks=masks)
        each = losses(network, trace, targets)
        gradients = backward(network, trace, targets, l1=strengths[0], l2=strengths[1])
        shortened, norm = _clipped(network, gradients.parameters, limit)
        move, slots = np.empty_like(shortened), state.slots.copy()
        find_move(
            optimizer.kind.code, optimizer.settings, state.updates + 1, rate, network.codes[0],
            network.parameters, shortened, slots, move,
        )  # fmt: skip
        after = network.with_parameters(network.parameters - move)
        trace_after = forward(after, trace.input, masks=masks)
        each_after = losses(after, trace_after, targets)
        penalties = [penalty_value(*strengths, net.codes[0], net.parameters) for net in (network, after)]
    return Step(
        trace.input, targets, number, rate, optimizer,
        network, masks, trace, each, _mean(each), penalties[0],
        gradients, norm, min(1.0, limit / (norm + GUARD)), frozen(move),
        state, OptimizerState(state.updates + 1, frozen(slots)),
        after, trace_after, each_after, _mean(each_after), penalties[1],
    )  # fmt: skip


def _clipped(network: Network, gradient: Floats, limit: float) -> tuple[Floats, float]:
    """A copy of `gradient` no longer than `limit`, and the norm it had."""
    shortened = gradient.copy()
    norm = kernels.norms(network.codes[0], shortened, np.empty(len(network.layers)))
    clip(shortened, norm, limit)
    return shortened, norm


def _mean(each: Floats) -> float:
    with np.errstate(all="ignore"):
        return float(each.astype(np.float64).sum() / len(each))
