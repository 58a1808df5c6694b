"""The run of an experiment: what was learned, how, and what it says of samples, in the data's own words."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.core.arrays import Floats, check_rows
from learnscope.core.compiled import PLAIN, EngineName
from learnscope.core.forward import predict
from learnscope.core.losses import LOSSES
from learnscope.core.network import Network
from learnscope.core.threads import one_thread
from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import Dataset
from learnscope.data.features import with_features
from learnscope.data.split import PARTS, Split
from learnscope.data.targets import targets_like
from learnscope.errors import ArgumentError, DataError, ShapeError, check_choice, check_path, check_whole
from learnscope.experiment import Experiment, Setup
from learnscope.keywords import answering
from learnscope.once import once
from learnscope.run import Tree, point, segment_at
from learnscope.run.diagnosis import Diagnosis, Fault, diagnose
from learnscope.run.history import History
from learnscope.training.conditions import Stop
from learnscope.training.evaluation import Evaluation, evaluate_rows
from learnscope.training.loop import Loop
from learnscope.training.plan import TrainingPlan

if TYPE_CHECKING:
    from learnscope.library.run_step import RunStep

BLOCK = 4096  # samples predicted together


@dataclass(frozen=True, eq=False, repr=False)
class ExperimentRun:
    """A tree and one of its futures, with the recipe and the data it came from.

    Made by `train` and `open_run`. A run on the page may have been edited on the way: its steps were then
    made under several recipes, and `experiment` is the one of its last. `at` gives the network at any step as
    it was, bit for bit: the keyframe before it, and the steps between made again by the engine that made
    them. On another kind of processor or with other versions of the libraries last bits may differ.

    tree     all futures of the run, with what they have in common
    future   the name of this one among them
    history  what every step did: `history.loss` or `history["loss"]`, and measures by epoch
    stopped  why it ended: a name, the step, and a sentence; None: it can go on
    note     why steps made again here may differ from those that were made; "" where nothing does
    """

    tree: Tree
    future: str
    history: History
    stopped: Stop | None = None
    note: str = ""

    def __repr__(self) -> str:
        shape = "-".join(map(str, self.network.sizes))
        return f"<ExperimentRun {self.dataset.name}, {shape}, {self.steps} steps>"

    @property
    def setup(self) -> Setup:
        """What its recipe begins with."""
        return self.tree[self.future].segment.setup

    @property
    def experiment(self) -> Experiment:
        """The recipe."""
        return self.setup.experiment

    @property
    def plan(self) -> TrainingPlan:
        """What the recipe means to the training loop."""
        return self.tree[self.future].segment.loop.plan

    @property
    def dataset(self) -> Dataset:
        """The data, features included."""
        return self.setup.dataset

    @property
    def engine(self) -> EngineName:
        """What made its last steps."""
        return self.tree[self.future].segment.engine

    @once
    def network(self) -> Network:
        """The network after the last step."""
        return self.plan.network.with_parameters(self.tree[self.future].head.parameters)

    @property
    def steps(self) -> int:
        """Updates made."""
        return self.tree[self.future].steps

    @once
    def best_step(self) -> int:
        """After how many updates the validation loss, or without one the training loss, was lowest."""
        measures = self.history.measures
        losses = measures.loss("validation" if measures.counts[1] else "train")
        return int(measures.step[np.where(np.isfinite(losses), losses, np.inf).argmin()])

    @once
    def best(self) -> Network:
        """The network after `best_step` updates."""
        return self.at(self.best_step)

    @answering
    def at(self, step: int) -> Network:
        """The network after `step` updates, from 0 to `steps`, bit for bit."""
        check_whole("step", step, low=0, high=self.steps)
        if step == self.steps:
            return self.network
        network = segment_at(self.tree, self.future, step).loop.plan.network
        return network.with_parameters(point(self.tree, self.future, step).parameters)

    @answering
    def step(self, number: int) -> "RunStep":
        """All that step `number`, from 0, takes and makes: its batch, trace, gradients, update, losses.

        `run.step(38).why("gradient.1.2.0")` says why one of its numbers is what it is.

        That of `steps` is the one that would come next.
        """
        from learnscope.library.run_step import RunStep  # which loads what draws explanations

        check_whole("number", number, low=0, high=self.steps)
        return RunStep.of(self.tree, self.future, number)

    @answering
    def evaluate(
        self, part: str | ArrayLike, y: ArrayLike | None = None, *, step: int | None = None
    ) -> Evaluation:
        """Measures over the "train", "validation" or "test" samples, or over samples of your own.

        `part` is one of these words, or inputs X (N, inputs), with targets `y` (N,) or (N, outputs); at the
        end or after `step` updates. X and y are as those that were learned from: in their own units,
        classes by name or in the type they came in. Raises DataError for a class that was not learned.
        """
        if y is not None or not isinstance(part, str):
            return self._evaluated(part, y, step=step)
        check_choice("part", part, PARTS)
        network = self.network if step is None else self.at(step)
        segment = segment_at(self.tree, self.future, self.steps if step is None else step)
        rows = getattr(segment.loop.plan.split, part)
        return self._named(evaluate_rows(segment.loop, network.parameters, rows, engine=segment.made_by))

    def _named(self, found: Evaluation) -> Evaluation:
        """Measures with the names of the classes."""
        return found if found.confusion is None else replace(found, classes=self.dataset.output_names)

    def diagnose(self) -> tuple[Diagnosis, ...]:
        """Why it learned badly: the cause, the numbers that show it, what to try; empty where it did not.

        >>> import learnscope as ls
        >>> run = ls.train(ls.Experiment(data="circle", hidden=[], epochs=20), engine="plain")
        >>> run.diagnose()[0].cause
        'linear'
        >>> better = run.experiment.replace(**run.diagnose()[0].remedies[0].changes)

        `Diagnosis` has a cause, evidence, and remedies that change the recipe; docs/diagnosis.md lists the
        causes. The page and `learnscope train` say the same.
        """
        fault = None
        if self.stopped is not None and self.stopped.name == "not_finite":
            head = self.tree[self.future]
            loop = head.segment.loop
            rows = loop.batch(head.head.place)
            fault = Fault.found(
                self.network,
                loop.gather(rows),
                loop.material.y[rows],
                step=self.steps,
                rows=rows,
                noun=self.setup.dataset.noun,
            )
        return diagnose(self.tree, self.future, self.steps, self.network, fault=fault)

    @answering
    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """What the network says of samples `X` (N, inputs) or pictures, in the data's own units and names.

        classes    the likeliest one of each sample (N,), in the type the classes came in: words, whole
                   numbers, truths; of built-in data and of runs saved before types were kept, words
        labels     whether each sample has each label (N, labels), in the order of `dataset.output_names`
        values     in their own units, (N,) for a single one, else (N, values)

        Raises ShapeError or DataError where the samples do not fit the data that was learned.
        """
        said = self._outputs(X)
        if self.dataset.kind == "classes":
            likeliest: NDArray[Any] = np.array(self.dataset.labels)[said.argmax(axis=1)]
            return likeliest
        if self.dataset.kind == "labels":
            probable = LOSSES[self.network.loss].squash == "sigmoid"
            given: NDArray[np.bool_] = said > (0.5 if probable else self.plan.threshold)
            return given
        return said[:, 0] if said.shape[1] == 1 else said

    @answering
    def probabilities(self, X: ArrayLike) -> Floats:
        """How probable each class or label is for each of the samples `X` (N, inputs): (N, n_out).

        In the order of `dataset.output_names`. Raises ArgumentError where the loss makes no probabilities.
        """
        if not LOSSES[self.network.loss].squash:
            known = " or ".join(name for name, loss in LOSSES.items() if loss.squash)
            raise ArgumentError(
                f"probabilities need the loss {known}, got {self.network.loss!r}; use predict"
            )
        return self._outputs(X)

    @answering
    def save(self, path: str | Path, *, with_data: bool | None = None) -> None:
        """Write the run to one file from which `open_run` makes it again: whole, or not at all.

        Data of your own is part of the file unless it is larger than 256 MB; `with_data` overrules that.
        Without, the file knows the data by its fingerprint, and whoever opens it hands the data in.

        Raises FormatError where the path holds a file that is no run: it is left as it is.
        """
        from learnscope.store.contents import Notes
        from learnscope.store.write import write_run

        stopped = None if self.stopped is None else asdict(self.stopped)
        notes = Notes(shown=self.future, step=self.steps, stopped=stopped)
        write_run(check_path(path, file=True), self.tree, notes, self.history, with_data=with_data)

    def _outputs(self, X: ArrayLike) -> Floats:
        """Probabilities or values (N, n_out) in the data's own units.

        Samples are taken in blocks of fixed size on one thread, so that neither memory nor cores matter.
        """
        rows = self._inputs(X)
        scaling, target_scaling = self.plan.input_scaling, self.plan.target_scaling
        values = np.empty((len(rows), self.network.sizes[-1]))
        with one_thread(PLAIN):
            for start in range(0, len(rows), BLOCK):
                block = rows[start : start + BLOCK]
                values[start : start + BLOCK] = predict(
                    self.network, block if scaling is None else scaling.apply(block)
                )
        return values if target_scaling is None else target_scaling.invert(values)

    def _evaluated(self, X: Any, y: ArrayLike | None, *, step: int | None) -> Evaluation:
        """Measures over samples of one's own."""
        if y is None:
            raise ArgumentError("y must be given with X, got None; pass evaluate(X, y)")
        rows, targets = self._inputs(X), targets_like(self.dataset, y)
        if len(rows) != len(targets):
            raise ShapeError(f"X and y must have as many rows, got {len(rows)} and {len(targets)}")
        network = self.network if step is None else self.at(step)
        setup = self.setup
        plan = replace(
            self.plan,
            network=network,
            inputs=setup.scaling.apply(rows),
            targets=targets,
            input_scaling=None,
            split=Split(np.arange(len(rows)), np.arange(0), np.arange(0)),
        )
        loop = Loop(plan)
        return self._named(evaluate_rows(loop, network.parameters, np.arange(len(rows)), engine=PLAIN))

    def _inputs(self, X: ArrayLike) -> Floats:
        """New samples as the rows that were learned from, features included."""
        shape, names = self.dataset.image_shape, self.experiment.features
        if shape is not None and np.ndim(X) == len(shape) + 1 and np.shape(X)[1:] == shape:
            X = np.reshape(X, (len(np.asarray(X)), -1))
        rows = check_rows("X", X, self.dataset.inputs.shape[1] - len(names))
        finite = np.isfinite(rows).all(axis=1)
        if not finite.all():
            row = int(finite.argmin())
            column = int(np.isfinite(rows[row]).argmin())
            raise DataError(
                f"X must hold finite numbers, got {rows[row, column]} in row {row + 1}, column {column + 1}; "
                "leave the row out or fill it"
            )
        if names:
            return with_features(
                from_arrays(rows, np.zeros(len(rows)), kind="values", name="X"), names
            ).inputs
        return rows
