"""What the list of built-in data sets says of each, before it is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from learnscope.data.dataset import Dataset, TargetKind
from learnscope.errors import ArgumentError, check_choice, check_number, check_whole


@dataclass(frozen=True)
class Option:
    """A number that may be chosen when a data set is made, within [low, high]."""

    name: str
    default: float
    low: float
    high: float
    note: str
    whole: bool = False

    def check(self, value: Any) -> float:
        """`value` if the option allows it. Raises ArgumentError otherwise."""
        if self.whole:
            return check_whole(self.name, value, low=int(self.low), high=int(self.high))
        return check_number(self.name, value, f"[{self.low:g}, {self.high:g}]")


@dataclass(frozen=True)
class BuiltIn:
    """A built-in data set: its names, its size with the options' defaults, and the options it has."""

    name: str
    title: str
    kind: TargetKind
    samples: int
    inputs: int
    outputs: int
    note: str  # one sentence
    options: tuple[Option, ...] = ()

    def __repr__(self) -> str:
        return f"<{self.name}: {self.samples} × {self.inputs}, {self.outputs} {self.kind}>"


@dataclass(frozen=True)
class Maker:
    """A built-in data set and the function that makes it from a seed and all its options."""

    record: BuiltIn
    make: Callable[..., Dataset]

    def __call__(self, seed: int, given: dict[str, Any]) -> Dataset:
        """The data set, with the defaults of the options that are not `given`."""
        options = {option.name: option for option in self.record.options}
        for name in given:
            if not options:
                raise ArgumentError(f"data set {self.record.name!r} has no options, got {name!r}")
            check_choice(f"option of data set {self.record.name!r}", name, options)
        return self.make(seed, **{name: o.check(given.get(name, o.default)) for name, o in options.items()})


def sample_count(default: int, *, low: int = 2, high: int = 1_000_000) -> Option:
    """The option of how many samples are made."""
    return Option("samples", default, low, high, "how many samples to make", whole=True)
