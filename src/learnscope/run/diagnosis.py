"""Why a network does not learn: what can be seen in a run, with the numbers that show it and what to try.

    not finite    the loss is not finite; found where the first such number of that step appeared
    dead          units that give 0 for every training sample, as ReLU's can: no error passes them any more
    saturated     sigmoid or tanh units at the ends of their range, where the slope is next to 0
    vanishing     the first layer's gradients are far smaller than the last layer's
    exploding     gradients grow far beyond what they were
    plateau       the training loss has stopped going down, above where it could be

Each looks at arrays: a network and its trace of samples, or norms and losses of the last steps; the limits
below say what counts as far.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.core.forward import Trace, forward, losses
from learnscope.core.network import Network
from learnscope.core.stuck import dead, saturated

DiagnosisName = Literal["not_finite", "dead", "saturated", "vanishing", "exploding", "plateau"]

SAMPLES = 1024  # training samples looked at: enough to tell a share from another
SATURATED = 0.5  # share of a layer's activations that near an end
DEAD = 0.1  # share of a layer's units
RECENT = 50  # steps over which norms are compared
VANISHING = 1e-3  # first layer's gradient over the last layer's, per parameter
EXPLODING = 1e3  # recent gradient norms over the first ones
FLAT_EPOCHS, FLAT = 10, 1e-3  # a plateau: so many epochs in which the loss fell by less than that share
LEARNED = 1e-2  # of the loss at the start: below it a flat loss is one that has arrived


@dataclass(frozen=True)
class Diagnosis:
    """One thing that is wrong."""

    name: DiagnosisName
    step: int  # updates made when it was seen
    evidence: str  # a sentence, with numbers
    advice: str  # a sentence: what to try


def trends(
    network: Network, norm: Floats, norms: Floats, losses: Floats, *, step: int
) -> tuple[Diagnosis, ...]:
    """What is wrong with the way that led to `network` after `step` updates.

    norm (S,) and norms (S, L) are those of the gradients of some steps, in order, the first and the last of
    the way among them: whole, and layer by layer. losses (M,) are the training loss, penalty included, at the
    start and after each of the last epochs.
    """
    return (*_gradients(network, norm, norms, step), *_plateau(losses, step))


def first_not_finite(network: Network, x: Floats, y: Floats) -> str:
    """Where the first number that is not finite appears for samples x with targets y; "" where none does."""
    odd = np.flatnonzero(~np.isfinite(network.parameters))
    if len(odd):
        at = network.layout.address(int(odd[0]))
        place = tuple(i + 1 for i in at.index)
        return f"the {at.role} {place} of layer {at.layer + 1} is {network.parameters[odd[0]]}"
    if not np.isfinite(x).all():
        sample, column = np.argwhere(~np.isfinite(x))[0]
        return f"input {column + 1} of sample {sample + 1} of the batch is {x[sample, column]}"
    trace = forward(network, x)
    for k, layer in enumerate(trace.layers, 1):
        for array, kind in ((layer.preactivation, "sum"), (layer.activation, "activation")):
            if not np.isfinite(array).all():
                sample, unit = np.argwhere(~np.isfinite(array))[0]
                value = array[sample, unit]
                where = f"neuron {unit + 1} in layer {k} is {value} for sample {sample + 1} of the batch"
                return f"the {kind} of {where}"
    values = losses(network, trace, y)
    if np.isfinite(values).all():
        return ""
    sample = np.flatnonzero(~np.isfinite(values))[0]
    return f"the loss of sample {sample + 1} of the batch is {values[sample]}"


def not_finite(network: Network, x: Floats, y: Floats, *, step: int) -> Diagnosis:
    """Why the loss of samples x with targets y is no finite number after `step` updates."""
    where = first_not_finite(network, x, y)
    largest = float(np.abs(network.parameters).max())
    evidence = f"At step {step + 1} {where or 'the mean of the losses is too large for a number'}"
    return Diagnosis(
        "not_finite",
        step,
        f"{evidence}; the largest parameter is {largest:.3g} by then.",
        "Lower the learning rate, clip gradients by norm, or scale the inputs.",
    )


def stuck_units(network: Network, trace: Trace, *, step: int) -> Iterator[Diagnosis]:
    """Units that are stuck in `trace`, of training samples, after `step` updates."""
    for k, (layer, name) in enumerate(zip(trace.layers[:-1], network.activations, strict=False), 1):
        a = layer.activation
        entry = ACTIVATIONS[name]
        if entry.can_die:
            count = int(dead(name, a).sum())
            if count > DEAD * a.shape[1]:
                yield Diagnosis(
                    "dead",
                    step,
                    f"In layer {k}, {count} of {a.shape[1]} {entry.title} neurons are {entry.flat:g} "
                    f"for all {len(a)} samples.",
                    "Start again with a lower learning rate and He's initialiser, or take leaky ReLU.",
                )
        elif entry.can_saturate:
            share = float(saturated(name, a).mean())
            if share > SATURATED:
                yield Diagnosis(
                    "saturated",
                    step,
                    f"In layer {k}, {share:.0%} of the activations lie at the ends of {name}, "
                    "where its slope is next to 0.",
                    "Scale the inputs, start from smaller weights, learn slower, or penalise weights.",
                )


def _gradients(network: Network, norm: Floats, norms: Floats, step: int) -> Iterator[Diagnosis]:
    if len(norm) < RECENT:
        return
    counts = network.layout.learned_counts
    recent = np.median(norms[-RECENT:, : len(counts)], axis=0) / np.sqrt(counts)
    if recent[-1] > 0 and recent[0] < VANISHING * recent[-1]:
        squashed = "sigmoid" in network.activations[:-1]
        other = "ReLU or tanh rather than sigmoid" if squashed else "another activation"
        yield Diagnosis(
            "vanishing",
            step,
            f"Gradients of the first layer are {recent[0]:.2g} in size, those of the last {recent[-1]:.2g}.",
            f"Take {other}, fewer layers, or Glorot's or He's initialiser.",
        )
    first, last = np.median(norm[:RECENT]), np.median(norm[-RECENT:])
    if first > 0 and last > EXPLODING * first:
        yield Diagnosis(
            "exploding",
            step,
            f"The gradient's norm was {first:.2g} at the start and is {last:.2g} now.",
            "Clip gradients by norm, or lower the learning rate.",
        )


def _plateau(losses: Floats, step: int) -> Iterator[Diagnosis]:
    if len(losses) <= FLAT_EPOCHS:
        return
    before, now = losses[-FLAT_EPOCHS - 1], losses[-1]
    if now > LEARNED * losses[0] and abs(before - now) < FLAT * before:
        yield Diagnosis(
            "plateau",
            step,
            f"The training loss was {before:.4g} and is {now:.4g} {FLAT_EPOCHS} epochs later.",
            "Raise the learning rate, take momentum or Adam, other starting weights, or more neurons.",
        )
