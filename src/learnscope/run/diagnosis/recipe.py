"""Causes that the recipe tells of: what it does to inputs, outputs, weights and gradients."""

import numpy as np

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.core.losses import LOSSES
from learnscope.experiment import Experiment
from learnscope.run.diagnosis.evidence import Evidence
from learnscope.run.diagnosis.found import Finding
from learnscope.run.diagnosis.remedies import Remedy
from learnscope.run.diagnosis.said import scored, short, two_digits
from learnscope.words import fixed, percent

WIDE = 10.0  # deviation of what the network sees, in units of 1; and its inverse
FAR = 5.0  # mean of a column, in its deviations
APART = 100.0  # widest column over the narrowest
OUTSIDE = 0.05  # share of targets beyond the range of the output activation
BENT = 0.05  # what a curved method reaches beyond a straight one and beyond the network
SHRUNK = 0.3  # norm of the weights over that of the start
AGAINST = 0.5  # how far the penalty's pull is against the data's: cosine, and size over size
DROPPED = 0.5  # share dropped
CLIPPED = 10.0  # median norm over the limit
FOLLOW = ("sgd", "momentum", "nesterov")  # optimizers whose steps follow the length of the gradient


def unscaled(e: Evidence) -> Finding | None:
    """Inputs or targets in units that no start and no rate suit."""
    what, columns = "inputs", e.x
    if not are_unscaled(e.experiment, e.x):
        if e.setup.dataset.kind != "values" or not are_unscaled(e.experiment, e.y):
            return None
        what, columns = "targets", e.y
    deviations, means = _columns(columns)
    low, high = float(deviations.min()), float(deviations.max())
    span = short(high) if high == low else f"from {short(low)} to {short(high)}"
    return Finding.of(
        f"The {what} are not scaled: their columns have standard deviations of {span} and means of up to "
        f"{short(float(means.max()))}.",
        SCALE,
    )


SCALE = Remedy.of("standardise the columns", scale="standard")


def are_unscaled(experiment: Experiment, rows: Floats) -> bool:
    """Whether rows that the network sees are left as they are, and far from mean 0 and deviation 1."""
    if experiment.scale != "none":
        return False
    deviations, means = _columns(rows)
    if len(deviations) == 0:
        return False
    low, high = deviations.min(), deviations.max()
    return bool(high > WIDE or low < 1 / WIDE or high > APART * low or (means / deviations).max() > FAR)


def _columns(rows: Floats) -> tuple[Floats, Floats]:
    """Deviations and sizes of the means of the columns that are not constant."""
    columns = np.asarray(rows, dtype=np.float64)
    deviations, means = columns.std(axis=0), np.abs(columns.mean(axis=0))
    return deviations[deviations > 0], means[deviations > 0]


def unreachable(e: Evidence) -> Finding | None:
    """Targets that the output activation cannot give."""
    name = e.network.activations[-1]
    low, high = ACTIVATIONS[name].range
    low = {"relu": 0.0, "softplus": 0.0, "elu": -1.0}.get(name, low)
    if e.setup.dataset.kind != "values":
        return None
    outside = float(((e.y < low) | (e.y > high)).mean())
    if outside <= OUTSIDE:
        return None
    span = f"below {short(low)}" if high == np.inf else f"beyond {short(low)} … {short(high)}"
    return Finding.of(
        f"The output layer's {name} gives nothing {span}, where {percent(outside)} of the targets lie.",
        Remedy.of("let the output layer give any number", output="identity"),
    )


def squashed(e: Evidence) -> Finding | None:
    """A loss that squashes by itself, over outputs that are squashed already: it cannot come near 0."""
    name, loss = e.network.activations[-1], LOSSES[e.network.loss]
    if not loss.squash or not np.isfinite(ACTIVATIONS[name].range).all():
        return None
    now = fixed(float(e.course("train loss")[-1]))
    return Finding.of(
        f"The loss makes probabilities of the outputs by itself, but {name} squeezes them first: no output "
        f"can be far above another, and the loss cannot come near 0; it is {now}.",
        Remedy.of("leave the outputs as they are", output="identity"),
    )


def linear(e: Evidence) -> Finding | None:
    """No bend between inputs and outputs, where the data asks for one."""
    straight = all(name == "identity" for name in e.network.activations[:-1])
    if not straight or e.reach.curved < max(e.reach.linear, e.score) + BENT:
        return None
    kind = e.setup.dataset.kind
    what = "has no hidden layer" if e.hidden == 0 else "has hidden layers that bend nothing (identity)"
    return Finding.of(
        f"The network {what}, so it can only draw straight boundaries and planes: it reaches "
        f"{scored(e.score, kind)} where a curved method reaches {scored(e.reach.curved, kind)}.",
        Remedy.of("put in two hidden layers", hidden=(16, 16), activation="tanh")
        if e.hidden == 0
        else Remedy.of("let the hidden layers bend", activation="tanh"),
    )


def penalty(e: Evidence) -> Finding | None:
    """Weights held so small that they say little: the penalty pulls them back as hard as the data pulls."""
    l1, l2 = e.experiment.l1, e.experiment.l2
    if max(l1, l2) == 0:
        return None
    back = l1 * np.sign(e.weights) + l2 * e.weights
    sizes = float(np.linalg.norm(back)), float(np.linalg.norm(e.pull))
    against = -float(back @ e.pull) / max(sizes[0] * sizes[1], 1e-300)
    start = float(np.linalg.norm(np.concatenate([weight.ravel() for weight in e.start.weights])))
    now = float(np.linalg.norm(e.weights))
    held = against > AGAINST and sizes[0] > AGAINST * sizes[1]
    if not held and now > SHRUNK * start:
        return None
    changes = {name: two_digits(value / 100) for name, value in (("l1", l1), ("l2", l2)) if value > 0}
    return Finding.of(
        "The penalty pulls the weights back as hard as the data pulls them out: their norm is "
        f"{short(now)}, and it was {short(start)} at the start.",
        Remedy.of("penalise a hundred times less", **changes),
        Remedy.of("do without the penalty", **dict.fromkeys(changes, 0.0)),
    )


def dropout(e: Evidence) -> Finding | None:
    """So much dropped that hardly anything of a sample comes through."""
    rates = np.atleast_1d(np.asarray(e.loop.plan.dropout, dtype=float))
    most = float(rates.max()) if e.hidden else 0.0
    if most < DROPPED:
        return None
    return Finding.of(
        f"Dropout takes {percent(most)} of a hidden layer away in every step.",
        Remedy.of("drop a tenth", dropout=0.1),
        Remedy.of("drop nothing", dropout=0.0),
    )


def clipping(e: Evidence) -> Finding | None:
    """Gradients shortened in nearly every step, by an optimizer whose steps follow their length."""
    limit = e.experiment.clip_norm
    if limit is None or e.experiment.optimizer not in FOLLOW or e.norm < CLIPPED * limit:
        return None
    return Finding.of(
        f"Gradients are clipped at {short(limit)}, but most are longer: half of the last ones had a norm of "
        f"more than {short(e.norm)}.",
        Remedy.of(f"clip at {short(two_digits(e.norm))}", clip_norm=two_digits(e.norm)),
    )
