"""A step as it comes out when a known mistake is made by hand, so that the mistake is found by its numbers.

    late weights    hidden errors are sent back through output weights that are already updated
    no slope        δ is what arrives, without the activation's slope; everywhere, or in hidden layers alone
    wrong sign      the update is added instead of taken away
    sum             gradients are summed over the batch and not divided by N
    no bias         z is x·w alone
    wrong error     the error is taken the other way round, y − a for a − y

This is no second backward pass to learn by: it computes what is wrong, and without a mistake agrees with
`core` to 1e-12, which a test holds it to.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from learnscope.core.activations import ACTIVATIONS, activate, activation_slope
from learnscope.core.arrays import Floats
from learnscope.core.compiled import PLAIN
from learnscope.core.forward import predicted
from learnscope.core.losses import LOSSES, loss_gradient, loss_values
from learnscope.core.optimizers import find_move
from learnscope.core.penalties import add_penalty_gradient
from learnscope.training.step import Step


@dataclass(frozen=True)
class Mistake:
    """A mistake that is known, and what to say to who made it."""

    name: str
    title: str
    remedy: str


MISTAKES: dict[str, Mistake] = {
    one.name: one
    for one in (
        Mistake(
            "late_weights",
            "hidden gradients computed with already updated weights",
            "Errors travel back through the weights of the forward pass; update all of them at the end.",
        ),
        Mistake(
            "no_slope",
            "the activation's slope forgotten",
            "δ is what arrives times f′(z): a neuron that hardly reacts passes hardly any error on.",
        ),
        Mistake(
            "wrong_sign",
            "the sign of the update",
            "The gradient says where the loss rises; the update goes the other way, w − rate · gradient.",
        ),
        Mistake(
            "sum_for_mean",
            "sum in place of mean",
            "The gradient that is applied is the mean over the batch: divide by the number of samples.",
        ),
        Mistake(
            "no_bias",
            "the bias left out",
            "z is the sum of all inputs times their weights, plus the bias.",
        ),
        Mistake(
            "wrong_error",
            "the sign of the error",
            "The loss's slope is the output less the target, a − y, and all that flows back has its sign.",
        ),
    )
}
HIDDEN = "no_slope in hidden layers"
FORMS = {HIDDEN: "no_slope"}  # a mistake that is made in some places only, and what it is called
Made = frozenset[str]


def variations() -> Iterator[Made]:
    """No mistake, each alone, each pair."""
    yield frozenset()
    for count in (1, 2):
        for names in combinations([*MISTAKES, *FORMS], count):
            if len(called(names)) == count:
                yield frozenset(names)


def called(made: Iterable[str]) -> set[str]:
    """The mistakes' names in MISTAKES."""
    return {FORMS.get(name, name) for name in made}


@dataclass(frozen=True, eq=False)
class Sheet:
    """All numbers of a step by hand: rows (N, n) of each layer, flat vectors of parameters."""

    z: tuple[Floats, ...]
    a: tuple[Floats, ...]  # the inputs first
    passed: tuple[Floats, ...]  # the same, times masks
    slope: tuple[Floats, ...]
    arriving: tuple[Floats, ...]
    delta: tuple[Floats, ...]  # each sample's own
    probability: Floats
    error: Floats
    losses: Floats
    gradient: Floats
    update: Floats
    new: Floats
    new_loss: float


