"""Conway's Game of Life: the 512 neighbourhoods of 3 × 3 cells, and whether the middle cell lives next.

A cell lives next if 3 of its 8 neighbours live, or if it lives and 2 of them do. Sample i holds the nine
binary digits of i, row by row from the upper left.

Source: M. Gardner, "Mathematical games", Scientific American 223 (October 1970), 120-123.
"""

import numpy as np

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


def _life(seed: int) -> Dataset:
    cells = np.arange(512)[:, None] >> np.arange(8, -1, -1) & 1
    middle = cells[:, 4]
    neighbours = cells.sum(axis=1) - middle
    alive = (neighbours == 3) | ((neighbours == 2) & (middle == 1))
    return Dataset(
        name="life",
        title="Game of Life",
        inputs=cells.astype(np.float64),
        targets=one_hot(alive.astype(np.int64), 2),
        input_names=PLACES,
        input_units=("",) * 9,
        output_names=("dead", "alive"),
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
