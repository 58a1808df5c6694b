"""Digits: 1 797 handwritten digits as pictures of 8 × 8 numbers from 0 (paper) to 16 (ink).

Source: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
Repository (doi 10.24432/C50P49), test set: the values that scikit-learn ships. `files/digits.txt` says more.
"""

from importlib.resources import files

import numpy as np

from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset
from learnscope.data.pictures import pixel_names
from learnscope.data.targets import one_hot

SHAPE = (8, 8)


def _digits(seed: int) -> Dataset:
    path = files("learnscope.data.builtin") / "files" / "digits.npz"
    with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
        pixels, digits = held["pixels"].astype(np.float64), held["digits"].astype(np.int64)
    return Dataset(
        name="digits",
        title="Handwritten digits",
        inputs=pixels,
        targets=one_hot(digits, 10),
        input_names=pixel_names(SHAPE),
        input_units=("",) * 64,
        output_names=tuple("0123456789"),
        output_units=("",) * 10,
        kind="classes",
        task="Which digit did somebody write, from 8 × 8 pixels?",
        noun="picture",
        source="E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, "
        "UCI Machine Learning Repository (1998), test set",
        licence="CC BY 4.0",
        image_shape=SHAPE,
    )


MAKERS = (
    Maker(
        BuiltIn("digits", "Handwritten digits", "classes", 1797, 64, 10, "Which digit a person wrote."),
        _digits,
    ),
)
