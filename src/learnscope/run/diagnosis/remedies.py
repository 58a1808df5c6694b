"""What may help, as changes of a recipe: named in the terms of the place where it is read."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from learnscope.data.remedies import Place, listed
from learnscope.errors import ExperimentError
from learnscope.experiment import Experiment


@dataclass(frozen=True)
class Remedy:
    """One thing to try: what it is in words, and the fields of the recipe that it changes.

    `run.experiment.replace(**remedy.changes)` is the recipe with it. Each was tried: trainings of the test
    suite that had the diagnosis end with a lower loss under each of its remedies.
    """

    words: str  # "learn ten times slower"
    fields: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, words: str, **changes: Any) -> "Remedy":
        """That remedy."""
        return cls(words, tuple(changes.items()))

    @property
    def changes(self) -> Mapping[str, Any]:
        """The fields by name, for `Experiment.replace`."""
        return dict(self.fields)

    def told(self, place: Place) -> str:
        """What to do in the terms of a place: pass learning_rate=0.003, add --learning-rate 0.003.

        On the page, where it is a button: what is done, in words.
        """
        if place == "page":
            return self.words
        if place == "library":
            return f"pass {', '.join(f'{name}={value!r}' for name, value in self.fields)} to {self.words}"
        given = [_option(name, value) for name, value in self.fields if value is not None]
        without = [_name(name) for name, value in self.fields if value is None]
        ways = [f"add {' '.join(given)}"] if given else []
        ways += [f"leave {' and '.join(without)} out"] if without else []
        return f"{' and '.join(ways)} to {self.words}"


def applicable(experiment: Experiment, remedies: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """What of them `experiment` takes and is not in force already."""
    found = []
    for remedy in remedies:
        fields = tuple((name, value) for name, value in remedy.fields if getattr(experiment, name) != value)
        try:
            experiment.replace(**dict(fields))
        except ExperimentError:  # a list of one per layer that another number of layers does not fit
            continue
        found += [Remedy(remedy.words, fields)] if fields else []
    return tuple(found)


def advice(remedies: tuple[Remedy, ...], place: Place) -> str:
    """All of them as a sentence; "" where there are none, and on the page, where they are buttons."""
    if not remedies or place == "page":
        return ""
    text = listed([remedy.told(place) for remedy in remedies], "or")
    return f"{text[0].upper()}{text[1:]}."


def _name(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def _option(name: str, value: Any) -> str:
    written = ",".join(map(str, value)) if isinstance(value, tuple) else f"{value}"
    return f"{_name(name)} {shlex.quote(written)}"
