"""Tables of truth: two inputs, 0 or 1, and whether the operation makes them true.

    x y   and  or  xor
    0 0    0   0    0
    0 1    0   1    1
    1 0    0   1    1
    1 1    1   1    0

The results are classes, called false and true.
"""

import numpy as np

from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset
from learnscope.data.targets import one_hot

ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))


def _maker(name: str, title: str, note: str, task: str, truths: tuple[int, ...]) -> Maker:
    def make(seed: int) -> Dataset:
        return Dataset(
            name=name,
            title=title,
            inputs=np.array(ROWS, dtype=np.float64),
            targets=one_hot(np.array(truths), 2),
            input_names=("x", "y"),
            input_units=("", ""),
            output_names=("false", "true"),
            output_units=("", ""),
            kind="classes",
            task=task,
            noun="row",
            input_titles=("x₁", "x₂"),
            whole=True,
        )

    return Maker(BuiltIn(name, title, "classes", 4, 2, 2, note), make)


MAKERS = (
    _maker("and", "AND", "True where both inputs are 1.", "Are both inputs 1?", (0, 0, 0, 1)),
    _maker("or", "OR", "True where an input is 1.", "Is at least one of two inputs 1?", (0, 1, 1, 1)),
    _maker(
        "xor_gate",
        "XOR",
        "True where exactly one input is 1.",
        "Is exactly one of two inputs 1?",
        (0, 1, 1, 0),
    ),
)
