"""Conway's Game of Life: the 512 neighbourhoods of 3 × 3 cells, and whether the middle cell lives next.

A cell lives next if 3 of its 8 neighbours live, or if it lives and 2 of them do. Sample i holds the nine
binary digits of i, row by row from the upper left.

Source: M. Gardner, "Mathematical games", Scientific American 223 (October 1970), 120-123.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset
from learnscope.data.targets import one_hot

PLACES = (
    "north-west",
    "north",
    "north-east",
    "west",
    "middle",
    "east",
    "south-west",
    "south",
    "south-east",
)
STATES = ("dead", "alive")


@cache
def neighbourhoods() -> NDArray[np.int64]:
    """All 512 of them (512, 9), 1 where a cell lives, in the order of the samples."""
    cells: NDArray[np.int64] = np.arange(512)[:, None] >> np.arange(8, -1, -1) & 1
    cells.flags.writeable = False
    return cells


def rule() -> NDArray[np.bool_]:
    """Whether the middle cell of each neighbourhood lives next (512,)."""
    cells = neighbourhoods()
    middle = cells[:, 4]
    neighbours = cells.sum(axis=1) - middle
    alive: NDArray[np.bool_] = (neighbours == 3) | ((neighbours == 2) & (middle == 1))
    return alive


def is_life(dataset: Dataset) -> bool:
    """Whether its samples are the neighbourhoods, and its classes dead and alive."""
    return dataset.output_names == STATES and np.array_equal(dataset.inputs, neighbourhoods())


def _life(seed: int) -> Dataset:
    return Dataset(
        name="life",
        title="Game of Life",
        inputs=neighbourhoods().astype(np.float64),
        targets=one_hot(rule().astype(np.int64), 2),
        input_names=PLACES,
        input_units=("",) * 9,
        output_names=STATES,
        output_units=("", ""),
        kind="classes",
        task="Does the middle cell of nine live next, from which of them live now?",
        noun="neighbourhood",
        source="J. H. Conway's rule, in M. Gardner, Scientific American 223 (October 1970), 120-123",
        image_shape=(3, 3),
    )


MAKERS = (
    Maker(
        BuiltIn("life", "Game of Life", "classes", 512, 9, 2, "Whether the middle cell of nine lives next."),
        _life,
    ),
)
