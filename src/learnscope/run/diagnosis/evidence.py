"""What a diagnosis looks at: the recipe, the network as it is, and the way that led to it.

What takes long is found when it is first asked for, so that a training that is well costs little.
"""

from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.backward import backward
from learnscope.core.forward import Trace, forward
from learnscope.core.network import Network
from learnscope.experiment import Experiment, Setup
from learnscope.once import once
from learnscope.run.curves import Curves
from learnscope.run.diagnosis.base import constant_loss
from learnscope.run.diagnosis.reach import Reach, reach, score
from learnscope.run.read import best, point, segment_at
from learnscope.run.tree import Tree, spans
from learnscope.run.window import measured, window
from learnscope.training.loop import Loop
from learnscope.training.order import Indices

SAMPLES = 1024  # training samples looked at: enough to tell a share from another
RECENT = 50  # steps whose moves are looked at, at the end; EARLY at the beginning
EARLY = 20
WORK = 20_000_000  # samples times parameters: what takes a few tens of milliseconds
BINS = 200  # that curves are summed up in
LEAST_ROWS = 12  # training samples: of fewer nothing can be said by comparison
LAST = 5  # the last fifth of the way


@dataclass(frozen=True, eq=False)
class Evidence:
    """The future `future` of a run after `step` updates, where it had come to `network`."""

    tree: Tree
    future: str
    step: int
    network: Network

    @once
    def loop(self) -> Loop:
        """What makes its next step."""
        return segment_at(self.tree, self.future, self.step).loop

    @once
    def setup(self) -> Setup:
        """What its recipe begins with."""
        return segment_at(self.tree, self.future, self.step).setup

    @property
    def experiment(self) -> Experiment:
        """The recipe in force."""
        return self.setup.experiment

    @property
    def origin(self) -> int:
        """Updates made before the run began."""
        return self.tree.futures[0].departure

    @once
    def first(self) -> int:
        """The step of the last edit: what was before it was another recipe, or another network."""
        parts = [*(part for part, _ in spans(self.tree, self.future)), *self.tree[self.future].segments]
        edits = (part.first for part in parts if part.causes and part.first <= self.step)
        return max(edits, default=self.origin)

    @once
    def over(self) -> bool:
        """Whether the recipe is done: its epochs, its steps, or its patience."""
        plan, lowest = self.loop.plan, best(self.tree, self.future)
        patience = plan.stop.patience
        waited = patience is not None and lowest is not None
        tired = waited and self.step - lowest.step >= (patience or 0) * plan.batches  # type: ignore[union-attr]
        return self.step - self.origin >= plan.steps or bool(tired)

    @once
    def start(self) -> Network:
        """The network at the last edit, or at the start."""
        return self.network.with_parameters(point(self.tree, self.future, self.first).parameters)

    @once
    def curves(self) -> Curves:
        """What was measured since, in bins."""
        return measured(self.tree, self.future, self.first, self.step, BINS)

    def course(self, name: str) -> Floats:
        """One measure (K,) of them: "train loss", "validation r2"."""
        _, means, _ = self.curves.column(name)
        return means

    @once
    def rows(self) -> Indices:
        """Training samples that are looked at, at most 1024 of them."""
        rows = self.loop.plan.split.train
        most = min(SAMPLES, max(LEAST_ROWS, WORK // max(1, self.network.parameters.size)))
        return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(int)]

    @once
    def x(self) -> Floats:
        """They as the network sees them (N, n_in)."""
        return self.loop.gather(self.rows)

    @once
    def y(self) -> Floats:
        """Their targets as the network sees them (N, n_out)."""
        return np.asarray(self.loop.material.y[self.rows], dtype=np.float64)

    @once
    def trace(self) -> Trace:
        """The network on these samples."""
        return forward(self.network, self.x)

    @once
    def pull(self) -> Floats:
        """How the data pulls at each weight, layers one after another: the gradient without penalty."""
        layers = backward(self.network, self.trace, self.y).layers
        return np.concatenate([np.asarray(layer.weight, dtype=np.float64).ravel() for layer in layers])

    @once
    def weights(self) -> Floats:
        """The weights in the order of `pull`."""
        return np.concatenate([np.asarray(w, dtype=np.float64).ravel() for w in self.network.weights])

    @once
    def score(self) -> float:
        """The best of the last fifth of the way, of training samples: accuracy, or R² of values."""
        kind = self.setup.dataset.kind
        said = np.asarray(self.trace.output, dtype=np.float64)
        now: float = score(said, self.y, kind, threshold=self.loop.plan.threshold)
        course = self.course(f"train {'r2' if kind == 'values' else 'accuracy'}")
        recent = course[-max(1, len(course) // LAST) :]
        return max(now, *map(float, recent[np.isfinite(recent)]), now)

    @once
    def reach(self) -> Reach:
        """What simple methods say of samples they have not seen."""
        return reach(self.setup.dataset, self.setup.split)

    @once
    def base(self) -> float:
        """The training loss of always saying the best constant; the first that was measured where none is."""
        found = constant_loss(self.network.loss, self.y)
        return float(self.course("train loss")[0]) if found is None else found

    @property
    def hidden(self) -> int:
        """Hidden layers."""
        return len(self.network.sizes) - 2

    @once
    def leap(self) -> float:
        """How far an early step moved all parameters, over the size they had."""
        return self._moved(self.first, min(self.first + EARLY, self.step), self.start)

    @once
    def stride(self) -> float:
        """How far a late step moved all parameters, over their size."""
        work = self.loop.plan.batch_size * self.network.parameters.size
        recent = min(RECENT, self.step - self.first, max(5, WORK // work))
        return self._moved(self.step - recent, self.step, self.network)

    @once
    def way(self) -> float:
        """How far all parameters are from where they were at first, over the size they had."""
        before = self.start.parameters
        return float(np.linalg.norm(self.network.parameters - before)) / max(_norm(before), TINY)

    @once
    def norm(self) -> float:
        """The median norm of the gradients of the last steps, before they were clipped."""
        recent = min(RECENT, self.step - self.first)
        return float(np.median(self._column("gradient norm", self.step - recent, self.step)))

    def _moved(self, first: int, last: int, network: Network) -> float:
        if first >= last:
            return 0.0
        moves = self._column("update norm", first, last)
        return float(np.median(moves)) / max(_norm(network.parameters), TINY)

    def _column(self, name: str, first: int, last: int) -> Floats:
        """A number of each step `first` to `last`, of which hardly any has to be made again."""
        return window(self.tree, self.future, first, last, max(1, last - first)).column(name)[1]


TINY = 1e-12


def _norm(parameters: Floats) -> float:
    return float(np.linalg.norm(np.asarray(parameters, dtype=np.float64)))
