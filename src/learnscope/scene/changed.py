"""What changed most: the numbers of one moment beside those of another, the largest difference first.

    difference = after − before

In a step, before and after its update; between two futures, what the shown one has and what the other has of
the same batch (`beside`). Ranked by |difference|, equals in their order in the network; what is no finite
number differs most.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.core.forward import predicted
from learnscope.errors import ArgumentError, check_choice, check_whole
from learnscope.scene import names
from learnscope.scene.change import verdict_of
from learnscope.scene.grammar import Name, named, parse
from learnscope.scene.parameters import name_at
from learnscope.scene.schema import ChangedKind
from learnscope.scene.subject import Subject

Indices = NDArray[np.int64]

KINDS: dict[ChangedKind, str] = {
    "parameters": "weights and biases",
    "values": "values",
    "gradients": "gradients",
}
MOST = 10


@dataclass(frozen=True)
class Change:
    """A number before and after, or here and there."""

    name: str  # "weight.1.2.0"
    title: str  # "hidden 3 → versicolor"
    before: float
    after: float

    @property
    def difference(self) -> float:
        """After less before."""
        with np.errstate(all="ignore"):
            return float(np.float64(self.after) - self.before)


@dataclass(frozen=True)
class Ranking:
    """The numbers that changed most."""

    kind: ChangedKind
    changes: tuple[Change, ...]  # the largest |difference| first
    count: int  # of all numbers of the kind
    rest: float  # the largest |difference| of those that are not among `changes`
    sentence: str

    def __repr__(self) -> str:
        rows = [self.sentence]
        for place, one in enumerate(self.changes, start=1):
            numbers = (f"{words.signed(each):>9}" for each in (one.before, one.after, one.difference))
            rows.append(f"{place:>3}  {one.title:<32} {' '.join(numbers)}")
        return "\n".join(rows)


def changed_in_step(subject: Subject, *, kind: ChangedKind = "parameters", most: int = MOST) -> Ranking:
    """What the update of this step changed most."""
    _check(kind, most)
    step = subject.step
    match kind:
        case "parameters":
            pair = step.network.parameters, step.after.parameters
        case "values":
            pair = _values(subject), _values(subject, after=True)
        case _:
            raise ArgumentError(
                "kind must be 'parameters' or 'values' of one step, got 'gradients': the new network has "
                "none before its next step; lay another step beside it"
            )
    ranking = _ranked(subject, kind, *pair, most)
    return _said(ranking, _of_step(subject, ranking))


def changed_beside(
    shown: Subject,
    other: Subject,
    *,
    titles: tuple[str, str] = ("this one", "the other"),
    kind: ChangedKind = "parameters",
    most: int = MOST,
) -> Ranking:
    """In what `other`, which is of the same samples, differs most from `shown`; `titles` are their names.

    Networks of other shapes share their outputs alone, so that of them only these have values to rank.
    """
    _check(kind, most)
    same = shown.step.network.sizes == other.step.network.sizes
    if kind != "values" and not same:
        sizes = ["-".join(map(str, one.step.network.sizes)) for one in (other, shown)]
        raise ArgumentError(
            f"kind must be 'values' where networks have other shapes, {sizes[0]} instead of {sizes[1]}, "
            f"got {kind!r}: their {KINDS[kind]} do not stand for each other"
        )
    match kind:
        case "parameters":
            pair = shown.step.network.parameters, other.step.network.parameters
        case "values":
            pair = _values(shown, outputs=not same), _values(other, outputs=not same)
        case "gradients":
            pair = shown.step.gradients.parameters, other.step.gradients.parameters
    ranking = _ranked(shown, kind, *pair, most, outputs=not same)
    return _said(ranking, _of_two(shown, other, ranking, titles))


def sample_title(subject: Subject) -> str:
    """The sample shown, by the data's own noun: "flower 87"."""
    edited = ", edited" if subject.edited else ""
    return f"{subject.setup.dataset.noun} {subject.sample + 1}{edited}"


def _check(kind: str, most: int) -> None:
    check_choice("kind", kind, KINDS)
    check_whole("most", most, low=1)


def _ranked(
    subject: Subject, kind: ChangedKind, before: Floats, after: Floats, most: int, *, outputs: bool = False
) -> Ranking:
    """The ranking of two vectors whose entries stand for the same numbers, its sentence still to be said."""
    with np.errstate(all="ignore"):
        sizes = np.abs(after.astype(np.float64) - before)
    sizes[~np.isfinite(sizes)] = np.inf
    order = largest(sizes, most)
    called = _named(subject, kind, outputs=outputs)
    changes = tuple(
        Change(
            str(name := called(int(place))),
            _title(subject, name, kind),
            float(before[place]),
            float(after[place]),
        )
        for place in order
    )
    sizes[order] = 0.0
    return Ranking(kind, changes, len(sizes), float(sizes.max(initial=0.0)), "")


