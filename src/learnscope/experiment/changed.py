"""An experiment with some fields changed by someone who looks at those alone: what follows from them follows.

other data, options, inputs, hidden layers or way to draw   a given start is left out, and weights are drawn
another number of hidden layers                             biases per layer stay with their layers
biases that become none, or some again                      a given start loses them, or has zeros for them
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from learnscope.core.layers import check_bias
from learnscope.experiment.record import Experiment

DRAWN = ("data", "data_options", "features", "hidden", "initializer", "initial_scale", "weights_seed")


def changed(experiment: Experiment, **changes: Any) -> Experiment:
    """`experiment` with `changes` and what follows from them. Raises ExperimentError where a rule breaks."""
    layers = len(changes.get("hidden", experiment.hidden)) + 1
    if "bias" not in changes and isinstance(experiment.bias, tuple):
        changes["bias"] = _stretched(experiment.bias, layers)
    start = experiment.start
    if start is not None and "start" not in changes:
        without = replace(experiment, start=None, **changes)
        fits = all(getattr(without, name) == getattr(experiment, name) for name in DRAWN)
        changes["start"] = start.with_bias(check_bias(without.bias, layers)) if fits else None
    return replace(experiment, **changes)


def _stretched(bias: Sequence[str], layers: int) -> tuple[str, ...]:
    """Kinds for another number of layers: the outputs' stays the last, new hidden layers learn theirs."""
    hidden = [*bias[:-1], *["learned"] * layers][: layers - 1]
    return (*hidden, bias[-1])
