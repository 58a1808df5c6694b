"""Which numbers a network and its data have; a name of another is refused, with the nearest there is."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import get_args

import numpy as np

from learnscope.errors import ArgumentError, check_choice
from learnscope.experiment import Experiment
from learnscope.experiment.record import SeedPurpose
from learnscope.scene import names
from learnscope.scene.grammar import BIAS, SETTING, Name, parse
from learnscope.scene.subject import Subject

EXPERIMENT_FIELDS = tuple(  # those that hold a number, or may
    field.name for field in fields(Experiment) if "float" in str(field.type) or "int" in str(field.type)
)


def check(name: Name, subject: Subject) -> None:
    """Raise ArgumentError, with the nearest there is, unless the network and its data have such a number."""
    if name.kind.word == SETTING:
        check_choice("setting", name.setting, settings(subject))
        return
    reason = _missing(name, subject)
    if reason:
        raise ArgumentError(f"{name} must be a number of this network: {reason}")
    for axis, size, place in zip(name.kind.axes, _sizes(name, subject), name.index, strict=True):
        low = 1 if axis == "layer" and name.kind.computed else 0
        if not low <= place < size:
            near = _nearest(name, subject)
            raise ArgumentError(
                f"{axis} must be a whole number from {low} to {size - 1}, got {place}; did you mean '{near}'?"
            )
    if "from" in name.axes and not _joined(name, subject):
        near = _nearest_wire(name, subject)
        raise ArgumentError(
            f"{name} must be a number of this network: no wire joins these two; did you mean '{near}'?"
        )
    samples = len(subject.setup.dataset)
    if name.sample is not None and not 0 <= name.sample < samples:
        raise ArgumentError(
            f"sample must be a whole number from 0 to {samples - 1}, got {name.sample}; "
            f"did you mean '{replace(name, sample=samples - 1)}'?"
        )


def belongs(text: str, subject: Subject) -> bool:
    """Whether `text` names a number they have."""
    try:
        find(text, subject)
    except ArgumentError:
        return False
    return True


def find(text: str, subject: Subject) -> Name:
    """The name that `text` writes, of a number there is. Raises ArgumentError with the nearest right one."""
    name = parse(text)
    check(name, subject)
    return name


def _sizes(name: Name, subject: Subject) -> Iterator[int]:
    """How many places each axis of the name has."""
    sizes, above = subject.step.network.sizes, 0
    for axis, place in zip(name.kind.axes, name.index, strict=True):
        match axis:
            case "link" | "layer":
                yield len(sizes) - (axis == "link")
                above = min(place, len(sizes) - 1) if axis == "layer" else min(place, len(sizes) - 2) + 1
            case "from":
                yield sizes[above - 1]
            case "to" | "neuron":
                yield sizes[above]
            case "input":
                yield sizes[0]
            case "output" | "truth" | "guess":
                yield sizes[-1]


def _nearest(name: Name, subject: Subject) -> Name:
    """A name of the same kind whose every place there is."""
    index: tuple[int, ...] = ()
    for place in name.index:
        within = replace(name, index=(*index, place, *name.index[len(index) + 1 :]))
        size = list(_sizes(within, subject))[len(index)]
        low = 1 if name.kind.axes[len(index)] == "layer" and name.kind.computed else 0
        index = (*index, min(max(place, low), size - 1))
    return replace(name, index=index)


def _joined(name: Name, subject: Subject) -> bool:
    """Whether a wire leads from one neuron to the other; in a dense layer always."""
    link, start, end = name.index
    return subject.step.network.layers[link].wiring.joining(start, end) is not None


def _nearest_wire(name: Name, subject: Subject) -> Name:
    """A wire to the same neuron; the layer's first where none leads there."""
    link, _, end = name.index
    wiring = subject.step.network.layers[link].wiring
    terms = wiring.entering(end)
    ends = wiring.ends(terms[:1] if terms.size else np.array([0]))
    return replace(name, index=(link, int(ends.input[0]), int(ends.output[0])))


def _missing(name: Name, subject: Subject) -> str:
    """Why the network or its data have no numbers of this kind, "" where they have."""
    parts = name.kind.word.removeprefix("new.").split(".")
    setup, optimizer = subject.setup, subject.step.optimizer.kind
    layers = subject.step.network.layers
    if name.kind.axes == BIAS and 0 <= name.index[0] < len(layers) and layers[name.index[0]].bias == "none":
        return f"there is no bias in {names.layer_title(name.index[0] + 1, len(layers))}"
    match parts:
        case ["probability"] if not subject.squash:
            return "its loss makes no probabilities of the outputs"
        case ["prediction"] | ["target", "own"] if subject.kind != "values":
            return "its targets have no unit of their own"
        case ["mask"] if subject.step.masks is None:
            return "nothing is dropped in it"
        case ["state", symbol, *_] if symbol not in optimizer.state:
            kept = " and ".join(optimizer.state) or "nothing"
            return f"{optimizer.title} remembers {kept}"
        case [("train" | "validation" | "test") as part, measure]:
            if not len(getattr(setup.split, part)):
                return f"there are no {part} samples"
            if measure == "r2" and subject.kind != "values":
                return "R² is of values"
            if measure in ("accuracy", "baseline") and subject.kind == "values":
                return f"{measure} is of classes and labels"
            if measure == "confusion" and subject.kind != "classes":
                return "only classes are taken for each other"
    return ""


def settings(subject: Subject) -> dict[str, float | None]:
    """The settings of numbers by their names, as they are in force; None where one is off."""
    experiment = subject.setup.experiment
    found = {field: getattr(experiment, field) for field in EXPERIMENT_FIELDS}
    found |= {f"{purpose}_seed": experiment.seed_of(purpose) for purpose in get_args(SeedPurpose)}
    found |= {f"data.{option}": value for option, value in experiment.data_options}
    found |= {"split.validation": experiment.split[1], "split.test": experiment.split[2]}
    return {name: one for name, one in found.items() if one is None or isinstance(one, int | float)}
