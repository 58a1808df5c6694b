"""Addresses of the TensorFlow Playground as experiments, with what differs in words.

    #activation=tanh&batchSize=10&dataset=circle&networkShape=4,2&problem=classification…

What the engine can do alike it does: points, shape, activation, rate, batch, noise, shares, half the squared
error, weights uniform in (−0.5, 0.5). What it does otherwise is said, each in a sentence; so are fields that
are unknown or hold something else than they may, in whose place stands what the Playground begins with.

Source: github.com/tensorflow/playground, src/state.ts (fields and defaults), src/nn.ts and src/playground.ts.
"""

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from learnscope.errors import FormatError, shown
from learnscope.experiment.record import Experiment

DATA = {"circle": "circle", "xor": "xor", "gauss": "gauss", "spiral": "spiral"}
VALUES = {"reg-plane": "plane", "reg-gauss": "bumps"}
ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "identity"}
PENALTIES = {"none": "", "L1": "l1", "L2": "l2"}
PROBLEMS = {"classification": "classification", "regression": "regression"}
FEATURES = {"xTimesY": "xy", "xSquared": "x²", "ySquared": "y²", "sinX": "sin x", "sinY": "sin y"}
GIVEN = ("x", "y")  # inputs that every network here has
MISSING = {"cosX": "cos x", "cosY": "cos y"}
LOOKS = {"showTestData", "discretize", "collectStats", "tutorial", "hideText", "numHiddenLayers"}
HIDE = "_hide"  # after the name of a control that the address hides
KNOWN = {
    "activation", "regularization", "batchSize", "dataset", "regDataset", "learningRate",
    "regularizationRate", "noise", "networkShape", "seed", "percTrainData", "problem", "initZero",
    *FEATURES, *GIVEN, *MISSING, *LOOKS,
}  # fmt: skip
TELLING = {
    "activation",
    "networkShape",
    "percTrainData",
    "batchSize",
    "regDataset",
    "problem",
    "learningRate",
}
MOST_LAYERS, MOST_NEURONS = 12, 256
SEEDS = 100_000
SAMPLES = {"classification": 500, "regression": 1200}


@dataclass(frozen=True)
class Playground:
    """What such an address says."""

    experiment: Experiment
    differs: tuple[str, ...]  # sentences without their stops: what is otherwise here
    faults: tuple[str, ...]  # sentences without their stops: fields that could not be read


def is_playground(text: str) -> bool:
    """Whether a fragment of an address has fields of the Playground."""
    return bool(TELLING & _fields(text).keys())


def read_playground(text: str) -> Playground:
    """The experiment of `text`, a fragment or an address that has one.

    Raises FormatError where it has no field of the Playground.

    >>> read_playground("#dataset=xor&networkShape=4,2&problem=classification").experiment.to_url()[:8]
    'data=xor'
    """
    if not is_playground(text):
        raise FormatError(
            "an address of the playground must have fields like activation=tanh&networkShape=4,2, got "
            f"{shown(text)}"
        )
    reading = _Reading(_fields(text))
    return Playground(reading.experiment(), tuple(reading.differs), tuple(reading.faults))


def _fields(text: str) -> dict[str, str]:
    """Names and values, the last of each."""
    parts = text.rpartition("#")[2].split("&")
    pairs = (part.partition("=") for part in parts)
    return {name.strip(): unquote(value).strip() for name, equals, value in pairs if equals}


