"""Trainings that fail, each for a reason that was put in, and trainings that are well.

Every second one of each list tuned the limits of the diagnoses; the others tell how often they are right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

import learnscope as ls


@dataclass(frozen=True, eq=False)
class Training:
    """A recipe and the diagnoses that say what is wrong with it; none where nothing is."""

    name: str
    recipe: dict[str, Any]
    causes: frozenset[str] = frozenset()

    def experiment(self) -> ls.Experiment:
        """The recipe, ready to be trained."""
        made = self.recipe["data"]
        return ls.Experiment(**(OLD | self.recipe | {"data": made if isinstance(made, str) else made()}))


# What a recipe here is without its own words; the library's defaults may change, these trainings do not.
OLD: dict[str, Any] = {
    "hidden": (8, 8), "activation": "tanh", "learning_rate": 0.03, "schedule": "constant",
    "batch_size": 10, "l2": 0.0, "epochs": 50, "split": (0.7, 0.15, 0.15), "seed": 1,
}  # fmt: skip
DEFAULT: dict[str, Any] = {
    "hidden": (100,), "activation": "relu", "learning_rate": 0.003, "batch_size": 32, "l2": 0.03,
    "epochs": 60,
}  # fmt: skip


def _scaled(name: str, scale: float, offset: float = 0.0) -> Callable[[], ls.Dataset]:
    """A built-in set with other units: its inputs times `scale`, and the first column moved."""

    @cache
    def make() -> ls.Dataset:
        data = ls.Experiment(data=name, seed=1)
        found = _set_up(data)
        inputs = found.inputs * scale
        inputs[:, 0] += offset
        classes = found.kind == "classes"
        y = found.targets.argmax(axis=1) if classes else found.targets
        return ls.from_arrays(inputs, y, kind=found.kind)

    return make


def _set_up(experiment: ls.Experiment) -> ls.Dataset:
    from learnscope.experiment import set_up

    return set_up(experiment).dataset


def _values(rows: int, inputs: int, noise: float, *, curve: bool = False, spread: float = 1.0) -> Any:
    """Sums of the inputs, bent where `curve` is, with noise on top; columns of widths from 1 to `spread`."""

    @cache
    def make() -> ls.Dataset:
        random = np.random.default_rng(5)
        x = random.normal(size=(rows, inputs))
        y = x @ random.normal(size=inputs)
        y = np.sin(2 * y) * 2 if curve else y
        y += noise * random.normal(size=rows)
        return ls.from_arrays(x * np.geomspace(1, spread, inputs), y, kind="values")

    return make


def _noise(rows: int, inputs: int, kind: str) -> Any:
    """Targets that the inputs do not tell of."""

    @cache
    def make() -> ls.Dataset:
        random = np.random.default_rng(6)
        y = random.integers(0, 2, size=rows) if kind == "classes" else random.normal(size=rows)
        return ls.from_arrays(random.normal(size=(rows, inputs)), y, kind=kind)

    return make


def _rare(rows: int, share: float, apart: float, classes: int = 2) -> Any:
    """Clouds of which the last is rare and `apart` from the first, in units of their widths."""

    @cache
    def make() -> ls.Dataset:
        random = np.random.default_rng(7)
        rare = random.random(rows) < share
        y = np.where(rare, classes - 1, random.integers(0, classes - 1, size=rows))
        x = random.normal(size=(rows, 3))
        x[:, 0] += apart * rare
        x[:, 1] += 4 * (y == 1) * (classes > 2)
        return ls.from_arrays(x, y, kind="classes")

    return make


def _clouds(rows: int, apart: float) -> Any:
    """Two clouds that overlap."""

    @cache
    def make() -> ls.Dataset:
        random = np.random.default_rng(8)
        y = random.integers(0, 2, size=rows)
        x = random.normal(size=(rows, 4))
        x[:, 0] += apart * y
        return ls.from_arrays(x, y, kind="classes")

    return make


def _dead(hidden: int) -> dict[str, Any]:
    """A start on the plane whose hidden neurons lie far below 0."""
    random = np.random.default_rng(9)
    weights = [random.normal(size=(2, hidden)), random.normal(size=(hidden, 2))]
    return {"weights": weights, "biases": [np.full(hidden, -9.0), np.zeros(2)]}


def _fails(name: str, causes: str, data: Any, **recipe: Any) -> Training:
    return Training(name, {"data": data, **recipe}, frozenset(causes.split()))


def _well(name: str, data: Any, **recipe: Any) -> Training:
    return Training(name, {"data": data, **recipe})


SGD: dict[str, Any] = {"optimizer": "sgd", "learning_rate": 0.1}
RELU: dict[str, Any] = {"activation": "relu"}

FAILING = (
    _fails("columns of very different widths", "unscaled", _values(300, 6, 0.2, spread=1e5), scale="none"),
    _fails("iris in micrometres", "unscaled", _scaled("iris", 1000), scale="none"),
    _fails("moons far from the origin", "unscaled", _scaled("moons", 1, 1000), scale="none", **RELU),
    _fails("circle in small units", "unscaled", _scaled("circle", 1e-4), scale="none", **SGD),
    _fails("slope in large units", "unscaled", _scaled("plane", 300), scale="none"),
    _fails("xor in large units", "unscaled", _scaled("xor", 200), scale="none"),
    _fails("circle from zeros", "alike", "circle", initializer="zeros"),
    _fails("iris from zeros", "alike", "iris", initializer="zeros", **RELU),
    _fails("bumps from zeros", "alike", "bumps", initializer="zeros", **SGD),
    _fails("digits from zeros", "alike", "digits", initializer="zeros", hidden=(16,), epochs=8),
    _fails("slope through ReLU", "unreachable", "plane", output="relu"),
    _fails("bumps through sigmoid", "unreachable", "bumps", output="sigmoid"),
    _fails("sums through tanh", "unreachable", _values(300, 4, 0.1), output="tanh"),
    _fails("sums through sigmoid", "unreachable", _values(200, 4, 0.1), output="sigmoid", **SGD),
    _fails("digits, softmax over tanh", "squashed", "digits", output="tanh", hidden=(16,), epochs=10),
    _fails("iris, softmax over sigmoid", "squashed", "iris", output="sigmoid"),
    _fails("moons, softmax over sigmoid", "squashed", "moons", output="sigmoid", **SGD),
    _fails("circle, softmax over tanh", "squashed", "circle", output="tanh"),
    _fails("circle under l2", "penalty", "circle", l2=0.3),
    _fails("iris under l1", "penalty", "iris", l1=0.3),
    _fails("bumps under l2", "penalty", "bumps", l2=0.1),
    _fails("digits under l1", "penalty", "digits", l1=0.1, hidden=(16,), epochs=8),
    _fails("circle with dropout", "dropout", "circle", dropout=0.9),
    _fails("digits with dropout", "dropout", "digits", dropout=0.95, hidden=(16,), epochs=10),
    _fails("bumps with dropout", "dropout", "bumps", dropout=0.8),
    _fails("moons with dropout", "dropout", "moons", dropout=0.85, **RELU),
    _fails("circle, clipped", "clipping", "circle", clip_norm=1e-3, **SGD),
    _fails("iris, clipped", "clipping", "iris", clip_norm=1e-3, optimizer="momentum"),
    _fails("bumps, clipped", "clipping", "bumps", clip_norm=1e-3, **SGD),
    _fails("circle from large weights", "start", "circle", initial_scale=100.0),
    _fails("digits from large weights", "start", "digits", initial_scale=30.0, hidden=(16,), epochs=8),
    _fails("bumps from large weights", "start", "bumps", initial_scale=50.0, activation="sigmoid"),
    _fails("spiral from large weights", "start", "spiral", initial_scale=60.0, hidden=(12, 12)),
    _fails("moons from small weights", "start", "moons", initial_scale=1e-3, hidden=(8, 8, 8), **SGD),
    _fails("bumps from small weights", "start", "bumps", initial_scale=1e-3, hidden=(8, 8, 8), **SGD),
    _fails("circle without a hidden layer", "linear", "circle", hidden=()),
    _fails("xor without a hidden layer", "linear", "xor", hidden=()),
    _fails("spiral without a bend", "linear", "spiral", activation="identity"),
    _fails("bumps without a hidden layer", "linear", "bumps", hidden=()),
    _fails("one in thirty", "rare", _rare(600, 0.03, 2.0), epochs=4, optimizer="sgd", learning_rate=0.02),
    _fails("one in twenty of three", "rare", _rare(600, 0.05, 2.0, 3), epochs=4,
           **SGD | {"learning_rate": 0.02}),
    _fails("one in twenty-five", "rare", _rare(800, 0.04, 2.5), hidden=(), epochs=3,
           **SGD | {"learning_rate": 0.02}),
    _fails("labels by chance", "no_signal", _noise(200, 20, "classes"), epochs=120),
    _fails("values by chance", "no_signal", _noise(150, 15, "values"), epochs=150),
    _fails("labels by chance, many inputs", "no_signal", _noise(120, 40, "classes"), **DEFAULT),
    _fails("circle too fast", "rate_high", "circle", learning_rate=3.0),
    _fails("iris too fast", "rate_high", "iris", optimizer="sgd", learning_rate=30.0),
    _fails("digits too fast", "rate_high", "digits", learning_rate=1.0, hidden=(16,), epochs=10),
    _fails("bumps too fast", "rate_high", "bumps", learning_rate=1.0),
    _fails("spiral too fast", "rate_high dead", "spiral", learning_rate=1.0, **RELU),
    _fails("circle too slow", "rate_low", "circle", learning_rate=1e-6),
    _fails("iris too slow", "rate_low", "iris", optimizer="sgd", learning_rate=1e-4),
    _fails("bumps too slow", "rate_low", "bumps", optimizer="sgd", learning_rate=1e-4),
    _fails("digits too slow", "rate_low", "digits", learning_rate=1e-6, hidden=(16,), epochs=10),
    _fails("circle, dead", "dead rate_high", "circle", optimizer="sgd", learning_rate=5.0, **RELU),
    _fails("bumps, dead", "dead rate_high not_finite", "bumps", optimizer="sgd", learning_rate=1.0, **RELU),
    _fails("circle through six sigmoids", "vanishing", "circle", hidden=(8,) * 6, activation="sigmoid",
           **SGD),
    _fails("iris through eight sigmoids", "vanishing", "iris", hidden=(6,) * 8, activation="sigmoid", **SGD),
    _fails("moons through seven sigmoids", "vanishing", "moons", hidden=(8,) * 7, activation="sigmoid",
           **SGD),
    _fails("bumps, not finite", "not_finite", "bumps", optimizer="sgd", learning_rate=300.0, hidden=(),
           epochs=400),
    _fails("large inputs, not finite", "not_finite unscaled", _values(300, 6, 0.1, spread=1e4), scale="none",
           hidden=(8,), **(RELU | SGD)),
    _fails("two neurons for a spiral", "narrow", "spiral", hidden=(2,)),
    _fails("one neuron for a circle", "narrow", "circle", hidden=(1,)),
    _fails("sums by heart", "overfitting", _values(60, 10, 1.0), hidden=(32,), epochs=400),
    _fails("noisy sums by heart", "overfitting", _values(80, 12, 1.5), hidden=(16, 16), epochs=300),
    _fails("clouds by heart", "overfitting", _clouds(150, 1.5), hidden=(64,), epochs=300, **RELU),
    _fails("near clouds by heart", "overfitting", _clouds(200, 1.2), hidden=(32, 32), epochs=300),
    _fails("waves by heart", "overfitting no_signal", _values(100, 6, 0.7, curve=True), hidden=(32, 32),
           epochs=300),
    _fails("spiral, ended early", "short", "spiral", hidden=(16, 16), epochs=150),
    _fails("digits, ended early", "short rate_low", "digits", hidden=(32,), epochs=3,
           **SGD | {"learning_rate": 0.05}),
    _fails("moons under the weight of a penalty", "penalty", "moons", **DEFAULT),
    _fails("digits, in too few leaps", "stuck rate_high", "digits", hidden=(8, 8), learning_rate=0.1,
           epochs=20),
    _fails("spiral, a layer of eight", "stuck narrow", "spiral", hidden=(8,), epochs=400),
    _fails("moons, born dead", "dead", "moons", hidden=(6,), start=_dead(6), epochs=60, **RELU),
    _fails("circle, born dead", "dead", "circle", hidden=(8,), start=_dead(8), epochs=60, **RELU),
)  # fmt: skip

WELL = (
    *(_well(name, name) for name in ("circle", "xor", "gauss", "moons", "plane", "bumps", "iris", "life")),
    _well("and", "and", split=(1, 0, 0), batch_size=4, epochs=200),
    _well("xor gate", "xor_gate", split=(1, 0, 0), batch_size=4, epochs=300),
    _well("spiral", "spiral", hidden=(16, 16), epochs=500),
    _well("digits", "digits", hidden=(32,), epochs=12, batch_size=32, learning_rate=0.01),
    *(
        _well(f"{name}, defaults", name, **DEFAULT)
        for name in ("circle", "xor", "gauss", "bumps", "iris", "plane")
    ),
    _well("digits, defaults", "digits", **DEFAULT | {"epochs": 10}),
    _well("iris, the page's", "iris", hidden=(5,), optimizer="sgd", learning_rate=0.1, batch_size=15, seed=7),
    _well("gauss without a hidden layer", "gauss", hidden=()),
    _well("slope without a hidden layer", "plane", hidden=()),
    _well("sums, noisy", _values(400, 5, 2.0)),
    _well("sums, very noisy", _values(400, 5, 5.0), **DEFAULT),
    _well("clouds that overlap", _clouds(500, 1.5), **DEFAULT),
    _well("clouds that overlap much", _clouds(500, 0.8), epochs=20),
    _well("one in twenty, found", _rare(800, 0.05, 5.0)),
    _well("circle with little dropout", "circle", dropout=0.1, hidden=(16, 16)),
    _well("circle under little l2", "circle", l2=0.001),
    _well("iris, clipped a little", "iris", clip_norm=1.0, **SGD),
    _well("circle by sigmoids", "circle", activation="sigmoid", epochs=80),
    _well("iris, unscaled", "iris", scale="none"),
    _well("circle, He and ReLU", "circle", initializer="he", **RELU),
    _well("moons by leaky ReLU", "moons", activation="leaky_relu"),
    _well("bumps by GELU", "bumps", activation="gelu"),
    _well("digits in float32", "digits", precision="float32", hidden=(16,), epochs=10),
    _well("circle by SGD", "circle", epochs=100, **SGD),
    _well("xor from weights twice as large", "xor", initial_scale=2.0),
    _well("moons for long", "moons", epochs=300),
    _well("spiral, wide", "spiral", hidden=(64,), activation="relu", epochs=150, learning_rate=0.01),
    _well("iris, squared error", "iris", loss="squared_error"),
    _well("sums, few", _values(30, 3, 0.3), epochs=100),
)  # fmt: skip

_RANDOM = np.random.default_rng(10)
ALIKE: dict[str, Any] = {
    "weights": [np.ones((2, 4)), np.ones((4, 2))],
    "biases": [np.zeros(4), np.zeros(2)],
}
WIDE: dict[str, Any] = {
    "weights": [60 * _RANDOM.normal(size=(2, 8)), 60 * _RANDOM.normal(size=(8, 2))],
    "biases": [np.zeros(8), np.zeros(2)],
}

# Trainings with remedies that those above do not need, and the names of those above that show the others.
MORE = (
    _fails("spiral, dying", "dead", "spiral", epochs=300, **RELU),
    _fails("circle through twelve softplus", "vanishing", "circle", hidden=(8,) * 12, activation="softplus",
           epochs=30, **SGD),
    _fails("circle from large weights after He", "start", "circle", initializer="he", initial_scale=60.0),
    _fails("bumps, a layer of six", "stuck", "bumps", hidden=(6,), epochs=150),
    _fails("circle under both penalties", "penalty", "circle", l1=0.05, l2=0.05),
    _fails("circle from weights that are alike", "alike", "circle", hidden=(4,), start=ALIKE),
    _fails("circle from given weights", "start", "circle", hidden=(8,), start=WIDE),
    _fails("clouds by heart, tested", "overfitting", _clouds(150, 1.5), hidden=(64,), epochs=300,
           split=(0.5, 0, 0.5), **RELU),
    _fails("circle with Huber's loss, too slow", "rate_low", "bumps", loss="huber", learning_rate=1e-5),
    _fails("circle with hinges, too slow", "rate_low", "circle", loss="hinge", learning_rate=1e-6),
)  # fmt: skip
EXAMPLES = (
    "large inputs, not finite", "bumps, not finite", "labels by chance", "noisy sums by heart",
    "circle from zeros", "slope in large units", "slope through ReLU", "circle without a hidden layer",
    "spiral without a bend", "circle with dropout", "circle, clipped", "moons from small weights",
    "moons, softmax over sigmoid", "circle through six sigmoids", "circle too fast", "circle, born dead",
    "one in twenty of three", "iris too slow", "spiral, ended early", "one neuron for a circle",
)  # fmt: skip
