"""The one sample of the 2-2-2 example that is worked by hand in many courses, from a page of 2015.

Inputs 0.05 and 0.10, targets 0.01 and 0.99; whoever follows the example on paper finds its numbers here.
Source: Mazur, A Step by Step Backpropagation Example, 2015.
"""

import numpy as np

from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset

TITLE = "Worked example 2-2-2"


def _worked(seed: int) -> Dataset:
    return Dataset(
        name="worked",
        title=TITLE,
        inputs=np.array([[0.05, 0.10]]),
        targets=np.array([[0.01, 0.99]]),
        input_names=("i1", "i2"),
        input_units=("", ""),
        output_names=("o1", "o2"),
        output_units=("", ""),
        kind="values",
        source="Mazur, A Step by Step Backpropagation Example, 2015",
        task="Can two outputs learn to say 0.01 and 0.99, from the inputs 0.05 and 0.10?",
        whole=True,
    )


MAKERS = (
    Maker(BuiltIn("worked", TITLE, "values", 1, 2, 2, "The sample of an example worked by hand."), _worked),
)
