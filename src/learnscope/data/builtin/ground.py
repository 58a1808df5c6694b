"""Small data whose loss can be drawn whole: a network of one or two weights learns it.

guess   one crowd of 500 people; the guess is a weight on an input of 1, so that the loss of a guess g is
        (g − 500)²: 22 500 with slope −300 at 350, 10 000 with slope 200 at 600
cafe    five bills for coffees at 4 and rolls at 3; a neuron with two weights finds the prices
ravine  four points whose second input varies a tenth as much as the first: the loss is a bowl ten times
        as long as it is wide
wave    five points that sin(w · x) is to follow: the loss over its weight has a local minimum at 3.540 and
        the global one at 0.445
twins   one sample, 1 → 1: through two weights in a row the loss (w₁ · w₂ − 1)²
        has a saddle at 0
"""

import numpy as np

from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset

COFFEES, ROLLS, PRICES = (3, 1, 2, 1, 0), (1, 2, 0, 1, 1), (4.0, 3.0)
ACROSS = ((1.0, 0.1), (1.0, -0.1), (-1.0, 0.1), (-1.0, -0.1))
VALLEY = (2.0, 2.0)
PLACES, HEIGHTS = (1.0, 1.9, 1.6, 0.9, 1.1), (0.1, 1.0, 0.3, 0.5, 0.8)


def _guess(seed: int) -> Dataset:
    return Dataset(
        name="guess",
        title="The guess of a crowd",
        inputs=np.array([[1.0]]),
        targets=np.array([[500.0]]),
        input_names=("crowd",),
        input_units=("",),
        output_names=("people",),
        output_units=("",),
        kind="values",
        task="How many people are there?",
        noun="crowd",
        whole=True,
    )


def _cafe(seed: int) -> Dataset:
    counts = np.array([COFFEES, ROLLS], dtype=np.float64).T
    return Dataset(
        name="cafe",
        title="Café bills",
        inputs=counts,
        targets=(counts @ PRICES)[:, None],
        input_names=("coffees", "rolls"),
        input_units=("", ""),
        output_names=("bill",),
        output_units=("",),
        kind="values",
        task="What do a coffee and a roll cost, from five bills?",
        noun="bill",
        whole=True,
    )


def _ravine(seed: int) -> Dataset:
    inputs = np.array(ACROSS)
    return Dataset(
        name="ravine",
        title="Ravine",
        inputs=inputs,
        targets=(inputs @ VALLEY)[:, None],
        input_names=("wide", "narrow"),
        input_units=("", ""),
        output_names=("sum",),
        output_units=("",),
        kind="values",
        task="What are two inputs worth, of which one varies a tenth as much as the other?",
        whole=True,
    )


def _wave(seed: int) -> Dataset:
    return Dataset(
        name="wave",
        title="Two valleys",
        inputs=np.array(PLACES)[:, None],
        targets=np.array(HEIGHTS)[:, None],
        input_names=("place",),
        input_units=("",),
        output_names=("height",),
        output_units=("",),
        kind="values",
        task="Which wave goes through five points, best?",
        noun="point",
        whole=True,
    )


def _twins(seed: int) -> Dataset:
    return Dataset(
        name="twins",
        title="One and one",
        inputs=np.array([[1.0]]),
        targets=np.array([[1.0]]),
        input_names=("in",),
        input_units=("",),
        output_names=("out",),
        output_units=("",),
        kind="values",
        task="Can two weights in a row pass a 1 on?",
        whole=True,
    )


MAKERS = (
    Maker(BuiltIn("guess", "The guess of a crowd", "values", 1, 1, 1, "One crowd of 500 people."), _guess),
    Maker(BuiltIn("cafe", "Café bills", "values", 5, 2, 1, "Coffees and rolls, and what they cost."), _cafe),
    Maker(BuiltIn("ravine", "Ravine", "values", 4, 2, 1, "Two inputs of very different spread."), _ravine),
    Maker(BuiltIn("wave", "Two valleys", "values", 5, 1, 1, "Five points of a wave."), _wave),
    Maker(BuiltIn("twins", "One and one", "values", 1, 1, 1, "A single sample, 1 for 1."), _twins),
)
