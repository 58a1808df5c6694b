"""Causes that lie in how the network begins: its starting weights, and its depth."""

import numpy as np

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.backward import backward
from learnscope.core.forward import forward
from learnscope.run.diagnosis.evidence import Evidence
from learnscope.run.diagnosis.found import Finding
from learnscope.run.diagnosis.remedies import Remedy
from learnscope.run.diagnosis.said import short

LARGE = 4.0  # deviation of starting weights over Glorot's; SMALL its counterpart
SMALL = 0.1
VANISHING = 2e-3  # first layer's gradient over the last layer's, per weight, at the start


def alike(e: Evidence) -> Finding | None:
    """Hidden neurons that are copies of each other: they get the same gradients and stay copies."""
    for k, weight in enumerate(e.network.weights[:-1], 1):
        if weight.shape[1] > 1 and np.ptp(weight, axis=1).max() == 0:
            return Finding.of(
                f"All {weight.shape[1]} neurons of layer {k} have the same weights: they started alike, get "
                "the same gradients and stay alike.",
                _drawn(e, "draw the starting weights"),
            )
    return None


def start(e: Evidence) -> Finding | None:
    """Starting weights so large that sums begin far out, or so small that no error passes."""
    if e.first > e.origin:
        return None
    ratios = [float(np.sqrt(np.square(w).mean() * sum(w.shape) / 2)) for w in e.start.weights]
    high, low = max(ratios), min(ratios)
    if low > SMALL and high < LARGE:
        return None
    if high >= LARGE:
        size = f"{short(high)} times as wide as usual, so that sums were far out from the first step"
    else:
        size = f"only {short(low)} times as wide as usual, so that hardly any error passed them"
    return Finding.of(f"The starting weights were {size}.", _drawn(e, "start from weights of the usual size"))


def vanishing(e: Evidence) -> Finding | None:
    """Errors that did not reach the first layer from the start."""
    if e.hidden < 2:
        return None
    layers = backward(e.start, forward(e.start, e.x), e.y).layers
    sizes = [float(np.sqrt(np.square(layer.weight).mean())) for layer in layers]
    if not sizes[-1] > 0 or sizes[0] >= VANISHING * sizes[-1]:
        return None
    squashing = any(ACTIVATIONS[name].can_saturate for name in e.network.activations[:-1])
    return Finding.of(
        f"Errors hardly reach the first of {e.hidden} hidden layers: at the start its gradients were "
        f"{short(sizes[0])} in size, those of the last layer {short(sizes[-1])}.",
        Remedy.of("take ReLU, which passes errors on", activation="relu", initializer="he")
        if squashing
        else Remedy.of("keep one hidden layer", hidden=e.experiment.hidden[:1]),
    )


def _drawn(e: Evidence, words: str) -> Remedy:
    """Weights drawn as usual."""
    given = {} if e.experiment.start is None else {"start": None}
    return Remedy.of(words, initializer="glorot_uniform", initial_scale=1.0, **given)
