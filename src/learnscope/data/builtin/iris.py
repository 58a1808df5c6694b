"""Iris: four measurements of 150 flowers of three species, in centimetres.

Source: R. A. Fisher, Annals of Eugenics 7 (1936), 179-188, through the UCI Machine Learning Repository
(doi 10.24432/C56C76), with the two flowers corrected in which the repository differs from Fisher's table:
the values that R and scikit-learn ship. `files/iris.txt` says more.
"""

import csv
from importlib.resources import files

import numpy as np

from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset
from learnscope.data.targets import one_hot

SPECIES = ("setosa", "versicolor", "virginica")


def _iris(seed: int) -> Dataset:
    text = (files("learnscope.data.builtin") / "files" / "iris.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines())
    numbers = np.array([SPECIES.index(row[-1]) for row in rows])
    return Dataset(
        name="iris",
        title="Iris",
        inputs=np.array([row[:-1] for row in rows], dtype=np.float64),
        targets=one_hot(numbers, 3),
        input_names=tuple(header[:-1]),
        input_units=("cm",) * 4,
        output_names=SPECIES,
        output_units=("",) * 3,
        kind="classes",
        task="Which of three irises is it, from four lengths?",
        noun="flower",
        source="R. A. Fisher, Annals of Eugenics 7 (1936), 179-188, via the UCI Machine Learning Repository",
        licence="CC BY 4.0",
    )


MAKERS = (
    Maker(
        BuiltIn("iris", "Iris", "classes", 150, 4, 3, "Which species a flower is, by four lengths."), _iris
    ),
)
