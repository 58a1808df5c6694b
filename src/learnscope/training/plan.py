"""All that decides a training run, ready to be run: arrays, a starting network, and how to learn.

A plan is a value. Two runs of one plan on one engine give the same bits, on one machine.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from learnscope.brief import brief
from learnscope.core.arrays import Floats, check_rows, read_only
from learnscope.core.backward import check_trainable
from learnscope.core.clipping import LIMIT
from learnscope.core.dropout import check_rates
from learnscope.core.losses import LOSSES
from learnscope.core.network import Network
from learnscope.core.optimizers import Optimizer
from learnscope.core.penalties import check_penalties
from learnscope.core.schedules import Schedule
from learnscope.data.scaling import Scaling
from learnscope.data.split import Split
from learnscope.errors import ArgumentError, ShapeError, check_choice
from learnscope.experiment.record import Experiment, rule_of
from learnscope.training.conditions import StopRules

TargetKind = Literal["classes", "labels", "values"]
KINDS: tuple[TargetKind, ...] = ("classes", "labels", "values")
COPY_LIMIT = (
    32 * 2**20
)  # bytes of float64 inputs up to which a scaled copy is kept; above, batches are scaled


@dataclass(frozen=True, eq=False, kw_only=True)
class TrainingPlan:
    """A starting network, data in its own units, and how to learn. Raises ArgumentError or ShapeError."""

    network: Network
    inputs: Floats  # (N, n_in)
    targets: Floats  # (N, n_out)
    split: Split
    kind: TargetKind
    input_scaling: Scaling | None = None  # None: inputs are in the network's units already
    target_scaling: Scaling | None = None
    batch_size: int = Experiment.batch_size
    epochs: int = Experiment.epochs
    learning_rate: float = Experiment.learning_rate
    schedule: Schedule = field(default_factory=Schedule)
    optimizer: Optimizer = field(default_factory=Optimizer)
    l1: float = 0.0
    l2: float = 0.0
    dropout: float | Sequence[float] = 0.0  # share dropped of every hidden layer, or of each
    clip_norm: float = math.inf
    seed: int = 0  # of the order
    dropout_seed: int | None = None  # None: the same
    stop: StopRules = field(default_factory=StopRules)
    __repr__ = brief

    def __post_init__(self) -> None:
        sizes = self.network.sizes
        check_trainable(self.network)
        check_choice("kind", self.kind, KINDS)
        checked: dict[str, Any] = {
            "inputs": check_rows("inputs", self.inputs, sizes[0]),
            "targets": check_rows("targets", self.targets, sizes[-1]),
            "dropout": check_rates(self.dropout, len(sizes) - 2),
        }
        for name in ("batch_size", "epochs", "learning_rate", "seed"):
            checked[name] = rule_of(name).check(name, getattr(self, name))
        if self.dropout_seed is not None:
            checked["dropout_seed"] = rule_of("seed").check("dropout_seed", self.dropout_seed)
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        check_penalties(self.l1, self.l2)
        if self.clip_norm != math.inf:
            LIMIT.check("clip_norm", self.clip_norm)
        if len(self.inputs) != len(self.targets):
            raise ShapeError(
                f"inputs and targets must have as many rows, got {len(self.inputs)} and {len(self.targets)}"
            )
        if len(self.split.train) == 0:
            raise ArgumentError("split must leave at least one sample to learn from, got none")
        if self.stop.patience is not None and len(self.split.validation) == 0:
            raise ArgumentError(
                "patience needs validation samples to watch, got a split without; give validation a share"
            )
        if self.stop.accuracy_above is not None and self.kind == "values":
            raise ArgumentError("accuracy_above needs classes or labels, got values; use loss_below")

    @property
    def masks(self) -> int:
        """The seed of what is dropped."""
        return self.seed if self.dropout_seed is None else self.dropout_seed

    @property
    def batches(self) -> int:
        """Steps in an epoch; a short last batch counts."""
        return -(-len(self.split.train) // self.batch_size)

    @property
    def steps(self) -> int:
        """Steps in the whole run, unless something stops it."""
        limit = self.epochs * self.batches
        return limit if self.stop.steps is None else min(limit, self.stop.steps)

    @property
    def threshold(self) -> float:
        """The output above which a label is taken as given."""
        return LOSSES[self.network.loss].threshold


@dataclass(frozen=True, eq=False)
class Material:
    """A plan's data as kernels take it, read-only; `center` and `scale` are empty where x is scaled."""

    x: Floats
    center: Floats
    scale: Floats
    y: Floats


def prepare(plan: TrainingPlan) -> Material:
    """Data in the network's units and precision, copied only where that is small or cannot be avoided."""
    dtype = plan.network.parameters.dtype.type
    x, center, scale = plan.inputs, np.empty(0), np.empty(0)
    if plan.input_scaling is not None and _changes(plan.input_scaling):
        if dtype == np.float64 and x.nbytes > COPY_LIMIT:
            center, scale = plan.input_scaling.center, plan.input_scaling.scale
        else:
            x = plan.input_scaling.apply(x)
    y = plan.targets if plan.target_scaling is None else plan.target_scaling.apply(plan.targets)
    return Material(read_only(x, dtype), read_only(center), read_only(scale), read_only(y, dtype))


def _changes(scaling: Scaling) -> bool:
    return bool(scaling.center.any() or (scaling.scale != 1).any())
