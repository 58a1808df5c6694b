"""One table, one split: our default recipe and scikit-learn's network with its defaults, on the same rows.

Ours learns from our training rows, the peer from our training and validation rows; both are judged on our
test rows: accuracy of classes, R² of values, 0 where it is below. The peer gets inputs and targets
standardised, as ours are. Seconds are those of learning, `train` and `fit`, of one processor.
"""

import math
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import learnscope as ls
from benchmarks.tables.catalogue import Table
from benchmarks.tables.reading import load
from learnscope.core.arrays import Floats
from learnscope.data.scaling import Scaling
from learnscope.experiment import set_up

SEEDS = range(5)
Pair = tuple[float, float]  # score and seconds


@dataclass(frozen=True)
class Result:
    """Scores and seconds on one table, means over the splits."""

    table: Table
    rows: int
    inputs: int
    ours: float
    peers: float
    our_seconds: float
    their_seconds: float


def contest(table: Table) -> Result:
    """What both reach on a table."""
    dataset = load(table)
    return _result(table, [_ours(dataset, s, {}) for s in SEEDS], [_peers(dataset, s) for s in SEEDS])


def ours_alone(table: Table, *, best: bool = False, **recipe: Any) -> Result:
    """What our defaults, changed by `recipe`, reach on a table; not-a-number for the peer.

    With `best` the network of the lowest validation loss is judged, else the last.
    """
    dataset = load(table)
    ours = [_ours(dataset, seed, recipe, best=best) for seed in SEEDS]
    return _result(table, ours, [(math.nan, math.nan)])


def _result(table: Table, ours: Sequence[Pair], peers: Sequence[Pair]) -> Result:
    (our_score, our_time), (their_score, their_time) = np.mean(ours, axis=0), np.mean(peers, axis=0)
    dataset = load(table)
    return Result(
        table,
        len(dataset),
        dataset.inputs.shape[1],
        float(our_score),
        float(their_score),
        float(our_time),
        float(their_time),
    )


def _ours(
    dataset: ls.Dataset, seed: int, recipe: dict[str, Any], *, best: bool = False
) -> tuple[float, float]:
    experiment = ls.Experiment(data=dataset, seed=seed, **recipe)
    begun = time.process_time()
    run = ls.train(experiment, engine="compiled")
    seconds = time.process_time() - begun
    found = run.evaluate("test", step=run.best_step if best else None)
    score = found.accuracy if dataset.kind == "classes" else found.r2
    assert score is not None
    return max(0.0, score), seconds


def _peers(dataset: ls.Dataset, seed: int) -> tuple[float, float]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    parts = set_up(ls.Experiment(data=dataset, seed=seed)).split
    learned = np.concatenate([parts.train, parts.validation])
    x = Scaling.fit(dataset.inputs[learned]).apply(dataset.inputs)
    classes = dataset.kind == "classes"
    y = dataset.targets.argmax(axis=1) if classes else dataset.targets
    scaling = None if classes else Scaling.fit(y[learned])
    goal = y[learned] if scaling is None else scaling.apply(y[learned])[:, 0]
    begun = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # its defaults are what is asked about
        network = (MLPClassifier if classes else MLPRegressor)(random_state=seed).fit(x[learned], goal)
    seconds = time.process_time() - begun
    said = network.predict(x[parts.test])
    if scaling is None:
        return float((said == y[parts.test]).mean()), seconds
    return _r2(scaling.invert(said[:, None])[:, 0], y[parts.test, 0]), seconds


def _r2(said: Floats, true: Floats) -> float:
    return max(0.0, 1 - float(np.square(said - true).sum() / np.square(true - true.mean()).sum()))
