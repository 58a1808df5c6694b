"""Rows of the two tables of a future: one of numbers per step, one of measures."""

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.data.split import PARTS
from learnscope.training import kernels
from learnscope.training.loop import Loop
from learnscope.training.measures import Measures

Indices = NDArray[np.int64]

STEP_COLUMNS = ("loss", "penalty", "gradient norm", "update norm", "gradient norm, output")
MEASURES = (
    *(f"{part} loss" for part in PARTS),
    "penalty",
    *(f"{part} accuracy" for part in PARTS),
    *(f"{part} r2" for part in PARTS),
)
STEP, FIRST_MEASURE = 0, 1  # columns of the table of measures
VALIDATION = FIRST_MEASURE + MEASURES.index("validation loss")


def step_names(columns: int) -> tuple[str, ...]:
    """What the columns of the table of steps are called.

    >>> step_names(6)[3:]
    ('update norm', 'gradient norm, output', 'gradient norm, hidden 1')
    """
    hidden = range(1, columns - len(STEP_COLUMNS) + 1)
    return (*STEP_COLUMNS, *(f"gradient norm, hidden {k}" for k in hidden))


def step_columns(layers: int) -> int:
    """How many columns the table of steps has for a network of so many layers."""
    return len(STEP_COLUMNS) + layers - 1


def step_rows(record: Floats, columns: int) -> Floats:
    """Rows (S, columns) of the table of steps from those of the training loop (S, 4 + 2 L)."""
    layers = (record.shape[1] - kernels.LAYERS) // 2
    rows = np.full((len(record), columns), np.nan)
    output = kernels.LAYERS + layers - 1
    rows[:, : kernels.LAYERS] = record[:, : kernels.LAYERS]
    rows[:, kernels.LAYERS] = record[:, output]
    rows[:, kernels.LAYERS + 1 : step_columns(layers)] = record[:, kernels.LAYERS : output]
    return rows


def measure_rows(measures: Measures) -> Floats:
    """Rows (M, 1 + 10) of the table of measures."""
    rows = np.empty((len(measures.step), FIRST_MEASURE + len(MEASURES)))
    if len(rows) == 0:
        return rows
    rows[:, STEP] = measures.step
    rows[:, FIRST_MEASURE:] = np.stack(
        [
            *(measures.loss(part) for part in PARTS),
            measures.penalty,
            *(measures.accuracy(part) for part in PARTS),
            *(measures.r2(part) for part in PARTS),
        ],
        axis=1,
    )
    return rows


def epoch_ends(loop: Loop, first: int, last: int, ahead: int) -> Indices:
    """The numbers of updates in `first` + 1 … `last` after which an epoch ends."""
    batches = loop.plan.batches
    return np.arange(-(-(first + 1 + ahead) // batches) * batches - ahead, last + 1, batches)
