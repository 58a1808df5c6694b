"""Cells to begin the Game of Life with, on a torus of 80 × 64.

Patterns are written as the community of the game writes them (run length encoded): b dead, o alive, $ the end
of a row, ! the end, each after how often it comes.

Sources: R-pentomino and glider, M. Gardner, "Mathematical games", Scientific American 223 (October 1970);
the gun of gliders, R. W. Gosper, 1970.
"""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from learnscope.scene.schema import LifeStart

WIDTH, HEIGHT = 80, 64
SEED = 1970  # of the random cells
ALIVE = 0.35  # the share of them that lives

GLIDER = "bo$2bo$3o!"
R_PENTOMINO = "b2o$2o$bo!"
SHIP = "bo2bo$o$o3bo$4o!"
GUN = "24bo$22bobo$12b2o6b2o12b2o$11bo3bo4b2o12b2o$2o8bo5bo3b2o$2o8bo3bob2o4bobo$10bo5bo7bo$11bo3bo$12b2o!"
Cells = NDArray[np.bool_]


@cache
def life_starts() -> tuple[LifeStart, ...]:
    """All of them, the one that is shown first in front."""
    gliders = _together(*((GLIDER, 4 + 8 * k, 4 + 9 * k) for k in range(6)))
    mixed = _together((GLIDER, 3, 4), (GLIDER, 3, 18), (SHIP, 6, 36), (R_PENTOMINO, 34, 24))
    mixed[36:58, 48:74] = _random(22, 26)
    return (
        _start("mixed", "gliders, R-pentomino, random cells", mixed),
        _start("gliders", "gliders", gliders),
        _start("r-pentomino", "R-pentomino", _together((R_PENTOMINO, 30, 38))),
        _start("gun", "gun of gliders", _together((GUN, 8, 6))),
        _start("random", "random cells", _random(HEIGHT, WIDTH)),
    )


def pattern(text: str) -> Cells:
    """The cells (height, width) that run lengths write.

    >>> pattern("bo$2bo$3o!").astype(int)
    array([[0, 1, 0],
           [0, 0, 1],
           [1, 1, 1]])
    """
    rows: list[list[bool]] = [[]]
    for times, sign in re.findall(r"(\d*)([bo$])", text):
        count = int(times or 1)
        if sign == "$":
            rows += [[] for _ in range(count)]
        else:
            rows[-1] += [sign == "o"] * count
    cells = np.zeros((len(rows), max(map(len, rows))), dtype=np.bool_)
    for row, found in zip(cells, rows, strict=True):
        row[: len(found)] = found
    return cells


def _together(*placed: tuple[str, int, int]) -> Cells:
    """Patterns with the row and the column of their upper left corners."""
    cells = np.zeros((HEIGHT, WIDTH), dtype=np.bool_)
    for text, row, column in placed:
        found = pattern(text)
        cells[row : row + found.shape[0], column : column + found.shape[1]] = found
    return cells


def _random(height: int, width: int) -> Cells:
    drawn: Cells = np.random.default_rng(SEED).random((height, width)) < ALIVE
    return drawn


def _start(name: str, title: str, cells: Cells) -> LifeStart:
    return LifeStart(name, title, cells.shape[1], cells.shape[0], cells.tobytes())
