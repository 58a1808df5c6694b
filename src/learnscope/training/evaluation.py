"""How a network does on a set of samples: loss and its parts, accuracy, confusion matrix, R².

Samples are looked at in blocks of fixed size, in a fixed order, on one thread, so that neither the number of
cores nor the memory at hand changes a result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import Engine
from learnscope.data.remedies import counted, listed
from learnscope.training.loop import Loop
from learnscope.training.measures import FEWEST, explained, spread
from learnscope.words import percent

Indices = NDArray[np.int64]


WIDE = 98  # characters of a printed line
LISTED = 18  # classes of a table that is printed
CUT = 40  # characters of a name in it; `classes` has them whole


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation:
    """Measures over `count` samples; what does not apply to the kind of target is None."""

    count: int
    loss: float  # the data part, mean over samples; not-a-number without samples
    penalty: float
    accuracy: float | None  # share of samples, or of single labels
    r2: float | None  # mean over outputs; None of one sample alone, which has no variance
    confusion: Indices | None  # (classes, classes): row the true class, column the predicted one
    errors: Floats | None = None  # (n_out,) root of the mean squared error of each value, in its own unit
    baseline: float | None = None  # the accuracy of always saying what most of the training samples are
    classes: tuple[str, ...] = ()  # what the rows and columns of `confusion` are called, where it is known

    def __repr__(self) -> str:
        shown = [f"loss {self.loss:.4g}"]
        shown += [f"penalty {self.penalty:.4g}"] if self.penalty else []
        shown += [f"accuracy {percent(self.accuracy, digits=1)}"] if self.accuracy is not None else []
        shown += [f"R² {self.r2:.4f}"] if self.r2 is not None else []
        if self.errors is not None:
            errors = ", ".join(f"{error:.4g}" for error in self.errors[:LISTED].tolist())
            shown.append(f"errors {errors}{', …' if len(self.errors) > LISTED else ''}")
        lines = [f"<Evaluation of {counted(self.count, 'sample')}: {', '.join(shown)}>"]
        if self.confusion is not None and 1 < len(self.confusion) <= LISTED:
            lines += _table(self.confusion, self._names)
        if self.never_predicted:
            lines.append(f"never predicted: {listed(self.never_predicted, most=3)}")
        return "\n".join(line if len(line) <= WIDE else f"{line[: WIDE - 1]}…" for line in lines)

    @property
    def never_predicted(self) -> tuple[str, ...]:
        """The classes that some of the samples have and none was taken for."""
        if self.confusion is None:
            return ()
        return tuple(self._names[place] for place in unpredicted(self.confusion))

    @property
    def _names(self) -> tuple[str, ...]:
        count = 0 if self.confusion is None else len(self.confusion)
        return self.classes or tuple(f"class {place}" for place in range(count))

    @property
    def total(self) -> float:
        """What training makes small: loss and penalty."""
        return self.loss + self.penalty


def evaluate_rows(loop: Loop, parameters: Floats, rows: Indices, *, engine: Engine) -> Evaluation:
    """Measures of the network with `parameters` over `rows` of the loop's data."""
    values, kind = np.zeros(1 + loop.plan.network.sizes[-1]), loop.plan.kind
    outputs = None
    if kind == "classes":
        outputs = loop.outputs_measured(parameters, rows, engine, values)
    else:
        loop.measure_rows(parameters, rows, engine, values)
    penalty = loop.penalty(parameters, engine)
    if len(rows) == 0:
        return Evaluation(0, np.nan, penalty, None, None, None)
    if kind == "values":
        several = len(rows) >= FEWEST
        r2 = float(explained(values[1:], spread(loop.material.y[rows]))) if several else None
        scaling = loop.plan.target_scaling
        errors = np.sqrt(values[1:] / len(rows)) * (1.0 if scaling is None else scaling.scale)
        return Evaluation(len(rows), float(values[0]), penalty, None, r2, None, frozen(errors))
    answers = len(rows) * (loop.plan.network.sizes[-1] if kind == "labels" else 1)
    matrix = None
    if outputs is not None:
        matrix = confusion(outputs.argmax(axis=1), loop.material.y[rows].argmax(axis=1), outputs.shape[1])
    right = float(values[1] / answers)
    baseline = (
        float(np.mean(loop.yes[rows] == loop.usual))
        if kind == "labels"
        else float(np.mean(loop.yes[rows, loop.usual.argmax()]))
    )
    return Evaluation(len(rows), float(values[0]), penalty, right, None, matrix, baseline=baseline)


def unpredicted(matrix: Indices) -> list[int]:
    """The places of the classes that occur, in the rows of a confusion matrix, and in no column.

    >>> unpredicted(np.array([[3, 0, 0], [1, 0, 0], [0, 0, 0]]))
    [1]
    """
    return np.flatnonzero((matrix.sum(axis=0) == 0) & (matrix.sum(axis=1) > 0)).tolist()


def _table(matrix: Indices, names: Sequence[str]) -> list[str]:
    """The matrix in lines, a class each, with letters over the columns where names are too long for them."""
    short = [name if len(name) <= CUT else f"{name[: CUT - 1]}…" for name in names]
    widest = max(map(len, short))
    heads = list(short)
    if widest + 2 + sum(2 + max(len(name), 4) for name in short) > WIDE:
        heads = [chr(ord("a") + place) for place in range(len(names))]
        short = [f"{head} = {name}" for head, name in zip(heads, short, strict=True)]
        widest += 4
    widths = [
        max(len(head), len(str(int(column.max())))) for head, column in zip(heads, matrix.T, strict=True)
    ]
    top = "".join(f"  {head:>{width}}" for head, width in zip(heads, widths, strict=True))
    lines = ["rows: the truth; columns: what was said", f"{'':<{widest}} |{top}"]
    for name, row in zip(short, matrix.tolist(), strict=True):
        cells = "".join(f"  {count:>{width}}" for count, width in zip(row, widths, strict=True))
        lines.append(f"{name:<{widest}} |{cells}")
    return lines


def confusion(predicted: Indices, true: Indices, classes: int) -> Indices:
    """How often each true class (row) was taken for each class (column), (classes, classes).

    >>> confusion(np.array([0, 1, 1]), np.array([0, 0, 1]), 2)
    array([[1, 1],
           [0, 1]])
    """
    counts = np.bincount(true * classes + predicted, minlength=classes * classes)
    return frozen(counts.reshape(classes, classes))  # type: ignore[arg-type, return-value]
