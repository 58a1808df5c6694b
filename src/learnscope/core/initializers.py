"""Starting weights and biases.

    uniform          weights and biases uniform in (-1, 1), as in the 2015 visualisation
    glorot_uniform   weights uniform in ±sqrt(6 / (n_in + n_out)), biases 0
    he               weights normal with deviation sqrt(2 / n_in), biases 0
    lecun            weights normal with deviation sqrt(1 / n_in), biases 0
    normal           weights normal with deviation 1, biases 0
    zeros            everything 0: no start for a hidden layer, kept to show why

Sources: Glorot and Bengio, AISTATS 2010, equation 16; He et al., ICCV 2015, equation 10; LeCun et al.,
Efficient BackProp, 1998, section 4.6.
"""

import math
from dataclasses import dataclass

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.rules import Rule

SCALE = Rule("(0, inf)")  # what starting weights and biases are multiplied by


@dataclass(frozen=True)
class Initializer:
    """What is known of a way to start."""

    name: str
    title: str
    explanation: str  # when to take it, in one sentence


INITIALIZERS: dict[str, Initializer] = {
    entry.name: entry
    for entry in (
        Initializer("uniform", "uniform in (−1, 1)", "Weights and biases alike; too large for wide layers."),
        Initializer("glorot_uniform", "Glorot", "Keeps signals and errors of one size through tanh layers."),
        Initializer("he", "He", "Makes up for the half that ReLU cuts off."),
        Initializer("lecun", "LeCun", "Keeps sums of size 1 where inputs are of size 1."),
        Initializer("normal", "normal", "Deviation 1: sums grow with the square root of the layer below."),
        Initializer(
            "zeros",
            "zeros",
            "Fails with hidden layers: their neurons start alike, get the same gradients and stay alike.",
        ),
    )
}


def draw_layer(
    initializer: str, n_in: int, n_out: int, generator: np.random.Generator
) -> tuple[Floats, Floats]:
    """Starting weight (n_in, n_out) and bias (n_out,) of one layer."""
    if initializer == "uniform":
        return generator.uniform(-1, 1, (n_in, n_out)), generator.uniform(-1, 1, n_out)
    if initializer == "glorot_uniform":
        reach = math.sqrt(6 / (n_in + n_out))
        return generator.uniform(-reach, reach, (n_in, n_out)), np.zeros(n_out)
    deviation = {"he": math.sqrt(2 / n_in), "lecun": math.sqrt(1 / n_in), "normal": 1.0, "zeros": 0.0}
    return deviation[initializer] * generator.standard_normal((n_in, n_out)), np.zeros(n_out)
