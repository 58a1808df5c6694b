"""Causes that lie in how far steps go, and how many there are."""

import numpy as np

from learnscope.core.stuck import dead as dead_units
from learnscope.run.diagnosis.evidence import LAST, Evidence
from learnscope.run.diagnosis.found import Finding
from learnscope.run.diagnosis.recipe import FOLLOW
from learnscope.run.diagnosis.remedies import Remedy
from learnscope.run.diagnosis.said import short, two_digits
from learnscope.words import fixed, percent

LEAP = 0.3  # an early step over all parameters, by norm
TWICE = 2.0
GENTLE = 0.05  # such a step of trainings that are well
STRIDE = 0.1  # a late one
RISEN = 1.5  # the loss of the second half over the lowest
DEAD = 0.5  # share of a layer's units
STILL = 0.3  # way from the start over the start, by norm
USUAL, ADAMS = 0.5, 0.03  # rates above which steps of descent, and of Adam and its like, tend to overshoot
FAR = 6.0  # powers of ten beyond which nothing is told of how much lower a rate must be
USUAL_RATE = 0.03  # at most, then
ADAM = Remedy.of("take Adam at its usual rate", optimizer="adam", learning_rate=0.01)
ALIVE = Remedy.of("take leaky ReLU, whose neurons cannot die", activation="leaky_relu")
DRAWN = Remedy.of("draw the starting weights", start=None)
FALLING = 0.95  # the loss over that of a fifth of the way before


def rate_high(e: Evidence) -> Finding | None:
    """Steps that overshoot."""
    train = e.course("train loss")
    tail = train[len(train) // 2 :]
    lowest = float(np.nanmin(train))
    shaken = len(tail) > 4 and float(np.nanmedian(tail)) > RISEN * lowest
    if e.leap < LEAP and e.stride < (STRIDE / 10 if shaken else STRIDE):
        return None
    moved, when = (e.stride, "At last") if e.stride > e.leap else (e.leap, "At first")
    powers = np.log10(moved / GENTLE) + (0.0 if e.experiment.optimizer in FOLLOW else 0.5)
    share = f"{percent(moved)} of" if moved < TWICE else f"{short(moved)} times"
    told = f"{when} one moved all parameters by {share} their size"
    if not np.isfinite(moved):
        told = "They go beyond all numbers"
    return Finding.of(
        f"Steps overshoot. {told}; the training loss "
        f"is {fixed(float(train[-1]))} and was {fixed(lowest)} at its lowest.",
        slower(e, 10 ** max(1, round(powers))) if powers <= FAR else far_slower(e),
    )


def dead(e: Evidence) -> Finding | None:
    """Units that give 0 for every sample."""
    layers = zip(e.trace.layers[:-1], e.network.activations[:-1], strict=True)
    counts = [
        (k, int(dead_units(name, layer.activation).sum()), layer.activation.shape[1])
        for k, (layer, name) in enumerate(layers, 1)
    ]
    k, count, size = max(counts, key=lambda one: one[1] / one[2], default=(0, 0, 1))
    if count < DEAD * size:
        return None
    others = sum(number for _, number, _ in counts) - count
    more = f", and {others} in others" if others else ""
    return Finding.of(
        f"In layer {k}, {count} of {size} neurons give 0 for all {len(e.x)} samples{more}: no error passes "
        "them any more.",
        *((ALIVE, slower(e, 10)) if e.experiment.start is None else (DRAWN,)),
    )


def rate_low(e: Evidence) -> Finding | None:
    """Steps so small that the start is hardly left."""
    train = e.course("train loss")
    if e.way > STILL:
        return None
    return Finding.of(
        f"After {e.step - e.first} steps the parameters have moved by {percent(e.way, digits=2)} of their "
        f"size, and the training loss from {fixed(float(train[0]))} to {fixed(float(train[-1]))}.",
        *faster(e),
    )


def short_training(e: Evidence) -> Finding | None:
    """A loss that still falls."""
    train = e.course("train loss")
    then, now = float(train[-min(len(train), max(2, len(train) // LAST))]), float(train[-1])
    if now > FALLING * then:
        return None
    return Finding.of(
        "The training loss still falls: over the last fifth of the way it went from "
        f"{fixed(then)} to {fixed(now)}.",
        Remedy.of("learn for three times as long", epochs=3 * e.experiment.epochs),
    )


def slower(e: Evidence, times: int) -> Remedy:
    """A lower rate."""
    rate = two_digits(e.experiment.learning_rate / times)
    return Remedy.of(f"learn {_times(times)} slower", learning_rate=rate)


def far_slower(e: Evidence) -> Remedy:
    """A usual rate at most, where how much lower it must be cannot be told."""
    rate = two_digits(min(e.experiment.learning_rate / 100, USUAL_RATE))
    return Remedy.of("learn far slower", learning_rate=rate)


def faster(e: Evidence) -> tuple[Remedy, ...]:
    """A rate at which the parameters would have gone as far as they are large; and Adam's usual one."""
    rate, follows = e.experiment.learning_rate, e.experiment.optimizer in FOLLOW
    wanted = 10 ** round(float(np.clip(np.log10(1 / max(e.way, 1e-9)), 1, 6)))
    times = min(wanted, 10 ** int(np.log10((USUAL if follows else ADAMS) / rate) + 1e-9))
    more = Remedy.of(f"learn {_times(times)} faster", learning_rate=two_digits(times * rate))
    usual = e.experiment.optimizer == "adam" and rate >= ADAMS / 2
    return (*([more] if times > 1 else []), *([] if usual else [ADAM]))


def _times(times: int) -> str:
    return {10: "ten times", 100: "a hundred times"}.get(times, f"{times:,} times".replace(",", " "))
