"""What becomes of loss and answers where the network lacks a part or two, or has them nudged."""

from math import isnan

import numpy as np

from learnscope import words
from learnscope.core.network import Network
from learnscope.errors import ArgumentError, check_choice, check_whole
from learnscope.probe.removal import Removals
from learnscope.probe.without import Neuron, Part, Wire
from learnscope.scene.belonging import find
from learnscope.scene.changed import sample_title
from learnscope.scene.schema.removals import (
    JudgedBy,
    OutputEffect,
    RemovalScene,
)
from learnscope.scene.subject import Subject

JUDGES: dict[JudgedBy, str] = {"all": "", "train": "training ", "validation": "validation ", "test": "test "}
MOST_SAMPLES = 2000  # that judge, of more as many at even distances


def removals_of(subject: Subject, network: Network, by: JudgedBy = "all") -> Removals:
    """Removals from `network`, judged by samples of the data of `subject`.

    Raises ArgumentError for samples there are none of.
    """
    check_choice("samples", by, JUDGES)
    rows = judging(subject, by)
    if not len(rows):
        there = [one for one in JUDGES if len(judging(subject, one))]
        raise ArgumentError(f"samples must be of a part with some in it ({', '.join(there)}), got {by!r}")
    setup = subject.setup
    x = setup.scaling.apply(setup.dataset.inputs[rows])
    y = setup.target_scaling.apply(setup.dataset.targets[rows])
    return Removals(network, x, y, kind=subject.kind, threshold=subject.threshold)


def judging(subject: Subject, by: JudgedBy) -> np.ndarray:
    """The samples that judge, by their places in the data set."""
    parts = subject.setup.split
    rows = np.arange(len(subject.setup.dataset)) if by == "all" else np.sort(getattr(parts, by))
    if len(rows) <= MOST_SAMPLES:
        return rows
    return rows[np.linspace(0, len(rows) - 1, MOST_SAMPLES).astype(np.int64)]


def part_of(text: str, subject: Subject) -> Part:
    """The input, hidden neuron or wire that the name of a number is about.

    Raises ArgumentError for the name of another number, and for an output, which stays.
    """
    name, outputs = find(text, subject), len(subject.neurons) - 1
    if name.kind.axes == ("link", "from", "to"):
        axes = name.axes
        return Wire(axes["link"], axes["from"], axes["to"])
    neuron = name.neuron(outputs)
    if neuron is None or neuron[0] == outputs:
        raise ArgumentError(
            f"name must be of an input, a hidden neuron or a wire, got '{text}'; outputs are what the loss "
            "is made of, so they stay"
        )
    return Neuron(*neuron)


def title_of(part: Part, subject: Subject) -> str:
    """ "hidden 3", "petal length → hidden 3"."""
    neurons = subject.neurons
    if isinstance(part, Neuron):
        return neurons[part.layer][part.index]
    return f"{neurons[part.link][part.start]} → {neurons[part.link + 1][part.end]}"


def name_of(part: Part) -> str:
    """The number that stands for a part: what it passes on, or weighs."""
    if isinstance(part, Neuron):
        return f"value.{part.layer}.{part.index}"
    return f"weight.{part.link}.{part.start}.{part.end}"


def removal_scene(
    removals: Removals,
    subject: Subject,
    asked: tuple[str, ...],
    *,
    by: float | None = None,
    judged: JudgedBy = "all",
    updated: bool = False,
    serial: int = -1,
) -> RemovalScene:
    """The network without the parts that `asked` names, one or two, or with them nudged.

    With `updated`, `removals` are of the network after the step, which is that of the next.
    Raises ArgumentError for names of which there is no part, and for more than two.
    """
    check_whole("number of parts", len(asked), low=1, high=2)
    parts = tuple(part_of(text, subject) for text in asked)
    found = removals.effect(*parts, by=by)
    pair = len(set(parts)) == 2
    alone = tuple(removals.effect(part, by=by).loss_change for part in parts) if pair else ()
    rows = judging(subject, judged)
    shown = removals_of_sample(subject, removals.network)
    before, after, mine, mine_after = (
        of.said(*which, by=by).mean(axis=0) for of in (removals, shown) for which in ((), parts)
    )
    known = None if isnan(removals.accuracy) else removals.accuracy
    return RemovalScene(
        names=tuple(map(name_of, parts)),
        titles=tuple(title_of(part, subject) for part in parts),
        by=by,
        loss=removals.loss,
        new_loss=found.loss,
        accuracy=known,
        new_accuracy=None if known is None else found.accuracy,
        alone=alone,
        interaction=found.loss_change - sum(alone) if pair else None,
        outputs=tuple(
            OutputEffect(title, *map(float, numbers))
            for title, *numbers in zip(subject.neurons[-1], mine, mine_after, before, after, strict=True)
        ),
        sample=sample_title(subject),
        samples=len(rows),
        sentence=_sentence(removals, parts, subject, by, alone, about(subject, judged)),
        path=_path(subject.steps + updated, parts, by, judged),
        serial=serial,
    )


def removals_of_sample(subject: Subject, network: Network) -> Removals:
    """Removals judged by the sample shown alone, as it stands on the stage."""
    x, y = subject.step.x[subject.place][None], subject.target[None]
    return Removals(network, x, y, kind=subject.kind, threshold=subject.threshold)


def about(subject: Subject, judged: JudgedBy) -> str:
    """Whose loss it is: "all 150 flowers", "2 000 of 56 000 training pictures"."""
    noun = subject.setup.dataset.noun
    every = len(subject.setup.dataset) if judged == "all" else len(getattr(subject.setup.split, judged))
    used = len(judging(subject, judged))
    which = f"{JUDGES[judged]}{noun}{'' if every == 1 else 's'}"
    if used < every:
        return f"{words.grouped(used)} of {words.grouped(every)} {which}"
    return f"all {words.grouped(every)} {which}" if every > 1 else f"the one {which}"


def _sentence(
    removals: Removals,
    parts: tuple[Part, ...],
    subject: Subject,
    by: float | None,
    alone: tuple[float, ...],
    whose: str,
) -> str:
    """What becomes of the loss and the answers, and whether two removals add up."""
    found, titles = removals.effect(*parts, by=by), [title_of(part, subject) for part in parts]
    what = " and ".join(dict.fromkeys(titles))
    how = f"Without {what}" if by is None else f"With {what} nudged by {words.signed(by)}"
    far = words.from_to(removals.loss, found.loss)
    told = f"{how}, the loss of {whose} goes {far}"
    if found.loss == removals.loss:
        told = f"{how}, the loss of {whose} stays {words.fixed(removals.loss)}"
    if not isnan(found.accuracy):
        before, after = (words.percent(share, digits=1) for share in (removals.accuracy, found.accuracy))
        told += f", and {after} of the answers are right" + (
            f" instead of {before}" if before != after else ""
        )
    if not alone:
        return f"{told}."
    together = found.loss_change - sum(alone)
    each = " and ".join(words.fixed(change, sign=True) for change in alone)
    return (
        f"{told}. Alone they change it by {each}: together by {words.fixed(together, sign=True)} beyond that."
    )


def _path(step: int, parts: tuple[Part, ...], by: float | None, judged: JudgedBy) -> str:
    asked = [repr(name_of(part)) for part in parts]
    options = ([f"by={by!r}"] if by is not None else []) + (
        [f"samples={judged!r}"] if judged != "all" else []
    )
    return f"run.step({step}).without({', '.join([*asked, *options])})"