@dataclass
class _Reading:
    """An address that is being read."""

    given: Mapping[str, str]
    differs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def experiment(self) -> Experiment:
        """What is learned there, as far as it can be here."""
        problem = self._word("problem", PROBLEMS, "classification")
        classes = problem == "classification"
        data = self._word("dataset", DATA, "circle") if classes else self._word("regDataset", VALUES, "plane")
        shape = self._shape()
        activation = self._word("activation", ACTIVATIONS, "tanh")
        train = self._number("percTrainData", 50, 1, 99) / 100
        penalty = self._word("regularization", PENALTIES, "")
        strength = self._number("regularizationRate", 0, 0, math.inf)
        zero = self._is("initZero", False)
        fields: dict[str, Any] = {
            "data": data,
            "data_options": {
                "samples": SAMPLES[problem],
                "noise": self._number("noise", 0, 0, 50) / 100,
            },
            "features": self._features(),
            "split": (train, 0.0, round(1 - train, 12)),
            "seed": self._seed(),
            "scale": "none",
            "hidden": shape,
            "activation": activation,
            "output": "tanh" if classes else "identity",
            "loss": "half_squared_error",
            "initializer": "zeros" if zero else "uniform",
            "initial_scale": 0.5,
            "learning_rate": self._number("learningRate", 0.03, 1e-12, 1e6),
            "batch_size": int(self._number("batchSize", 10, 1, 1e6, whole=True)),
            "optimizer": "sgd",
            "schedule": "constant",
            "l1": strength if penalty == "l1" else 0.0,
            "l2": strength if penalty == "l2" else 0.0,
            "epochs": 50,
        }
        self._say(classes, penalty if strength else "", zero)
        return Experiment(**fields)

    def _say(self, classes: bool, penalty: str, zero: bool) -> None:
        """What is otherwise here, whatever the fields."""
        say = self.differs.append
        say(
            "points, starting weights and order are drawn from the same seed by another generator, so they "
            "are not "
            "the same draw"
        )
        if classes:
            say(
                "each class has an output of its own with targets 0 and 1, in place of one output with "
                "targets −1 "
                "and 1; both are tanh with half the squared error"
            )
        if not zero:
            say("biases start within ±0.5 as weights do, in place of 0.1")
        say(
            "the order of the samples is drawn anew in each epoch, and the last batch of an epoch may be "
            "smaller"
        )
        if penalty == "l1":
            say("a weight that the L1 penalty leads past 0 goes on learning, in place of staying 0 for good")
        if any(self.given.get(name) == "true" for name in ("discretize", "showTestData")):
            say("what the address says of how pictures are drawn has no counterpart")
        hidden = [name for name, value in self.given.items() if name.endswith(HIDE) and value == "true"]
        if hidden:
            say("controls that the address hides are in view")
        for name in self.given:
            if name not in KNOWN and not name.endswith(HIDE):
                self.faults.append(f"{name} is no field of the playground, and was passed over")

    def _features(self) -> tuple[str, ...]:
        """Inputs made from the two there are; what has no counterpart is said."""
        for name in GIVEN:
            if not self._is(name, True):
                self.differs.append(f"{name} is an input all the same: here every network has both")
        for name, title in MISSING.items():
            if self._is(name, False):
                self.differs.append(f"{title} is no input: there is no such one here")
        return tuple(title for name, title in FEATURES.items() if self._is(name, False))

    def _shape(self) -> tuple[int, ...]:
        text = self.given.get("networkShape", "4,2")
        parts = [part.strip() for part in text.split(",")] if text else []
        good = all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts)
        sizes = tuple(map(int, parts)) if good else ()
        if good and len(sizes) <= MOST_LAYERS and all(1 <= size <= MOST_NEURONS for size in sizes):
            return sizes
        self._fault(
            "networkShape",
            f"at most {MOST_LAYERS} numbers from 1 to {MOST_NEURONS}, separated by commas",
            "4,2",
        )
        return (4, 2)

    def _seed(self) -> int:
        """A whole number for the seed, which is a decimal there."""
        text = self.given.get("seed", "0")
        try:
            return int(abs(float(text)) * SEEDS) % SEEDS
        except (ValueError, OverflowError):
            return zlib.crc32(text.encode()) % SEEDS

    def _word(self, name: str, words: Mapping[str, str], usual: str) -> str:
        text = self.given.get(name, "")
        if not text:
            return usual
        if text in words:
            return words[text]
        there = next(word for word, ours in words.items() if ours == usual)
        self._fault(name, f"one of {', '.join(words)}", there)
        return usual

    def _number(self, name: str, usual: float, low: float, high: float, *, whole: bool = False) -> float:
        text = self.given.get(name, "")
        if not text:
            return usual
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if low <= value <= high and math.isfinite(value) and not (whole and value % 1):
            return value
        kind = "a whole number" if whole else "a number"
        ends = f"of at least {low:g}" if math.isinf(high) else f"from {low:g} to {high:g}"
        self._fault(name, f"{kind} {ends}", f"{usual:g}")
        return usual

    def _is(self, name: str, usual: bool) -> bool:
        """As the Playground reads it: whatever is not "false" is true."""
        text = self.given.get(name, "")
        return text != "false" if text else usual

    def _fault(self, name: str, rule: str, usual: str) -> None:
        self.faults.append(
            f"{name} must be {rule}, got {shown(self.given[name])}; {usual} stands in its place"
        )
