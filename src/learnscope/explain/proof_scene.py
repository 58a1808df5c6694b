"""The error of a gradient's check over the size of the nudge, as it is drawn."""

import numpy as np

from learnscope import words
from learnscope.errors import ArgumentError
from learnscope.explain.asked import Asked
from learnscope.explain.blame import OF_WEIGHTS
from learnscope.explain.proof import ErrorCurve, error_curve
from learnscope.explain.scene import place_of
from learnscope.scene.belonging import find
from learnscope.scene.named import Moment
from learnscope.scene.schema.blame import ErrorCurveScene
from learnscope.scene.schema.moments import Array


def curve_scene(name: str, moment: Moment, *, serial: int = -1) -> ErrorCurveScene:
    """The curve for the gradient of the weight or bias of which `name` speaks.

    Raises ArgumentError for other numbers.
    """
    asked = Asked(find(name, moment.subject), moment)
    place = place_of(asked)
    if place is None:
        raise ArgumentError(
            f"name must be that of a weight or bias, or of its gradient or update, got {name!r}"
        )
    word = "gradient" if asked.name.kind.word in OF_WEIGHTS else "gradient.bias"
    experiment = moment.subject.setup.experiment
    gradient = asked.number(word, *asked.name.index)
    found = error_curve(asked.step, place, gradient, l1=experiment.l1, l2=experiment.l2)
    return ErrorCurveScene(
        serial=serial,
        name=name,
        epsilons=Array.of(found.epsilons),
        errors=Array.of(found.errors),
        crossed=Array.of(found.crossed),
        best=found.best,
        sentence=_sentence(found),
    )


def _sentence(found: ErrorCurve) -> str:
    if not np.isfinite(found.errors).any():
        return "No error can be told: the loss is not finite."
    best = words.number(float(found.epsilons[found.best]), digits=2)
    said = (
        f"The error is least near ε = {best}: with a larger nudge the loss bends (truncation), with a "
        "smaller one the difference of two nearly equal losses loses digits (rounding)."
    )
    if found.crossed.any():
        least = words.number(float(found.epsilons[found.crossed].min()), digits=2)
        said += f" From ε = {least} on a nudge takes a sample across a kink, where the slope jumps."
    return said
