"""Trainings under the remedies of their diagnosis: whether a remedy makes good what it is for."""

import numpy as np

import learnscope as ls
from learnscope.run.diagnosis import Remedy

UNSEEN = ("overfitting", "no_signal")  # causes for which the loss of samples counts that were not learned


def badness(run: ls.ExperimentRun, cause: str, *, in_own_units: bool = False) -> float:
    """What a remedy is to make smaller: the training loss, or for some causes that of other samples.

    Losses of values that are scaled otherwise cannot be compared; then it is 1 − R².
    """
    unseen = "validation" if len(run.setup.split.validation) else "test"
    measures = run.evaluate(unseen if cause in UNSEEN else "train")
    if in_own_units and run.dataset.kind == "values":
        return np.inf if measures.r2 is None or not np.isfinite(measures.r2) else 1 - measures.r2
    return measures.loss if np.isfinite(measures.loss) else np.inf


def before_and_after(run: ls.ExperimentRun, cause: str, remedy: Remedy) -> tuple[float, float]:
    """What it was, and what it is where the same training is made with the remedy."""
    own = "scale" in remedy.changes
    better = ls.train(run.experiment.replace(**remedy.changes), engine="compiled")
    return badness(run, cause, in_own_units=own), badness(better, cause, in_own_units=own)