def by_hand(step: Step, made: Made = frozenset(), *, l1: float = 0.0, l2: float = 0.0) -> Sheet:
    """The step with the mistakes `made`, in float64."""
    network, layout = step.network, step.network.layout
    old = network.parameters.astype(np.float64)
    x, y = step.x.astype(np.float64), step.y
    with np.errstate(all="ignore"):
        z, a, passed = _forward(step, old, x, made)
        probability = predicted(network, a[-1])
        error = np.empty_like(a[-1])
        for row in range(len(x)):
            loss_gradient(
                LOSSES[network.loss].code, a[-1][row : row + 1], y[row : row + 1], error[row : row + 1]
            )
        if "wrong_error" in made:
            error = -error
        gradient, update = np.zeros_like(old), np.zeros_like(old)
        weights = layout.weights(old)
        back = error
        slopes: list[Floats] = []
        arriving: list[Floats] = []
        delta: list[Floats] = []
        for k in range(len(network.layers) - 1, -1, -1):
            slope = np.empty_like(z[k])
            activation_slope(ACTIVATIONS[network.activations[k]].code, z[k], a[k + 1], slope)
            hidden = k < len(network.layers) - 1
            own = back.copy() if "no_slope" in made or (hidden and HIDDEN in made) else back * slope
            if step.masks is not None and hidden:
                own *= step.masks[k]
            share = 1.0 if "sum_for_mean" in made else 1.0 / len(x)
            layout.weights(gradient)[k][...] = passed[k].T @ own * share
            bias = layout.biases(gradient)[k]
            if bias is not None:
                bias[...] = own.sum(axis=0) * share
            slopes.insert(0, slope)
            arriving.insert(0, back)
            delta.insert(0, own)
            if k:
                sent = weights[k]
                if "late_weights" in made:
                    sent = sent - layout.weights(_moved(step, old, gradient, l1, l2))[k]
                back = own @ sent.T
        add_penalty_gradient(l1, l2, layout.codes, old, gradient)
        update = _moved(step, old, gradient, 0.0, 0.0)
        new = old + update if "wrong_sign" in made else old - update
        after = _forward(step, new, x, made)[1][-1]
        code = LOSSES[network.loss].code
        losses = loss_values(code, a[-1], y)
        new_loss = float(loss_values(code, after, y).mean())
    return Sheet(
        tuple(z), tuple(a), tuple(passed), tuple(slopes), tuple(arriving), tuple(delta),
        probability, error, losses, gradient, update, new, new_loss,
    )  # fmt: skip


def number_of(
    sheet: Sheet, step: Step, word: str, axes: Mapping[str, int], row: int, *, own: bool
) -> float | None:
    """The number of a kind on the sheet; None for a kind that no sheet has."""
    layout = step.network.layout
    match word:
        case "value":
            return float(sheet.a[axes["layer"]][row, axes["neuron"]])
        case "preactivation" | "slope" | "arriving" | "delta":
            rows = {
                "preactivation": sheet.z,
                "slope": sheet.slope,
                "arriving": sheet.arriving,
                "delta": sheet.delta,
            }[word]
            return float(rows[axes["layer"] - 1][row, axes["neuron"]])
        case "product":
            weight = layout.weights(step.network.parameters)[axes["link"]][axes["from"], axes["to"]]
            return float(sheet.passed[axes["link"]][row, axes["from"]] * weight)
        case "probability":
            return float(sheet.probability[row, axes["output"]])
        case "error":
            return float(sheet.error[row, axes["output"]])
        case "loss.sample":
            return float(sheet.losses[row])
        case "loss.batch":
            return float(sheet.losses.mean())
        case "new.loss.batch":
            return sheet.new_loss
        case "gradient" if own:
            link = axes["link"]
            return float(sheet.passed[link][row, axes["from"]] * sheet.delta[link][row, axes["to"]])
        case "gradient.bias" if own:
            return float(sheet.delta[axes["link"]][row, axes["neuron"]])
    flat = {"gradient": sheet.gradient, "update": sheet.update, "new": sheet.new}.get(word.split(".")[0])
    if flat is None or word.startswith("new.state") or "penalty" in word or "norm" in word:
        return None
    if "bias" in word:
        bias = layout.biases(flat)[axes["link"]]
        return None if bias is None else float(bias[axes["neuron"]])
    return float(layout.weights(flat)[axes["link"]][axes["from"], axes["to"]])


def _forward(
    step: Step, parameters: Floats, x: Floats, made: Made
) -> tuple[list[Floats], list[Floats], list[Floats]]:
    network, layout = step.network, step.network.layout
    z, a, passed = [], [x], [x]
    for k, weight in enumerate(layout.weights(parameters)):
        bias = layout.biases(parameters)[k]
        total = passed[-1] @ weight
        if bias is not None and "no_bias" not in made:
            total = total + bias
        value = np.empty_like(total)
        PLAIN(activate)(ACTIVATIONS[network.activations[k]].code, total, value)
        z.append(total)
        a.append(value)
        last = k == len(network.layers) - 1
        passed.append(value if step.masks is None or last else value * step.masks[k])
    return z, a, passed


def _moved(step: Step, old: Floats, gradient: Floats, l1: float, l2: float) -> Floats:
    """What the optimizer takes away for a gradient, as far as it is known."""
    full = gradient.copy()
    layout, optimizer = step.network.layout, step.optimizer
    add_penalty_gradient(l1, l2, layout.codes, old, full)
    full *= step.clip
    move, state = np.empty_like(old), step.optimizer_state.slots.astype(np.float64).copy()
    find_move(
        optimizer.kind.code, optimizer.settings, step.optimizer_state.updates + 1, step.learning_rate,
        layout.codes, old, full, state, move,
    )  # fmt: skip
    return move
