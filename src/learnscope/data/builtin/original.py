"""The single sample of the 2015 visualisation "How do neural networks learn?".

Three inputs in (−1, 1), and the targets 0 1 0 of three outputs. The original drew its inputs anew at every
visit; here they are fixed, so that everyone sees the same numbers.
"""

import numpy as np

from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset

INPUTS = (0.64, -0.28, 0.47)
TARGETS = (0.0, 1.0, 0.0)


def _original(seed: int) -> Dataset:
    return Dataset(
        name="original",
        title="The 2015 original",
        inputs=np.array([INPUTS]),
        targets=np.array([TARGETS]),
        input_names=("input 1", "input 2", "input 3"),
        input_units=("",) * 3,
        output_names=("output 1", "output 2", "output 3"),
        output_units=("",) * 3,
        kind="classes",
        task="Can three outputs learn to say 0, 1 and 0, from three inputs?",
        whole=True,
    )


MAKERS = (
    Maker(
        BuiltIn("original", "The 2015 original", "classes", 1, 3, 3, "A single sample of three inputs."),
        _original,
    ),
)
