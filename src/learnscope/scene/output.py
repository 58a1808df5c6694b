"""What comes after the last layer: probabilities, targets, the error of each output, the loss.

The least loss a target allows, where that is known and not 0, for softmax cross-entropy with n outputs:

    one class, outputs between two ends that lie s apart   log(1 + (n - 1) e^-s)   at p = e^s / (e^s + n - 1)
    several classes, free outputs                          -sum y log(y / sum y)   at p = y / sum y
"""

import math

import numpy as np

from learnscope import words
from learnscope.core.activations import ACTIVATIONS
from learnscope.core.arrays import Floats
from learnscope.core.losses import LOSSES
from learnscope.scene import names
from learnscope.scene.paths import winner_of
from learnscope.scene.schema import Array, OutputScene
from learnscope.scene.subject import Subject, named_class

POWERS = {1.0: "e", 2.0: "e²"}  # e^s for activations with results within two ends that lie s apart
ONE = 1e-12  # by which targets that sum to one may miss it


def output_scene(subject: Subject) -> OutputScene:
    """All of it, for the sample shown."""
    step, loss = subject.step, LOSSES[subject.step.network.loss]
    own = subject.setup.target_scaling.invert if subject.kind == "values" else None
    said = step.prediction[subject.place] if subject.squash else subject.own.value(len(subject.neurons) - 1)
    lowest, reason = lowest_loss(step.network.activations[-1], subject.squash, subject.target)
    return OutputScene(
        loss=loss.name,
        loss_title=loss.title,
        loss_formula=loss.formula,
        probability=Array.of(said) if subject.squash else None,
        winner=winner_of(said),
        target=Array.of(subject.target),
        error=Array.of(subject.own.error),
        error_label=error_label(loss.name, subject.target),
        own_value=None if own is None else Array.of(own(step.trace.output[[subject.place]])[0]),
        own_target=None if own is None else Array.of(own(subject.target[None, :])[0]),
        own_range=None if own is None else Array.of(_range(subject)),
        units=subject.setup.dataset.output_units,
        penalty=step.penalty,
        penalty_after=step.penalty_after,
        sample_loss=float(step.losses[subject.place]),
        lowest_loss=lowest,
        lowest_reason=reason,
    )


def _range(subject: Subject) -> Floats:
    """The ends (n_out, 2) of the scale of each output, in its own unit.

    Within them lie its targets, that of the sample shown too, and all it can say where its activation has two
    ends. Outputs of one unit that have but one value share a scale, which reaches from nothing to double.
    """
    targets, units = subject.setup.dataset.targets, subject.setup.dataset.output_units
    rows = [targets.min(axis=0), targets.max(axis=0)]
    if subject.edited:
        rows.append(subject.setup.target_scaling.invert(subject.target[None, :])[0])
    ends = np.array(ACTIVATIONS[subject.step.network.activations[-1]].range)
    if np.isfinite(ends).all():
        rows.extend(subject.setup.target_scaling.invert(np.tile(ends[:, None], len(units))))
    low, high = np.min(rows, axis=0), np.max(rows, axis=0)
    single = low == high
    for unit in {unit for unit, one in zip(units, single, strict=True) if one}:
        alike = single & np.array([other == unit for other in units])
        values = low[alike]
        low[alike], high[alike] = (
            (min(0.0, 2 * values.min()), max(0.0, 2 * values.max())) if values.any() else (-1.0, 1.0)
        )
    return np.stack([low, high], axis=1)


def error_label(loss: str, target: Floats) -> str:
    """The formula of that error, as it holds for `target` (n_out,)."""
    if loss == "softmax_cross_entropy":
        return LOSSES[loss].error if abs(float(target.sum()) - 1) <= ONE else "p · Σy − y"
    return LOSSES[loss].error


def lowest_loss(activation: str, squash: str, target: Floats) -> tuple[float | None, str]:
    """The least loss any weights could reach for `target` (n_out,), and why; None where not known or 0."""
    if squash != "softmax" or not np.isfinite(target).all():
        return None, ""
    size = len(target)
    single = named_class(target)
    low, high = ACTIVATIONS[activation].range
    span = high - low
    if single is not None and span in POWERS and size > 1:
        power = POWERS[span]
        outputs = words.count(size, f"{names.activation_title(activation)} output")
        return float(target[single]) * math.log1p((size - 1) * math.exp(-span)), (
            f"{outputs} lie between {words.number(low)} and {words.number(high)}, "
            f"so their softmax can never be surer than {power} / ({power} + {size - 1})"
        )
    spread = target[target > 0]
    if activation == "identity" and single is None and len(spread) > 1 and (target >= 0).all():
        lowest = float(-(spread * np.log(spread / spread.sum())).sum())
        if math.isfinite(lowest):
            classes = words.count(len(spread), "class", "classes")
            return lowest, (
                f"the target is spread over {classes}, and no probabilities fit it better than its own shares"
            )
    return None, ""
