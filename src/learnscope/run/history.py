"""What the steps of a future did: columns of a number per step, and measures for every epoch.

Row s of the step columns tells of step s: the loss of its batch before the update, how the update came about
and how far it went. Row m of the measures tells of the network after measures.step[m] updates.

What was kept when the steps were made is taken from there; the rest is made again when it is asked for, bit
for bit, which takes as long as the steps took.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.data.split import PARTS
from learnscope.errors import check_choice
from learnscope.once import once
from learnscope.run.grow import Burst
from learnscope.run.read import made_again, point, record, segment_at
from learnscope.run.tree import Tree, spans
from learnscope.training import kernels
from learnscope.training.measures import Measures, joined

Indices = NDArray[np.int64]

KEPT = {  # columns that are worth keeping, and where they stand in a row of the training loop
    "loss": kernels.LOSS,
    "penalty": kernels.PENALTY,
    "gradient_norm": kernels.GRADIENT,
    "update_norm": kernels.UPDATE,
}


WIDE = 96  # characters of a line that is printed


@dataclass(frozen=True, eq=False, repr=False)
class History:
    """Columns for S steps and L layers, and measures, of one future; read-only."""

    tree: Tree
    future: str
    kept: Mapping[str, Floats] = field(default_factory=dict)  # columns by name, or all of them as "record"
    measured: Measures | None = None  # as they were taken

    def __len__(self) -> int:
        return self.tree[self.future].steps - self._origin

    @once
    def step(self) -> Indices:
        """(S,) 0, 1, 2, ..."""
        return _frozen(np.arange(self._origin, self.tree[self.future].steps))

    @once
    def epoch(self) -> Indices:
        """(S,) the epoch a step belongs to, from 0."""
        epochs = [
            (np.arange(segment.first, end) + segment.start.ahead) // segment.loop.plan.batches
            for segment, end in spans(self.tree, self.future)
        ]
        return _frozen(np.concatenate([np.empty(0, dtype=np.int64), *epochs]))

    @once
    def learning_rate(self) -> Floats:
        """(S,)"""
        plans = [(segment.loop.plan, segment.first, end) for segment, end in spans(self.tree, self.future)]
        rates = [plan.schedule.rates(plan.learning_rate, first, end) for plan, first, end in plans]
        return frozen(np.concatenate([np.empty(0), *rates]))

    @once
    def record(self) -> Floats:
        """Rows (S, 4 + 2 L) as the training loop writes them."""
        if "record" in self.kept:
            return self.kept["record"]
        return frozen(record(self.tree, self.future, self._origin, self.tree[self.future].steps))

    @once
    def measures(self) -> Measures:
        """The network measured at the start, after each epoch and at the end."""
        return _measured_again(self.tree, self.future) if self.measured is None else self.measured

    @property
    def loss(self) -> Floats:
        """The data loss (S,) of each step's batch, before its update."""
        return self._column("loss")

    @property
    def penalty(self) -> Floats:
        """What penalties add to it (S,)."""
        return self._column("penalty")

    @property
    def gradient_norm(self) -> Floats:
        """The norm (S,) of the gradient of data loss and penalty, before clipping."""
        return self._column("gradient_norm")

    @property
    def update_norm(self) -> Floats:
        """How far (S,) the parameters moved."""
        return self._column("update_norm")

    @property
    def gradient_norms(self) -> Floats:
        """Norms of the gradient by layer (S, L)."""
        return self.record[:, kernels.LAYERS : kernels.LAYERS + self._layers]

    @property
    def update_norms(self) -> Floats:
        """How far the parameters of each layer moved (S, L)."""
        return self.record[:, kernels.LAYERS + self._layers :]

    def __getitem__(self, name: str) -> NDArray[Any]:
        """The column that is called `name`: of a number per step, or of `epochs`."""
        columns = self.columns()
        if isinstance(name, str) and name in columns:
            return columns[name]
        epochs = self.epochs()
        return epochs[check_choice("column", name, [*columns, *epochs])]

    def epochs(self) -> dict[str, NDArray[Any]]:
        """What was measured at the start, after each epoch and at the end, as columns.

        `measured_after` is how many updates were made by then; the others are train_loss, train_accuracy or
        train_r2, and the same of validation and test where there are such samples.
        """
        measures = self.measures
        table: dict[str, NDArray[Any]] = {"measured_after": measures.step}
        for place, part in enumerate(PARTS):
            if measures.counts[place]:
                table[f"{part}_loss"] = measures.loss(part)
                for name in ("accuracy", "r2"):
                    column = getattr(measures, name)(part)
                    if np.isfinite(column).any():
                        table[f"{part}_{name}"] = column
        return table

    def __repr__(self) -> str:
        columns = [*self.columns(), *(name for name in self.epochs() if name != "measured_after")]
        lines = textwrap.wrap(f"<History of {len(self)} steps: {', '.join(columns)}>", WIDE)
        return "\n  ".join(lines)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Every column of one number per step, by name, as a table of any library takes them."""
        names = ("step", "epoch", "learning_rate", "loss", "penalty", "gradient_norm", "update_norm")
        return {name: getattr(self, name) for name in names}

    @property
    def _origin(self) -> int:
        return self.tree.futures[0].departure

    @property
    def _layers(self) -> int:
        return int(self.record.shape[1] - kernels.LAYERS) // 2

    def _column(self, name: str) -> Floats:
        return self.kept[name] if name in self.kept else self.record[:, KEPT[name]]


class Recorder:
    """Keeps what steps did as they are made: `grow` is given one to `watch`."""

    def __init__(self) -> None:
        self._rows: list[Floats] = []
        self._measures: list[Measures] = []

    def __call__(self, burst: Burst) -> None:
        """Keep what a call of the kernel told."""
        if burst.begun is not None:
            self._measures.append(burst.begun)
        self._rows.append(burst.record)
        if len(burst.measures.step):
            self._measures.append(burst.measures)

    def has(self, step: int) -> bool:
        """Whether it was measured after `step` updates."""
        return any(step in each.step for each in self._measures[-2:])

    def add(self, measures: Measures) -> None:
        """Keep what was measured after all steps."""
        self._measures.append(measures)

    def history(self, tree: Tree, future: str) -> History:
        """That of `future`, all of whose steps were told to this recorder; void ones are left out."""
        steps = tree[future].steps
        rows = np.concatenate(self._rows)[: steps - tree.futures[0].departure]
        return History(tree, future, {"record": frozen(rows)}, joined(self._measures, until=steps))


def _measured_again(tree: Tree, name: str) -> Measures:
    """At the start, after each epoch and at the end."""
    future, origin = tree[name], tree.futures[0].departure

    def now(step: int) -> Measures:
        segment, here = segment_at(tree, name, step), point(tree, name, step)
        return segment.loop.measures_now(step, here.parameters, segment.made_by, ahead=here.ahead)

    parts = [now(origin)]
    for segment, _, stretch in made_again(tree, name, origin, future.steps, measure=True):
        parts.append(segment.measures_in(stretch))
    steps = [int(part.step[-1]) for part in parts if len(part.step)]
    if steps[-1] != future.steps:
        parts.append(now(future.steps))
    return joined(parts, until=future.steps)


def _frozen(array: Indices) -> Indices:
    array.flags.writeable = False
    return array
