"""What a sitting should hold, kept the simple way: every step of every future, made one after the other.

Steps are made by `make_step` from the step before; nothing is taken from what the sitting recorded.
"""

from dataclasses import dataclass, replace

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.network import Network
from learnscope.core.optimizers import OptimizerState
from learnscope.experiment import Experiment, Setup, set_up
from learnscope.training.order import batch, epoch_order
from learnscope.training.planning import plan_of
from learnscope.training.step import make_step


@dataclass(frozen=True, eq=False)
class Snap:
    """Where a future is after some steps, and how its next is made."""

    experiment: Experiment
    network: Network
    optimizer_state: OptimizerState
    place: int  # batches of the order before the next
    edited: tuple[int, tuple[float, ...]] | None = None  # the sample and its inputs, where a step was made so


@dataclass(frozen=True, eq=False)
class Line:
    """A future: what it was after 0, 1, … updates."""

    snaps: tuple[Snap, ...]
    title: str = "main"
    parent: str = ""
    departure: int = 0
    racing: bool = False

    @property
    def steps(self) -> int:
        return len(self.snaps) - 1


@dataclass(frozen=True, eq=False)
class Model:
    """Everything that should be remembered."""

    setup: Setup
    lines: dict[str, Line]
    shown: str = "1"
    step: int = 0
    born: int = 1

    @property
    def line(self) -> Line:
        return self.lines[self.shown]

    @property
    def snap(self) -> Snap:
        return self.line.snaps[self.step]

    @property
    def at_head(self) -> bool:
        return self.step == self.line.steps

    def at(self, step: int, shown: str = "") -> "Model":
        """With another step shown."""
        return replace(self, step=step, shown=shown or self.shown)

    def with_line(self, line: Line, name: str = "") -> "Model":
        return replace(self, lines=self.lines | {name or self.shown: line})

    def forked(self, title: str, *, place: int | None = None) -> "Model":
        """Another future from the step shown, which is shown."""
        snaps = self.line.snaps[: self.step + 1]
        last = replace(snaps[-1], edited=None)
        last = last if place is None else replace(last, place=place)
        owner = self.shown
        while self.lines[owner].parent and self.step <= self.lines[owner].departure:
            owner = self.lines[owner].parent
        name = str(self.born + 1)
        line = Line((*snaps[:-1], last), title, owner, self.step)
        return replace(self.with_line(line, name), shown=name, born=self.born + 1)

    def edited(self, title: str, snap: Snap) -> "Model":
        """With what is shown replaced: at the end of the future, or in another one."""
        there = self if self.at_head else self.forked(title)
        return there.with_line(replace(there.line, snaps=(*there.line.snaps[:-1], snap)))

    def grown(self, name: str, steps: int) -> "Model":
        """With the future so long."""
        line = self.lines[name]
        while line.steps < steps:
            line = replace(line, snaps=(*line.snaps, made(self.setup, line.snaps[-1], line.steps)))
        return self.with_line(line, name)

    def stepped(self, place: int, edited: tuple[int, tuple[float, ...]] | None) -> "Model":
        """With the step made that learns from the batch at `place`, one of its samples edited or not."""
        if not self.at_head and (place, edited) == (self.snap.place, self.snap.edited):
            return self.at(self.step + 1)
        there = self if self.at_head else self.forked(f"changed at step {self.step + 1}")
        before = replace(there.line.snaps[-1], place=place, edited=edited)
        after = made(there.setup, before, there.step)
        line = replace(there.line, snaps=(*there.line.snaps[:-1], before, after))
        return there.with_line(line).at(there.step + 1)


def begun(experiment: Experiment) -> Model:
    """The beginning of a run."""
    setup = set_up(experiment)
    memory = plan_of(setup).optimizer.start(setup.network)
    return Model(setup, {"1": Line((Snap(experiment, setup.network, memory, 0),))})


def rows_at(setup: Setup, experiment: Experiment, place: int) -> np.ndarray:
    """The samples of the batch at a place of the order."""
    train = setup.split.train
    batches = -(-len(train) // experiment.batch_size)
    epoch, index = divmod(place, batches)
    order = epoch_order(train, seed=experiment.seed, epoch=epoch)
    return batch(order, batch_size=experiment.batch_size, index=index)


def made(setup: Setup, snap: Snap, number: int) -> Snap:
    """After one more step."""
    plan = plan_of(replace(setup, experiment=snap.experiment))
    rows = rows_at(setup, snap.experiment, snap.place)
    x, y = setup.x[rows].copy(), setup.y[rows].copy()
    if snap.edited is not None:
        x[np.flatnonzero(rows == snap.edited[0])] = setup.scaling.apply([snap.edited[1]])
    step = make_step(
        snap.network, x, y, learning_rate=plan.learning_rate, number=number, optimizer=plan.optimizer,
        optimizer_state=snap.optimizer_state, schedule=plan.schedule, l1=plan.l1, l2=plan.l2,
        dropout=plan.dropout, clip_norm=plan.clip_norm, seed=plan.seed,
    )  # fmt: skip
    return Snap(snap.experiment, step.after, step.optimizer_state_after, snap.place + 1)


def with_bias(snap: Snap, link: int, neuron: int, value: float) -> Snap:
    """With one bias at another value."""
    parameters: Floats = snap.network.parameters.copy()
    snap.network.layout.biases(parameters)[link][neuron] = value
    return replace(snap, network=snap.network.with_parameters(parameters))
