"""Exercises without end: small networks with short numbers, of which some are to be worked out.

    neuron   one neuron forward and back, with its update
    layer    a layer of two or three neurons forward
    chain    the chain rule: from the error of the outputs to the weights of a hidden layer

An exercise follows from its kind and its seed; its right answers are those of the step of its network, made
as every other step is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from learnscope.core.network import Network
from learnscope.data.dataset import Dataset
from learnscope.errors import check_choice, check_whole
from learnscope.scene.alone import subject_of
from learnscope.scene.named import Moment
from learnscope.scene.names import activation_phrase

EXERCISES = {
    "neuron": "one neuron, there and back",
    "layer": "one layer forward",
    "chain": "the chain rule, through a hidden layer",
}
ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
RATES = (0.1, 0.5, 1.0)


@dataclass(frozen=True, eq=False)
class Exercise:
    """What is given, at a moment of its own, and what is asked for: names of numbers."""

    text: str
    moment: Moment
    given: tuple[str, ...]
    asked: tuple[str, ...]


def exercise(kind: str, seed: int) -> Exercise:
    """The exercise of that kind and seed.

    Raises ArgumentError for another kind, and for a seed that is no whole number from 0.
    """
    check_choice("exercise", kind, EXERCISES)
    random = np.random.default_rng([check_whole("seed", seed, low=0), *map(ord, kind)])
    sizes = {
        "neuron": (int(random.integers(2, 4)), 1),
        "layer": (int(random.integers(2, 4)), int(random.integers(2, 4))),
        "chain": (2, 2, int(random.integers(1, 3))),
    }[kind]
    names = [str(random.choice(ACTIVATIONS[:2] if kind == "chain" else ACTIVATIONS)) for _ in sizes[1:]]
    network = Network.from_arrays(
        [_short(random, (m, n)) for m, n in pairwise(sizes)],
        [_short(random, (n,)) for n in sizes[1:]],
        activations=names,
        loss="half_squared_error",
    )
    dataset = _sample(random, sizes[0], sizes[-1])
    rate = float(random.choice(RATES))
    moment = Moment(subject_of(network, dataset, learning_rate=rate))
    activations = " and ".join(dict.fromkeys(activation_phrase(name) for name in names))
    shape = "–".join(map(str, sizes))
    text = {
        "neuron": f"One neuron with {activations}; the loss is ½(a − y)². Work the whole step.",
        "layer": f"A layer {shape} with {activations}. What does each neuron make of its inputs?",
        "chain": f"A network {shape} with {activations}; the loss is ½ Σ (a − y)². Send the error back.",
    }[kind]
    return Exercise(text, moment, tuple(_given(kind, sizes)), tuple(_asked(kind, sizes)))


def _short(random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers with one decimal, none of them 0."""
    numbers = random.integers(1, 10, shape) * random.choice([-1, 1], shape) / 10
    found: np.ndarray = numbers
    return found


def _sample(random: np.random.Generator, inputs: int, outputs: int) -> Dataset:
    return Dataset(
        name="exercise",
        title="Exercise",
        inputs=_short(random, (1, inputs)),
        targets=random.integers(0, 11, (1, outputs)) / 10,
        input_names=tuple(f"x{k}" for k in range(1, inputs + 1)),
        input_units=("",) * inputs,
        output_names=tuple(f"y{k}" for k in range(1, outputs + 1)),
        output_units=("",) * outputs,
        kind="values",
        whole=True,
    )


def _given(kind: str, sizes: tuple[int, ...]) -> Iterator[str]:
    yield from (f"value.0.{i}" for i in range(sizes[0]))
    for link, (m, n) in enumerate(pairwise(sizes)):
        for j in range(n):
            yield from (f"weight.{link}.{i}.{j}" for i in range(m))
            yield f"bias.{link}.{j}"
    if kind != "layer":
        yield from (f"target.{k}" for k in range(sizes[-1]))
    if kind == "neuron":
        yield "rate"


def _asked(kind: str, sizes: tuple[int, ...]) -> Iterator[str]:
    last = len(sizes) - 1
    if kind == "chain":
        yield from (f"value.1.{j}" for j in range(sizes[1]))
        yield from (f"value.2.{k}" for k in range(sizes[2]))
        yield from (f"delta.2.{k}" for k in range(sizes[2]))
        yield from (f"arriving.1.{j}" for j in range(sizes[1]))
        yield from (f"delta.1.{j}" for j in range(sizes[1]))
        yield from (f"gradient.0.{i}.{j}" for j in range(sizes[1]) for i in range(sizes[0]))
        return
    for j in range(sizes[1]):
        yield f"preactivation.1.{j}"
        yield f"value.1.{j}"
    if kind == "neuron":
        yield from ("loss.sample", "error.0", "slope.1.0", f"delta.{last}.0")
        yield from (f"gradient.0.{i}.0" for i in range(sizes[0]))
        yield "gradient.bias.0.0"
        yield from (f"new.weight.0.{i}.0" for i in range(sizes[0]))
        yield "new.bias.0.0"