def largest(sizes: Floats, most: int) -> Indices:
    """Places of the `most` largest sizes, in order, equals by their place.

    >>> largest(np.array([1.0, 3.0, 0.0, 3.0]), 3).tolist()
    [1, 3, 0]
    """
    count = min(most, len(sizes))
    least = np.partition(sizes, len(sizes) - count)[len(sizes) - count]
    among = np.flatnonzero(sizes >= least)
    found: Indices = among[np.argsort(-sizes[among], kind="stable")][:count]
    return found


def _named(subject: Subject, kind: ChangedKind, *, outputs: bool) -> Callable[[int], Name]:
    """The name of the number at a place of a vector of that kind."""
    if kind == "values":
        of = _value_names(subject, outputs=outputs)
        return lambda place: of[place]
    network, word = subject.step.network, {"parameters": "", "gradients": "gradient"}[kind]
    return lambda place: name_at(network, place, word)


def _values(subject: Subject, *, after: bool = False, outputs: bool = False) -> Floats:
    """What each neuron makes of the sample shown, layer by layer, then the probabilities of the outputs."""
    step, place = subject.step, subject.place
    network, trace = (step.after, step.trace_after) if after else (step.network, step.trace)
    layers = [layer.activation[place] for layer in trace.layers]
    probable = [predicted(network, trace.output)[place]] if subject.squash else []
    return np.concatenate([*layers[-1 if outputs else 0 :], *probable])


def _value_names(subject: Subject, *, outputs: bool) -> list[Name]:
    """The names of `_values`."""
    sizes = subject.step.network.sizes
    first = len(sizes) - 1 if outputs else 1
    found = [
        named("value", layer, neuron) for layer in range(first, len(sizes)) for neuron in range(sizes[layer])
    ]
    probable = range(sizes[-1]) if subject.squash else range(0)
    return found + [named("probability", output) for output in probable]


def _title(subject: Subject, name: Name, kind: ChangedKind) -> str:
    """What stands in a list of numbers of one kind: what is common to all of them is left out."""
    if kind == "values":
        return names.number(name, subject.neurons, subject.setup.dataset.noun).removeprefix("value of ")
    of = named("weight" if len(name.index) == 3 else "bias", *name.index)
    return names.number(of, subject.neurons, subject.setup.dataset.noun).removeprefix("weight ")


def _said(ranking: Ranking, sentence: str) -> Ranking:
    return Ranking(ranking.kind, ranking.changes, ranking.count, ranking.rest, sentence)


def _of_step(subject: Subject, ranking: Ranking) -> str:
    first, step, row = ranking.changes[0], subject.step, subject.place
    if first.difference == 0:
        return f"This step changes none of the {words.grouped(ranking.count)} {KINDS[ranking.kind]}."
    before, after = float(step.losses[row]), float(step.losses_after[row])
    return (
        f"This step changes {_the(subject, first)} most, by {words.signed(first.difference)}, and takes the "
        f"loss of {sample_title(subject)} {words.from_to(before, after)}."
    )


def _of_two(shown: Subject, other: Subject, ranking: Ranking, titles: tuple[str, str]) -> str:
    first = ranking.changes[0]
    when = f"After {_steps(other.steps)}"
    if other.steps != shown.steps:
        when += f" instead of {_steps(shown.steps)}"
    if first.difference == 0:
        what = KINDS[ranking.kind] if ranking.kind != "values" else f"values of {sample_title(shown)}"
        return f"{when}, {titles[1]} has the same {what} as {titles[0]}."
    far = f"{words.signed(first.after)} instead of {words.signed(first.before)}"
    return (
        f"{when}, {titles[1]} differs from {titles[0]} most in {_the(shown, first)}, {far}"
        f"{_verdicts(shown, other)}."
    )


def _steps(count: int) -> str:
    return "one step" if count == 1 else f"{words.grouped(count)} steps"


def _the(subject: Subject, change: Change) -> str:
    """A number in a sentence: "the bias of hidden 5"."""
    return f"the {names.number(parse(change.name), subject.neurons, subject.setup.dataset.noun)}"


def _verdicts(shown: Subject, other: Subject) -> str:
    """What both say of the sample, as the end of a sentence; nothing where one says nothing."""
    one, two = verdict_of(shown), verdict_of(other)
    if not one.predicted or not two.predicted:
        return ""
    right = {True: ", which is right", False: ", which is wrong", None: ""}
    if one.predicted == two.predicted:
        return f"; both say {two.predicted} of {sample_title(shown)}{right[two.right]}"
    return f"; of {sample_title(shown)} it says {two.predicted} instead of {one.predicted}{right[two.right]}"
