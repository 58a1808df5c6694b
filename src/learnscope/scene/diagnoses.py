"""What is wrong with the network shown: seen in its units now, and in the way it was trained.

Units are looked at where that takes a few milliseconds: on at most 1024 training samples, and not where
samples × parameters are more than 20 million.
"""

import numpy as np

from learnscope.core.forward import forward
from learnscope.run.diagnosis import SAMPLES, Diagnosis, not_finite, stuck_units
from learnscope.scene.schema import DiagnosisScene
from learnscope.training.loop import Loop
from learnscope.training.step import Step

MOST_WORK = 20_000_000  # samples times parameters
TITLES = {
    "not_finite": "a loss that is no number",
    "dead": "dead neurons",
    "saturated": "saturated neurons",
    "vanishing": "vanishing gradients",
    "exploding": "exploding gradients",
    "plateau": "a plateau",
}


def diagnosis_scenes(
    step: Step, loop: Loop, known: tuple[Diagnosis, ...], *, fault: Diagnosis | None = None
) -> tuple[DiagnosisScene, ...]:
    """What is wrong with the network of `step`, with what is `known` of the training that led to it.

    `fault` is where the first number that is not finite appeared, if that was in an earlier step.
    """
    if not np.isfinite(step.loss + step.penalty):
        first = fault or not_finite(step.network, step.x, step.y, step=step.number)
        found: tuple[Diagnosis, ...] = (first,)
    else:
        rows = loop.plan.split.train[:SAMPLES]
        found = known
        if len(rows) * step.network.parameters.size <= MOST_WORK:
            trace = forward(step.network, loop.gather(rows))
            found = (*stuck_units(step.network, trace, step=step.number), *known)
    return tuple(DiagnosisScene(one.name, TITLES[one.name], one.evidence, one.advice) for one in found)
