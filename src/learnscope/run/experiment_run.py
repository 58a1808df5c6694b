"""The run of an experiment: what was learned, how, and what it says of samples, in the data's own words."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnscope.core.arrays import Floats, check_rows
from learnscope.core.losses import LOSSES
from learnscope.core.network import Network
from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import Dataset
from learnscope.data.features import with_features
from learnscope.errors import ArgumentError
from learnscope.experiment import Experiment, Setup
from learnscope.run.diagnosis import Diagnosis, diagnose
from learnscope.run.run import Run
from learnscope.training.conditions import Stop
from learnscope.training.history import History
from learnscope.training.measures import Evaluation


@dataclass(frozen=True, eq=False, repr=False)
class ExperimentRun:
    """A run with the recipe and the data it came from. Made by `train` and `open_run`."""

    setup: Setup
    run: Run
    note: str = field(
        default="", kw_only=True
    )  # why steps replayed here may differ from those that were made

    def __repr__(self) -> str:
        shape = "-".join(map(str, self.network.sizes))
        return f"<ExperimentRun {self.dataset.name}, {shape}, {self.steps} steps>"

    @property
    def experiment(self) -> Experiment:
        """The recipe."""
        return self.setup.experiment

    @property
    def dataset(self) -> Dataset:
        """The data, features included."""
        return self.setup.dataset

    @property
    def network(self) -> Network:
        """The network after the last step."""
        return self.run.network

    @property
    def history(self) -> History:
        """What every step did, in columns: `history.loss` or `history["loss"]`, and measures by epoch."""
        return self.run.history

    @property
    def steps(self) -> int:
        """Updates made."""
        return self.run.steps

    @property
    def stopped(self) -> Stop | None:
        """Why it ended: a name, the step, and a sentence."""
        return self.run.stopped

    @property
    def best(self) -> Network:
        """The network whose validation loss, or without validation samples training loss, was lowest."""
        return self.run.best

    @property
    def best_step(self) -> int:
        """After how many updates that was."""
        return self.run.best_step

    def at(self, step: int) -> Network:
        """The network after `step` updates, from 0 to `steps`, bit for bit."""
        return self.run.at(step)

    def evaluate(self, part: str, *, step: int | None = None) -> Evaluation:
        """Measures over the "train", "validation" or "test" samples, at the end or after `step` updates."""
        return self.run.evaluate(part, step=step)

    def diagnose(self) -> tuple[Diagnosis, ...]:
        """What is wrong with it, worst first, with the evidence and what to try; empty where nothing is."""
        return diagnose(self.run)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """What the network says of samples `X` (N, inputs) or pictures, in the data's own units and names.

        classes    the name of the likeliest one of each sample (N,)
        labels     whether each sample has each label (N, labels), in the order of `dataset.output_names`
        values     in their own units, (N,) for a single one, else (N, values)

        Raises ShapeError or DataError where the samples do not fit the data that was learned.
        """
        said = self.run.predict(self._inputs(X))
        if self.dataset.kind == "classes":
            names = np.array(self.dataset.output_names)
            likeliest: NDArray[np.str_] = names[said.argmax(axis=1)]
            return likeliest
        if self.dataset.kind == "labels":
            probable = LOSSES[self.network.loss].squash == "sigmoid"
            given: NDArray[np.bool_] = said > (0.5 if probable else self.run.plan.threshold)
            return given
        return said[:, 0] if said.shape[1] == 1 else said

    def probabilities(self, X: ArrayLike) -> Floats:
        """How probable each class or label is for each sample (N, n_out), in the order of `output_names`."""
        if not LOSSES[self.network.loss].squash:
            known = " or ".join(name for name, loss in LOSSES.items() if loss.squash)
            raise ArgumentError(
                f"probabilities need the loss {known}, got {self.network.loss!r}; use predict"
            )
        return self.run.predict(self._inputs(X))

    def save(self, path: str | Path, *, with_data: bool | None = None) -> None:
        """Write the run to one file from which `open_run` makes it again: whole, or not at all.

        Data of your own is part of the file unless it is larger than 256 MB; `with_data` overrules that.
        Without, the file knows the data by its fingerprint, and whoever opens it hands the data in.

        Raises FormatError where the path holds a file that is no run: it is left as it is.
        """
        from learnscope.run.store import write_run

        write_run(self, Path(path), with_data=with_data)

    def _inputs(self, X: ArrayLike) -> Floats:
        """New samples as the rows that were learned from, features included."""
        shape, names = self.dataset.image_shape, self.experiment.features
        if shape is not None and np.ndim(X) == len(shape) + 1 and np.shape(X)[1:] == shape:
            X = np.reshape(X, (len(np.asarray(X)), -1))
        rows = check_rows("X", X, self.dataset.inputs.shape[1] - len(names))
        if names:
            return with_features(
                from_arrays(rows, np.zeros(len(rows)), kind="values", name="X"), names
            ).inputs
        return rows
