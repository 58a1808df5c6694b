"""How a network does on a set of samples: loss and its parts, accuracy, confusion matrix, R².

Samples are looked at in blocks of fixed size, in a fixed order, on one thread, so that neither the number of
cores nor the memory at hand changes a result.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import Engine
from learnscope.training.loop import Loop
from learnscope.training.measures import explained, spread

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Measures over `count` samples; what does not apply to the kind of target is None."""

    count: int
    loss: float  # the data part, mean over samples; not-a-number without samples
    penalty: float
    accuracy: float | None  # share of samples, or of single labels
    r2: float | None  # mean over outputs
    confusion: Indices | None  # (classes, classes): row the true class, column the predicted one
    errors: Floats | None = None  # (n_out,) root of the mean squared error of each value, in its own unit

    @property
    def total(self) -> float:
        """What training makes small: loss and penalty."""
        return self.loss + self.penalty


def evaluate_rows(loop: Loop, parameters: Floats, rows: Indices, *, engine: Engine) -> Evaluation:
    """Measures of the network with `parameters` over `rows` of the loop's data."""
    values, kind = np.zeros(1 + loop.plan.network.sizes[-1]), loop.plan.kind
    loop.measure_rows(parameters, rows, engine, values)
    penalty = loop.penalty(parameters, engine)
    if len(rows) == 0:
        return Evaluation(0, np.nan, penalty, None, None, None)
    if kind == "values":
        r2 = float(explained(values[1:], spread(loop.material.y[rows])))
        scaling = loop.plan.target_scaling
        errors = np.sqrt(values[1:] / len(rows)) * (1.0 if scaling is None else scaling.scale)
        return Evaluation(len(rows), float(values[0]), penalty, None, r2, None, frozen(errors))
    answers = len(rows) * (loop.plan.network.sizes[-1] if kind == "labels" else 1)
    matrix = None
    if kind == "classes":
        outputs = loop.outputs(parameters, rows, engine)
        matrix = confusion(outputs.argmax(axis=1), loop.material.y[rows].argmax(axis=1), outputs.shape[1])
    return Evaluation(len(rows), float(values[0]), penalty, float(values[1] / answers), None, matrix)


def confusion(predicted: Indices, true: Indices, classes: int) -> Indices:
    """How often each true class (row) was taken for each class (column), (classes, classes).

    >>> confusion(np.array([0, 1, 1]), np.array([0, 0, 1]), 2)
    array([[1, 1],
           [0, 1]])
    """
    counts = np.bincount(true * classes + predicted, minlength=classes * classes)
    return frozen(counts.reshape(classes, classes))  # type: ignore[arg-type, return-value]
