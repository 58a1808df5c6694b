"""A parameter's gradient in the batch: each sample's own, their mean, and how noisy an estimate it is."""

from typing import Any

import numpy as np

from learnscope import words
from learnscope.errors import ArgumentError
from learnscope.probe.noise import ParameterNoise, noise_of, noise_of_parameter
from learnscope.scene import names
from learnscope.scene.belonging import belongs, find
from learnscope.scene.grammar import Name, named, parse
from learnscope.scene.named import Moment
from learnscope.scene.parameters import name_at, place_named
from learnscope.scene.schema import Array
from learnscope.scene.schema.spread import OwnGradient, SpreadScene
from learnscope.scene.subject import Subject
from learnscope.scene.values import value

MOST_MEMBERS = 200
MOST_SAMPLES = 4000  # that batches are drawn from, of more as many at even distances
BATCHES = 100
LITTLE = 2e5  # parameters times samples of a batch, up to which all batches are compared as a whole
FEWER = 10  # batches that are, above


def spread_scene(subject: Subject, asked: str = "", *, serial: int = -1) -> SpreadScene:
    """The gradients of the weight or bias that `asked` is a number of.

    Of a neuron its bias is meant; without either, the parameter with the largest gradient.
    """
    step = subject.step
    parameter, layout = parameter_of(asked, subject), step.network.layout
    place, drawn = place_named(step.network, parameter), _drawn(subject)
    noise = noise_of_parameter(**drawn, place=place, batches=BATCHES)
    size, few = noise.size, layout.size * noise.size > LITTLE
    whole = noise_of(**drawn, batches=FEWER if few else BATCHES)
    own, applied = _own(subject, parameter), float(step.gradients.parameters[place])
    title = names.number(parameter, subject.neurons, subject.setup.dataset.noun)
    return SpreadScene(
        name=str(_gradient(parameter)),
        title=title,
        own=own,
        count=len(subject.rows),
        mean=_mean(subject, parameter, applied),
        applied=applied,
        size=size,
        samples=len(noise.own),
        batches=Array.of(noise.gradients),
        whole=noise.whole,
        spread=noise.spread,
        single=float(noise.own.std()),
        against=noise.against,
        along=whole.along,
        sentence=_sentence(subject, noise, title, whole.along),
        path=f"run.step({subject.steps}).noise('{parameter}')",
        serial=serial,
    )


def parameter_of(asked: str, subject: Subject) -> Name:
    """The weight or bias that a name speaks of, or of whose neuron; else that of the largest gradient."""
    network, last = subject.step.network, len(subject.neurons) - 1
    if asked and belongs(asked, subject):
        axes, neuron = (name := parse(asked)).axes, name.neuron(last)
        if "to" in axes:
            return named("weight", axes["link"], axes["from"], axes["to"])
        if neuron is not None and neuron[0] > 0 and network.layout.block(neuron[0] - 1, "bias") is not None:
            return named("bias", neuron[0] - 1, neuron[1])
    gradient = np.abs(subject.step.gradients.parameters)
    return name_at(network, int(np.where(np.isnan(gradient), np.inf, gradient).argmax()))


def parameter_noise(subject: Subject, asked: str, *, batches: int = BATCHES) -> ParameterNoise:
    """The noise of the weight or bias `asked`. Raises ArgumentError where it is none."""
    name = find(asked, subject)
    if name.kind.word not in ("weight", "bias"):
        raise ArgumentError(
            f"name must be of a weight or a bias, got '{asked}'; say weight.0.1.2 or bias.0.1"
        )
    place = place_named(subject.step.network, name)
    return noise_of_parameter(**_drawn(subject), place=place, batches=batches)


def _drawn(subject: Subject) -> dict[str, Any]:
    """What batches are drawn from, and how."""
    setup, rows = subject.setup, drawn_from(subject)
    return {
        "network": subject.step.network,
        "x": setup.scaling.apply(setup.dataset.inputs[rows]),
        "y": setup.target_scaling.apply(setup.dataset.targets[rows]),
        "size": min(setup.experiment.batch_size, len(rows)),
        "seed": subject.steps,
        "l1": setup.experiment.l1,
        "l2": setup.experiment.l2,
    }


def drawn_from(subject: Subject) -> np.ndarray:
    """The training samples that batches are drawn from."""
    rows = subject.setup.split.train
    if len(rows) <= MOST_SAMPLES:
        return rows
    return rows[np.linspace(0, len(rows) - 1, MOST_SAMPLES).astype(np.int64)]


def _gradient(parameter: Name, sample: int | None = None) -> Name:
    """The name of its gradient, a sample's own or the one that is applied."""
    kind = "gradient" if parameter.kind.word == "weight" else "gradient.bias"
    return named(kind, *parameter.index, sample=sample)


def _own(subject: Subject, parameter: Name) -> tuple[OwnGradient, ...]:
    moment, found = Moment(subject), []
    for sample in subject.rows[:MOST_MEMBERS].tolist():
        name = _gradient(parameter, sample)
        number = value(name, moment)
        assert number is not None
        found.append(OwnGradient(sample + 1, str(name), float(number)))
    return tuple(found)


def _mean(subject: Subject, parameter: Name, applied: float) -> float:
    """The mean over the batch of what samples have of their own."""
    if parameter.kind.word == "bias":
        return applied
    part = value(named("gradient.penalty", *parameter.index), Moment(subject))
    return applied - float(part or 0.0)


def _sentence(subject: Subject, noise: ParameterNoise, title: str, along: float) -> str:
    """How far a batch is from all samples."""
    noun = subject.setup.dataset.noun
    if noise.size == len(noise.own):
        return f"The batch holds all {words.grouped(noise.size)} {noun}s: its gradient is no estimate."
    size = f"a batch of {words.grouped(noise.size)}" if noise.size > 1 else f"a single {noun}"
    share = round(len(noise.gradients) * noise.against)
    return (
        f"From this step, the gradient of the {title} is {words.signed(noise.whole)} over all "
        f"{words.grouped(len(noise.own))} training {noun}s, and for {size} it is "
        f"±{words.number(noise.spread)} off: {share} of {len(noise.gradients)} draws point the other way. "
        f"Of all parameters together, the cosine of a draw and the whole is "
        f"{words.number(along, digits=2)} in the mean."
    )
