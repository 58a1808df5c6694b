"""How a network does on each part of the data, as it is in the data set."""

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import Floats
from learnscope.core.forward import forward, loss, predicted
from learnscope.core.network import Network
from learnscope.experiment import Setup
from learnscope.scene.schema import MeasureScene, OutcomeScene
from learnscope.training.step import Step


def outcome_scene(setup: Setup, step: Step) -> OutcomeScene:
    """The measures under the parameters before and after the update of `step`."""
    return OutcomeScene(before=measures(setup, step.network), after=measures(setup, step.after))


def measures(setup: Setup, network: Network) -> tuple[MeasureScene, ...]:
    """`network` on every part of the data that has samples: train, validation, test."""
    result = []
    for part in ("train", "validation", "test"):
        rows: NDArray[np.int64] = getattr(setup.split, part)
        if len(rows) == 0:
            continue
        trace = forward(network, setup.x[rows])
        accuracy = None
        if setup.dataset.kind == "classes":
            accuracy = _accuracy(predicted(network, trace.output), setup.dataset.classes[rows])
        result.append(MeasureScene(part, len(rows), loss(network, trace, setup.y[rows]), accuracy))
    return tuple(result)


def _accuracy(prediction: Floats, classes: NDArray[np.int64]) -> float:
    """The share of samples predicted right; one with a prediction that is not finite is not."""
    finite = np.isfinite(prediction).all(axis=1)
    return float((finite & (prediction.argmax(axis=1) == classes)).mean())
